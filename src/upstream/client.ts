import type { HeaderRecord } from '../http/responses.ts'
import type { Failure } from '../problem/failure.ts'
import { readFailure, thrownFailure } from './answer.ts'
import { readText } from './body.ts'
import type { UpstreamBudget } from './budget.ts'
import { createDeadline, type Deadline } from './deadline.ts'
import { createRetryBudget, retryDelayMs } from './retry.ts'
import { upstreamTarget } from './target.ts'
import { timedUpload } from './upload.ts'

/** Larger JSON than this is read by nobody: it would take a fair part of the isolate's 128 MB. */
const MAX_JSON_BYTES = 16 * 1024 * 1024

/** A read of JSON: a GET whose body the edge itself reads. */
export interface ReadCall {
  path: string
  query: string
  headers: HeaderRecord | Headers
  budget: UpstreamBudget
  /** Bytes of the body at most, counted after decompression; more is the failure `too-large`. */
  maxBytes?: number | undefined
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
export type ReadResult = { ok: true; text: string; headers: Headers } | Failed

/** What a forwarded request brought: the response, its body unread, or why there is none. */
export type ForwardResult = { ok: true; response: Response } | Failed

/** The only place of the edge that calls the API. */
export interface Upstream {
  read(call: ReadCall): Promise<ReadResult>
  forward(call: ForwardCall): Promise<ForwardResult>
}

/** Where the API is, how long a call of it may take, and what the client takes from outside. */
export interface UpstreamOptions {
  /** Base with its path prefix and without a slash at its end. */
  url: string
  /** Milliseconds to the response headers, and of a read to the last byte; retries included. */
  timeoutMs: number
  forwardTimeoutMs: number
  extraHeader: { name: string; value: string } | undefined
  /** Epoch milliseconds. */
  now: () => number
  /** 0 to 1. */
  random: () => number
}

/** Makes the client of one upstream. It follows no redirect and never leaves the configured origin. */
export function createUpstream({ url, timeoutMs, now, random }: UpstreamOptions): Upstream {
  const budget = createRetryBudget()

  function send(call: ReadCall, init: RequestInit): Promise<Response> {
    call.budget.upstreamCalls++
    return fetch(upstreamTarget(url, call.path, call.query), {
      headers: call.headers,
      redirect: 'manual',
      // Without it the platform keeps files of a GET by their URL alone, whoever asked.
      cache: 'no-store',
      ...init,
    })
  }

  /** Tries until it succeeds, until trying again does not help, or until the deadline. */
  async function attempt<T extends { ok: true }>(
    method: string,
    { path, budget: spent }: ReadCall,
    client: AbortSignal | undefined,
    once: (deadline: Deadline) => Promise<T | Failed>,
  ): Promise<T | Failed> {
    if (spent.hasTimedOut) return TIMED_OUT
    const startedAt = now()
    const deadline = createDeadline(timeoutMs)
    deadline.start()
    budget.deposit()
    try {
      for (let retriesSoFar = 0; ; retriesSoFar++) {
        const result = await once(deadline)
        if (result.ok) return result
        const remainingMs = timeoutMs - (now() - startedAt)
        const { failure } = result
        spent.hasTimedOut ||= failure.kind === 'timeout'
        const state = { method, path, failure, retriesSoFar, remainingMs, random: random() }
        const isOver = deadline.signal.aborted || client?.aborted
        const delayMs = isOver ? undefined : retryDelayMs(state)
        if (delayMs === undefined || !budget.withdraw()) return result
        await new Promise((resolve) => setTimeout(resolve, delayMs))
      }
    } finally {
      deadline.close()
    }
  }

  async function readOnce(call: ReadCall, { signal }: Deadline): Promise<ReadResult> {
    try {
      const response = await send(call, { signal })
      if (response.status !== 200) {
        return { ok: false, failure: await readFailure(response, url, now()) }
      }
      const body = await readText(response, call.maxBytes ?? MAX_JSON_BYTES)
      if (body.ok) return { ok: true, text: body.text, headers: response.headers }
      if (signal.aborted) return { ok: false, failure: { kind: 'timeout' } }
      return { ok: false, failure: { kind: 'invalid-response', reason: body.reason } }
    } catch (error) {
      return { ok: false, failure: thrownFailure(error, signal) }
    }
  }

  async function forwardOnce(call: ForwardCall, deadline: Deadline): Promise<ForwardResult> {
    const { method, body, bodyLength: length } = call
    const ends = [call.signal, deadline.signal]
    let upload: ReadableStream | null = null
    if (body) {
      const left = new AbortController()
      ends.push(left.signal)
      upload = timedUpload({ body, length }, deadline, () => left.abort())
    }
    try {
      const signal = AbortSignal.any(ends)
      const response = await send(call, { method, body: upload, signal })
      if (response.status >= 200 && response.status < 400) return { ok: true, response }
      return { ok: false, failure: await readFailure(response, url, now()) }
    } catch (error) {
      return { ok: false, failure: thrownFailure(error, deadline.signal) }
    }
  }

  return {
    read: (call) => attempt('GET', call, undefined, (deadline) => readOnce(call, deadline)),
    forward: (call) =>
      attempt(methodToRetry(call), call, call.signal, (deadline) => forwardOnce(call, deadline)),
  }
}

const TIMED_OUT: Failed = { ok: false, failure: { kind: 'timeout' } }

/** A request with a body can be sent once only: the body streams. */
function methodToRetry({ method, body }: ForwardCall): string {
  return body ? 'POST' : method
}

interface Failed {
  ok: false
  failure: Failure
}
