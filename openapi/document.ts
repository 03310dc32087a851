import {
  CACHED_HEADERS,
  HEADERS,
  headers,
  RESPONSES,
  SECURITY,
  SECURITY_SCHEMES,
} from './components.ts'
import type { Described } from './described.ts'
import type { Json } from './json.ts'
import { component, json, schema } from './json.ts'
import { edgeCache, storedResource } from './lifetimes.ts'
import { CACHED_PARAMETERS, nameOf, PARAMETERS, queryParameter } from './parameters.ts'
import { AGENTS } from './resources/agents.ts'
import { HARNESSES } from './resources/harnesses.ts'
import { META } from './resources/meta.ts'
import { SESSIONS } from './resources/sessions.ts'
import { schemas } from './schemas.ts'
import { OPERATIONS, operationId, type UpstreamOperation } from './upstream.ts'

const INTRODUCTION =
  'The Everruns API behind its edge; the same under `/api/v1`. `HEAD` works where `GET` does. Without a summary: forwarded as it is.'

/** Every operation of the upstream's that is described beyond its listing, by `METHOD /path`. */
export const DESCRIBED: Readonly<Record<string, Described>> = {
  ...HARNESSES,
  ...SESSIONS,
  ...AGENTS,
}

/** Returns the description of everything that the edge of a release serves. */
export function describeEdge(version: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Everruns edge',
      version,
      description: INTRODUCTION,
    },
    servers: [{ url: '/' }, { url: '/api' }],
    security: SECURITY,
    paths: paths(),
    components: {
      schemas: schemas(),
      parameters: PARAMETERS,
      headers: HEADERS,
      responses: RESPONSES,
      securitySchemes: SECURITY_SCHEMES,
    },
  }
}

function paths(): Json {
  const written: Record<string, Json> = {}
  const add = (path: string, method: string, operation: Json) => {
    written[path] = { ...written[path], [method.toLowerCase()]: operation }
  }
  for (const [key, own] of Object.entries(META)) {
    const [method = '', path = ''] = key.split(' ')
    add(path, method, describeOwn(own))
  }
  for (const operation of OPERATIONS) {
    add(operation.path, operation.method, describeOperation(operation))
  }
  return Object.fromEntries(
    Object.entries(written).map(([path, item]) => [path, { ...item, ...pathParameters(path) }]),
  )
}

function describeOwn(own: (typeof META)[string]): Json {
  return {
    operationId: own.operationId,
    summary: own.summary,
    responses: { 200: success(own, ['X-Request-ID']), default: PROBLEM },
    security: [],
  }
}

function describeOperation(operation: UpstreamOperation): Json {
  const { path, method, upstreamId, query } = operation
  const id = operationId(operation)
  const described = DESCRIBED[`${method} ${path}`]
  const stored = method === 'GET' ? storedResource(path) : undefined
  const isConditional = stored !== undefined || described?.isConditional === true
  const parameters = [
    ...(described?.parameters ?? []),
    ...query.map(queryParameter),
    ...(isConditional ? CACHED_PARAMETERS.map((name) => component('parameters', name)) : []),
  ].filter((one, at, all) => all.findIndex((other) => nameOf(other) === nameOf(one)) === at)
  // In this order the text compresses best: what repeats stands together.
  return {
    responses: {
      ...successes(operation, described),
      ...(stored && { 304: component('responses', 'NotModified') }),
      ...(described?.isConditional && { 304: UNCHANGED }),
      default: PROBLEM,
    },
    ...requestBody(operation, described),
    operationId: id,
    ...(parameters.length > 0 && { parameters }),
    ...(id !== upstreamId && { 'x-upstream-operation-id': upstreamId }),
    ...(described && { summary: described.summary }),
    ...(described?.description && { description: described.description }),
    ...(path.startsWith('/v1/auth/') && { security: [{}, ...SECURITY] }),
    ...(stored && { 'x-edge-cache': edgeCache(stored) }),
  }
}

/** What is not stored has nothing to say of a cache. */
const UNCHANGED: Json = {
  description: 'It is still the same.',
  headers: { ...headers(['X-Request-ID', 'Cache-Control']), ETag: { schema: { type: 'string' } } },
}

const PROBLEM = component('responses', 'Problem')

function requestBody({ body }: UpstreamOperation, described: Described | undefined): Json {
  if (described?.takes) {
    return { requestBody: { required: true, content: json(schema(described.takes)) } }
  }
  return body === undefined ? {} : { requestBody: { content: { [body]: {} } } }
}

/** Of JSON and of nothing there is no more to say than that it comes as the API made it. */
function successes(operation: UpstreamOperation, described: Described | undefined): Json {
  const { method, path } = operation
  const isRead = method === 'GET'
  const isStored = isRead && storedResource(path) !== undefined
  if (described) {
    const own = isRead ? ['X-Request-ID'] : ['X-Request-ID', 'Everruns-Edge-Written']
    const answer = success(described, isStored ? [...CACHED_HEADERS, ...own] : own)
    const more = described.isConditional ? UNCHANGED.headers : {}
    const withTag = { ...answer, headers: { ...(answer.headers as Json), ...(more as Json) } }
    return { [described.status ?? 200]: withTag }
  }
  if (isStored) return { 200: component('responses', 'Stored') }
  const media = [...operation.successes.values()].find(
    (one) => one !== '' && one !== 'application/json',
  )
  if (media === undefined) return { '2XX': component('responses', 'Forwarded') }
  return { '2XX': { description: 'As it comes.', content: { [media]: {} } } }
}

function success({ gives, alsoGives, headers: more = [] }: Described, own: string[]): Json {
  const others = Object.entries(alsoGives ?? {}).map(([media, of]) => [media, { schema: of }])
  return {
    description: 'Done.',
    headers: headers([...own, ...more]),
    ...(gives && { content: { ...json(gives), ...Object.fromEntries(others) } }),
  }
}

function pathParameters(path: string): Json {
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name)
  return names.length === 0 ? {} : { parameters: names.map(pathParameter) }
}

/** A harness is the only thing that has a name beside its ID, on every route. */
function pathParameter(name: string): Json {
  if (name === 'harness_id') return component('parameters', 'harness')
  return { name, in: 'path', required: true, schema: { type: 'string' } }
}
