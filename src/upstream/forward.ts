import type { Failure } from '../problem/failure.ts'
import { sleep } from '../sleep.ts'
import { isSafeMethod } from '../syntax/method.ts'
import { readFailure, thrownFailure } from './answer.ts'
import type { UpstreamBudget } from './budget.ts'
import { type RetryBudget, retryDelayMs } from './retry.ts'
import { upstreamTarget } from './target.ts'
import { sendUpload, type UploadClock } from './upload.ts'

/** An upload of which nothing more comes for so long is given up, so that it does not stay open upstream for good. */
const UPLOAD_SILENCE_MS = 60_000

/** A request passed on as it came. */
export interface ForwardCall {
  method: string
  path: string
  query: string
  headers: Headers
  body: ReadableStream<Uint8Array> | null
  /** Bytes, where the client named them. */
  bodyLength: number | undefined
  /** Aborts when the client leaves. */
  signal: AbortSignal
  budget: UpstreamBudget
}

/** What a forwarded request brought: the response, its body unread, or why there is none. */
export type ForwardResult = { ok: true; response: Response } | { ok: false; failure: Failure }

/** What forwarding works with. */
export interface ForwardOptions {
  /** Base of the upstream with its path prefix and without a slash at its end. */
  url: string
  /** Milliseconds to the response headers, retries included. */
  timeoutMs: number
  /** Milliseconds from the start within which a read is tried again: nobody waits longer for a fault to pass. */
  retryWithinMs: number
  /** Milliseconds; a minute where it is not given. */
  uploadSilenceMs?: number
  /** Added to every call. */
  extraHeader: { name: string; value: string } | undefined
  retries: RetryBudget
  /** Epoch milliseconds. */
  now: () => number
  /** 0 to 1. */
  random: () => number
}

/** Passes a request on; see {@link createForward}. */
export type Forward = (call: ForwardCall) => Promise<ForwardResult>

/** Why a call was ended from this side. */
type End = 'timeout' | 'upload-silent' | 'client-left'

/** Creates what passes requests on. It follows no redirect and never leaves the configured origin. */
export function createForward(options: ForwardOptions): Forward {
  const { url, timeoutMs, extraHeader, retries, now, random } = options
  const retryWithinMs = Math.min(timeoutMs, options.retryWithinMs)
  const silenceMs = options.uploadSilenceMs ?? UPLOAD_SILENCE_MS

  async function once(call: ForwardCall, open: OpenCall): Promise<ForwardResult> {
    const { method, path, query, headers, body, bodyLength, budget } = call
    try {
      const target = upstreamTarget(url, path, query)
      const response = await budget.run(() => {
        budget.upstreamCalls++
        open.begin()
        const answer = fetch(target, {
          method,
          headers,
          body: body && sendUpload({ body, length: bodyLength }, open),
          redirect: 'manual',
          // Without it the platform keeps files of a GET by their URL alone, whoever asked.
          cache: 'no-store',
          ...(open.signal && { signal: open.signal }),
        })
        return Promise.race([answer, open.ended])
      })
      if (response.status >= 200 && response.status < 400) return { ok: true, response }
      return { ok: false, failure: await readFailure(response, url, now(), open.ended) }
    } catch (error) {
      const reason = open.reason()
      return { ok: false, failure: reason ? endedFailure(reason) : thrownFailure(error) }
    }
  }

  return async function forward(call) {
    if (call.budget.hasTimedOut) return { ok: false, failure: { kind: 'timeout' } }
    const { method, path, body, budget, headers } = call
    if (extraHeader) headers.set(extraHeader.name, extraHeader.value)
    retries.deposit()
    const startedAtMs = now()
    // What may change something is kept alive after its client has left: only that needs to be told.
    const isKept = body !== null || !isSafeMethod(method)
    const open = openCall(timeoutMs, silenceMs, isKept ? call.signal : undefined)
    try {
      for (let retriesSoFar = 0; ; retriesSoFar++) {
        const result = await once(call, open)
        if (result.ok) return result
        const { failure } = result
        budget.hasTimedOut ||= failure.kind === 'timeout'
        // A request with a body can be sent once only: the body streams.
        if (body !== null || open.reason()) return result
        const remainingMs = retryWithinMs - (now() - startedAtMs)
        const attempt = { method, path, failure, retriesSoFar, remainingMs, random: random() }
        const delayMs = retryDelayMs(attempt)
        if (delayMs === undefined || !retries.withdraw()) return result
        await sleep(delayMs)
      }
    } finally {
      open.answered()
    }
  }
}

/** A call under way, and its one timer. */
interface OpenCall extends UploadClock {
  /** Aborts when the call was ended from this side; undefined where the platform alone ends it. */
  signal: AbortSignal | undefined
  /** Rejects when the call was ended from this side. */
  ended: Promise<never>
  reason(): End | undefined
  /** Starts the upstream's time, which retries do not start anew. */
  begin(): void
  /** Says that nobody waits for the upstream's headers any more. */
  answered(): void
}

/**
 * Opens the clock of a call. The time an upload takes is its client's, which is not the upstream's fault: what runs is
 * the client's silence while the client is waited for, and anew the upstream's time while the upstream is, to take
 * what came or, after the last byte, to answer.
 *
 * @param client aborts when the client leaves; undefined where the platform then ends the call, as it does unless
 *   something else keeps the request alive
 */
function openCall(timeoutMs: number, silenceMs: number, client: AbortSignal | undefined): OpenCall {
  const controller = client && new AbortController()
  const { promise: ended, reject } = Promise.withResolvers<never>()
  ended.catch(() => undefined)
  let reason: End | undefined
  const end = (why: End) => {
    reason ??= why
    controller?.abort()
    reject(new Error(why))
  }
  client?.addEventListener('abort', () => end('client-left'))
  let timer: ReturnType<typeof setTimeout> | null = null
  let isAnswered = false
  let isClients = false
  const stop = () => timer !== null && clearTimeout(timer)
  const waitForUpstream = () => {
    stop()
    isClients = false
    if (!isAnswered) timer = setTimeout(end, timeoutMs, 'timeout')
  }
  return {
    signal: controller?.signal,
    ended,
    reason: () => reason,
    waitForUpstream,
    begin() {
      if (timer === null) waitForUpstream()
    },
    waitForClient() {
      stop()
      isClients = true
      timer = setTimeout(end, silenceMs, 'upload-silent')
    },
    abandon() {
      stop()
      end('client-left')
    },
    answered() {
      isAnswered = true
      if (!isClients) stop()
    },
  }
}

function endedFailure(reason: End): Failure {
  switch (reason) {
    case 'timeout':
      return { kind: 'timeout' }
    case 'upload-silent':
      return { kind: 'edge', code: 'upload_stalled' }
    case 'client-left':
      return { kind: 'unreachable', cause: 'client left' }
  }
}
