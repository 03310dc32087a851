import { isObject, parseJson } from '../syntax/json.ts'
import {
  capTimestamps,
  filterTimestamps,
  mergeTimestamps,
  type Timestamps,
  timestampOf,
  withTimestamp,
} from './timestamps.ts'

/**
 * What one caller, credential and organisation, may see of shared stats. Every timestamp is the epoch millisecond
 * at which the upstream was asked, never when it answered.
 */
export interface AccessRecord {
  /** When the upstream last listed this caller's harnesses; 0 for never. */
  listedAt: number
  /** Names by harness ID, as listed then. */
  listed: Record<string, string>
  /** By harness ID: when the stats route itself last answered this caller 200. */
  admittedAt: Timestamps
  /** By harness ID: when a read of it last answered this caller 403, 404 or 410. */
  revokedAt: Timestamps
  /** When something last ended all of this caller's access; 0 for never. */
  allRevokedAt: number
  /** When a call made as this caller was last answered 401; 0 for never. */
  suspendedAt: number
  /** When the caller last changed something that shows in what is cached; 0 for never. */
  changedAt: number
}

/** The moments of a record that are about no one harness. Of each the latest counts. */
const MOMENTS = ['allRevokedAt', 'suspendedAt', 'changedAt'] as const

type Moment = (typeof MOMENTS)[number]

/** The record of a caller of whom nothing is known. */
export const NO_ACCESS: AccessRecord = {
  listedAt: 0,
  listed: {},
  admittedAt: {},
  revokedAt: {},
  allRevokedAt: 0,
  suspendedAt: 0,
  changedAt: 0,
}

/** More refusals than an organisation has harnesses: a caller that collects them does not look at a dashboard. */
const MAX_REVOKED = 256

/** How long the two halves of access last, in milliseconds. */
export interface AccessLifetimes {
  admissionMs: number
  proofMs: number
  /** How old a proof may grow while the upstream fails to renew it. */
  unrenewedMs: number
}

/** Tells whether the stats route itself let this caller in, and no answer since has put it out. */
export function isAdmitted(
  record: AccessRecord,
  harnessId: string,
  nowMs: number,
  { admissionMs }: AccessLifetimes,
): boolean {
  const at = timestampOf(record.admittedAt, harnessId)
  return !isFuture(at, nowMs) && at > revocationOf(record, harnessId) && nowMs - at < admissionMs
}

/**
 * Returns when the upstream last showed that the caller may still see the harness: by its list, or by admitting
 * it. 0 where it has not, where a later list left it out, and while the caller is suspended.
 */
export function provedAt(record: AccessRecord, harnessId: string): number {
  if (isSuspended(record)) return 0
  const isListed = Object.hasOwn(record.listed, harnessId)
  const admitted = timestampOf(record.admittedAt, harnessId)
  const at = isListed ? Math.max(record.listedAt, admitted) : admitted
  const isOverruled = at <= revocationOf(record, harnessId) || (!isListed && at <= record.listedAt)
  return isOverruled ? 0 : at
}

/** Tells whether no answer can have made a timestamp; one after a refusal in the same millisecond is one ahead. */
export function isFuture(at: number, nowMs: number): boolean {
  return at > nowMs + 1
}

/** Tells whether a 401 stands on which nothing has had the last word yet, neither a list nor an end of all. */
export function isSuspended({ suspendedAt, listedAt, allRevokedAt }: AccessRecord): boolean {
  return suspendedAt > Math.max(listedAt, allRevokedAt)
}

/** Returns the ID that a name has in the caller's list, unless a read of it was refused since. */
export function listedId(record: AccessRecord, name: string): string | undefined {
  const id = idListedAs(record, name)
  return id !== undefined && record.listedAt > revocationOf(record, id) ? id : undefined
}

/** Returns the ID that a name had in the caller's list, whatever has been refused since. */
export function idListedAs(record: AccessRecord, name: string): string | undefined {
  return Object.keys(record.listed).find((id) => record.listed[id] === name)
}

/** Tells whether a read of a harness was refused, and its stats route has not let the caller in since. */
export function isRevoked(record: AccessRecord, harnessId: string): boolean {
  const at = timestampOf(record.revokedAt, harnessId)
  return at > 0 && timestampOf(record.admittedAt, harnessId) <= at
}

/** Tells whether there is anything of a harness's that a refusal would end. */
export function hasAccess(record: AccessRecord, harnessId: string): boolean {
  const isLetIn = timestampOf(record.admittedAt, harnessId) > revocationOf(record, harnessId)
  return isLetIn || provedAt(record, harnessId) > 0
}

/** Tells whether there is anything of the caller's that an end of all would end. */
export function hasAnyAccess(record: AccessRecord): boolean {
  const isListed = record.listedAt > record.allRevokedAt
  return isListed || Object.keys(record.admittedAt).some((id) => hasAccess(record, id))
}

/**
 * Returns the timestamp of a call that is made now. A clock can stand still from a refusal to the call that
 * follows it: the call is later all the same.
 */
export function nextTimestamp(record: AccessRecord, harnessId: string, nowMs: number): number {
  return Math.max(nowMs, revocationOf(record, harnessId) + 1)
}

/** Returns the timestamp of a list that is asked for now; see {@link nextTimestamp}. */
export function nextListTimestamp(record: AccessRecord, nowMs: number): number {
  return Math.max(nowMs, record.allRevokedAt + 1, record.suspendedAt + 1)
}

/** Returns the record after the caller changed something that shows in what is cached. */
export function recordWrite(record: AccessRecord, nowMs: number): AccessRecord {
  return { ...record, changedAt: Math.max(record.changedAt, nowMs) }
}

/** Returns the record after the stats route answered 200: admission and proof in one. */
export function admit(record: AccessRecord, harnessId: string, askedAt: number): AccessRecord {
  return { ...record, admittedAt: withTimestamp(record.admittedAt, harnessId, askedAt) }
}

/** Returns the record after a read of a harness answered 403, 404 or 410. Too many of them end all. */
export function revoke(record: AccessRecord, harnessId: string, nowMs: number): AccessRecord {
  const revokedAt = withTimestamp(record.revokedAt, harnessId, nowMs)
  if (Object.keys(revokedAt).length <= MAX_REVOKED) return { ...record, revokedAt }
  return revokeAll({ ...record, revokedAt: {} }, Math.max(...Object.values(revokedAt)))
}

/** Returns the record after the caller itself was refused. */
export function revokeAll(record: AccessRecord, nowMs: number): AccessRecord {
  return { ...record, allRevokedAt: Math.max(record.allRevokedAt, nowMs) }
}

/** Returns the record after any call made as the caller answered 401: its list has the last word. */
export function suspend(record: AccessRecord, nowMs: number): AccessRecord {
  return { ...record, suspendedAt: Math.max(record.suspendedAt, nowMs) }
}

/** Returns the record after the list answered 200. */
export function proveByList(
  record: AccessRecord,
  listed: Record<string, string>,
  askedAt: number,
): AccessRecord {
  return { ...record, ...laterList(record, { listed, listedAt: askedAt }) }
}

/**
 * Merges what two isolates know of a caller. The record is a map of timestamps in which the last write wins, each
 * by itself: the order of merges and their number do not matter, and what ended in either has ended.
 */
export function merge(a: AccessRecord, b: AccessRecord): AccessRecord {
  return {
    ...laterList(a, b),
    admittedAt: mergeTimestamps(a.admittedAt, b.admittedAt),
    revokedAt: mergeTimestamps(a.revokedAt, b.revokedAt),
    ...momentsBy((name) => Math.max(a[name], b[name])),
  }
}

/** Tells whether a record holds all of another one, the part: merging that one into it would change nothing. */
export function isMergedInto(part: AccessRecord, whole: AccessRecord): boolean {
  const isLater = (a: Timestamps, b: Timestamps) =>
    Object.keys(a).every((id) => timestampOf(a, id) <= timestampOf(b, id))
  const isListMerged =
    part.listedAt < whole.listedAt ||
    (part.listedAt === whole.listedAt &&
      Object.keys(whole.listed).every((id) => part.listed[id] === whole.listed[id]))
  return (
    isListMerged &&
    isLater(part.admittedAt, whole.admittedAt) &&
    isLater(part.revokedAt, whole.revokedAt) &&
    MOMENTS.every((name) => part[name] <= whole[name])
  )
}

/**
 * Returns a record as far as it can be true at this moment. A timestamp of the future was not made by any answer:
 * it gives no access, and ends none that is still to come.
 */
export function dropFuture(record: AccessRecord, nowMs: number): AccessRecord {
  return {
    ...(record.listedAt <= nowMs ? record : { ...record, listed: {}, listedAt: 0 }),
    admittedAt: filterTimestamps(record.admittedAt, (at) => at <= nowMs),
    revokedAt: capTimestamps(record.revokedAt, nowMs),
    ...momentsBy((name) => Math.min(record[name], nowMs)),
  }
}

/** Returns a record without what has lapsed for good, so that it does not grow with every harness ever seen. */
export function prune(
  record: AccessRecord,
  nowMs: number,
  lifetimes: AccessLifetimes,
): AccessRecord {
  const lifetimeMs = Math.max(...Object.values(lifetimes))
  const keep = (timestamps: Timestamps) =>
    filterTimestamps(timestamps, (at) => nowMs - at < lifetimeMs)
  return { ...record, admittedAt: keep(record.admittedAt), revokedAt: keep(record.revokedAt) }
}

/** Returns the record that JSON holds, or undefined where it is none. */
export function parseRecord(json: string): AccessRecord | undefined {
  const given = parseJson(json)
  if (!isObject(given)) return undefined
  const isRecord = Object.entries(NO_ACCESS).every(([name, none]) =>
    typeof none === 'number'
      ? typeof given[name] === 'number'
      : isMapOf(given[name], name === 'listed' ? 'string' : 'number'),
  )
  return isRecord ? (given as unknown as AccessRecord) : undefined
}

function isMapOf(value: unknown, type: 'string' | 'number'): boolean {
  return isObject(value) && Object.values(value).every((item) => typeof item === type)
}

function momentsBy(of: (name: Moment) => number): Pick<AccessRecord, Moment> {
  const entries = MOMENTS.map((name) => [name, of(name)])
  return Object.fromEntries(entries) as Pick<AccessRecord, Moment>
}

function revocationOf(record: AccessRecord, harnessId: string): number {
  return Math.max(record.allRevokedAt, timestampOf(record.revokedAt, harnessId))
}

type List = Pick<AccessRecord, 'listed' | 'listedAt'>

/** Of two lists asked for in the same millisecond nobody knows the later: what both say holds. */
function laterList(a: List, b: List): List {
  if (a.listedAt !== b.listedAt) {
    const { listed, listedAt } = a.listedAt > b.listedAt ? a : b
    return { listed, listedAt }
  }
  const inBoth = Object.entries(a.listed).filter(
    ([id, name]) => Object.hasOwn(b.listed, id) && b.listed[id] === name,
  )
  return { listed: Object.fromEntries(inBoth), listedAt: a.listedAt }
}
