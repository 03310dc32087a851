import { ANY_AGE } from '../cache/directives.ts'
import { currentAgeMs, entryState } from '../cache/entry.ts'
import { type CacheResult, type EntryResult, failureOf } from '../cache/result.ts'
import type { ClientRequest } from '../caller/client-request.ts'
import type { Failure } from '../problem/failure.ts'
import { cutRows, withMember } from '../resources/rows.ts'
import { isPlainId } from '../syntax/harness-reference.ts'
import { canonicalQuery } from '../syntax/query.ts'
import type { Reads } from './reads.ts'

/** Calls of the upstream at the same time, for all members together. */
const MAX_CALLS_AT_ONCE = 4

/** Operations that one member costs a request at most: a look into the location's cache, the call, and a write. */
const OPERATIONS_OF_A_MEMBER = 3

/** By how many members the first one moves on with each board: with few numbers of members it stands still. */
const MEMBERS_A_TURN = 7

/** A member that ends so soon is refreshed with one that has ended, so that a board stays in step. */
const REFRESH_AHEAD_MS = 3_000

/** The part of a call's time in which a board is answered: the rest is for the answer. */
const DEADLINE_PART = 0.8

/** The list of harnesses, each with its stats, and how old and how fresh all of it is. */
export interface Board {
  text: string
  /** Age of the oldest member, in milliseconds. */
  ageMs: number
  /** Milliseconds for which every part is fresh; negative where one is stale. */
  ttlMs: number
  /** Whether the upstream was asked for any part; else all of it was stored. */
  isAsked: boolean
  /** What is not as usual about a stored part, or why nothing stored counts. */
  detail: string | undefined
  /** Whether every part may be stored. */
  isStored: boolean
  /** Each `Set-Cookie` that came with a part. */
  cookies: string[]
}

/** Returns what the board says of a member without stats. */
type DescribeFailure = (failure: Failure, path: string) => unknown

/** Reads boards. */
export interface Boards {
  /**
   * Returns the list with its stats, or the failure of the list. Every member stands under the same access as its own
   * route; the failure of one is that one's. What is not there in time, or beyond the budget of calls of a request, is
   * `stats_pending` and comes with a later poll.
   *
   * @param request with the list's query, without `expand`
   */
  read(request: ClientRequest, describe: DescribeFailure): Promise<Board | CacheResult>
}

/** The parts of {@link createBoards}. */
interface BoardsParts {
  reads: Reads
  /** Bound on one call of the upstream. */
  timeoutMs: number
  /** Epoch milliseconds. */
  now: () => number
}

const PENDING: Failure = { kind: 'edge', code: 'stats_pending' }

/** What a row is that has no ID which could be asked for. */
const NO_ID: Failure = { kind: 'invalid-response', reason: 'shape' }

/** Creates the boards of an isolate. */
export function createBoards({ reads, timeoutMs, now }: BoardsParts): Boards {
  let turns = 0

  /**
   * Begins with another member each time. What is refused is never stored: where more are refused than a request can
   * ask for, those behind them would else never be asked for.
   */
  function inTurn(ids: readonly string[]): string[] {
    turns += MEMBERS_A_TURN
    const start = ids.length > 0 ? turns % ids.length : 0
    return [...ids.slice(start), ...ids.slice(0, start)]
  }

  /**
   * Returns what memory has for a request that takes nothing so old: it stands in where a member cannot be asked for,
   * since such a request would else never see more members than one request can ask for.
   */
  async function readStored(
    request: ClientRequest,
    ids: readonly string[],
  ): Promise<Map<string, EntryResult>> {
    const stored = new Map<string, EntryResult>()
    const { directives, isBypass } = request
    const isStrict = directives.maxAgeMs < Number.POSITIVE_INFINITY
    if (!isStrict || directives.isOnlyIfCached || isBypass) return stored
    const lenient = { ...request, directives: ANY_AGE }
    for (const id of ids) {
      const found = await reads.member(lenient, id, { isBelowMemory: false, mayAsk: false })
      if (found && 'entry' in found) stored.set(id, found)
    }
    return stored
  }

  async function readMembers(
    request: ClientRequest,
    ids: readonly string[],
  ): Promise<Map<string, CacheResult>> {
    const endsAt = now() + timeoutMs * DEADLINE_PART
    const results = new Map<string, CacheResult>()
    let isLocationWarm: boolean | undefined
    let hasEnded = false
    const ending: string[] = []
    const stored = await readStored(request, ids)
    // What is not stored is asked for first, then the oldest: so that all have their turn within a few polls.
    const storedAt = (id: string) => stored.get(id)?.entry.envelope.storedAt ?? 0
    const waiting = inTurn([...new Set(ids)]).toSorted((a, b) => storedAt(a) - storedAt(b))

    async function readOne(id: string): Promise<void> {
      // The first member tells whether another isolate of the location has been here.
      const how = {
        isBelowMemory: isLocationWarm !== false,
        mayAsk: now() < endsAt && request.connections.left >= OPERATIONS_OF_A_MEMBER,
      }
      const inVain = async () =>
        how.mayAsk || now() >= endsAt ? reads.inFailure(request, 'stats', id) : undefined
      const reading = inTime(reads.member(request, id, how), endsAt, now)
      const result = (await reading) ?? (await inVain()) ?? stored.get(id)
      if (!result) return
      results.set(id, result)
      const isMemory = result.kind === 'hit' && result.tier === 'memory'
      if (!isMemory && result.kind !== 'negative') isLocationWarm ??= result.kind === 'hit'
      const isFresh = result.kind === 'hit' && result.detail === undefined
      if (!isFresh) hasEnded = true
      else if (ttlOf(result, now()) < REFRESH_AHEAD_MS) ending.push(id)
    }

    async function work(): Promise<void> {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        await readOne(id)
      }
    }

    await Promise.all(Array.from({ length: MAX_CALLS_AT_ONCE }, work))
    refresh(request, results)
    if (hasEnded) for (const id of ending) reads.refreshMember(request, id, false)
    return results
  }

  /** Refreshes stale members behind the answer, the oldest first: a request has not the calls for many of them. */
  function refresh(request: ClientRequest, results: ReadonlyMap<string, CacheResult>): void {
    if (request.directives.isOnlyIfCached) return
    const nowMs = now()
    const stale: { id: string; ageMs: number }[] = []
    for (const [id, result] of results) {
      if (result.kind !== 'hit' || entryState(result.entry.envelope, nowMs) !== 'stale') continue
      stale.push({ id, ageMs: currentAgeMs(result.entry.envelope, nowMs) })
    }
    for (const { id } of stale.toSorted((a, b) => b.ageMs - a.ageMs)) {
      reads.refreshMember(request, id, true)
    }
  }

  return {
    async read(request, describe) {
      const query = canonicalQuery(request.query)
      const isOfAll = query === WITH_ARCHIVED || WITHOUT_ARCHIVED.includes(query)
      const list = await (isOfAll
        ? reads.boardList({ ...request, query: '' })
        : reads.own(request, 'harnesses', '/v1/harnesses'))
      if (!('entry' in list)) return list
      const { before, rows, after } = cutRows(new TextDecoder().decode(list.entry.body))
      // The list of all holds archived ones too; any other holds what the API chose for its query.
      const isEach = !WITHOUT_ARCHIVED.includes(query)
      const shown = rows.filter(({ isArchived }) => isEach || !isArchived)
      const members: ClientRequest = { ...request, query: '', isFrugal: true }
      const results = await readMembers(members, shown.map(({ id }) => id).filter(isPlainId))
      const parts: CacheResult[] = []
      const texts = shown.map(({ id, text }) => {
        const result = results.get(id)
        if (result) parts.push(result)
        if (result && 'entry' in result) {
          return withMember(text, 'stats', new TextDecoder().decode(result.entry.body))
        }
        const unasked = isPlainId(id) ? PENDING : NO_ID
        const path = `/v1/harnesses/${encodeURIComponent(id.toWellFormed())}/stats`
        const problem = describe(result ? failureOf(result) : unasked, path)
        const withoutStats = withMember(text, 'stats', 'null')
        return withMember(withoutStats, 'stats_problem', JSON.stringify(problem))
      })
      return { text: before + texts.join(',') + after, ...freshnessOf(list, parts, now()) }
    },
  }
}

const WITH_ARCHIVED = '?include_archived=true'

/** The queries that ask for all but archived ones. */
const WITHOUT_ARCHIVED: readonly string[] = ['', '?include_archived=false']

/** What a part may be, the worst first. */
const DETAILS = [
  ...['unkeyed-header', 'stale-if-error', 'access-unrenewed', 'stale-while-revalidate'],
] as const

const ttlOf = ({ entry: { envelope } }: EntryResult, nowMs: number) =>
  envelope.maxAgeMs - currentAgeMs(envelope, nowMs)

function freshnessOf(
  list: EntryResult,
  members: readonly CacheResult[],
  nowMs: number,
): Omit<Board, 'text'> {
  const parts: readonly CacheResult[] = [list, ...members]
  const entries = parts.filter((part): part is EntryResult => 'entry' in part)
  // People read the age of a board as that of its numbers; only one without any is as old as its list.
  const aged = entries.length > 1 ? entries.slice(1) : entries
  const details = parts.map((part) => ('detail' in part ? part.detail : undefined))
  const worst = DETAILS.find((detail) => details.some((found) => found === detail))
  return {
    ageMs: Math.max(0, ...aged.map(({ entry }) => currentAgeMs(entry.envelope, nowMs))),
    ttlMs: Math.min(...entries.map((entry) => ttlOf(entry, nowMs))),
    isAsked: parts.some(({ kind }) => kind === 'fetched' || kind === 'failed'),
    detail: worst,
    isStored: entries.every((part) => part.kind === 'hit' || part.isStored),
    cookies: parts.flatMap(cookiesOf),
  }
}

function cookiesOf(part: CacheResult): readonly string[] {
  if (part.kind === 'fetched') return part.cookies
  if (part.kind !== 'failed' || part.failure.kind !== 'answer') return []
  return part.failure.headers.cookies
}

/** Returns what comes in time; what does not goes on behind the answer, for the next poll. */
function inTime<T>(promise: Promise<T>, endsAt: number, now: () => number): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), Math.max(0, endsAt - now()))
    promise.then(
      (value) => {
        clearTimeout(timer)
        resolve(value)
      },
      (error) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}
