import { createHash } from 'node:crypto'
import { type Answered, createAnswers } from './dashboard-answers.ts'
import type { EdgeApp, Outside } from './edge-app.ts'
import { type CacheTally, createMemoryCaches } from './memory-cache.ts'
import { createMemoryKv, type KvTally } from './memory-kv.ts'
import { createSimulatedClock, type SimulatedClock, settle } from './simulated-clock.ts'
import { type CallTally, createSmallUpstream } from './small-upstream.ts'

/** One way to run the edge before the same dashboards. */
export interface Deployment {
  sharing: 'proved' | 'off'
  /** All in one location: one cache, one KV. */
  isolates: number
  /** `each`: a request a harness. `board`: one for all of them, `GET /v1/harnesses?expand=stats`. */
  asks: 'each' | 'board'
  /** How long the upstream takes for an answer. */
  latencyMs: number
  /** How long a credential lives, as a browser's access token does; absent: for ever. */
  rotateMs?: number
  /** Minutes that are polled before any is measured; one where it is not said. */
  warmMinutes?: number
  /** Further variables of the edge. */
  vars?: Record<string, string>
}

/** Who looks at what, and how often. */
export interface Dashboards {
  callers: number
  harnesses: number
  /** Between two polls of a dashboard, give or take a tenth. */
  pollMs: number
  /** The time over which dashboards are opened one by one before anything is measured. */
  openingMs: number
  /** Measured, after that. */
  minutes: number
}

/** What a minute cost. */
export type Minute = CallTally & KvTally & CacheTally & Answered

/** All dashboards opened cold within one minute. */
export interface Opening {
  minute: Minute
  /** Until the last of them was whole. Undefined: not within five minutes. */
  filledMs: number | undefined
  /** Calls that the API refused until then. */
  limited: number
}

/** What came of a deployment: a cold start, and the minutes after it. */
export interface Measured {
  opening: Opening
  steady: Minute[]
}

const MINUTE_MS = 60_000
const START_MS = Date.UTC(2026, 9, 1, 12)
const STEP_MS = 50
/** In which cold dashboards have to be whole. */
const FILL_MINUTES_MAX = 5
/** A dashboard that was just opened polls on until its first proof was renewed: that writes its access record to KV. */
const AFTER_OPENING_MS = [0, 5_000, 56_000] as const
const JITTER = 0.1
const UPSTREAM_URL = 'https://upstream.example/api'
const EDGE = 'https://edge.example'
/** What the API takes from one address. */
const API_CALLS_PER_MINUTE = 1_200
/** Of what the API takes, for the edge's own reads. */
const PACED_PART = 0.9
const LOCATION_LATENCY_MS = 2

/** Runs the deployment twice: with all dashboards opening at once, and long after they opened one by one. */
export async function measure(
  createWorker: (outside: Outside) => EdgeApp,
  deployment: Deployment,
  dashboards: Dashboards,
): Promise<Measured> {
  const opening = await createStage(createWorker, deployment, dashboards).openAtOnce()
  const stage = createStage(createWorker, deployment, dashboards)
  await stage.openOneByOne(dashboards.openingMs)
  await stage.poll((deployment.warmMinutes ?? 1) * MINUTE_MS)
  const steady: Minute[] = []
  while (steady.length < dashboards.minutes) steady.push(await stage.poll(MINUTE_MS))
  return { opening, steady }
}

function createStage(
  createWorker: (outside: Outside) => EdgeApp,
  deployment: Deployment,
  { callers, harnesses, pollMs }: Dashboards,
) {
  const { sharing, isolates, latencyMs, rotateMs, vars } = deployment
  const clock = createSimulatedClock(START_MS)
  const random = createRandom(1)
  const harnessIds = [...Array(harnesses).keys()].map((n) => `harness_${hex(n, 32)}`)
  const after = (ms: number) => () =>
    new Promise<void>((resolve) => void clock.setTimeout(resolve, ms))
  const upstream = createSmallUpstream({
    harnessIds,
    now: clock.now,
    wait: after(latencyMs),
    callsPerMinute: API_CALLS_PER_MINUTE,
  })
  const kv = createMemoryKv(clock.now)
  const location = createMemoryCaches(clock.now, after(LOCATION_LATENCY_MS))
  const outside = { now: clock.now, random, caches: location.caches }
  const apps = [...Array(isolates)].map(() => createWorker(outside))
  // The API counts the address, so what it allows is shared out among the isolates, and the rest is for forwards.
  const pace = Math.floor((API_CALLS_PER_MINUTE * PACED_PART) / isolates)
  const env = {
    UPSTREAM_URL,
    STATS_SHARING: sharing,
    UPSTREAM_CALLS_PER_MINUTE: String(pace),
    CACHE: kv.namespace,
    ...vars,
  }
  const context = { waitUntil: (promise: Promise<unknown>) => void promise, props: {} }
  const people = [...Array(callers).keys()]
  const phases = people.map(() => random() * (rotateMs ?? 0))
  const answers = createAnswers(people.length, harnessIds, clock.now)

  function credential(person: number): string {
    if (rotateMs === undefined) return `evr_pat_${hex(person + 1, 64)}`
    const life = Math.floor((clock.now() - START_MS + (phases[person] ?? 0)) / rotateMs)
    return `Bearer sample.person-${person}.${life}`
  }

  function ask(path: string, person: number): Promise<Response> {
    // A browser's connections end in any isolate of a location: the worst case for what each remembers.
    const app = apps[Math.floor(random() * apps.length)]
    if (!app) throw new Error('no isolate')
    const headers = { authorization: credential(person) }
    return Promise.resolve(app.fetch(new Request(EDGE + path, { headers }), env, context))
  }

  function visit(person: number): void {
    if (deployment.asks === 'board') {
      void answers.ofBoard(person, ask('/v1/harnesses?expand=stats', person))
      return
    }
    for (const id of harnessIds) {
      void answers.ofStats(person, id, ask(`/v1/harnesses/${id}/stats`, person))
    }
  }

  async function run(forMs: number, isDue: (person: number) => boolean, isDone = () => false) {
    const restore = install(clock, upstream.fetch, location.caches)
    for (let atMs = 0; atMs < forMs && !isDone(); atMs += STEP_MS) {
      for (const person of people) if (isDue(person)) visit(person)
      await settle()
      await clock.advance(STEP_MS)
    }
    restore()
    answers.check()
  }

  /** Every dashboard polls, each at its own moment, give or take {@link JITTER} of the interval. */
  function polls(startsAt: readonly number[]): (person: number) => boolean {
    const dueAt = [...startsAt]
    return (person) => {
      if (clock.now() < (dueAt[person] ?? 0)) return false
      dueAt[person] = clock.now() + pollMs * (1 - JITTER + 2 * JITTER * random())
      return true
    }
  }

  const within = (ms: number) => people.map(() => clock.now() + random() * ms)
  const isPolling = polls(within(pollMs))
  const count = (): Minute => ({
    ...upstream.tally,
    ...kv.tally,
    ...location.tally,
    ...answers.tally,
  })

  async function tallied(action: () => Promise<void>): Promise<Minute> {
    const before = count()
    answers.tally.oldestMs = 0
    await action()
    const after = count()
    return { ...difference(after, before), oldestMs: after.oldestMs }
  }

  return {
    poll: (forMs: number) => tallied(() => run(forMs, isPolling)),

    /** All within a minute; each polls from then on, until the last of them is whole. */
    async openAtOnce(): Promise<Opening> {
      const isDue = polls(within(MINUTE_MS))
      const minute = await tallied(() => run(MINUTE_MS, isDue))
      const left = (FILL_MINUTES_MAX - 1) * MINUTE_MS
      await run(left, isDue, answers.areAllWhole)
      const filledMs = answers.areAllWhole() ? answers.wholeAt() - START_MS : undefined
      return { minute, filledMs, limited: upstream.tally.limited }
    },

    /** Each dashboard is opened for a minute at some moment: the admissions are spread. */
    async openOneByOne(withinMs: number): Promise<void> {
      const due = within(withinMs).map((atMs) => AFTER_OPENING_MS.map((afterMs) => atMs + afterMs))
      await run(withinMs + MINUTE_MS, (person) => {
        const [next = Number.POSITIVE_INFINITY] = due[person] ?? []
        if (clock.now() < next) return false
        due[person]?.shift()
        return true
      })
    },
  }
}

/** Puts the simulation in the place of what the edge takes from its platform; returns how to undo it. */
function install(clock: SimulatedClock, fetch: unknown, caches: unknown): () => void {
  const names = ['fetch', 'setTimeout', 'clearTimeout', 'caches', 'scheduler'] as const
  const own = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name))
  const { log, warn, error } = console
  // Off the thread pool, so that the same run gives the same figures; the digests are the same.
  const digest = async (_: string, data: Uint8Array) => createHash('sha256').update(data).digest()
  const ownDigest = crypto.subtle.digest
  Object.assign(crypto.subtle, { digest })
  const wait = (ms: number) => new Promise<void>((resolve) => void clock.setTimeout(resolve, ms))
  const { setTimeout, clearTimeout } = clock
  const simulated = { fetch, setTimeout, clearTimeout, caches, scheduler: { wait } }
  for (const name of names) {
    Object.defineProperty(globalThis, name, {
      value: simulated[name],
      configurable: true,
      writable: true,
    })
  }
  const silent = () => undefined
  Object.assign(console, { log: silent, warn: silent, error: silent })
  return () => {
    for (const [at, name] of names.entries()) {
      const descriptor = own[at]
      if (descriptor) Object.defineProperty(globalThis, name, descriptor)
      else Reflect.deleteProperty(globalThis, name)
    }
    Object.assign(crypto.subtle, { digest: ownDigest })
    Object.assign(console, { log, warn, error })
  }
}

function difference(after: Minute, before: Minute): Minute {
  const entries = Object.entries(after) as [keyof Minute, number][]
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value - before[name]]),
  ) as unknown as Minute
}

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0')

/** Mulberry32: the same run gives the same figures. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
