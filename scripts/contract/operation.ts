import { type Description, isObject, type Json, listOf, resolvePlain } from './description.ts'

/** A parameter of an operation that is not part of its path. */
export type Parameter = {
  readonly in: string
  readonly name: string
  readonly required: boolean
  readonly schema: unknown
}

/** What the description says about one method of one path. */
export type Operation = {
  readonly parameters: readonly Parameter[]
  /** Whether a body must be sent. */
  readonly needsBody: boolean
  /** The schema of the JSON body of a 200; undefined when there is none. */
  readonly success: unknown
}

/** OpenAPI says to ignore header parameters of these names: other parts of a description cover them. */
const COVERED_HEADERS = ['accept', 'authorization', 'content-type']

/** The operation at a method and path, whatever the path's parameters are called. */
export function findOperation(
  description: Description,
  method: string,
  path: string,
): Operation | undefined {
  const wanted = unnamed(path)
  for (const [template, item] of Object.entries(description.paths)) {
    if (unnamed(template) !== wanted) continue
    const shared = resolvePlain(description, item)
    const operation = shared && resolvePlain(description, shared[method])
    if (operation) return readOperation(description, shared, operation)
  }
  return undefined
}

function unnamed(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}')
}

function readOperation(description: Description, shared: Json, operation: Json): Operation {
  const body = resolvePlain(description, operation.requestBody)
  return {
    parameters: readParameters(description, shared, operation),
    needsBody: body?.required === true,
    success: readSuccess(description, operation),
  }
}

/** The path's parameters and the operation's own, which replace those of the same place and name. */
function readParameters(description: Description, shared: Json, operation: Json): Parameter[] {
  const byName = new Map<string, Parameter>()
  for (const given of [...listOf(shared.parameters), ...listOf(operation.parameters)]) {
    const parameter = resolvePlain(description, given)
    if (typeof parameter?.name !== 'string' || typeof parameter.in !== 'string') continue
    const { name, in: place, required, schema } = parameter
    if (place === 'path') continue
    if (place === 'header' && COVERED_HEADERS.includes(name.toLowerCase())) continue
    byName.set(`${place}/${name}`, { in: place, name, required: required === true, schema })
  }
  return [...byName.values()]
}

function readSuccess(description: Description, operation: Json): unknown {
  const responses = isObject(operation.responses) ? operation.responses : {}
  const response = resolvePlain(description, responses['200'] ?? responses['2XX'])
  const content = isObject(response?.content) ? response.content : {}
  const json = Object.entries(content).find(([type]) => /^application\/json\s*(;|$)/i.test(type))
  return isObject(json?.[1]) ? json[1].schema : undefined
}
