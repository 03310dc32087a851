/** A JSON object. */
export type Json = { readonly [name: string]: unknown }

/** An OpenAPI 3 description, read but not yet trusted below its top level. */
export type Description = Json & { readonly paths: Json }

/** The input cannot be compared at all; the message is one line for a person. */
export class UnusableInput extends Error {}

/** Whether it is a JSON object: neither null nor an array. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads a description. @throws UnusableInput when it is not the JSON of an OpenAPI 3 description with paths */
export function parseDescription(text: string): Description {
  const value = parseJson(text)
  if (!isObject(value)) throw new UnusableInput('not an OpenAPI description: not a JSON object')
  const { openapi, paths } = value
  if (typeof openapi !== 'string' || !/^3\.\d/.test(openapi)) {
    const found = openapi === undefined ? 'no version' : JSON.stringify(openapi).slice(0, 40)
    throw new UnusableInput(`not an OpenAPI 3 description: "openapi" says ${found}`)
  }
  if (!isObject(paths)) throw new UnusableInput('not an OpenAPI 3 description: no object "paths"')
  return { ...value, paths }
}

/**
 * What a value stands for: itself, or what its `$ref` points to inside the description.
 * Undefined for a reference that leads outside, nowhere, or back to itself. A reference with
 * members beside it is their intersection, as OpenAPI 3.1 has it.
 */
export function resolve(description: Json, value: unknown): Json | undefined {
  const seen = new Set<string>()
  let current = value
  let beside: Json[] = []
  while (isObject(current) && typeof current.$ref === 'string') {
    const { $ref, ...rest } = current
    if (seen.has($ref)) return undefined
    seen.add($ref)
    if (Object.keys(rest).length > 0) beside = [...beside, rest]
    current = at(description, $ref)
  }
  if (!isObject(current)) return undefined
  return beside.length > 0 ? { allOf: [current, ...beside] } : current
}

/** Like `resolve`, for what is not a schema: members beside a reference say nothing there. */
export function resolvePlain(description: Json, value: unknown): Json | undefined {
  const target = resolve(description, value)
  const first = isObject(value) && '$ref' in value ? listOf(target?.allOf)[0] : undefined
  return isObject(first) ? first : target
}

/** The value if it is an array, else an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new UnusableInput('not JSON')
  }
}

/** The value at a reference such as `#/components/schemas/Session` (RFC 6901, section 6). */
function at(description: Json, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined
  let current: unknown = description
  for (const step of reference.slice(2).split('/')) {
    const name = unescapeStep(step)
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) {
      return undefined
    }
    current = (current as Json)[name]
  }
  return current
}

function unescapeStep(step: string): string {
  const plain = step.replaceAll('~1', '/').replaceAll('~0', '~')
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}
