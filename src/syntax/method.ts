const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/** Tells whether a method asks for no change, RFC 9110 section 9.2.1. */
export function isSafeMethod(method: string): boolean {
  return SAFE_METHODS.has(method)
}
