import {
  type Description,
  isObject,
  type Json,
  listOf,
  resolvePlain,
} from '../contract/description.ts'

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const

/**
 * Returns a line per operation of a description, sorted by path and method: method, path, ID, the query's names
 * with their types, the media type of the body, and status and media type of each success.
 *
 * @example `GET /v1/orgs/{org}/members list_members ?limit:integer,tags:strings => 200 application/json`
 */
export function listOperations(description: Description): string[] {
  return Object.entries(description.paths)
    .flatMap(([path, item]) => linesOf(description, path, resolvePlain(description, item) ?? {}))
    .sort()
}

function linesOf(description: Description, path: string, item: Json): string[] {
  return METHODS.flatMap((method) => {
    const operation = resolvePlain(description, item[method])
    if (!operation) return []
    const { operationId } = operation
    if (typeof operationId !== 'string') return []
    const parameters = [...listOf(item.parameters), ...listOf(operation.parameters)]
    return [
      [
        `${path} ${method.toUpperCase()} ${operationId}`,
        ...queryOf(description, parameters),
        ...mediaTypes(resolvePlain(description, operation.requestBody)),
        '=>',
        successesOf(description, operation).join(', '),
      ].join(' '),
    ]
  })
}

function queryOf(description: Description, parameters: readonly unknown[]): string[] {
  const names = parameters.flatMap((parameter) => {
    const one = resolvePlain(description, parameter)
    if (one?.in !== 'query' || typeof one.name !== 'string') return []
    const type = typeOf(resolvePlain(description, one.schema))
    return [`${one.name}${one.required === true ? '!' : ''}:${type}`]
  })
  return names.length > 0 ? [`?${names.join(',')}`] : []
}

/** A type in one word: `strings` for a list of them, `string` for all that is none of the others. */
function typeOf(schema: Json | undefined): string {
  const types = [schema?.type].flat()
  const known = ['integer', 'number', 'boolean'].find((type) => types.includes(type))
  return known ?? (types.includes('array') ? 'strings' : 'string')
}

function mediaTypes(body: Json | undefined): string[] {
  return isObject(body?.content) ? [Object.keys(body.content)[0] ?? ''] : []
}

function successesOf(description: Description, operation: Json): string[] {
  const responses = isObject(operation.responses) ? operation.responses : {}
  return Object.entries(responses)
    .filter(([status]) => /^[23]/.test(status))
    .map(([status, response]) =>
      [status, ...mediaTypes(resolvePlain(description, response))].join(' '),
    )
}

/** Returns the source file that holds a listing. */
export function renderListing(lines: readonly string[]): string {
  return `// Generated from the description of the upstream's API by
// \`node scripts/operations.ts <openapi.json>\`. Do not edit.

/** A line per operation: path, method, ID, query, media type of the body, and each success. */
export const UPSTREAM_OPERATIONS = \`
${lines.join('\n')}
\`
`
}
