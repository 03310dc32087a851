import type { Answer } from '../../support/http-client.ts'
import type { CallerIdentity, Era, Recorded } from './recorder.ts'

/** A read through the edge, and what came of it. */
export interface Reading {
  caller: CallerIdentity
  target: string
  project: string | undefined
  /** Time of the edge's clock, milliseconds, before it was sent. */
  startedAt: number
  /** The latest change of its own that the request brought back, milliseconds; undefined for none. */
  written: number | undefined
  era: Era
  answer: Answer
}

/** A write of a caller's own that succeeded through the edge. */
export interface OwnWrite {
  caller: CallerIdentity
  kinds: readonly string[]
  /** Time at which the upstream got it. */
  startedAt: number
  era: Era
}

/** Everything that a scenario has seen so far. */
export interface Evidence {
  records: readonly Recorded[]
  writes: readonly OwnWrite[]
  /** Marker of the body that an entity tag was given with. */
  tags: ReadonlyMap<string, number>
}

const SECOND = 1_000
/** The defaults of `wrangler.toml`: how old a body may be, and how old while the upstream fails. */
const LIFETIMES = {
  stats: { served: 60 * SECOND, failing: 615 * SECOND },
  harness: { served: 60 * SECOND, failing: 60 * SECOND },
  name: { served: 60 * SECOND, failing: 630 * SECOND },
  latest: { served: 2 * SECOND, failing: 2 * SECOND },
  run: { served: 3_600 * SECOND, failing: 3_600 * SECOND },
  negative: { served: 5 * SECOND, failing: 5 * SECOND },
} as const

/** What has lifetimes of its own. */
export type Kind = keyof typeof LIFETIMES

/** How long after a failure of the upstream the edge may still spare it. */
const FAILING_SECONDS = 61

/** Answers that take something away from a caller. */
export const REFUSALS: ReadonlySet<number> = new Set([401, 403, 404, 410])
/** 200 and 302 too: what breaks off or leads elsewhere was no answer. */
const FAILURES: ReadonlySet<number> = new Set([200, 302, 429, 500, 503])

/**
 * How much too old a record is for a reading; undefined where it is not.
 *
 * @param isOthersToo callers who share a body share the call that fails to renew it
 */
export function judgeAge(
  reading: Reading,
  { startedAt }: Recorded,
  kind: Kind,
  evidence: Evidence,
  isOthersToo = false,
): string | undefined {
  const age = reading.startedAt - startedAt
  const isFailing = hasFailed(reading, evidence, isOthersToo)
  const allowed = isFailing ? LIFETIMES[kind].failing : LIFETIMES[kind].served
  return age < allowed ? undefined : `${kind} ${age} ms old where ${allowed} are allowed`
}

/** Whether the upstream has failed so lately that the edge may still spare it. */
function hasFailed(reading: Reading, { records }: Evidence, isOthersToo: boolean): boolean {
  return records.some(
    (each) =>
      (isOthersToo || each.caller.effective === reading.caller.effective) &&
      FAILURES.has(each.status) &&
      each.startedAt >= reading.startedAt - FAILING_SECONDS * SECOND,
  )
}

/** An isolate that remembers what ended in another one of its location learns of it in so long. */
const PROOF_MS = 60 * SECOND

/** Tells whether something ended a record before a reading, as far as time goes. */
export function isBefore(
  record: Pick<Recorded, 'startedAt'>,
  end: { startedAt: number; era: Era },
  reading: Reading,
): boolean {
  return end.era.step < reading.era.step && record.startedAt < end.startedAt
}

/**
 * Tells whether something ended a record before a reading, as the reading's isolate knows. Another isolate's end it
 * knows from the tiers below memory alone, where a delete may go unseen and where two operations of one step have
 * no order; what it remembers itself it looks at anew with its next proof.
 */
export function precedes(
  record: Pick<Recorded, 'startedAt' | 'era'>,
  end: { startedAt: number; era: Era },
  reading: Reading,
): boolean {
  if (!isBefore(record, end, reading)) return false
  if (end.era.isolate === reading.era.isolate) return true
  const isRemembered = reading.era.isolateSince <= end.era.step
  if (isRemembered && reading.startedAt - end.startedAt < PROOF_MS) return false
  return end.era.hasDeletes && record.era.step < end.era.step
}

/** What a target is of. */
export function kindOf(target: string): 'stats' | 'harness' | 'latest' | 'run' {
  if (target.endsWith('/stats')) return 'stats'
  if (target.endsWith('/latest')) return 'latest'
  return target.includes('/health-checks/') ? 'run' : 'harness'
}

/** ID or name in the target of a harness route. */
export const harnessOf = (target: string) => target.split('/')[3]

/** Whether a target names its harness by ID. */
export const isId = (target: string) => harnessOf(target)?.startsWith('harness_')
