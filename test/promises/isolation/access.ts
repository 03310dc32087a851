import type { Evidence, Reading } from './evidence.ts'
import type { Recorded } from './recorder.ts'

const SECOND = 1_000
/** The defaults of `wrangler.toml`, and the contract's bound for a proof that cannot be renewed. */
const ADMISSION_MS = 3_600 * SECOND
const PROOF_MS = 60 * SECOND
const UNRENEWED_MS = 300 * SECOND

/** A 429 spares the upstream for so long: the list is not asked for, and counts as failing. */
const HOLD_OFF_MS = 61 * SECOND

const LIST = '/v1/harnesses?include_archived=true'
const FAILURES: ReadonlySet<number> = new Set([429, 500, 503])
const REFUSALS: ReadonlySet<number> = new Set([401, 403, 404, 410])

/** Whether something ended a record before a reading; see `evidence.ts`. */
export type Precedes = (record: Recorded, end: Recorded, reading: Reading) => boolean

/**
 * With sharing, bytes of any caller's will do, but only for a caller with admission and proof: the stats
 * route's own 200 for this caller, and a list or a read that proved it within the last minute, neither of
 * them followed by a refusal.
 */
export function judgeAccess(
  reading: Reading,
  { target }: Recorded,
  { records }: Evidence,
  precedes: Precedes,
): string | undefined {
  const harness = target.replace(/\/stats.*$/, '')
  const own = records.filter(
    ({ caller, method }) => method === 'GET' && caller.effective === reading.caller.effective,
  )
  const stands = (each: Recorded, forMs: number) =>
    each.status === 200 &&
    reading.startedAt - each.startedAt < forMs &&
    !own.some((end) => endsAccess(end, harness, reading) && precedes(each, end, reading))
  const isAdmitted = own.some((each) => each.target === target && stands(each, ADMISSION_MS))
  if (!isAdmitted) return 'stats without an own 200 of their route'
  const forMs = isFailing(reading, records) ? UNRENEWED_MS : PROOF_MS
  const isProved = own.some((each) => proves(each, harness) && stands(each, forMs))
  return isProved ? undefined : `stats without a proof of the last ${forMs / SECOND} s`
}

/** Whether a list says that a name leads to a harness. */
export function isListedAs(list: Recorded, name: string | undefined, id: unknown): boolean {
  return rowsOf(list).some((row) => row.id === id && row.name === name)
}

function endsAccess(end: Recorded, harness: string, { caller }: Reading): boolean {
  if (!REFUSALS.has(end.status) || end.caller.exact !== caller.exact) return false
  // What was chosen by a header that no key knows says nothing about the rest.
  if (end.project !== undefined) return false
  return end.target === LIST || end.target === `${harness}/stats` || end.target === harness
}

function proves(each: Recorded, harness: string): boolean {
  if (each.target === `${harness}/stats` || each.target === harness) return true
  return rowsOf(each).some(({ id }) => harness.endsWith(`/${id}`))
}

function rowsOf({ target, status, body }: Recorded): { id?: unknown; name?: unknown }[] {
  return target === LIST && status === 200 && Array.isArray(body.data) ? body.data : []
}

function isFailing({ startedAt }: Reading, records: readonly Recorded[]): boolean {
  return records.some(
    (each) => FAILURES.has(each.status) && each.startedAt >= startedAt - HOLD_OFF_MS,
  )
}
