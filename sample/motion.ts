import { AGENTS_ONE, AGENTS_TWO, SESSIONS_ONE } from './catalogue.ts'
import { hashConfig } from './health-check.ts'
import { MICROS_PER_MS, type Micros } from './instant.ts'
import type { Organisation, Session, World } from './model.ts'
import { createRandom, type Random } from './random.ts'
import { createSession } from './session-row.ts'

/** Keeps what moves apart from the content made from the same seed. */
const MOTION_SALT = 0x307e
const TICK_US = 1_000 * MICROS_PER_MS
/** What is caught up with at most: a sample that slept for days does not work for minutes. */
const TICKS_AT_ONCE_MAX = 300
/** How many sessions of an organisation have their turn each tick, out of the newest. */
const TURNS_PER_TICK = 3
const NEWEST = 60
/** One tick in so many brings a session, takes one away, brings a health check. */
const TICKS_PER_ARRIVAL = 8
const TICKS_PER_DEPARTURE = 10
const TICKS_PER_CHECK = 90
const RUNS_MAX = 200

/** The sessions that tests and documents name stay as they are. */
const NAMED = new Set<string>(Object.values(SESSIONS_ONE))
const CHECKED = [AGENTS_ONE.checkedOften, AGENTS_TWO.healthy]
const TITLES = ['Answer the letter', 'Find the invoice', 'Plan the visit', 'Sort the mail'] as const

/** Work that goes on by itself. */
export interface Motion {
  /** Does what is due by the world's clock. */
  moveOn(): void
}

/**
 * Lets sessions begin, work, wait and go, with no write through the API: a function of seed and clock, so that
 * two samples that were asked at the same times look the same.
 */
export function createMotion(world: World): Motion {
  const random = createRandom(world.options.seed ^ MOTION_SALT)
  let doneUs = world.now()
  return {
    moveOn: () => {
      const now = world.now()
      doneUs = Math.max(doneUs, now - TICKS_AT_ONCE_MAX * TICK_US)
      for (; doneUs + TICK_US <= now; doneUs += TICK_US) {
        for (const org of world.orgs.values()) tick(world, org, random, doneUs + TICK_US)
      }
    },
  }
}

function tick(world: World, org: Organisation, random: Random, at: Micros): void {
  const sessions = [...org.sessions.values()].filter(({ id }) => !NAMED.has(id))
  const newest = sessions.toSorted((a, b) => b.createdAt - a.createdAt).slice(0, NEWEST)
  for (let turn = 0; turn < TURNS_PER_TICK; turn++) {
    const session = newest[random.between(0, newest.length - 1)]
    if (session && session.turnEndsAt === undefined) live(session, random, at)
  }
  if (random.between(1, TICKS_PER_ARRIVAL) === 1) arrive(world, org, random, at)
  const oldest = sessions.at(-1)
  if (oldest && random.between(1, TICKS_PER_DEPARTURE) === 1) {
    // Of any age: sums may fall.
    org.sessions.delete((sessions[random.between(0, sessions.length - 1)] ?? oldest).id)
  }
  if (random.between(1, TICKS_PER_CHECK) === 1) check(org, random, at)
}

/** What a session does next follows from its status. */
function live(session: Session, random: Random, at: Micros): void {
  const chance = random.between(1, 100)
  if (session.status === 'active') {
    spend(session, random)
    if (chance <= 35) session.status = 'idle'
    else if (chance <= 45) session.status = 'waitingfortoolresults'
    else if (chance <= 48) session.status = 'paused'
    if (session.status === 'idle') {
      session.finishedAt = at
      session.failed = chance <= 4
    }
  } else if (chance <= 60) {
    session.status = 'active'
    session.startedAt ??= at
    session.finishedAt = undefined
    session.turns += 1
  } else return
  session.lastTurnAt = at
  session.updatedAt = at
}

function spend({ usage }: Session, random: Random): void {
  const input = random.between(300, 4_000)
  const output = random.between(40, 900)
  usage.inputTokens += input
  usage.outputTokens += output
  usage.cacheReadTokens += random.between(0, 3_000)
  const costUsd = (input * 3 + output * 15) / 1_000_000
  usage.estimatedCostUsd += costUsd
  if (usage.actualCostUsd !== undefined) usage.actualCostUsd += costUsd
}

function arrive(world: World, org: Organisation, random: Random, at: Micros): void {
  const harnesses = [...org.harnesses.values()].filter(({ status }) => status === 'active')
  const harness = harnesses[random.between(0, harnesses.length - 1)]
  if (!harness) return
  const agents = [...org.agents.values()].filter(
    (agent) => agent.status === 'active' && agent.harnessId === harness.id,
  )
  const members = world.users.filter(({ memberships }) =>
    memberships.some(({ orgId }) => orgId === org.id),
  )
  const owner = members[random.between(0, members.length - 1)]?.user
  const title = `${random.pick(TITLES)} of case ${random.between(1_000, 9_999)}`
  createSession(world, org, {
    id: `session_${random.hex(32)}`,
    harnessId: harness.id,
    agentId: agents[random.between(0, agents.length)]?.id,
    ...(owner && { owner }),
    createdAt: at,
    source: random.pick(['api', 'ui', 'slack', 'schedule', 'webhook']),
    content: { title, preview: 'Could you look at this?', locale: 'en-US' },
  })
}

function check(org: Organisation, random: Random, at: Micros): void {
  const agent = CHECKED.map((id) => org.agents.get(id)).find(Boolean)
  if (agent?.status !== 'active') return
  org.runs.push({
    id: `healthcheck_${random.hex(32)}`,
    agentId: agent.id,
    createdAt: at,
    configHash: hashConfig(agent.content),
    modelId: String(agent.content.default_model_id),
    outcome: random.between(1, 5) === 1 ? 'failed' : 'completed',
    stuckAt: undefined,
    endedAt: undefined,
    sessionIds: [],
  })
  const own = org.runs.filter(({ agentId }) => agentId === agent.id)
  if (own.length > RUNS_MAX) org.runs.splice(org.runs.indexOf(own[0] as (typeof own)[0]), 1)
}
