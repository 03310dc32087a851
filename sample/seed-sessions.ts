import { ORG_ONE, type SampleUser, USERS } from './callers.ts'
import {
  HARNESSES_ONE,
  HARNESSES_TWO,
  LARGEST_TIE,
  SESSION_COUNT_ONE,
  SESSION_COUNT_TWO,
  SESSION_TWO,
  SESSIONS_ONE,
} from './catalogue.ts'
import { MICROS_PER_MS, type Micros } from './instant.ts'
import type { Organisation, Session, SessionStatus, World } from './model.ts'
import { createSession } from './session-row.ts'

const ONE = HARNESSES_ONE
const TWO = HARNESSES_TWO
const SUBJECTS = ['refund', 'delivery', 'invoice', 'login', 'contract', 'return', 'offer'] as const
const VERBS = ['Clarify', 'Summarise', 'Answer', 'Draft', 'Check', 'Translate'] as const
const SOURCES = ['api', 'ui', 'slack', 'schedule', 'webhook'] as const
/** Position of the largest run of equal times among the newest-first sessions. */
const LARGEST_TIE_AT = 400
const MINUTE_MS = 60_000
const PRECISIONS = [1_000_000, MICROS_PER_MS, 1] as const
/** Statuses of the named sessions, in the order of SESSIONS_ONE. */
const NAMED: readonly SessionStatus[] = [
  'started',
  'active',
  'idle',
  'waitingfortoolresults',
  'paused',
  'idle',
]
const STATUS_WEIGHTS = [
  'idle',
  'idle',
  'idle',
  'idle',
  'idle',
  'started',
  'active',
  'waitingfortoolresults',
  'paused',
] as const satisfies readonly SessionStatus[]

/** How an organisation's sessions spread over harnesses and people: repeats are weights. */
interface Spread {
  count: number
  ids: readonly string[]
  harnesses: readonly [string, ...string[]]
  owners: readonly [SampleUser, ...SampleUser[]]
}

const SPREADS: Record<'one' | 'two', Spread> = {
  one: {
    count: SESSION_COUNT_ONE,
    ids: Object.values(SESSIONS_ONE),
    harnesses: [
      ONE.supportTriage,
      ONE.supportTriage,
      ONE.supportTriage,
      ONE.orgDefault,
      ONE.generic,
      ONE.platformChat,
      ONE.inApp,
      ONE.base,
      ONE.archived,
    ],
    owners: [USERS.ada, USERS.ada, USERS.cleo, USERS.finn, USERS.gina],
  },
  two: {
    count: SESSION_COUNT_TWO,
    ids: [SESSION_TWO],
    harnesses: [TWO.supportTriage, TWO.generic, TWO.base, TWO.platformChat, TWO.orgDefault],
    owners: [USERS.ben, USERS.cleo],
  },
}

/**
 * Fills in the sessions an organisation starts with, many of them in runs of equal `created_at`.
 */
export function seedSessions(world: World, org: Organisation): void {
  const spread = SPREADS[org.id === ORG_ONE ? 'one' : 'two']
  for (const [at, createdAt] of creationTimes(world, spread.count).entries()) {
    seedSession(world, org, spread, at, createdAt)
  }
  org.sessions.get(SESSIONS_ONE.pinnedByAda)?.pinnedBy.add(USERS.ada.name)
  const idle = org.sessions.get(SESSIONS_ONE.idle)
  if (idle) idle.content.hints = { ticket: { self_url: 'https://desk.example/v1/sessions/9' } }
}

/** Newest first; about one instant in seven is shared by 2 to 12 sessions, one by 40. */
function creationTimes(world: World, count: number): Micros[] {
  const { random } = world
  const times: Micros[] = []
  let largestDone = false
  let at = world.now()
  while (times.length < count) {
    at -= random.between(1, 90) * MINUTE_MS * MICROS_PER_MS + random.between(0, 999_999)
    const instant = coarsen(at, random.pick(PRECISIONS))
    const isLargest: boolean = !largestDone && times.length >= LARGEST_TIE_AT
    largestDone ||= isLargest
    const tie = random.between(1, 7) === 1 ? random.between(2, 12) : 1
    const size = Math.min(isLargest ? LARGEST_TIE : tie, count - times.length)
    times.push(...Array<Micros>(size).fill(instant))
  }
  return times
}

/** Whole seconds, milliseconds or microseconds: all three are written differently. */
function coarsen(at: Micros, precision: number): Micros {
  return at - (at % precision)
}

function seedSession(
  world: World,
  org: Organisation,
  spread: Spread,
  at: number,
  createdAt: Micros,
): void {
  const { random } = world
  const harnessId = random.pick(spread.harnesses)
  const agents = [...org.agents.values()].filter((agent) => agent.harnessId === harnessId)
  const agent = agents[random.between(0, agents.length)]
  const subject = random.pick(SUBJECTS)
  const session = createSession(world, org, {
    id: spread.ids[at],
    harnessId,
    agentId: agent?.id,
    owner: random.pick(spread.owners),
    status: at < NAMED.length ? (NAMED[at] ?? 'idle') : random.pick(STATUS_WEIGHTS),
    createdAt,
    source: random.pick(SOURCES),
    content: {
      title: `${random.pick(VERBS)} the ${subject} of case ${random.between(1000, 9999)}`,
      preview: `Could you look at the ${subject} of this customer? They wrote twice.`,
      locale: 'en-US',
      model_id: `model_${random.hex(32)}`,
      tags: [subject, random.pick(SOURCES)],
    },
  })
  if (session.status !== 'started') live(world, session)
}

/** Gives a session the traces of the turns it has run. */
function live(world: World, session: Session): void {
  const { random } = world
  const turns = random.between(1, 9)
  const durationUs = turns * random.between(2, 40) * 1_000_000 + random.between(0, 999_999)
  session.turns = turns
  session.startedAt = session.createdAt + random.between(1, 900) * MICROS_PER_MS
  session.lastTurnAt = Math.min(session.startedAt + durationUs, world.now())
  session.updatedAt = session.lastTurnAt
  session.finishedAt = session.status === 'idle' ? session.lastTurnAt : undefined
  session.failed = session.status === 'idle' && random.between(1, 10) === 1
  session.content.output_preview = 'I checked the case and wrote an answer for you to send.'
  session.usage = {
    inputTokens: turns * random.between(400, 4000),
    outputTokens: turns * random.between(50, 900),
    cacheReadTokens: turns * random.between(0, 3000),
    cacheCreationTokens: turns * random.between(0, 500),
    actualCostUsd: random.between(0, 2) === 0 ? undefined : turns * random.between(1, 90) * 0.0001,
    estimatedCostUsd: turns * random.between(1, 90) * 0.0001,
  }
}
