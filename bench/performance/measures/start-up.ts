import { type Figure, ratioFigure, type Stage } from '../measure.ts'
import { bareWorker } from '../reference-workers.ts'
import { compare } from '../rounds.ts'
import { edgeWorker, startRuntime } from '../runtime.ts'
import type { WorkerSource } from '../workerd-config.ts'

const MOST_OF_BARE = 1.5

/** From the start of a fresh workerd to its first answer, in milliseconds. */
async function startMs(worker: WorkerSource): Promise<number> {
  const startedMs = performance.now()
  const runtime = await startRuntime([worker])
  const elapsedMs = performance.now() - startedMs
  await runtime.stop()
  return elapsedMs
}

/** A fresh workerd to its first answer, beside one with a bare Hono Worker. */
export async function measureStartUp(stage: Stage): Promise<Figure[]> {
  const edge = edgeWorker(stage.upstream.origin)
  const bare = await bareWorker('{}', new Headers())
  const found = await compare(
    Math.max(stage.rounds, 3),
    () => startMs(edge),
    () => startMs(bare),
  )
  const name = 'start to the first answer, to a bare Hono Worker'
  return [ratioFigure(name, found, ['<=', MOST_OF_BARE], 'ms')]
}
