import type { Stage } from '../measure.ts'
import { startNginx } from '../nginx.ts'
import { peerWorker } from '../reference-workers.ts'
import { HARNESS_ID, PATHS } from '../requests.ts'
import { type Cost, costOf, median } from '../rounds.ts'
import { edgeWorker, LONG_FRESH, type Side, startSide, startStores } from '../runtime.ts'

const CALLERS = 50
const AT_ONCE = 50

/** Milliseconds of CPU that a hit takes about. */
const HIT_MS = 0.2

/** How long an answer is fresh where that is what is tried, and how long it takes until it is not. */
const FRESH_SECONDS = 1
const STALE_AFTER_MS = 2_300

/** What a user might put before the API, and how it is started with answers that are fresh for so long. */
interface Peer {
  name: string
  start(freshSeconds: number): Promise<Side | undefined>
}

/** One line of the table: the same stats for fifty callers, who tell themselves apart by a cookie. */
export interface PeerFigures {
  name: string
  cpuMs: number
  requestsPerSecond: number
  /** Calls of the upstream until each of the callers has been answered once. */
  coldCalls: number
  /** Calls of the upstream when one caller asks fifty times at once. */
  callsAtOnce: number
  /** What is answered when the answer is old and the upstream fails. */
  onError: 'stale, marked' | 'stale, unmarked' | 'error'
  /** What the caller gets who selects another organisation. */
  organizations: 'apart' | 'the other one’s data'
}

/** Measures the edge and its peers one after the other, each beside the same upstream. */
export async function measurePeers(stage: Stage): Promise<PeerFigures[]> {
  const stores = await startStores()
  const upstream = stage.upstream.origin
  const worker = (file: string) => async (freshSeconds: number) => {
    const bindings = { UPSTREAM_URL: upstream, FRESH_SECONDS: `${freshSeconds}` }
    return startSide(await peerWorker(file, bindings), stores.address)
  }
  const peers: readonly Peer[] = [
    {
      name: 'this edge',
      start(freshSeconds) {
        const vars = { ...LONG_FRESH, STATS_FRESH_SECONDS: `${freshSeconds}` }
        return startSide(edgeWorker(upstream, vars), stores.address)
      },
    },
    { name: 'Hono’s cache middleware', start: worker('hono-cache') },
    { name: 'cachified over KV', start: worker('cachified-kv') },
    { name: 'KV on every request', start: worker('kv-each-request') },
    { name: 'nginx proxy_cache', start: (freshSeconds) => startNginx(upstream, freshSeconds) },
  ]
  try {
    const figures: PeerFigures[] = []
    for (const peer of peers) {
      const found = await measurePeer(stage, peer)
      if (found) figures.push(found)
    }
    return figures
  } finally {
    stores.stop()
  }
}

async function measurePeer(stage: Stage, { name, start }: Peer): Promise<PeerFigures | undefined> {
  const side = await start(86_400)
  if (!side) return undefined
  let costs: Cost[]
  let coldCalls: number
  try {
    const sequence = { urls: [side.origin + PATHS.stats], headers: {}, callers: CALLERS }
    coldCalls = await callsFor(stage, () => costOf(side, { ...sequence, passes: CALLERS }))
    const passes = stage.requestsOf(HIT_MS)
    costs = []
    for (let round = 0; round <= stage.rounds; round++) {
      costs.push(await costOf(side, { ...sequence, passes }))
    }
  } finally {
    await side.stop()
  }
  const measured = costs.slice(1)
  return {
    name,
    cpuMs: median(measured.map(({ cpuMs }) => cpuMs)),
    requestsPerSecond: median(measured.map(({ requestsPerSecond }) => requestsPerSecond)),
    coldCalls,
    ...(await tryPeer(stage, start)),
  }
}

/** What it does besides answering from its cache. */
async function tryPeer(
  stage: Stage,
  start: Peer['start'],
): Promise<Pick<PeerFigures, 'callsAtOnce' | 'onError' | 'organizations'>> {
  const side = await start(FRESH_SECONDS)
  if (!side) throw new Error('it started before')
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const cookie = 'access_token=first'
    const response = await fetch(side.origin + path, { headers: { cookie, ...headers } })
    return { response, text: await response.text() }
  }
  try {
    const many = `/v1/harnesses/harness_${'e'.repeat(32)}/stats`
    const callsAtOnce = await callsFor(stage, async () => {
      await stage.upstream.delay(500)
      await Promise.all(Array.from({ length: AT_ONCE }, () => ask(many)))
      await stage.upstream.delay(0)
    })
    const { text } = await ask(PATHS.stats)
    const other = await ask(PATHS.stats, { 'x-org-id': 'org_2' })
    await new Promise((resolve) => setTimeout(resolve, STALE_AFTER_MS))
    await stage.upstream.fail(true)
    const { response } = await ask(PATHS.stats)
    const isMarked = Number(response.headers.get('age') ?? 0) >= FRESH_SECONDS
    return {
      callsAtOnce,
      onError: response.status !== 200 ? 'error' : isMarked ? 'stale, marked' : 'stale, unmarked',
      organizations: other.text === text ? 'the other one’s data' : 'apart',
    }
  } finally {
    await stage.upstream.fail(false)
    await side.stop()
  }
}

async function callsFor({ upstream }: Stage, run: () => Promise<unknown>): Promise<number> {
  const paths = [PATHS.stats, `/v1/harnesses/harness_${'e'.repeat(32)}/stats`, '/v1/harnesses']
  const count = async () => {
    let calls = 0
    for (const path of [...paths, `/v1/harnesses/${HARNESS_ID}`])
      calls += await upstream.callsOf(path)
    return calls
  }
  const before = await count()
  await run()
  return (await count()) - before
}
