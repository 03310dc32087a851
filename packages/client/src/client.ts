import { createFinalURL, createQuerySerializer, defaultPathSerializer } from 'openapi-fetch'
import { normalizeBaseUrl } from './base-url.ts'
import type { DataOf, Method, Operation, ParseAs, PathsWith, RawBody, Rest } from './calls.ts'
import { EdgeProblem, failureOf, problemOf, type Send } from './problem.ts'

/** How to reach an edge, and as whom. */
export interface EdgeOptions {
  /** Where the edge lies: `https://edge.example`, with a path where it lies under one; `/api` and `/v1` are fine. */
  baseUrl: string
  /**
   * An API token, an access token, or a function that returns the one to use now. Left out, a browser's cookies say
   * who asks.
   */
  token?: string | (() => string | Promise<string>) | undefined
  /** ID of the organisation, for members of several. */
  org?: string | undefined
  /** In place of the runtime's. */
  fetch?: ((request: Request) => Promise<Response>) | undefined
  /** Which cookies go along; `include` where there is no token. */
  credentials?: 'omit' | 'same-origin' | 'include' | undefined
}

/** What a call brought. `data` is undefined after a 204, or a 304 to an `If-None-Match` of the caller's own. */
export interface EdgeAnswer<Data> {
  data: Data
  response: Response
}

/** A method of {@link Edge}: a path of the description, and what it needs. */
export type EdgeMethod<M extends Method> = <
  Path extends PathsWith<M>,
  As extends ParseAs | 'type' = 'type',
>(
  path: Path,
  ...rest: Rest<Operation<Path, M>, As>
) => Promise<EdgeAnswer<DataOf<Operation<Path, M>, As>>>

/** An edge, as one caller sees it. A call brings what it is typed to bring, or throws an {@link EdgeProblem}. */
export interface Edge {
  GET: EdgeMethod<'get'>
  POST: EdgeMethod<'post'>
  PUT: EdgeMethod<'put'>
  PATCH: EdgeMethod<'patch'>
  DELETE: EdgeMethod<'delete'>
  /** Base, as it is used. */
  readonly baseUrl: string
  /** What tells this caller's answers from others' where they are kept: no credential can be read from it. */
  readonly scope: readonly (string | null)[]
}

/** Options of a call, as the implementation sees them. */
interface Options extends Omit<RequestInit, 'body' | 'headers'> {
  params?: {
    path?: Record<string, unknown>
    query?: Record<string, unknown>
    header?: Record<string, string | number | undefined>
  }
  body?: unknown
  headers?: Record<string, string>
  parseAs?: ParseAs
}

const WRITTEN = 'Everruns-Edge-Written'

/**
 * Creates a client of the edge.
 *
 * @example
 * ```ts
 * const edge = createEdge({ baseUrl: 'https://edge.example', token })
 * const { data } = await edge.GET('/v1/harnesses/{harness_id}/stats', {
 *   params: { path: { harness_id: 'support-triage' } },
 * })
 * ```
 */
export function createEdge(options: EdgeOptions): Edge {
  const { token, org, fetch } = options
  const baseUrl = normalizeBaseUrl(options.baseUrl)
  let written = 0

  /** Asks as this caller. The edge says the time of a write and takes it back: nothing from before it is shown then. */
  async function ask(
    url: string,
    { params, body, parseAs, ...init }: Options,
  ): Promise<EdgeAnswer<unknown>> {
    try {
      const request = new Request(url, {
        ...credentialsOf(options),
        ...init,
        ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
      } as RequestInit)
      const { headers } = request
      const known = (typeof token === 'function' ? await token() : token)?.trim()
      setMissing(headers, 'Authorization', known && credential(known))
      setMissing(headers, 'X-Org-Id', org)
      setMissing(headers, WRITTEN, written || undefined)
      if (body !== undefined && !isRaw(body)) headers.set('Content-Type', 'application/json')
      for (const [name, value] of Object.entries(params?.header ?? {})) {
        if (value !== undefined) headers.set(name, String(value))
      }
      const response = await (fetch ?? globalThis.fetch)(request)
      written = Math.max(written, Number(response.headers.get(WRITTEN)) || 0)
      const isFailed = response.status >= 400
      const data = await read(response, isFailed ? undefined : parseAs)
      if (isFailed) throw problemOf(response, data, follow)
      return { data, response }
    } catch (error) {
      throw failureOf(error, init.signal)
    }
  }

  const follow: Send = async ({ href, method }, { body, signal }) => {
    if (new URL(href).origin === new URL(baseUrl).origin) {
      return ask(href, { method, body, redirect: 'error', ...(signal && { signal }) })
    }
    const message = `The action leads away from ${baseUrl}`
    throw new EdgeProblem({ kind: 'refused', code: 'foreign_action', message })
  }

  const call =
    (method: string) =>
    (path: string, init: Options = {}) => {
      const url = createFinalURL(path, {
        baseUrl,
        params: init.params ?? {},
        querySerializer: createQuerySerializer(),
        pathSerializer: defaultPathSerializer,
      })
      return ask(url, { ...init, method })
    }

  return {
    GET: call('GET') as Edge['GET'],
    POST: call('POST') as Edge['POST'],
    PUT: call('PUT') as Edge['PUT'],
    PATCH: call('PATCH') as Edge['PATCH'],
    DELETE: call('DELETE') as Edge['DELETE'],
    baseUrl,
    scope: [baseUrl, org ?? null, typeof token === 'string' ? fingerprint(token) : null],
  }
}

function setMissing(headers: Headers, name: string, value: string | number | undefined): void {
  if (value && !headers.has(name)) headers.set(name, String(value))
}

/** An API token is sent bare, as the API's SDKs do; what has a scheme keeps it; all else is a bearer token. */
function credential(token: string): string {
  return token.startsWith('evr_pat_') || token.includes(' ') ? token : `Bearer ${token}`
}

/** Only browsers have cookies to send; other runtimes may refuse the option. */
function credentialsOf({ token, credentials }: EdgeOptions): Pick<EdgeOptions, 'credentials'> {
  if (credentials) return { credentials }
  return 'document' in globalThis && token === undefined ? { credentials: 'include' } : {}
}

/** What `fetch` takes as it is: everything that is neither a plain object nor a list nor a value of JSON. */
function isRaw(body: unknown): body is RawBody {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false
  return ![Object.prototype, null].includes(Object.getPrototypeOf(body))
}

async function read(response: Response, parseAs: ParseAs | undefined): Promise<unknown> {
  const type = response.headers.get('content-type') ?? ''
  if (parseAs === 'stream' || (!parseAs && type.startsWith('text/event-stream'))) {
    return response.body
  }
  if (parseAs) return response[parseAs]()
  const text = await response.text()
  if (/[/+]json\b/.test(type) && text !== '') return JSON.parse(text)
  return text === '' ? undefined : text
}

/** 32 bits of a token (FNV-1a): enough to tell two apart, far too few to find one. */
function fingerprint(token: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < token.length; at++) {
    hash = Math.imul(hash ^ token.charCodeAt(at), 0x01000193)
  }
  return (hash >>> 0).toString(36)
}
