import {
  type Edge as Client,
  createEdge as createClient,
  type EdgeProblem,
} from 'everruns-edge-client'
import { readEdgeStatus } from '../cache-status.ts'
import { noAnswer, type Problem, readProblem } from '../problem.ts'
import type { Caller } from './caller.ts'
import { amend, expectDelivery, isRepeated, openRequest } from './log.ts'

/** What came back. */
export interface EdgeAnswer<Data = unknown> {
  /** Its number in the log of requests; 0 where no answer came. */
  number: number
  /** 0 where no answer came. */
  status: number
  isOk: boolean
  isAborted: boolean
  /** Undefined unless `isOk`, and where there is no body. */
  body: Data | undefined
  /** Where `isOk` is false and it was not called off. */
  problem: Problem | undefined
  header(name: string): string | null
  receivedAtMs: number
  /** When the body was true, by the answer's `Age`. */
  asOfMs: number
  ttlSeconds: number | undefined
}

/** What a call of the client brings. */
interface Came<Data> {
  data: Data
  response: Response
}

/** A request that no description foresees: an action, or a path that somebody typed. */
export interface AnyRequest {
  method: string
  /** Path and query below the edge's own base. */
  path: string
  headers?: Record<string, string>
  body?: string | undefined
  cache?: RequestCache
}

/** Asks the edge as one caller. Nothing it returns is a rejection. */
export interface Edge {
  ask<Data>(call: (client: Client) => Promise<Came<Data>>): Promise<EdgeAnswer<Data>>
  askAny(request: AnyRequest): Promise<EdgeAnswer>
  /** Calls everything off; what comes after is not told to anybody. */
  end(): void
}

/** Longer than the edge waits for the API itself, and than it waits for a health check. */
const ANSWER_MS = 60_000
/** How long a stream of events is listened to, where somebody follows an action to it. */
const STREAM_MS = 2_000
const ADDRESSES_MAX = 500

/** Where the edge is: this page's own origin, with the path under which the page was found. */
export const EDGE_BASE = location.origin + location.pathname.replace(/\/console(\/.*)?$/, '')

/** What is known of an answer beside what it says itself. */
interface Observed {
  number: number
  /** Whether it came before: out of the browser's cache, with an age of then. */
  isRepeat: boolean
}

/**
 * Creates what asks the edge. Every request is in the log; no credential is.
 *
 * @param onRefused is told the problem of a 401
 */
export function createEdge(caller: Caller, onRefused: (problem: Problem) => void): Edge {
  const { kind, authorization, org } = caller
  const ended = new AbortController()
  const observed = new WeakMap<Response, Observed>()
  const asOf = new Map<string, number>()
  const client = createClient({
    baseUrl: EDGE_BASE,
    token: authorization,
    org: org || undefined,
    // With a token the browser's cookies stay at home: they would say that somebody else asks.
    credentials: kind === 'token' ? 'omit' : 'same-origin',
    fetch: observe,
  })

  async function observe(request: Request): Promise<Response> {
    const { method, url } = request
    const started = performance.now()
    const sent = [...request.headers].filter(([name]) => name !== 'authorization')
    const number = openRequest({
      ...{ startedAtMs: Date.now(), method, url, path: url.slice(EDGE_BASE.length), sent },
      ...{ credential: kind, cacheMode: request.cache, body: await bodyOf(request) },
      ...{ status: undefined, durationMs: undefined, received: [], delivery: 'unknown' },
      ...{ bytes: undefined, problem: undefined, isAborted: false },
    })
    const close = (known: object) => {
      amend(number, { durationMs: performance.now() - started, ...known })
    }
    const signals = [request.signal, ended.signal, AbortSignal.timeout(ANSWER_MS)]
    try {
      const signal = AbortSignal.any(signals)
      expectDelivery(number, url)
      const came = await fetch(request, { redirect: 'error', signal })
      const text = isStream(came) ? undefined : await came.text()
      const response = text === undefined ? came : new Response(text || null, came)
      const isRepeat = isRepeated(url, came.headers.get('x-request-id') ?? undefined)
      observed.set(response, { number, isRepeat })
      close({
        ...{ status: came.status, received: [...came.headers], bytes: text?.length },
        ...(isRepeat ? { delivery: 'browser-cache' } : {}),
        problem:
          came.status < 400 ? undefined : readProblem(came.status, json(text), location.origin),
      })
      return response
    } catch (error) {
      const isAborted = ended.signal.aborted || request.signal.aborted
      close({ status: 0, isAborted, problem: isAborted ? undefined : describeSilence(error) })
      throw error
    }
  }

  async function ask<Data>(
    call: (client: Client) => Promise<Came<Data>>,
  ): Promise<EdgeAnswer<Data>> {
    try {
      const { data, response } = await call(client)
      return readAnswer(response, data, undefined)
    } catch (error) {
      const failure = error as EdgeProblem
      const { response } = failure
      if (!response) return silence(failure)
      const problem = readProblem(response.status, failure.problem, location.origin)
      if (response.status === 401 && !ended.signal.aborted) onRefused(problem)
      return readAnswer<Data>(response, undefined, problem)
    }
  }

  function readAnswer<Data>(
    response: Response,
    body: Data | undefined,
    problem: Problem | undefined,
  ): EdgeAnswer<Data> {
    const { status, headers, ok } = response
    const { number, isRepeat } = observed.get(response) ?? { number: 0, isRepeat: false }
    const age = Number(headers.get('age') ?? 0) || 0
    const receivedAtMs = Date.now()
    const id = headers.get('x-request-id') ?? ''
    const asOfMs = (isRepeat ? asOf.get(id) : undefined) ?? receivedAtMs - age * 1000
    if (asOf.size > ADDRESSES_MAX) asOf.clear()
    asOf.set(id, asOfMs)
    return {
      ...{ number, status, isOk: ok, body, problem, receivedAtMs, asOfMs, isAborted: false },
      header: (name) => headers.get(name),
      ttlSeconds: readEdgeStatus(headers.get('cache-status'))?.ttlSeconds,
    }
  }

  function silence<Data>(failure: EdgeProblem): EdgeAnswer<Data> {
    const isAborted = ended.signal.aborted || failure.kind === 'aborted'
    const problem = isAborted ? undefined : describeSilence(failure.cause)
    const receivedAtMs = Date.now()
    return {
      ...{ number: 0, status: 0, isOk: false, body: undefined, problem, isAborted },
      ...{ receivedAtMs, asOfMs: receivedAtMs, ttlSeconds: undefined },
      header: () => null,
    }
  }

  async function askAny({ method, path, ...rest }: AnyRequest): Promise<EdgeAnswer> {
    const name = (method === 'HEAD' ? 'GET' : method) as 'GET'
    const body = json(rest.body)
    // The client's types know the paths of the description only.
    const send = (each: Client) => each[name](path as '/healthz', { ...rest, body } as object)
    const answer: EdgeAnswer = await ask(send)
    const { body: came } = answer
    return came instanceof ReadableStream ? { ...answer, body: await firstEvents(came) } : answer
  }

  return { ask, askAny, end: () => ended.abort() }
}

async function bodyOf(request: Request): Promise<string | undefined> {
  return request.body ? await request.clone().text() : undefined
}

function isStream({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') ?? false
}

/** Listens for a moment: a stream of events has no end that could be waited for. */
async function firstEvents(stream: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  const timer = setTimeout(() => reader.cancel(), STREAM_MS)
  let text = ''
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) break
      text += decoder.decode(value, { stream: true })
    }
  } catch {
    // What came until then is shown.
  }
  clearTimeout(timer)
  return `${text}… listened for ${STREAM_MS / 1000} seconds`
}

function describeSilence(error: unknown): Problem {
  const isTimeout = error instanceof DOMException && error.name === 'TimeoutError'
  if (isTimeout) return noAnswer(`It did not answer within ${ANSWER_MS / 1000} seconds.`)
  return noAnswer(
    navigator.onLine
      ? 'No connection to it could be made, or it broke.'
      : 'This machine is offline.',
  )
}

function json(text: string | undefined): unknown {
  try {
    return text && JSON.parse(text)
  } catch {
    return text
  }
}
