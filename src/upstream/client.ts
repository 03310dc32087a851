import type { Failure } from '../problem/failure.ts'
import { readErrorText, readText } from './body.ts'
import { upstreamTarget } from './target.ts'

/** Larger JSON than this is read by nobody: it would take a fair part of the isolate's 128 MB. */
const MAX_JSON_BYTES = 16 * 1024 * 1024

/** No error of the API's comes near it; more would only be thrown away. */
const MAX_ERROR_BYTES = 64 * 1024

/** Counts what a request cost upstream, for its log line. */
export interface CallCounter {
  upstreamCalls: number
}

/** A read of JSON: a GET whose body the edge itself reads. */
export interface ReadCall {
  path: string
  query: string
  headers: Headers
  counter: CallCounter
}

/** A request passed on as it came. */
export interface ForwardCall extends ReadCall {
  method: string
  body: ReadableStream | null
  /** Bytes, where the client named them. */
  bodyLength: number | undefined
  /** Aborts when the client leaves. */
  signal: AbortSignal
}

/** What a read brought: JSON text with the headers it came with, or why there is none. */
export type ReadResult =
  | { ok: true; text: string; headers: Headers }
  | { ok: false; failure: Failure; headers?: Headers }

/** What a forwarded request brought: the response, its body unread, or why there is none. */
export type ForwardResult =
  | { ok: true; response: Response }
  | { ok: false; failure: Failure; headers?: Headers }

/** The only place of the edge that calls the API. */
export interface Upstream {
  read(call: ReadCall): Promise<ReadResult>
  forward(call: ForwardCall): Promise<ForwardResult>
}

/** Where the API is and how long a call of it may take. */
export interface UpstreamOptions {
  /** Base with its path prefix and without a slash at its end. */
  url: string
  /** Milliseconds to the response headers, and of a read to the last byte. */
  timeoutMs: number
}

/** Makes the client of one upstream. It follows no redirect and never leaves the configured origin. */
export function createUpstream({ url, timeoutMs }: UpstreamOptions): Upstream {
  function send(call: ReadCall, init: RequestInit): Promise<Response> {
    call.counter.upstreamCalls++
    return fetch(upstreamTarget(url, call.path, call.query), {
      headers: call.headers,
      redirect: 'manual',
      // Without it the platform keeps files of a GET by their URL alone, whoever asked.
      cache: 'no-store',
      ...init,
    })
  }

  async function read(call: ReadCall): Promise<ReadResult> {
    const deadline = createDeadline(timeoutMs)
    deadline.start()
    try {
      const response = await send(call, { signal: deadline.signal })
      if (response.status !== 200) return await failed(response, 'read')
      const body = await readText(response, MAX_JSON_BYTES)
      if (body.ok) return { ok: true, text: body.text, headers: response.headers }
      if (deadline.signal.aborted) return { ok: false, failure: { kind: 'timeout' } }
      return { ok: false, failure: { kind: 'invalid-response', reason: body.reason } }
    } catch {
      return { ok: false, failure: { kind: deadline.signal.aborted ? 'timeout' : 'unreachable' } }
    } finally {
      deadline.close()
    }
  }

  async function forward(call: ForwardCall): Promise<ForwardResult> {
    const deadline = createDeadline(timeoutMs)
    deadline.start()
    const body = timedBody(call, deadline)
    try {
      const signal = AbortSignal.any([call.signal, deadline.signal])
      const response = await send(call, { method: call.method, body, signal })
      if (response.status >= 200 && response.status < 400) return { ok: true, response }
      return await failed(response, 'forward')
    } catch {
      return { ok: false, failure: { kind: deadline.signal.aborted ? 'timeout' : 'unreachable' } }
    } finally {
      deadline.close()
    }
  }

  return { read, forward }
}

async function failed(
  response: Response,
  use: 'read' | 'forward',
): Promise<{ ok: false; failure: Failure; headers: Headers }> {
  const { status, headers } = response
  if (status < 400 || status > 599) {
    await response.body?.cancel().catch(() => undefined)
    const isRedirect = use === 'read' && status >= 300 && status < 400
    const reason = isRedirect ? 'redirect' : 'status'
    return { ok: false, failure: { kind: 'invalid-response', reason }, headers }
  }
  const text = await readErrorText(response, MAX_ERROR_BYTES)
  const contentType = headers.get('content-type')
  const retryAfter = headers.get('retry-after')
  return { ok: false, failure: { kind: 'answer', status, contentType, retryAfter, text }, headers }
}

interface Deadline {
  signal: AbortSignal
  /** Starts the time, or starts it anew. */
  start(): void
  pause(): void
  /** Ends it for good: what starts it later starts nothing. */
  close(): void
}

function createDeadline(timeoutMs: number): Deadline {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isClosed = false
  const pause = () => timer !== undefined && clearTimeout(timer)
  return {
    signal: controller.signal,
    start() {
      pause()
      if (!isClosed) timer = setTimeout(() => controller.abort(), timeoutMs)
    },
    pause,
    close() {
      isClosed = true
      pause()
    },
  }
}

/**
 * An upload takes the time the client's line takes, which is not the upstream's fault: the deadline runs
 * from its last byte on.
 */
function timedBody(call: ForwardCall, deadline: Deadline): ReadableStream | null {
  const { body, bodyLength } = call
  if (!body) return null
  const isUnknown = bodyLength === undefined
  const pipe = isUnknown ? new IdentityTransformStream() : new FixedLengthStream(bodyLength)
  deadline.pause()
  body.pipeTo(pipe.writable).then(deadline.start, deadline.start)
  return pipe.readable
}
