import type { Figure, Stage } from '../measure.ts'
import { CREDENTIAL } from '../requests.ts'
import { load } from '../rounds.ts'

const READERS = 1_000

/** Long beside the time in which all readers have arrived. */
const UPSTREAM_DELAY_MS = 1_500

/** A thousand readers of what nobody has read yet, all at once: calls of the upstream for it. */
export async function measureColdReads(stage: Stage): Promise<Figure[]> {
  const { sides, upstream } = stage
  await upstream.delay(UPSTREAM_DELAY_MS)
  const figures: Figure[] = []
  for (const [what, path] of [
    ['harness', `/v1/harnesses/harness_${'c'.repeat(32)}`],
    ['stats', `/v1/harnesses/harness_${'d'.repeat(32)}/stats`],
  ] as const) {
    const url = `${sides.edge.origin}${path}`
    const lists = await upstream.callsOf('/v1/harnesses')
    await load({ url, connections: READERS, headers: CREDENTIAL, amount: READERS })
    figures.push({
      name: `${READERS} cold readers of one ${what}, calls of the upstream`,
      value: await upstream.callsOf(path),
      unit: 'calls',
      reach: ['<=', 1],
      context: `one isolate; besides, ${(await upstream.callsOf('/v1/harnesses')) - lists} lists to prove access`,
    })
  }
  await upstream.delay(0)
  return figures
}
