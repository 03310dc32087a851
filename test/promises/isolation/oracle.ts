import { isDeepStrictEqual } from 'node:util'
import type { Answer } from '../../support/http-client.ts'
import { isListedAs, judgeAccess } from './access.ts'
import {
  type Evidence,
  harnessOf,
  isBefore,
  isId,
  judgeAge,
  type Kind,
  kindOf,
  precedes,
  REFUSALS,
  type Reading,
} from './evidence.ts'
import type { Recorded } from './recorder.ts'

/** Which of a deployment's rules hold: the value of `STATS_SHARING`. */
export type Mode = 'off' | 'proved'

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

/** Stats are the only bodies that callers may share. */
const isShared = ({ target }: Reading, mode: Mode) =>
  mode === 'proved' && kindOf(target) === 'stats'

type Rule = (
  reading: Reading,
  record: Recorded,
  evidence: Evidence,
  mode: Mode,
) => string | undefined

/** The upstream gave these bytes to this caller, as the contract defines one. */
const judgeOwner: Rule = (reading, record, _evidence, mode) => {
  if (isShared(reading, mode)) return undefined
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

const judgeRecord: Rule = (reading, record, evidence, mode) =>
  judgeAge(reading, record, lifetimeKind(reading, record), evidence, isShared(reading, mode)) ??
  (isShared(reading, mode)
    ? judgeAccess(reading, record, evidence, precedes)
    : judgeRefusals(reading, record, evidence, refusable(reading, record, mode))) ??
  judgeWrites(reading, record, kindOf(reading.target), evidence)

/** By name: an answer to this caller, still good, said that the name leads to this harness. */
const judgeName: Rule = (reading, record, evidence) => {
  const kind = kindOf(reading.target)
  if (kind === 'latest' || kind === 'run' || isId(reading.target)) return undefined
  // A name that was not known was asked for as it stands: the upstream resolved it.
  if (record.target === reading.target && record.era.step === reading.era.step) return undefined
  const id = kind === 'harness' ? record.body.id : harnessOf(record.target)
  const target = `/v1/harnesses/${harnessOf(reading.target)}`
  const told = evidence.records.filter(
    (each) =>
      each.caller.effective === reading.caller.effective &&
      each.status === 200 &&
      ((each.target === target && each.body.id === id) ||
        isListedAs(each, harnessOf(reading.target), id)),
  )
  const faults = told.map(
    (each) =>
      judgeAge(reading, each, 'name', evidence) ??
      judgeRefusals(reading, each, evidence, [each.target]) ??
      judgeWrites(reading, each, 'name', evidence),
  )
  return faults.includes(undefined)
    ? undefined
    : `the name is not known to lead there: ${faults[0]}`
}

/** After a refusal of the same, nothing that was asked for before it. */
function judgeRefusals(
  reading: Reading,
  record: Recorded,
  { records }: Evidence,
  targets: readonly string[],
): string | undefined {
  const refusal = records.find(
    (each) =>
      each.method === 'GET' &&
      REFUSALS.has(each.status) &&
      targets.includes(each.target) &&
      each.caller.exact === reading.caller.exact &&
      precedes(record, each, reading),
  )
  return refusal && `asked for before a ${refusal.status}`
}

/**
 * A harness's body is kept by its ID, whichever way it was read. Who reads it by name asks for the name too,
 * unless the caller's list of harnesses has it.
 */
function refusable({ target }: Reading, record: Recorded, mode: Mode): string[] {
  if (kindOf(record.target) !== 'harness') return [record.target]
  const byId = `/v1/harnesses/${String(record.body.id)}`
  return kindOf(target) === 'harness' && mode === 'off' ? [byId, target] : [byId]
}

/** After a change of the caller's own, nothing that was asked for before it. */
function judgeWrites(reading: Reading, record: Recorded, kind: Kind, { writes }: Evidence) {
  const unseen = writes.find(
    (each) =>
      each.kinds.includes(kind) &&
      each.caller.exact === reading.caller.exact &&
      // What a request brings back counts in whatever isolate.
      (reading.written !== undefined && each.startedAt <= reading.written
        ? isBefore(record, each, reading)
        : precedes(record, each, reading)),
  )
  return unseen && "asked for before the caller's own write"
}

function judgeNegative(reading: Reading, evidence: Evidence): string | undefined {
  const name = harnessOf(reading.target)
  const own = evidence.records.filter((each) => each.caller.effective === reading.caller.effective)
  // A name stands for the harness that it was said to lead to.
  const isSame = (harness: string | undefined) =>
    harness === name ||
    own.some(
      (each) =>
        isListedAs(each, name, harness) ||
        (each.target === `/v1/harnesses/${name}` && each.body.id === harness),
    )
  const told = own.filter(
    (each) =>
      each.status === 404 &&
      isSame(harnessOf(each.target)) &&
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

function lifetimeKind(reading: Reading, { body }: Recorded): Kind {
  const kind = kindOf(reading.target)
  return kind === 'run' && !TERMINAL.includes(String(body.status)) ? 'latest' : kind
}

/** The same but for the links, which the edge puts on itself. */
function isSameBody(text: string, { body }: Recorded): boolean {
  return isDeepStrictEqual(withoutLinks(JSON.parse(text)), withoutLinks(body))
}

function withoutLinks(body: Record<string, unknown>): Record<string, unknown> {
  return { ...body, self_url: undefined, allowed_actions: undefined }
}
