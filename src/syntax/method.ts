const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/** RFC 9110 section 9.2.1: whether a method asks for no change. */
export function isSafeMethod(method: string): boolean {
  return SAFE_METHODS.has(method)
}
