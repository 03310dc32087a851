import { isDeepStrictEqual } from 'node:util'
import type { Answer } from '../../support/http-client.ts'
import type { CallerIdentity, Era, Recorded } from './recorder.ts'

/** Which of a deployment's rules hold: the value of `STATS_SHARING`. */
export type Mode = 'off' | 'proved'

/** A read through the edge, and what came of it. */
export interface Reading {
  caller: CallerIdentity
  target: string
  project: string | undefined
  /** Time of the edge's clock, milliseconds, before it was sent. */
  startedAt: number
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
const WINDOWS = {
  stats: { served: 60 * SECOND, failing: 615 * SECOND },
  harness: { served: 60 * SECOND, failing: 60 * SECOND },
  name: { served: 60 * SECOND, failing: 630 * SECOND },
  latest: { served: 2 * SECOND, failing: 2 * SECOND },
  run: { served: 3_600 * SECOND, failing: 3_600 * SECOND },
  negative: { served: 5 * SECOND, failing: 5 * SECOND },
} as const

type Kind = keyof typeof WINDOWS

/** How long after a failure of the upstream the edge may still spare it. */
const FAILING_SECONDS = 61

const REFUSALS: ReadonlySet<number> = new Set([401, 403, 404, 410])
const FAILURES: ReadonlySet<number> = new Set([200, 302, 429, 500, 503])
const TERMINAL = ['completed', 'failed']

/** Why the caller should never have been given this answer; undefined where it was the caller's to have. */
export function complaint(reading: Reading, evidence: Evidence, mode: Mode): string | undefined {
  const { answer } = reading
  if (answer.status === 200) {
    const { x_marker: marker } = JSON.parse(answer.text) as { x_marker: number }
    return judge(reading, marker, evidence, mode)
  }
  if (answer.status === 304) {
    const marker = evidence.tags.get(answer.headers.get('etag') ?? '')
    return marker === undefined ? '304 of an unknown tag' : judge(reading, marker, evidence, mode)
  }
  if (answer.text.includes('edge_internal_error')) return 'the edge failed by itself'
  return isNegative(answer) ? judgeNegative(reading, evidence) : undefined
}

function judge(reading: Reading, marker: number, evidence: Evidence, mode: Mode) {
  const record = evidence.records.find((each) => each.marker === marker)
  if (!record) return `no such answer of the upstream's: ${marker}`
  if (reading.answer.status === 200 && !isSameBody(reading.answer.text, record))
    return 'other bytes'
  return [judgeOwner, judgeResource, judgePassing, judgeRecord, judgeName]
    .map((rule) => rule(reading, record, evidence, mode))
    .find((found) => found !== undefined)
}

type Rule = (
  reading: Reading,
  record: Recorded,
  evidence: Evidence,
  mode: Mode,
) => string | undefined

/** The upstream gave these bytes to this caller, as the contract defines one. */
const judgeOwner: Rule = (reading, record, _evidence, mode) => {
  if (mode === 'proved' && kindOf(reading.target) === 'stats') return undefined
  const isOwn = record.caller.effective === reading.caller.effective
  return isOwn ? undefined : `bytes of ${record.caller.effective}`
}

/** The bytes are of what was asked for, not of something else of the same caller's. */
const judgeResource: Rule = (reading, record) => {
  const kind = kindOf(reading.target)
  if (kindOf(record.target) !== kind) return `bytes of ${record.target}`
  if (kind === 'latest' || kind === 'run' || isId(reading.target)) {
    const isSame = record.target === reading.target || record.body.id === harnessOf(reading.target)
    return isSame ? undefined : `bytes of ${record.target}`
  }
  return undefined
}

/** What must not be kept is for those alone who asked for it at the same time. */
const judgePassing: Rule = (reading, record) => {
  if (record.project !== reading.project) return 'bytes for another selector'
  const isKept = record.era.step !== reading.era.step
  return isKept && (record.isPassing || record.project)
    ? 'bytes that were not to be kept'
    : undefined
}

const judgeRecord: Rule = (reading, record, evidence) =>
  judgeAge(reading, record, windowKind(reading, record), evidence) ??
  judgeRefusals(reading, record, evidence) ??
  judgeWrites(reading, record, kindOf(reading.target), evidence)

/** By name: an answer to this caller, still good, said that the name leads to this harness. */
const judgeName: Rule = (reading, record, evidence) => {
  const kind = kindOf(reading.target)
  if (kind === 'latest' || kind === 'run' || isId(reading.target)) return undefined
  const id = kind === 'harness' ? record.body.id : harnessOf(record.target)
  const target = `/v1/harnesses/${harnessOf(reading.target)}`
  const told = evidence.records.filter(
    (each) =>
      each.caller.effective === reading.caller.effective &&
      each.target === target &&
      each.status === 200 &&
      each.body.id === id,
  )
  const faults = told.map(
    (each) =>
      judgeAge(reading, each, 'name', evidence) ??
      judgeRefusals(reading, each, evidence) ??
      judgeWrites(reading, each, 'name', evidence),
  )
  return faults.includes(undefined)
    ? undefined
    : `the name is not known to lead there: ${faults[0]}`
}

function judgeAge(reading: Reading, { startedAt }: Recorded, kind: Kind, evidence: Evidence) {
  const age = reading.startedAt - startedAt
  const isFailing = evidence.records.some(
    (each) =>
      each.caller.effective === reading.caller.effective &&
      FAILURES.has(each.status) &&
      each.startedAt >= reading.startedAt - FAILING_SECONDS * SECOND,
  )
  const allowed = isFailing ? WINDOWS[kind].failing : WINDOWS[kind].served
  return age < allowed ? undefined : `${kind} ${age} ms old where ${allowed} are allowed`
}

/** After a refusal of the same, nothing that was asked for before it. */
function judgeRefusals(reading: Reading, record: Recorded, { records }: Evidence) {
  const refusal = records.find(
    (each) =>
      REFUSALS.has(each.status) &&
      each.target === record.target &&
      each.caller.exact === reading.caller.exact &&
      precedes(record, each, reading),
  )
  return refusal && `asked for before a ${refusal.status}`
}

/** After a change of the caller's own, nothing that was asked for before it. */
function judgeWrites(reading: Reading, record: Recorded, kind: Kind, { writes }: Evidence) {
  const unseen = writes.find(
    (each) =>
      each.kinds.includes(kind) &&
      each.caller.exact === reading.caller.exact &&
      precedes(record, each, reading),
  )
  return unseen && "asked for before the caller's own write"
}

/**
 * Whether something ended a record before a reading. Another isolate knows of it from KV alone, where a
 * delete may go unseen and where two operations of one step have no order.
 */
function precedes(
  record: Pick<Recorded, 'startedAt' | 'era'>,
  end: { startedAt: number; era: Era },
  reading: Reading,
): boolean {
  if (end.era.step >= reading.era.step || record.startedAt >= end.startedAt) return false
  if (end.era.isolate === reading.era.isolate) return true
  return end.era.hasDeletes && record.era.step < end.era.step
}

function judgeNegative(reading: Reading, evidence: Evidence): string | undefined {
  const told = evidence.records.filter(
    (each) =>
      each.status === 404 &&
      each.caller.effective === reading.caller.effective &&
      harnessOf(each.target) === harnessOf(reading.target) &&
      judgeAge(reading, each, 'negative', evidence) === undefined &&
      judgeWrites(reading, each, negativeKind(each.target), evidence) === undefined,
  )
  return told.length > 0 ? undefined : 'a remembered 404 that nobody got'
}

/** A 404 by name says that nobody bears the name. */
function negativeKind(target: string): Kind {
  const kind = kindOf(target)
  return kind === 'harness' && !isId(target) ? 'name' : kind
}

const isNegative = ({ headers }: Answer) => headers.get('cache-status')?.includes('negative')

function windowKind(reading: Reading, { body }: Recorded): Kind {
  const kind = kindOf(reading.target)
  return kind === 'run' && !TERMINAL.includes(String(body.status)) ? 'latest' : kind
}

function kindOf(target: string): 'stats' | 'harness' | 'latest' | 'run' {
  if (target.endsWith('/stats')) return 'stats'
  if (target.endsWith('/latest')) return 'latest'
  return target.includes('/health-checks/') ? 'run' : 'harness'
}

const harnessOf = (target: string) => target.split('/')[3]

const isId = (target: string) => harnessOf(target)?.startsWith('harness_')

/** The same but for the links, which the edge puts on itself. */
function isSameBody(text: string, { body }: Recorded): boolean {
  return isDeepStrictEqual(withoutLinks(JSON.parse(text)), withoutLinks(body))
}

function withoutLinks(body: Record<string, unknown>): Record<string, unknown> {
  return { ...body, self_url: undefined, allowed_actions: undefined }
}
