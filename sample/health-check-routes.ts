import { requireAgent } from './agent-lookup.ts'
import { CASES, hashConfig, presentRun } from './health-check.ts'
import { checkSessionCap, takeCreation } from './limits.ts'
import type { Agent, Organisation, Run } from './model.ts'
import { json, refuse } from './problem.ts'
import { isId } from './query.ts'
import type { Call, Handler } from './router.ts'
import { createSession } from './session-row.ts'

const LIST_MAX = 20

/**
 * `POST /v1/agents/{id}/health-checks`: 200 and a pending run; it plays its cases in real
 * sessions.
 */
export const triggerHealthCheck: Handler = (call) => {
  const { world, caller } = call
  const agent = findChecked(call)
  takeCreation(world, caller.org)
  checkSessionCap(caller.org)
  const run: Run = {
    id: world.newId('healthcheck'),
    agentId: agent.id,
    createdAt: world.now(),
    configHash: hashConfig(agent.content),
    modelId: agent.content.default_model_id as string | undefined,
    outcome: 'completed',
    stuckAt: undefined,
    endedAt: undefined,
    sessionIds: CASES.map(({ name }) => playCase(call, agent, name)),
  }
  caller.org.runs.push(run)
  return json(presentRun(world, agent, run))
}

/** `GET …/health-checks`: a bare array, newest first, 20 at most. */
export const listHealthChecks: Handler = (call) => {
  const agent = findChecked(call)
  const runs = newestRuns(call.caller.org, agent).slice(0, LIST_MAX)
  return json(runs.map((run) => presentRun(call.world, agent, run)))
}

/** `GET …/health-checks/latest`: `run` is omitted when there is none. */
export const getLatestHealthCheck: Handler = (call) => {
  const agent = findChecked(call)
  const [run] = newestRuns(call.caller.org, agent)
  if (!run) return json({ config_changed: false })
  const config_changed = run.configHash !== hashConfig(agent.content)
  return json({ run: presentRun(call.world, agent, run), config_changed })
}

/** `GET …/health-checks/{run_id}`. */
export const getHealthCheck: Handler = (call) => {
  const runId = call.params.run ?? ''
  const agent = findChecked(call)
  if (!isId('healthcheck', runId)) refuse(400, 'Invalid health check run ID')
  const run = call.caller.org.runs.find(({ id, agentId }) => id === runId && agentId === agent.id)
  return json(presentRun(call.world, agent, run ?? refuse(404, 'Health check run not found')))
}

function findChecked({ world, params, caller }: Call): Agent {
  if (!world.options.healthChecks) refuse(400, 'Agent health checks are not available')
  return requireAgent(caller, params.id ?? '')
}

function newestRuns(org: Organisation, agent: Agent): Run[] {
  return org.runs.filter(({ agentId }) => agentId === agent.id).toReversed()
}

function playCase({ world, caller }: Call, agent: Agent, name: string): string {
  const { id } = createSession(world, caller.org, {
    harnessId: agent.harnessId,
    agentId: agent.id,
    owner: caller.user,
    content: { title: `Health check: ${name}` },
  })
  return id
}
