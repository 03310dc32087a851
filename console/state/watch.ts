import { batch, computed, effect, signal } from '@preact/signals'
import { type HarnessRow, readBoard, readHarness } from '../harness-row.ts'
import { nextPollMs } from '../poll-delay.ts'
import type { Problem } from '../problem.ts'
import { createSeries, type Series } from '../series.ts'
import { readStats, type Stats, sampleOf, WATCHED } from '../stats.ts'
import { BOARD_QUERY, connection, onCallerChange } from './connection.ts'
import type { Edge, EdgeAnswer } from './edge.ts'
import { type Poller, startPoller } from './poller.ts'
import { route } from './router.ts'
import { type Seen, seenOf } from './seen.ts'

/** Samples of one harness: three hours of a look each fifteen seconds. */
const SAMPLES_MAX = 720
/** Samples further apart are not joined: nobody looked. */
const GAP_MS = 150_000
/** Samples closer to each other make no rate that means anything. */
const SAMPLE_MS = 2_000
/** The same numbers count as another look only so much later. */
const SAME_SAMPLE_MS = 10_000
/** Harnesses whose numbers are kept. */
const SERIES_MAX = 200

/** The board. */
export interface Board {
  rows: readonly HarnessRow[] | undefined
  seen: Seen | undefined
  /** Why the last look failed; what was seen before stays. */
  problem: Problem | undefined
}

/** A harness by its ID or name. */
export interface HarnessView {
  row: HarnessRow | undefined
  problem: Problem | undefined
  stats: Stats | undefined
  statsSeen: Seen | undefined
  statsProblem: Problem | undefined
}

const EMPTY_BOARD: Board = { rows: undefined, seen: undefined, problem: undefined }
const EMPTY_HARNESS: HarnessView = {
  ...{ row: undefined, problem: undefined },
  ...{ stats: undefined, statsSeen: undefined, statsProblem: undefined },
}

/** All harnesses, as they were seen last. */
export const board = signal<Board>(EMPTY_BOARD)
/** The harness of the address. */
export const harness = signal<HarnessView>(EMPTY_HARNESS)
/** What looks at the board, while somebody is connected. */
export const boardPoller = signal<Poller | undefined>(undefined)
/** What looks at the harness of the address. */
export const harnessPoller = signal<Poller | undefined>(undefined)
/** Grows with every sample of any harness. */
export const samples = signal(0)

const series = new Map<string, Series>()

/** Returns what was seen of a harness over time. */
export function seriesOf(id: string): Series | undefined {
  return series.get(id)
}

const withArchived = computed(
  () => route.value.view === 'harnesses' && route.value.archived === true,
)
const harnessId = computed(() => (route.value.view === 'harness' ? route.value.id : undefined))
const edge = computed(() =>
  connection.value.phase === 'connected' ? connection.value.edge : undefined,
)

/** Starts to look while somebody is connected: at the board always, at a harness while its view is open. */
export function startWatching(): void {
  onCallerChange((first) => {
    series.clear()
    batch(() => {
      board.value = EMPTY_BOARD
      harness.value = EMPTY_HARNESS
      samples.value += 1
      if (first) takeBoard(first)
      triedTtl = first?.ttlSeconds
    })
  })
  effect(() => {
    const asked = edge.value
    const isWhole = withArchived.value
    if (!asked) return
    return runPoller(boardPoller, (signal) => lookAtBoard(asked, isWhole, signal))
  })
  effect(() => {
    const [asked, id] = [edge.value, harnessId.value]
    harness.value = EMPTY_HARNESS
    if (!asked || id === undefined) return
    return runPoller(harnessPoller, (signal) => lookAtHarness(asked, id, signal))
  })
}

function runPoller(
  holder: { value: Poller | undefined },
  look: (signal: AbortSignal) => Promise<number>,
): () => void {
  const poller = startPoller(look, () => {
    for (const each of series.values()) each.interrupt()
  })
  holder.value = poller
  return () => {
    poller.stop()
    holder.value = undefined
  }
}

let boardFailures = 0
let statsFailures = 0

async function lookAtBoard(asked: Edge, isWhole: boolean, signal: AbortSignal): Promise<number> {
  const { seen } = board.peek()
  const ttlSeconds = triedTtl
  triedTtl = undefined
  // The answer with which the credential was tried is the first look, and no other.
  if (seen && !isWhole && ttlSeconds && Date.now() - seen.receivedAtMs < 1000) {
    return nextPollMs({ isOk: true, ttlSeconds, ...NO_FAILURE })
  }
  const query = { ...BOARD_QUERY, ...(isWhole ? { include_archived: true } : {}) }
  const answer = await asked.ask(({ GET }) => GET('/v1/harnesses', { params: { query }, signal }))
  if (answer.isAborted) return 0
  batch(() => takeBoard(answer))
  boardFailures = answer.isOk ? 0 : boardFailures + 1
  return delayAfter(answer, boardFailures)
}

const NO_FAILURE = { retryAfterSeconds: undefined, failures: 0 }
/** How long the answer is served with which the credential was tried, until it has been the first look. */
let triedTtl: number | undefined

function takeBoard(answer: EdgeAnswer): void {
  if (!answer.isOk) {
    board.value = { ...board.peek(), problem: answer.problem }
    interruptAll()
    return
  }
  const rows = readBoard(answer.body, location.origin)
  // A harness whose page is open is sampled there, with an age of its own.
  const lastLookMs = board.peek().seen?.receivedAtMs
  const ownId = harness.peek().statsSeen && harness.peek().row?.id
  for (const { id, stats } of rows) {
    if (stats && id !== ownId) addSample(id, answer.asOfMs, stats, lastLookMs)
  }
  board.value = { rows, seen: seenOf(answer), problem: undefined }
}

async function lookAtHarness(asked: Edge, id: string, signal: AbortSignal): Promise<number> {
  const call = { params: { path: { harness_id: id } }, signal }
  const isKnown = harness.peek().row && !harness.peek().problem
  const [body, stats] = await Promise.all([
    isKnown ? undefined : asked.ask(({ GET }) => GET('/v1/harnesses/{harness_id}', call)),
    asked.ask(({ GET }) => GET('/v1/harnesses/{harness_id}/stats', call)),
  ])
  if (stats.isAborted || body?.isAborted) return 0
  batch(() => {
    if (body) takeHarness(body)
    takeStats(stats)
  })
  const isOk = stats.isOk && (body?.isOk ?? true)
  statsFailures = isOk ? 0 : statsFailures + 1
  return delayAfter(stats.isOk && body && !body.isOk ? body : stats, statsFailures)
}

function takeHarness(answer: EdgeAnswer): void {
  const row = answer.isOk ? readHarness(answer.body, location.origin) : undefined
  const last = harness.peek()
  harness.value = { ...last, row: row ?? last.row, problem: answer.problem }
}

function takeStats(answer: EdgeAnswer): void {
  const last = harness.peek()
  const stats = answer.isOk ? readStats(answer.body) : undefined
  const id = last.row?.id
  if (!stats) {
    // A right that was taken away takes the numbers along; an outage leaves them, with their age.
    const isGone = [401, 403, 404, 410].includes(answer.status)
    const kept = isGone ? { stats: undefined, statsSeen: undefined } : {}
    harness.value = { ...last, ...kept, statsProblem: answer.problem }
    if (id) series.get(id)?.interrupt()
    return
  }
  if (id) addSample(id, answer.asOfMs, stats)
  harness.value = { ...last, stats, statsSeen: seenOf(answer), statsProblem: undefined }
}

/**
 * Keeps a sample. The age of a board is that of its oldest part: what differs from what was seen with the last look
 * is younger than that look, whatever the age says.
 */
function addSample(id: string, asOfMs: number, stats: Stats, lastLookMs = 0): void {
  const known = series.get(id) ?? createSeries(WATCHED.length, SAMPLES_MAX, GAP_MS)
  series.delete(id)
  series.set(id, known)
  if (series.size > SERIES_MAX) series.delete(series.keys().next().value ?? '')
  // The same body has an age of whole seconds: seen again, it may seem to be a second younger.
  const sample = sampleOf(stats)
  const isSame = known.isLast(sample)
  const atMs = isSame ? asOfMs : Math.max(asOfMs, lastLookMs)
  if (known.push(atMs, sample, isSame ? SAME_SAMPLE_MS : SAMPLE_MS)) samples.value += 1
}

function interruptAll(): void {
  for (const each of series.values()) each.interrupt()
}

function delayAfter({ isOk, ttlSeconds, problem }: EdgeAnswer, failures: number): number {
  const retryAfterSeconds = problem?.retryAfterSeconds
  return nextPollMs({ isOk, ttlSeconds, retryAfterSeconds, failures })
}
