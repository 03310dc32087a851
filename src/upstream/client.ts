import type { Failure } from '../problem/failure.ts'
import { sleep } from '../sleep.ts'
import type { HeaderRecord } from '../syntax/header-record.ts'
import { readFailure, thrownFailure } from './answer.ts'
import { readBytes } from './body.ts'
import type { UpstreamBudget } from './budget.ts'
import { createDeadline, type Deadline } from './deadline.ts'
import { createForward, type Forward } from './forward.ts'
import type { Pacing, Priority } from './pacing.ts'
import { createReadingGate, MAX_JSON_BYTES } from './reading-gate.ts'
import { createRetryBudget, retryDelayMs } from './retry.ts'
import type { Silence } from './silence.ts'
import { upstreamTarget } from './target.ts'

/** A read of JSON: a GET whose body the edge itself reads. */
export interface ReadCall {
  path: string
  query: string
  headers: HeaderRecord | Headers
  budget: UpstreamBudget
  /** Who asks: callers take turns where calls are paced. */
  caller?: string
  /** Who waits for it; a person where it is not said. */
  priority?: Priority
  /** Whether it waits for its turn, as all do but what is looked up for a change. */
  isPaced?: boolean
  /** What is read: silence of one kind may be that of its route alone. */
  kind?: string
  /** Bytes of the body at most, counted after decompression; more is the failure `too-large`. */
  maxBytes?: number | undefined
}

/** What a read brought: bytes with the headers they came with, not decoded yet, or why there are none. */
export type ReadBytesResult = { ok: true; bytes: Uint8Array; headers: Headers } | Failed

/** The only place of the edge that calls the API. */
export interface Upstream {
  readBytes(call: ReadCall): Promise<ReadBytesResult>
  forward: Forward
}

/** Where the API is, how long a call of it may take, and what the client takes from outside. */
export interface UpstreamOptions {
  /** Base with its path prefix and without a slash at its end. */
  url: string
  /** Milliseconds to the response headers, and of a read to the last byte; retries included. */
  timeoutMs: number
  /** Milliseconds to the response headers of a forwarded call. */
  forwardTimeoutMs: number
  /** Goes with every call, for an API that only its edge may reach. */
  extraHeader: { name: string; value: string } | undefined
  pacing: Pacing
  silence: Silence
  /** Epoch milliseconds. */
  now: () => number
  /** 0 to 1. */
  random: () => number
}

/** Makes the client of one upstream. It follows no redirect and never leaves the configured origin. */
export function createUpstream(options: UpstreamOptions): Upstream {
  const { url, timeoutMs, extraHeader, pacing, silence, now, random } = options
  const retries = createRetryBudget()
  const gate = createReadingGate(now)

  function withExtraHeader(headers: ReadCall['headers']): ReadCall['headers'] {
    if (!extraHeader) return headers
    const all = new Headers(headers)
    all.set(extraHeader.name, extraHeader.value)
    return all
  }

  /** The slot is free when the headers are there. */
  function send(call: ReadCall, init: RequestInit, maxWaitMs?: number): Promise<Response> {
    const headers = withExtraHeader(call.headers)
    const target = upstreamTarget(url, call.path, call.query)
    return call.budget.run(() => {
      call.budget.upstreamCalls++
      return fetch(target, {
        headers,
        redirect: 'manual',
        // Without it the platform keeps files of a GET by their URL alone, whoever asked.
        cache: 'no-store',
        ...init,
      })
    }, maxWaitMs)
  }

  /** Tries until it succeeds, until trying again does not help, or until the deadline. */
  async function attempt<T extends { ok: true }>(
    { path, budget }: ReadCall,
    once: (deadline: Deadline, remainingMs: number) => Promise<T | Failed>,
  ): Promise<T | Failed> {
    if (budget.hasTimedOut) return TIMED_OUT
    const startedAt = now()
    const deadline = createDeadline(timeoutMs)
    deadline.start()
    retries.deposit()
    try {
      for (let retriesSoFar = 0; ; retriesSoFar++) {
        const result = await once(deadline, timeoutMs - (now() - startedAt))
        if (result.ok) return result
        const remainingMs = timeoutMs - (now() - startedAt)
        const { failure } = result
        budget.hasTimedOut ||= failure.kind === 'timeout'
        const state = { method: 'GET', path, failure, retriesSoFar, remainingMs, random: random() }
        const delayMs = deadline.signal.aborted ? undefined : retryDelayMs(state)
        if (delayMs === undefined || !retries.withdraw()) return result
        await sleep(delayMs)
      }
    } finally {
      deadline.close()
    }
  }

  /** Waits for its turn, which leaves half of the time for the call, then asks. */
  async function readOnce(
    call: ReadCall,
    { signal }: Deadline,
    remainingMs: number,
  ): Promise<ReadBytesResult> {
    const { caller = '', priority = 'waiting', isPaced = true, kind = '' } = call
    const endsAt = now() + remainingMs
    const maxWaitMs = remainingMs / 2
    const turn = isPaced && (await pacing.turn({ caller, priority, maxWaitMs }))
    if (turn && !turn.ok) return paced(turn.waitSeconds)
    const askedAt = now()
    const result = await ask(call, signal, endsAt)
    const failure = result.ok ? undefined : result.failure
    if (failure?.kind === 'timeout' || failure?.kind === 'unreachable') silence.noteSilence(kind)
    else if (failure?.kind !== 'edge') silence.noteAnswer(kind, askedAt)
    return result
  }

  async function ask(
    call: ReadCall,
    signal: AbortSignal,
    endsAt: number,
  ): Promise<ReadBytesResult> {
    const reading = gate.begin(endsAt)
    try {
      const response = await send(call, { signal }, endsAt - now())
      if (response.status !== 200) {
        return { ok: false, failure: await readFailure(response, url, now()) }
      }
      const maxBytes = call.maxBytes ?? MAX_JSON_BYTES
      const body = await readBytes(response, maxBytes, { reading, signal })
      if (body.ok) return { ok: true, bytes: body.bytes, headers: response.headers }
      if (signal.aborted) return { ok: false, failure: { kind: 'timeout' } }
      return { ok: false, failure: { kind: 'invalid-response', reason: body.reason } }
    } catch (error) {
      return { ok: false, failure: thrownFailure(error, signal) }
    } finally {
      reading.end()
    }
  }

  return {
    readBytes: (call) => attempt(call, (...time) => readOnce(call, ...time)),
    forward: createForward({
      ...{ url, extraHeader, retries, now, random },
      timeoutMs: options.forwardTimeoutMs,
      retryWithinMs: timeoutMs,
    }),
  }
}

function paced(waitSeconds: number): Failed {
  return { ok: false, failure: { kind: 'edge', code: 'upstream_paced', waitSeconds } }
}

const TIMED_OUT: Failed = { ok: false, failure: { kind: 'timeout' } }

interface Failed {
  ok: false
  failure: Failure
}
