import { ORG_ONE } from './callers.ts'
import {
  AGENT_SHARED,
  AGENTS_ONE,
  AGENTS_TWO,
  HARNESSES_ONE,
  HARNESSES_TWO,
  RUNS,
} from './catalogue.ts'
import { hashConfig } from './health-check.ts'
import { MICROS_PER_MS } from './instant.ts'
import type { Agent, Organisation, Run, World } from './model.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

interface AgentRow {
  id: string
  name: string
  display: string
  harnessId: string
}

interface RunRow {
  id?: string
  agentId: string
  ageMs: number
  outcome?: Run['outcome']
  stuckAt?: Run['stuckAt']
  /** The agent was edited after the run. */
  outdated?: true
}

const AGENTS: Record<'one' | 'two', readonly AgentRow[]> = {
  one: [
    row(AGENTS_ONE.healthy, 'ticket-sorter', 'Ticket Sorter', HARNESSES_ONE.supportTriage),
    row(AGENTS_ONE.failing, 'refund-clerk', 'Refund Clerk', HARNESSES_ONE.supportTriage),
    row(AGENTS_ONE.moving, 'librarian', 'Librarian', HARNESSES_ONE.orgDefault),
    row(AGENTS_ONE.stuckPending, 'night-watch', 'Night Watch', HARNESSES_ONE.generic),
    row(AGENTS_ONE.stuckRunning, 'translator', 'Translator', HARNESSES_ONE.generic),
    row(AGENTS_ONE.unchecked, 'apprentice', 'Apprentice', HARNESSES_ONE.base),
    row(AGENTS_ONE.checkedOften, 'metronome', 'Metronome', HARNESSES_ONE.inApp),
    row(AGENT_SHARED, 'shared-desk', 'Shared Desk of Northwind', HARNESSES_ONE.supportTriage),
  ],
  two: [
    row(AGENTS_TWO.healthy, 'ticket-sorter', 'Ticket Sorter', HARNESSES_TWO.supportTriage),
    row(AGENT_SHARED, 'shared-desk', 'Shared Desk of Contoso', HARNESSES_TWO.generic),
  ],
}

const OFTEN = 25

const RUN_ROWS: Record<'one' | 'two', readonly RunRow[]> = {
  one: [
    { id: RUNS.stale, agentId: AGENTS_ONE.healthy, ageMs: 2 * DAY_MS, stuckAt: 'running' },
    { id: RUNS.completed, agentId: AGENTS_ONE.healthy, ageMs: DAY_MS },
    {
      id: RUNS.failed,
      agentId: AGENTS_ONE.failing,
      ageMs: DAY_MS,
      outcome: 'failed',
      outdated: true,
    },
    {
      id: RUNS.stuckPending,
      agentId: AGENTS_ONE.stuckPending,
      ageMs: MINUTE_MS,
      stuckAt: 'pending',
    },
    {
      id: RUNS.stuckRunning,
      agentId: AGENTS_ONE.stuckRunning,
      ageMs: MINUTE_MS,
      stuckAt: 'running',
    },
    ...Array.from({ length: OFTEN }, (_, n): RunRow => {
      return { agentId: AGENTS_ONE.checkedOften, ageMs: (n + 1) * DAY_MS }
    }),
    { id: RUNS.sharedInOne, agentId: AGENT_SHARED, ageMs: DAY_MS },
    { id: RUNS.moving, agentId: AGENTS_ONE.moving, ageMs: 0 },
  ],
  two: [
    { agentId: AGENTS_TWO.healthy, ageMs: DAY_MS },
    { id: RUNS.sharedInTwo, agentId: AGENT_SHARED, ageMs: DAY_MS, outcome: 'failed' },
  ],
}

/** Fills in the agents an organisation starts with. */
export function seedAgents(world: World, org: Organisation): void {
  const key = org.id === ORG_ONE ? 'one' : 'two'
  for (const each of AGENTS[key]) org.agents.set(each.id, createAgent(world, each))
}

/** Fills in the health-check runs an organisation starts with, after its agents and sessions. */
export function seedRuns(world: World, org: Organisation): void {
  const key = org.id === ORG_ONE ? 'one' : 'two'
  for (const each of RUN_ROWS[key]) {
    const agent = org.agents.get(each.agentId)
    if (agent) org.runs.push(createRun(world, org, agent, each))
  }
  org.runs.sort((a, b) => a.createdAt - b.createdAt)
}

function row(id: string, name: string, display: string, harnessId: string): AgentRow {
  return { id, name, display, harnessId }
}

function createAgent(world: World, { id, name, display, harnessId }: AgentRow): Agent {
  const createdAt = world.now() - world.random.between(40, 300) * DAY_MS * MICROS_PER_MS
  return {
    id,
    internalId: id === AGENT_SHARED ? world.newId('agent') : id,
    name,
    status: 'active',
    harnessId,
    createdAt,
    updatedAt: createdAt + world.random.between(1, DAY_MS) * MICROS_PER_MS,
    content: {
      display_name: display,
      description: `${display}, kept by its team.`,
      system_prompt: `You are ${display}. Be brief and exact.`,
      default_model_id: `model_${world.random.hex(32)}`,
      tags: ['team'],
      capabilities: [{ ref: 'current_time', config: {} }],
    },
  }
}

function createRun(world: World, org: Organisation, agent: Agent, seed: RunRow): Run {
  const { outcome = 'completed', stuckAt, outdated } = seed
  return {
    id: seed.id ?? world.newId('healthcheck'),
    agentId: agent.id,
    createdAt: world.now() - seed.ageMs * MICROS_PER_MS,
    configHash: outdated ? hashConfig({ outdated: true }) : hashConfig(agent.content),
    modelId: String(agent.content.default_model_id),
    outcome,
    stuckAt,
    endedAt: undefined,
    sessionIds: [...org.sessions.values()]
      .filter(({ agentId }) => agentId === agent.id)
      .slice(0, 2)
      .map(({ id }) => id),
  }
}
