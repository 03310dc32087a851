import { UPSTREAM_OPERATIONS } from './upstream-operations.ts'

/** A parameter of a query, in one word of a type; `strings` is a list of them. */
export interface QueryParameter {
  name: string
  type: string
  isRequired: boolean
}

/** An operation of the upstream's API. */
export interface UpstreamOperation {
  path: string
  /** Upper case. */
  method: string
  /** As the upstream names it: the same may stand for two operations. */
  upstreamId: string
  query: readonly QueryParameter[]
  /** Media type of the body, where it takes one. */
  body?: string
  /** Media type by status, of each success; empty where none is documented. */
  successes: ReadonlyMap<number, string>
}

/** Operations of newer deployments than the listing is made from. They answer 404 on older ones. */
const NEWER = `
/v1/harnesses/{harness_id}/delete POST destroy_harness => 204
/v1/sessions/config GET session_config => 200 application/json
/v1/sessions/facets GET get_session_facets => 200 application/json
/v1/sessions/{session_id}/archive POST archive_session => 200 application/json
`

/** Every operation that the edge forwards or serves for the upstream, sorted by path and method. */
export const OPERATIONS: readonly UpstreamOperation[] = (UPSTREAM_OPERATIONS + NEWER)
  .split('\n')
  .filter((line) => line !== '')
  .sort()
  .map(parseLine)

function parseLine(line: string): UpstreamOperation {
  const [before = '', after = ''] = line.split(' =>')
  const [path = '', method = '', upstreamId = '', ...rest] = before.split(' ')
  const query = rest.find((word) => word.startsWith('?'))
  const body = rest.find((word) => !word.startsWith('?'))
  return {
    path,
    method,
    upstreamId,
    query: query === undefined ? [] : query.slice(1).split(',').map(parseParameter),
    ...(body === undefined ? {} : { body }),
    successes: new Map(after.split(',').flatMap(parseSuccess)),
  }
}

function parseParameter(text: string): QueryParameter {
  const [name = '', type = 'string'] = text.split(':')
  return { name: name.replace('!', ''), type, isRequired: name.endsWith('!') }
}

function parseSuccess(text: string): [number, string][] {
  const [status, media = ''] = text.trim().split(' ')
  return status ? [[Number(status), media]] : []
}

/**
 * Returns the operation ID that the description uses. Where the upstream has an ID twice, the operation with the
 * longer path takes one of its own, made of its collection: in OpenAPI an ID names one operation.
 */
export function operationId({ path, method, upstreamId }: UpstreamOperation): string {
  return OWN_IDS[`${method} ${path}`] ?? upstreamId
}

const OWN_IDS: Readonly<Record<string, string>> = {
  'POST /v1/apps/{app_id}/api/{channel_id}/sessions': 'create_app_session',
  'GET /v1/apps/{app_id}/api/{channel_id}/sessions/{session_id}': 'get_app_session',
  'GET /v1/sessions/{session_id}/tasks': 'list_session_tasks',
}
