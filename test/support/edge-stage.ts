import type { ReceivedCall } from '../../sample/calls.ts'
import { type EdgeOptions, startEdge } from './edge.ts'
import { type Stage, startStage } from './stage.ts'

export { type Asking, expectProblem } from './stage.ts'

/** The deployed edge in front of the sample upstream. */
export interface EdgeStage extends Stage {
  /** What reached the sample since the last call of this, or since the start. */
  calls(): Promise<ReceivedCall[]>
}

/** Starts both, each with variables of its own. */
export async function startEdgeStage(
  vars: EdgeOptions['vars'] = {},
  sampleVars: Record<string, string> = {},
): Promise<EdgeStage> {
  const stage = await startStage(
    (UPSTREAM_URL) => startEdge({ vars: { UPSTREAM_URL, ...vars } }),
    sampleVars,
  )
  return {
    ...stage,
    async calls() {
      const calls = await stage.calls()
      await stage.forgetCalls()
      return calls
    },
  }
}
