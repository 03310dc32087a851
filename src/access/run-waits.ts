import { ANY_AGE } from '../cache/directives.ts'
import type { Entry } from '../cache/entry.ts'
import type { CacheResult } from '../cache/result.ts'
import type { ClientRequest } from '../caller/client-request.ts'
import type { Config } from '../config.ts'
import { isFinalRun } from '../resources/essentials.ts'
import type { Reader } from '../resources/reader.ts'
import { isObject } from '../syntax/json.ts'
import type { Reads } from './reads.ts'

/** A wait for a run looks at it no more often, whatever `CHECK_FRESH_SECONDS` is. */
const MIN_INTERVAL_MS = 1_000

/** The last look begins when the time is over: so long it is waited for. */
const LAST_LOOK_MS = 1_000

/** Waits for health-check runs to end. */
export interface RunWaits {
  /**
   * Returns the run when it is final, or as it is known after so many seconds; a failure at once. All who wait for one run
   * as one caller look at it at the same moments, so that each look is one call of the upstream.
   *
   * @param signal aborts when the client leaves: nothing goes on then
   */
  wait(
    request: ClientRequest,
    kind: 'latest' | 'run',
    seconds: number,
    signal: AbortSignal,
  ): Promise<CacheResult>
}

/** The parts of {@link createRunWaits}. */
interface RunWaitsParts {
  config: Config
  reads: Reads
  reader: Reader
  /** Epoch milliseconds. */
  now: () => number
}

/** Creates the waits of an isolate. */
export function createRunWaits({ config, reads, reader, now }: RunWaitsParts): RunWaits {
  const intervalMs = Math.max(MIN_INTERVAL_MS, config.CHECK_FRESH_SECONDS * 1_000)
  /** Bodies are looked into once, however many wait. */
  const known = new WeakMap<Entry, boolean>()

  function isOver(result: CacheResult): boolean {
    if (!('entry' in result)) return true
    const found = known.get(result.entry) ?? isFinalBody(result.entry.body)
    known.set(result.entry, found)
    return found
  }

  return {
    async wait(request, kind, seconds, signal) {
      const endsAt = now() + seconds * 1_000
      const isOverdue = sleepUntil(endsAt + LAST_LOOK_MS, now, signal)
      let result = await reads.own(request, kind, request.path)
      while (!isOver(result) && now() < endsAt && !signal.aborted) {
        await sleepUntil(Math.min(nextLook(result, now(), intervalMs), endsAt), now, signal)
        if (signal.aborted) break
        // What is below memory was looked for by the first read; the directives were for it too.
        const { isNoStore } = request.directives
        const directives = { ...ANY_AGE, isNoStore }
        const read = { ...reader.prepare(request, kind, request.path), directives }
        const look = reads.prepared(request, { ...read, isPreloaded: true })
        const latest = await Promise.race([look, isOverdue])
        if (!latest) {
          // It goes on for those who wait longer.
          request.waitUntil(look)
          break
        }
        result = latest
      }
      return result
    },
  }
}

/** Returns when all who wait look again: when the run is not fresh any more; where it never was, at fixed moments. */
function nextLook(result: CacheResult, nowMs: number, intervalMs: number): number {
  const { envelope } = (result as Extract<CacheResult, { entry: Entry }>).entry
  const staleAt = envelope.storedAt - envelope.correctedInitialAgeMs + envelope.maxAgeMs
  if (staleAt > nowMs) return staleAt
  return (Math.floor(nowMs / intervalMs) + 1) * intervalMs
}

/** Tells whether a run has ended, or the latest one has, or there is none to wait for. */
function isFinalBody(body: Uint8Array): boolean {
  const value: unknown = JSON.parse(new TextDecoder().decode(body))
  if (!isObject(value)) return true
  const isLatest = 'config_changed' in value || 'run' in value
  return isLatest
    ? value.run === undefined || value.run === null || isFinalRun(value.run)
    : isFinalRun(value)
}

function sleepUntil(atMs: number, now: () => number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, Math.max(0, atMs - now()) + 1)
    signal.addEventListener('abort', end)
  })
}
