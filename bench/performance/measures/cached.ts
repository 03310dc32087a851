import { type Figure, ratioFigure, type Stage } from '../measure.ts'
import { startNginx } from '../nginx.ts'
import { CREDENTIAL, PATHS } from '../requests.ts'
import { compare, load } from '../rounds.ts'

const CONNECTIONS = [1, 16, 64] as const
const LEAST_OF_BARE = 0.85
const LEAST_OF_HIT = 1

const perSecond = async (
  { secondsEach: seconds }: Stage,
  origin: string | undefined,
  connections: number,
  more: Record<string, string> = {},
) => {
  const headers = { ...CREDENTIAL, ...more }
  const url = `${origin}${PATHS.stats}`
  const status = 'if-none-match' in more ? '304' : '200'
  return (await load({ url, connections, headers, seconds }, status)).requestsPerSecond
}

async function readStats(origin: string | undefined): Promise<Response> {
  const response = await fetch(`${origin}${PATHS.stats}`, { headers: CREDENTIAL })
  await response.arrayBuffer()
  return response
}

/** The hits that a load makes have to be hits. */
async function assertHit({ runtime }: Stage): Promise<string> {
  const response = await readStats(runtime.origins.edge)
  const status = response.headers.get('cache-status') ?? ''
  if (!status.startsWith('everruns-edge; hit')) throw new Error(`not a hit: ${status}`)
  return response.headers.get('etag') ?? ''
}

/** The edge's own, with a look before and after at whether they are hits. */
async function hitsPerSecond(stage: Stage, connections: number): Promise<number> {
  await assertHit(stage)
  const found = await perSecond(stage, stage.runtime.origins.edge, connections)
  await assertHit(stage)
  return found
}

/** Cached stats from memory, beside a bare Hono Worker with the same bytes and headers. */
export async function measureHits(stage: Stage): Promise<Figure[]> {
  const { bare } = stage.runtime.origins
  const figures: Figure[] = []
  for (const connections of CONNECTIONS) {
    const ratio = await compare(
      stage.rounds,
      () => hitsPerSecond(stage, connections),
      () => perSecond(stage, bare, connections),
    )
    const name = `cached stats, ${connections} connections, to a bare Hono Worker`
    figures.push(ratioFigure(name, ratio, LEAST_OF_BARE, 'requests/s'))
  }
  return figures
}

/** The same beside nginx's own cache, keyed by the credential, where nginx is installed. */
export async function measureNginx(stage: Stage): Promise<Figure[]> {
  const nginx = await startNginx(stage.upstream.origin)
  if (!nginx) return []
  try {
    const figures: Figure[] = []
    await readStats(nginx.origin)
    const calls = await stage.upstream.callsOf(PATHS.stats)
    for (const connections of CONNECTIONS) {
      const ratio = await compare(
        stage.rounds,
        () => hitsPerSecond(stage, connections),
        () => perSecond(stage, nginx.origin, connections),
      )
      const name = `cached stats, ${connections} connections, to nginx proxy_cache`
      figures.push(ratioFigure(name, ratio, undefined, 'requests/s'))
    }
    const since = (await stage.upstream.callsOf(PATHS.stats)) - calls
    if (since > 0) throw new Error(`${since} of nginx's answers were no hits`)
    return figures
  } finally {
    await nginx.stop()
  }
}

/** A 304 for who has the answer, beside the answer. */
export async function measureNotModified(stage: Stage): Promise<Figure[]> {
  const etag = await assertHit(stage)
  const { edge } = stage.runtime.origins
  const ratio = await compare(
    stage.rounds,
    () => perSecond(stage, edge, 16, { 'if-none-match': etag }),
    () => perSecond(stage, edge, 16),
  )
  return [ratioFigure('304 on a known ETag, to the hit', ratio, LEAST_OF_HIT, 'requests/s')]
}
