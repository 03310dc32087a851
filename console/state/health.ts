import { batch, computed, effect, signal } from '@preact/signals'
import { type HealthRun, joinRuns, readRun, readRuns } from '../health-run.ts'
import type { Problem } from '../problem.ts'
import { connection, onCallerChange } from './connection.ts'
import type { Edge, EdgeAnswer } from './edge.ts'
import { route } from './router.ts'
import { type Seen, seenOf } from './seen.ts'

/** How long the edge is asked to wait for the end of a run (RFC 7240). */
const WAIT_SECONDS = 25
/** Between two looks where the edge did not wait. */
const LOOK_AGAIN_MS = 2000
const AGENTS_PER_PAGE = 100

/** An agent as the list shows it. */
export interface AgentRow {
  id: string
  name: string
  displayName: string
  description: string
  harnessId: string | undefined
}

/** The list of agents. */
export interface AgentsView {
  rows: readonly AgentRow[] | undefined
  total: number
  seen: Seen | undefined
  isLoading: boolean
  problem: Problem | undefined
}

/** One agent's health checks. */
export interface ChecksView {
  agent: AgentRow | undefined
  /** Undefined while it is not known, null where no check was run. */
  latest: HealthRun | null | undefined
  latestSeen: Seen | undefined
  hasConfigChanged: boolean
  history: readonly HealthRun[] | undefined
  /** The run of the address, where it is not the latest. */
  chosen: HealthRun | undefined
  problem: Problem | undefined
  /** Of a run that could not be started. */
  startProblem: Problem | undefined
}

/** A run that is waited for. */
export interface Waiting {
  runId: string
  sinceMs: number
  stop(): void
}

const NO_AGENTS: AgentsView = {
  ...{ rows: undefined, total: 0, seen: undefined },
  ...{ isLoading: false, problem: undefined },
}
const NO_CHECKS: ChecksView = {
  ...{ agent: undefined, latest: undefined, latestSeen: undefined },
  ...{ hasConfigChanged: false, history: undefined, chosen: undefined },
  ...{ problem: undefined, startProblem: undefined },
}

/** Agents, as far as they are loaded. */
export const agents = signal<AgentsView>(NO_AGENTS)
/** The checks of the address's agent. */
export const checks = signal<ChecksView>(NO_CHECKS)
/** What is waited for now. */
export const waiting = signal<Waiting | undefined>(undefined)
/** Whether a run is being started. */
export const isStarting = signal(false)
/** The run for which somebody stopped to wait. */
export const stoppedRunId = signal<string | undefined>(undefined)

const edge = computed(() =>
  connection.value.phase === 'connected' ? connection.value.edge : undefined,
)
const isAgentList = computed(() => route.value.view === 'health-checks')
const agentId = computed(() => (route.value.view === 'agent' ? route.value.id : undefined))
const runId = computed(() => (route.value.view === 'agent' ? route.value.runId : undefined))

/** Starts to load whatever the address asks for. */
export function startHealth(): void {
  onCallerChange(() => {
    waiting.peek()?.stop()
    batch(() => {
      agents.value = NO_AGENTS
      checks.value = NO_CHECKS
      stoppedRunId.value = undefined
    })
  })
  effect(() => {
    if (edge.value && isAgentList.value && !agents.peek().rows) loadAgents()
  })
  effect(() => {
    const [asked, id] = [edge.value, agentId.value]
    checks.value = NO_CHECKS
    if (!asked || id === undefined) return
    loadChecks()
    return () => waiting.peek()?.stop()
  })
  effect(() => {
    const [asked, id, run] = [edge.value, agentId.value, runId.value]
    if (asked && id !== undefined && run !== undefined) loadRun(asked, id, run)
    else checks.value = { ...checks.peek(), chosen: undefined }
  })
}

/** Asks for the agents, or for more of them. */
export async function loadAgents(): Promise<void> {
  const asked = edge.peek()
  const last = agents.peek()
  if (!asked || last.isLoading) return
  agents.value = { ...last, isLoading: true, problem: undefined }
  const offset = last.rows?.length ?? 0
  const query = { limit: AGENTS_PER_PAGE, ...(offset > 0 ? { offset } : {}) }
  const answer = await asked.ask(({ GET }) => GET('/v1/agents', { params: { query } }))
  if (asked !== edge.peek()) return
  const body = answer.body as { data?: unknown[]; total?: number } | undefined
  if (!answer.isOk || !Array.isArray(body?.data)) {
    agents.value = { ...last, isLoading: false, problem: answer.problem }
    return
  }
  const known = new Set(last.rows?.map(({ id }) => id))
  const fresh = body.data
    .flatMap((each) => readAgent(each) ?? [])
    .filter(({ id }) => !known.has(id))
  const rows = [...(last.rows ?? []), ...fresh]
  const total = fresh.length === 0 ? rows.length : (body.total ?? rows.length)
  const seen = last.seen ?? seenOf(answer)
  agents.value = { rows, total, seen, isLoading: false, problem: undefined }
}

/** Asks for the latest run, the history and the agent, and waits where the run goes on. */
export async function loadChecks(): Promise<void> {
  const [asked, id] = [edge.peek(), agentId.peek()]
  if (!asked || id === undefined) return
  const before = checks.peek()
  const call = { params: { path: { agent_id: id } } }
  const [agent, latest, history] = await Promise.all([
    before.agent ? undefined : asked.ask(({ GET }) => GET('/v1/agents/{agent_id}', call)),
    asked.ask(({ GET }) => GET('/v1/agents/{agent_id}/health-checks/latest', call)),
    asked.ask(({ GET }) => GET('/v1/agents/{agent_id}/health-checks', call)),
  ])
  if (asked !== edge.peek() || id !== agentId.peek()) return
  takeChecks(before, agent, latest, history)
  const run = checks.peek().latest
  const isWaitedFor = run && (waiting.peek()?.runId === run.id || stoppedRunId.peek() === run.id)
  if (run && !run.isFinal && !isWaitedFor) waitFor(run.id)
}

/** Starts a run, and waits for it. */
export async function runCheck(): Promise<void> {
  const [asked, id] = [edge.peek(), agentId.peek()]
  if (!asked || id === undefined || isStarting.peek()) return
  isStarting.value = true
  const answer = await asked.ask(({ POST }) =>
    POST('/v1/agents/{agent_id}/health-checks', { params: { path: { agent_id: id } } }),
  )
  isStarting.value = false
  if (asked !== edge.peek() || id !== agentId.peek()) return
  const run = answer.isOk ? readRun(answer.body) : undefined
  if (!run) {
    checks.value = { ...checks.peek(), startProblem: answer.problem }
    return
  }
  checks.value = { ...checks.peek(), startProblem: undefined, hasConfigChanged: false }
  takeRun(run, answer)
  waitFor(run.id)
}

/** Waits until a run has ended, or until somebody stops it. */
export async function waitFor(id: string): Promise<void> {
  const [asked, agent] = [edge.peek(), agentId.peek()]
  if (!asked || agent === undefined) return
  waiting.peek()?.stop()
  const stopped = new AbortController()
  const mine: Waiting = {
    runId: id,
    sinceMs: Date.now(),
    stop: () => {
      stopped.abort()
      if (waiting.peek() === mine) waiting.value = undefined
    },
  }
  batch(() => {
    waiting.value = mine
    stoppedRunId.value = undefined
  })
  await lookUntilFinal(asked, agent, id, stopped)
  if (waiting.peek() !== mine) return
  waiting.value = undefined
  loadChecks()
}

/** Stops to wait; the run goes on without anybody looking. */
export function stopWaiting(): void {
  const last = waiting.peek()
  last?.stop()
  stoppedRunId.value = last?.runId
}

async function lookUntilFinal(
  asked: Edge,
  agent: string,
  id: string,
  stopped: AbortController,
): Promise<void> {
  const { signal } = stopped
  const path = { agent_id: agent, run_id: id }
  const params = { path, header: { Prefer: `wait=${WAIT_SECONDS}` } }
  while (!signal.aborted) {
    const answer = await asked.ask(({ GET }) =>
      GET('/v1/agents/{agent_id}/health-checks/{run_id}', { params, signal }),
    )
    if (answer.isAborted) return
    const run = answer.isOk ? readRun(answer.body) : undefined
    if (run) takeRun(run, answer)
    if (run?.isFinal) return
    if (!run && answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
      checks.value = { ...checks.peek(), problem: answer.problem }
      return
    }
    const didWait = run && answer.header('preference-applied') !== null
    const waitMs = (answer.problem?.retryAfterSeconds ?? 0) * 1000 || LOOK_AGAIN_MS
    if (!didWait) await sleep(waitMs, signal)
  }
}

function takeChecks(
  before: ChecksView,
  agent: EdgeAnswer | undefined,
  latest: EdgeAnswer,
  history: EdgeAnswer,
): void {
  const body = (latest.isOk ? latest.body : undefined) as
    | { run?: unknown; config_changed?: unknown }
    | undefined
  const last = checks.peek()
  const came = {
    latest: body && (readRun(body.run) ?? null),
    history: history.isOk ? readRuns(history.body) : undefined,
  }
  const runs = joinRuns(before, last, came)
  // A run that was started since they were asked for stays as it was seen.
  const isNewer = body && runs.latest?.id === came.latest?.id
  checks.value = {
    ...last,
    ...runs,
    agent: agent?.isOk ? readAgent(agent.body) : last.agent,
    latestSeen: isNewer ? seenOf(latest) : last.latestSeen,
    hasConfigChanged: isNewer ? body.config_changed === true : last.hasConfigChanged,
    problem: agent?.problem ?? latest.problem ?? history.problem,
  }
}

function takeRun(run: HealthRun, answer: EdgeAnswer): void {
  const last = checks.peek()
  const rest = (last.history ?? []).filter(({ id }) => id !== run.id)
  const isKnown = last.history?.some(({ id }) => id === run.id)
  const history = isKnown
    ? last.history?.map((each) => (each.id === run.id ? run : each))
    : [run, ...rest]
  const isLatest = !isKnown || history?.[0]?.id === run.id
  const latest = isLatest ? { latest: run, latestSeen: seenOf(answer) } : {}
  checks.value = { ...last, history, ...latest }
}

async function loadRun(asked: Edge, agent: string, id: string): Promise<void> {
  const path = { agent_id: agent, run_id: id }
  const answer = await asked.ask(({ GET }) =>
    GET('/v1/agents/{agent_id}/health-checks/{run_id}', { params: { path } }),
  )
  if (asked !== edge.peek() || runId.peek() !== id) return
  const chosen = answer.isOk ? readRun(answer.body) : undefined
  checks.value = { ...checks.peek(), chosen, problem: answer.problem ?? checks.peek().problem }
}

function readAgent(body: unknown): AgentRow | undefined {
  const agent = body as Record<string, unknown> | null | undefined
  if (typeof agent?.id !== 'string') return undefined
  const text = (name: string) => (typeof agent[name] === 'string' ? agent[name] : '')
  const name = text('name') || agent.id
  return {
    id: agent.id,
    name,
    displayName: text('display_name') || name,
    description: text('description'),
    harnessId: text('harness_id') || undefined,
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
