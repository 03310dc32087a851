import type { Window } from '../../../src/sessions/walk/window.ts'
import { wholeBytes } from '../../../src/syntax/edited-bytes.ts'
import { timestampOf } from './timestamp.ts'

/** How the table behaves between and during calls. */
export interface TableHabits {
  readonly seed: number
  readonly rows: number
  /** Most sessions that share one timestamp when the table is made. */
  readonly tieSize: number
  /** Most changes of each kind between two calls. */
  readonly headInserts: number
  readonly backdatedInserts: number
  readonly deletes: number
  /** Rows a window holds at most. */
  readonly clamp: number
  /** Whether the answer says what limit was applied, or repeats the one asked. */
  readonly ownsUpToClamp: boolean
  readonly lyingTotal: 'no' | 'low' | 'high' | 'random'
  /** Most sessions that move to the head between two calls, as under an order by last activity. */
  readonly touches: number
  /** Bytes of each session. */
  readonly rowBytes: number
  /** `random`: another order of ties at every call; `by-offset`: another at every offset. */
  readonly tieOrder: 'random' | 'by-offset' | 'stable'
}

/** A table that stands still and answers honestly. */
export const QUIET_TABLE: TableHabits = {
  seed: 1,
  rows: 300,
  tieSize: 1,
  headInserts: 0,
  backdatedInserts: 0,
  deletes: 0,
  clamp: 100,
  ownsUpToClamp: true,
  lyingTotal: 'no',
  touches: 0,
  rowBytes: 100,
  tieOrder: 'random',
}

interface Session {
  readonly id: string
  readonly tick: number
}

/** Numbers from 0 to 1 that only the seed decides (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Back-dated sessions one table gets at most. */
const MOST_BACKDATED = 200

/**
 * The upstream's list of sessions as it really is: newest first, ties in any order, changing
 * between any two calls, also those under way side by side.
 */
export function createLiveTable(habits: TableHabits) {
  const random = createRandom(habits.seed)
  const below = (bound: number) => Math.floor(random() * bound)
  const nextId = () =>
    `session_${Array.from({ length: 4 }, () =>
      below(2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('')}`
  const rowBytes = wholeBytes(new Uint8Array(habits.rowBytes))
  let sessions: Session[] = []
  let now = 10_000_000
  let backdated = 0
  let calls = 0
  let inFlight = 0
  let mostInFlight = 0
  /** Sessions that have been in the table from the beginning to now. */
  const steady = new Set<string>()
  /** The tick a session stands at, also of those deleted since. */
  const ticks = new Map<string, number>()

  /** Sessions that have moved to the head. */
  const touched = new Set<string>()

  function add(tick: number): string {
    const session = { id: nextId(), tick }
    ticks.set(session.id, tick)
    sessions.push(session)
    return session.id
  }

  function fill(): void {
    while (sessions.length < habits.rows) {
      now += 1 + below(3_000_000)
      for (let left = 1 + below(habits.tieSize); left > 0; left -= 1) add(now)
    }
    for (const session of sessions) steady.add(session.id)
  }

  function remove(index: number): void {
    const [gone] = sessions.splice(index, 1)
    if (gone !== undefined) steady.delete(gone.id)
  }

  function touch(index: number): void {
    const [session] = sessions.splice(index, 1)
    if (session === undefined) return
    now += 1
    touched.add(session.id)
    sessions.push({ id: session.id, tick: now })
  }

  function change(): void {
    for (let left = below(habits.headInserts + 1); left > 0; left -= 1) {
      if (random() < 0.8) now += below(2_000_000)
      add(now)
    }
    // Without an end to these a walk in small pages would never come to the end of the list.
    const isCalm = backdated >= MOST_BACKDATED
    for (let left = isCalm ? 0 : below(habits.backdatedInserts + 1); left > 0; left -= 1) {
      backdated += 1
      const beside = sessions[below(sessions.length)]?.tick ?? now
      add(random() < 0.5 ? beside : Math.max(0, beside - below(1_000_000)))
    }
    for (let left = below(habits.deletes + 1); left > 0 && sessions.length > 0; left -= 1) {
      remove(below(sessions.length))
    }
    for (let left = below(habits.touches + 1); left > 0 && sessions.length > 0; left -= 1) {
      touch(below(sessions.length))
    }
  }

  function snapshot(offset: number): Session[] {
    const isStable = habits.tieOrder === 'stable'
    const order = habits.tieOrder === 'random' ? random : createRandom(isStable ? 1 : offset + 1)
    sessions.sort((left, right) => right.tick - left.tick)
    const rows = [...sessions]
    let start = 0
    for (const [index, session] of rows.entries()) {
      if (session.tick !== rows[start]?.tick) start = index
      const other = start + Math.floor(order() * (index - start + 1))
      const swapped = rows[other]
      if (swapped === undefined || other === index) continue
      rows[other] = session
      rows[index] = swapped
    }
    return rows
  }

  function claimedTotal(): number {
    if (habits.lyingTotal === 'low') return Math.floor(sessions.length / 3)
    if (habits.lyingTotal === 'high') return sessions.length * 2 + 50
    return habits.lyingTotal === 'random' ? below(sessions.length * 2 + 1) : sessions.length
  }

  async function fetchWindow(offset: number, limit: number): Promise<Window> {
    calls += 1
    inFlight += 1
    mostInFlight = Math.max(mostInFlight, inFlight)
    for (let turns = below(4); turns >= 0; turns -= 1) await Promise.resolve()
    change()
    const applied = Math.min(limit, habits.clamp)
    const rows = snapshot(offset).slice(offset, offset + applied)
    if (random() < 0.5) change()
    for (let turns = below(4); turns >= 0; turns -= 1) await Promise.resolve()
    inFlight -= 1
    return {
      rows: rows.map(({ id, tick }) => ({ id, key: timestampOf(tick, random()), bytes: rowBytes })),
      total: claimedTotal(),
      offset,
      limit: habits.ownsUpToClamp ? applied : Math.min(limit, 100),
    }
  }

  fill()
  return {
    fetchWindow,
    change,
    /** Deletes these sessions at once. */
    removeAll(gone: ReadonlySet<string>) {
      sessions = sessions.filter((session) => !gone.has(session.id))
      for (const id of gone) steady.delete(id)
    },
    /** Adds sessions at the head, all at one instant. */
    addTied(count: number) {
      now += 1_000_000
      for (let left = count; left > 0; left -= 1) steady.add(add(now))
    },
    ids: () => snapshot(0).map((session) => session.id),
    steady: steady as ReadonlySet<string>,
    touched: touched as ReadonlySet<string>,
    ticks: ticks as ReadonlyMap<string, number>,
    calls: () => calls,
    mostInFlight: () => mostInFlight,
  }
}

/** A table that changes between any two calls. */
export type LiveTable = ReturnType<typeof createLiveTable>
