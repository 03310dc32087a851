import { createHash } from 'node:crypto'
import type { EdgeApp, Outside } from './edge-app.ts'
import { createMemoryKv, type KvTally } from './memory-kv.ts'
import { createSimulatedClock, settle } from './simulated-clock.ts'
import { type CallTally, createSmallUpstream } from './small-upstream.ts'

/** One way to run the edge before the same dashboards. */
export interface Deployment {
  sharing: 'proved' | 'off'
  isolates: number
}

/** Who looks at what, and how often. */
export interface Dashboards {
  callers: number
  harnesses: number
  pollMs: number
  /** Measured, after the first hour's admissions are spread. */
  minutes: number
}

/** What a minute cost. */
export type Minute = CallTally & KvTally & { requests: number }

/** The minute in which all dashboards open at once, and each of those that were measured after it. */
export interface Measured {
  opening: Minute
  steady: Minute[]
}

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const START_MS = Date.UTC(2026, 9, 1, 12)
const STEP_MS = 50
const UPSTREAM_LATENCY_MS = 100
/** A dashboard that was just opened polls on until its first proof was renewed: that writes its rights to KV. */
const AFTER_OPENING_MS = [0, 5_000, 56_000] as const
const UPSTREAM_URL = 'https://upstream.example/api'

/** Runs the deployment twice: with all dashboards opening at once, and an hour after they opened one by one. */
export async function measure(
  createApp: (outside: Outside) => EdgeApp,
  deployment: Deployment,
  dashboards: Dashboards,
): Promise<Measured> {
  const cold = createStage(createApp, deployment, dashboards)
  const opening = await cold.poll(MINUTE_MS)
  const stage = createStage(createApp, deployment, dashboards)
  await stage.openOneByOne(HOUR_MS)
  await stage.poll(MINUTE_MS)
  const steady: Minute[] = []
  while (steady.length < dashboards.minutes) steady.push(await stage.poll(MINUTE_MS))
  return { opening, steady }
}

function createStage(
  createApp: (outside: Outside) => EdgeApp,
  { sharing, isolates }: Deployment,
  { callers, harnesses, pollMs }: Dashboards,
) {
  const clock = createSimulatedClock(START_MS)
  const random = createRandom(1)
  const harnessIds = [...Array(harnesses).keys()].map((n) => `harness_${hex(n, 32)}`)
  const wait = () => new Promise<void>((resolve) => clock.setTimeout(resolve, UPSTREAM_LATENCY_MS))
  const upstream = createSmallUpstream(harnessIds, wait)
  const kv = createMemoryKv(clock.now)
  const apps = [...Array(isolates)].map(() => createApp({ now: clock.now, random }))
  const env = { UPSTREAM_URL, STATS_SHARING: sharing, CACHE: kv.namespace }
  const tokens = [...Array(callers).keys()].map((n) => `evr_pat_${hex(n + 1, 64)}`)
  const phases = tokens.map(() => Math.floor(random() * (pollMs / STEP_MS)) * STEP_MS)
  const context = { waitUntil: (promise: Promise<unknown>) => void promise, props: {} }
  let requests = 0
  let failures = 0

  function visit(token: string): void {
    for (const id of harnessIds) {
      requests++
      const url = `https://edge.example/v1/harnesses/${id}/stats`
      // A browser's connections end in any isolate of a location: the worst case for what each remembers.
      const app = apps[Math.floor(random() * apps.length)]
      const request = new Request(url, { headers: { authorization: token } })
      const answer = Promise.resolve(app?.fetch(request, env, context))
      void answer.then((response) => {
        if (response?.status !== 200) failures++
      })
    }
  }

  async function run(forMs: number, isDue: (token: number, atMs: number) => boolean) {
    const restore = install(clock, upstream.fetch)
    for (let atMs = 0; atMs < forMs; atMs += STEP_MS) {
      for (const [index, token] of tokens.entries()) if (isDue(index, atMs)) visit(token)
      await settle()
      await clock.advance(STEP_MS)
    }
    restore()
    if (failures > 0) throw new Error(`${failures} of ${requests} requests were not answered`)
  }

  const count = (): Minute => ({ ...upstream.tally, ...kv.tally, requests })

  return {
    /** Every dashboard polls all its harnesses, each at its own moment within the interval. */
    async poll(forMs: number): Promise<Minute> {
      const before = count()
      await run(forMs, (token, atMs) => (atMs - (phases[token] ?? 0)) % pollMs === 0)
      return difference(count(), before)
    },
    /** Each dashboard is opened for a minute at some moment: the admissions are spread. */
    async openOneByOne(withinMs: number): Promise<void> {
      const openings = tokens.map(() => Math.floor((random() * withinMs) / STEP_MS) * STEP_MS)
      await run(withinMs + MINUTE_MS, (token, atMs) =>
        AFTER_OPENING_MS.some((afterMs) => atMs === (openings[token] ?? 0) + afterMs),
      )
    },
  }
}

/** Puts the simulation in the place of what the edge takes from its platform; returns how to undo it. */
function install(clock: ReturnType<typeof createSimulatedClock>, fetch: unknown): () => void {
  const { fetch: ownFetch, setTimeout: ownSet, clearTimeout: ownClear } = globalThis
  const log = console.log
  // Off the thread pool, so that the same run gives the same figures; the digests are the same.
  const digest = async (_: string, data: Uint8Array) => createHash('sha256').update(data).digest()
  const ownDigest = crypto.subtle.digest
  Object.assign(crypto.subtle, { digest })
  const timers = { setTimeout: clock.setTimeout, clearTimeout: clock.clearTimeout }
  Object.assign(globalThis, { fetch, ...timers })
  console.log = () => undefined
  return () => {
    Object.assign(globalThis, { fetch: ownFetch, setTimeout: ownSet, clearTimeout: ownClear })
    Object.assign(crypto.subtle, { digest: ownDigest })
    console.log = log
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
