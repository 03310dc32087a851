import { costFigures, type Figure, type Stage } from '../measure.ts'
import { CREDENTIAL, PATHS } from '../requests.ts'

const MOST_OF_BARE = 1.2
const MOST_OF_HIT = 1

/** Milliseconds of CPU that a hit takes about. */
const HIT_MS = 0.15

/** The hits that are measured have to be hits. */
async function assertHit({ sides }: Stage): Promise<string> {
  const response = await fetch(sides.edge.origin + PATHS.stats, { headers: CREDENTIAL })
  await response.arrayBuffer()
  const status = response.headers.get('cache-status') ?? ''
  if (!status.startsWith('everruns-edge; hit')) throw new Error(`not a hit: ${status}`)
  return response.headers.get('etag') ?? ''
}

/** Cached stats from memory, beside a bare Hono Worker with the same bytes and headers. */
export async function measureHits(stage: Stage): Promise<Figure[]> {
  const { edge, bare } = stage.sides
  await assertHit(stage)
  const figures = await costFigures(stage, {
    name: 'cached stats, to a bare Hono Worker',
    ours: { side: edge, path: PATHS.stats },
    theirs: { side: bare, path: PATHS.stats },
    most: MOST_OF_BARE,
    aboutMs: HIT_MS,
  })
  await assertHit(stage)
  return figures
}

/** A 304 to a caller that has the answer, beside the answer. */
export async function measureNotModified(stage: Stage): Promise<Figure[]> {
  const { edge: side } = stage.sides
  const headers = { ...CREDENTIAL, 'if-none-match': await assertHit(stage) }
  return costFigures(stage, {
    name: '304 on a known ETag, to the hit',
    ours: { side, path: PATHS.stats, headers, status: 304 },
    theirs: { side, path: PATHS.stats },
    most: MOST_OF_HIT,
    aboutMs: HIT_MS,
  })
}
