import { parseConfig } from '../src/config.ts'
import { HEADERS, PARAMETERS, RESPONSES, SECURITY, SECURITY_SCHEMES } from './components.ts'
import type { CacheFacts, Described } from './described.ts'
import type { Json } from './json.ts'
import { component } from './json.ts'
import { AGENTS } from './resources/agents.ts'
import { HARNESSES } from './resources/harnesses.ts'
import { SHORT_LIVED } from './resources/lists.ts'
import { META } from './resources/meta.ts'
import { SESSIONS } from './resources/sessions.ts'
import { schemas } from './schemas.ts'
import { OPERATIONS, operationId, type QueryParameter, type UpstreamOperation } from './upstream.ts'

const INTRODUCTION = [
  'One origin for every frontend of the Everruns API. The same routes answer under `/api/v1`.',
  'Cached routes say in `Cache-Status` and `Age` what answered; every failure is a problem whose `allowed_actions` say what can be done. `HEAD` works where `GET` does.',
  'An operation without a summary is the API’s own, forwarded as it is.',
].join('\n\n')

/** Every operation that is described here beyond the upstream's listing, by `METHOD /path`. */
export const DESCRIBED: Readonly<Record<string, Described>> = {
  ...HARNESSES,
  ...SESSIONS,
  ...AGENTS,
  ...SHORT_LIVED,
  ...META,
}

/** Returns the description of everything that the edge of a release serves. */
export function describeEdge(version: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Everruns edge',
      version,
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }, { url: '/api', description: '`/v1` only.' }],
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
    written[path] ??= withPathParameters(path)
    written[path][method.toLowerCase()] = operation
  }
  for (const [key, own] of Object.entries(META)) {
    const [method = '', path = ''] = key.split(' ')
    add(path, method, { operationId: own.operationId, tags: ['edge'], ...enhanced(own) })
  }
  for (const operation of OPERATIONS) {
    add(operation.path, operation.method, describeOperation(operation))
  }
  return written
}

function describeOperation(operation: UpstreamOperation): Json {
  const { path, method, upstreamId } = operation
  const id = operationId(operation)
  const described = DESCRIBED[`${method} ${path}`]
  return {
    operationId: id,
    tags: [tagOf(path)],
    ...(id !== upstreamId && { 'x-upstream-operation-id': upstreamId }),
    ...(path.startsWith('/v1/auth/') && { security: [{}, ...SECURITY] }),
    ...(described ? enhanced(described, operation) : forwarded(operation)),
  }
}

function enhanced(described: Described, operation?: UpstreamOperation): Json {
  const { summary, description, requestBody, responses, cache, isPublic } = described
  const own = described.parameters ?? []
  const named = new Set(own.map(nameOf))
  const others = (operation?.query ?? []).filter(({ name }) => !named.has(name))
  const parameters = [...own, ...others.map(queryParameter)]
  return {
    ...(summary && { summary }),
    ...(description && { description }),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: {
      ...responses,
      ...(cache && { 304: component('responses', 'NotModified') }),
      default: component('responses', 'Problem'),
    },
    ...(isPublic && { security: [] }),
    ...(cache && { 'x-edge-cache': lifetimes(cache) }),
  }
}

function nameOf(parameter: Json): string {
  const name =
    String(parameter.$ref ?? '')
      .split('/')
      .at(-1) ?? ''
  return String((PARAMETERS[name] as Json | undefined)?.name ?? parameter.name)
}

/** Seconds by default, with the variable that a deployment may set otherwise. */
function lifetimes({ note, ...bounds }: CacheFacts): Json {
  const seconds = defaults()
  return {
    ...Object.fromEntries(
      Object.entries(bounds).map(([name, variable]) => [
        name,
        { seconds: seconds[variable], variable },
      ]),
    ),
    ...(note && { note }),
  }
}

/** What the variables are where a deployment sets none. */
function defaults(): Record<string, unknown> {
  const parsed = parseConfig({ CACHE: { get: () => null, put: () => undefined } })
  if (!parsed.ok) throw new Error('the defaults break a rule')
  return parsed.config
}

function forwarded(operation: UpstreamOperation): Json {
  const { query, body, successes } = operation
  return {
    ...(query.length > 0 && { parameters: query.map(queryParameter) }),
    ...(body && { requestBody: requestBody(body) }),
    responses: { ...success(successes), default: component('responses', 'Problem') },
  }
}

function requestBody(media: string): Json {
  return { content: { [media]: {} } }
}

/** Of JSON and of nothing there is no more to say than that it comes as the API made it. */
function success(successes: UpstreamOperation['successes']): Json {
  const media = [...successes.values()].find((one) => one !== '' && one !== 'application/json')
  if (media === undefined) return { '2XX': component('responses', 'Forwarded') }
  return { '2XX': { description: 'As it comes.', content: { [media]: {} } } }
}

function queryParameter({ name, type, isRequired }: QueryParameter): Json {
  const of = type === 'strings' ? { type: 'array', items: { type: 'string' } } : { type }
  return { name, in: 'query', ...(isRequired && { required: true }), schema: of }
}

const PARAMETER = /\{([^}]+)\}/g

function parameterNames(path: string): string[] {
  return [...path.matchAll(PARAMETER)].map(([, name = '']) => name)
}

function withPathParameters(path: string): Json {
  const names = parameterNames(path)
  if (names.length === 0) return {}
  return {
    parameters: names.map(pathParameter),
  }
}

/** A harness is the only thing that has a name beside its ID, on every route. */
function pathParameter(name: string): Json {
  if (name === 'harness_id') return component('parameters', 'harness')
  return { name, in: 'path', required: true, schema: { type: 'string' } }
}

function tagOf(path: string): string {
  return path.split('/')[2] ?? 'edge'
}
