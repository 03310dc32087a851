import * as z from 'zod/mini'
import {
  capTimestamps,
  filterTimestamps,
  mergeTimestamps,
  stamp,
  type Timestamps,
  timestampOf,
} from './timestamps.ts'

const stamps = z.catchall(z.object({}), z.number())

/**
 * What one caller, credential and organisation, may see of shared stats. Every stamp is the epoch
 * millisecond at which the upstream was asked, never when it answered.
 */
export const accessRecord = z.object({
  /** When the upstream last listed this caller's harnesses; 0 for never. */
  listedAt: z.number(),
  /** Names by harness ID, as listed then. */
  listed: z.catchall(z.object({}), z.string()),
  /** By harness ID: when the stats route itself last answered this caller 200. */
  admittedAt: stamps,
  /** By harness ID: when a read of it last answered this caller 200. */
  readAt: stamps,
  /** By harness ID: when it last answered this caller 401, 403 or 404. */
  endedAt: stamps,
  /** When something last ended all of this caller's rights; 0 for never. */
  allEndedAt: z.number(),
  /** When the caller last changed something that shows in stats; 0 for never. */
  changedAt: z.number(),
})

/** See {@link accessRecord}. */
export type AccessRecord = z.output<typeof accessRecord>

/** A caller of whom nothing is known. */
export const NO_ACCESS: AccessRecord = {
  listedAt: 0,
  listed: {},
  admittedAt: {},
  readAt: {},
  endedAt: {},
  allEndedAt: 0,
  changedAt: 0,
}

/** More refusals than an organisation has harnesses: who collects them is not looking at a dashboard. */
const MAX_ENDED = 256

/** How long the two parts of a right last, in milliseconds. */
export interface AccessWindows {
  admissionMs: number
  proofMs: number
  /** How old a proof may grow while the upstream fails to renew it. */
  unrenewedMs: number
}

/** Whether the stats route itself let this caller in, and no answer since has put it out. */
export function isAdmitted(
  record: AccessRecord,
  harnessId: string,
  nowMs: number,
  { admissionMs }: AccessWindows,
): boolean {
  const at = timestampOf(record.admittedAt, harnessId)
  return at > endOf(record, harnessId) && nowMs - at < admissionMs
}

/**
 * When the upstream last showed that the caller may still see the harness; 0 where it has not, or where a
 * later list left it out.
 */
export function provedAt(record: AccessRecord, harnessId: string): number {
  const isListed = Object.hasOwn(record.listed, harnessId)
  const read = timestampOf(record.readAt, harnessId)
  const at = isListed ? Math.max(record.listedAt, read) : read
  const isOverruled = at <= endOf(record, harnessId) || (!isListed && at <= record.listedAt)
  return isOverruled ? 0 : at
}

/** The ID that a name has in the caller's list, unless a read of it was refused since. */
export function listedId(record: AccessRecord, name: string): string | undefined {
  const id = Object.keys(record.listed).find((listed) => record.listed[listed] === name)
  return id !== undefined && record.listedAt > endOf(record, id) ? id : undefined
}

/** Whether there is anything of a harness's that a refusal would end. */
export function hasRight(record: AccessRecord, harnessId: string): boolean {
  const isLetIn = timestampOf(record.admittedAt, harnessId) > endOf(record, harnessId)
  return isLetIn || provedAt(record, harnessId) > 0
}

/**
 * The stamp of a call that is made now. A clock can stand still from a refusal to the call that follows it:
 * the call is later all the same.
 */
export function nextTimestamp(record: AccessRecord, harnessId: string, nowMs: number): number {
  return Math.max(nowMs, endOf(record, harnessId) + 1)
}

/** The caller changed something that shows in stats. */
export function change(record: AccessRecord, nowMs: number): AccessRecord {
  return { ...record, changedAt: Math.max(record.changedAt, nowMs) }
}

/** The stats route answered 200. */
export function admit(record: AccessRecord, harnessId: string, askedAt: number): AccessRecord {
  const admittedAt = stamp(record.admittedAt, harnessId, askedAt)
  return read({ ...record, admittedAt }, harnessId, askedAt)
}

/** A read of the harness answered 200. */
export function read(record: AccessRecord, harnessId: string, askedAt: number): AccessRecord {
  return { ...record, readAt: stamp(record.readAt, harnessId, askedAt) }
}

/** A read of the harness answered 401, 403 or 404. Too many of them end all. */
export function end(record: AccessRecord, harnessId: string, nowMs: number): AccessRecord {
  const endedAt = stamp(record.endedAt, harnessId, nowMs)
  if (Object.keys(endedAt).length <= MAX_ENDED) return { ...record, endedAt }
  return endAll({ ...record, endedAt: {} }, Math.max(...Object.values(endedAt)))
}

/** The list answered 401, 403 or 404: the caller itself is refused. */
export function endAll(record: AccessRecord, nowMs: number): AccessRecord {
  return { ...record, allEndedAt: Math.max(record.allEndedAt, nowMs) }
}

/** The list answered 200. */
export function list(
  record: AccessRecord,
  listed: Record<string, string>,
  askedAt: number,
): AccessRecord {
  return { ...record, ...laterList(record, { listed, listedAt: askedAt }) }
}

/** The later of each stamp: two isolates know the same caller, and what ended in either has ended. */
export function merge(a: AccessRecord, b: AccessRecord): AccessRecord {
  return {
    ...laterList(a, b),
    admittedAt: mergeTimestamps(a.admittedAt, b.admittedAt),
    readAt: mergeTimestamps(a.readAt, b.readAt),
    endedAt: mergeTimestamps(a.endedAt, b.endedAt),
    allEndedAt: Math.max(a.allEndedAt, b.allEndedAt),
    changedAt: Math.max(a.changedAt, b.changedAt),
  }
}

/**
 * A record as far as it can be true at this moment. A stamp of the future was not made by any answer: it
 * gives no right, and ends none that is still to come.
 */
export function dropFuture(record: AccessRecord, nowMs: number): AccessRecord {
  const past = (stamps: Timestamps) => filterTimestamps(stamps, (at) => at <= nowMs)
  return {
    ...(record.listedAt <= nowMs ? record : { ...record, listed: {}, listedAt: 0 }),
    admittedAt: past(record.admittedAt),
    readAt: past(record.readAt),
    endedAt: capTimestamps(record.endedAt, nowMs),
    allEndedAt: Math.min(record.allEndedAt, nowMs),
    changedAt: Math.min(record.changedAt, nowMs),
  }
}

/** Leaves out what has lapsed for good, so that a record does not grow with every harness ever seen. */
export function prune(record: AccessRecord, nowMs: number, windows: AccessWindows): AccessRecord {
  const lifetimeMs = Math.max(windows.admissionMs, windows.proofMs, windows.unrenewedMs)
  const keep = (stamps: Timestamps) => filterTimestamps(stamps, (at) => nowMs - at < lifetimeMs)
  const { admittedAt, readAt, endedAt } = record
  return {
    ...record,
    admittedAt: keep(admittedAt),
    readAt: keep(readAt),
    endedAt: keep(endedAt),
  }
}

function endOf(record: AccessRecord, harnessId: string): number {
  return Math.max(record.allEndedAt, timestampOf(record.endedAt, harnessId))
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
