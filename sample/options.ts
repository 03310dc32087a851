import { BASE_INSTANT_MS } from './catalogue.ts'

/** Runs a callback later and returns how to call it off. */
export type Schedule = (run: () => void, delayMs: number) => () => void

/** Everything about the sample that a test or a variable of its Worker can set. */
export interface SampleOptions {
  /** Makes all generated data and the order among equal timestamps. */
  seed: number
  /** Milliseconds; only differences count, the sample's own clock starts at `baseMs`. */
  now: () => number
  baseMs: number
  /**
   * Base of `self_url`, hrefs and page links: always the configured one, never the request's host.
   */
  publicBase: string
  /** Base of `view_url` and `ui_link`. */
  uiBase: string
  /** Whether `GET /v1/harnesses/default` finds the organisation's default harness. */
  defaultAlias: boolean
  /** Form of 401 and 403 from authentication: problem JSON, or the older `{"error":"…"}`. */
  errorStyle: 'problem' | 'legacy'
  /** `none` is the development mode: one anonymous administrator, organisation by cookie only. */
  authMode: 'full' | 'none'
  /** False: a deployment without the service, 400 on all four health-check routes. */
  healthChecks: boolean
  heartbeatMs: number
  /** How long one SSE connection lives before `disconnecting`. */
  cycleMs: number
  /** How often an SSE connection looks for new events. */
  pollMs: number
  /** Age at which a triggered health check turns from pending to running. */
  pendingMs: number
  /** Age at which it ends. */
  checkMs: number
  /**
   * Whether sessions begin, work and go by themselves with the clock. Without it only stats move, by one turn
   * each time that they are read.
   */
  moving: boolean
  /** Requests of one address a minute; 0: no limit. See Limits. */
  addressLimit: number
  /** `Domain` of the cookies that it sets; empty: none. */
  cookieDomain: string
  /** How long a turn started by a message lasts. */
  turnMs: number
  schedule: Schedule
}

/** Timers of the platform. */
export const scheduleTimer: Schedule = (run, delayMs) => {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}

/** The options with what was not given filled in. */
export function completeOptions(given: Partial<SampleOptions>): SampleOptions {
  return {
    seed: 1,
    now: () => Date.now(),
    baseMs: BASE_INSTANT_MS,
    publicBase: 'https://app.everruns.com/api',
    uiBase: 'https://app.everruns.com',
    defaultAlias: true,
    errorStyle: 'problem',
    authMode: 'full',
    healthChecks: true,
    heartbeatMs: 30_000,
    cycleMs: 300_000,
    pollMs: 100,
    pendingMs: 2_000,
    checkMs: 7_000,
    moving: false,
    addressLimit: 0,
    cookieDomain: '',
    turnMs: 5_000,
    schedule: scheduleTimer,
    ...given,
  }
}

/** Runs a callback again and again; the result stops it. */
export function repeat(schedule: Schedule, everyMs: number, run: () => void): () => void {
  let stop = schedule(tick, everyMs)
  function tick() {
    stop = schedule(tick, everyMs)
    run()
  }
  return () => stop()
}
