import { createAttendance } from './attendance.ts'
import { ORG_ONE, ORG_TWO, USERS } from './callers.ts'
import { HARNESSES_ONE, HARNESSES_TWO } from './catalogue.ts'
import { MICROS_PER_MS } from './instant.ts'
import { startLimits } from './limits.ts'
import type { Organisation, UserState, World } from './model.ts'
import type { SampleOptions } from './options.ts'
import { FEATURE_FLAGS } from './organisation-routes.ts'
import { createRandom } from './random.ts'
import { seedAgents, seedRuns } from './seed-agents.ts'
import { seedHarnesses } from './seed-harnesses.ts'
import { seedNotifications } from './seed-notifications.ts'
import { seedRegistry } from './seed-registry.ts'
import { seedSessions } from './seed-sessions.ts'

/** Keeps the order among ties apart from the content made from the same seed. */
const SHUFFLE_SALT = 0x5eed
const YEAR_US = 365 * 86_400_000 * MICROS_PER_MS

/** All state as the seed makes it, its clock at `baseMs` and moving with `options.now`. */
export function createWorld(options: SampleOptions): World {
  const startedMs = options.now()
  let advancedMs = 0
  let isSeeding = true
  const elapsedMs = () => (isSeeding ? 0 : options.now() - startedMs + advancedMs)
  const random = createRandom(options.seed)
  const world: World = {
    options,
    now: () => Math.floor(options.baseMs + elapsedMs()) * MICROS_PER_MS,
    advance: (ms) => {
      advancedMs += ms
    },
    random,
    shuffle: createRandom(options.seed ^ SHUFFLE_SALT),
    orgs: new Map(),
    users: createUsers(),
    limits: startLimits(options),
    usedCodes: new Set(),
    streams: createAttendance(options),
    newId: (kind) => `${kind}_${random.hex(32)}`,
  }
  addOrganisation(world, ORG_ONE, 'Northwind', HARNESSES_ONE)
  addOrganisation(world, ORG_TWO, 'Contoso', HARNESSES_TWO)
  isSeeding = false
  return world
}

function createUsers(): UserState[] {
  return Object.values(USERS).map((user) => ({
    user,
    memberships: user.memberships.map((membership) => ({ ...membership })),
    revoked: false,
  }))
}

function addOrganisation(
  world: World,
  id: string,
  name: string,
  ids: { base: string; orgDefault: string },
): void {
  const org: Organisation = {
    id,
    name,
    createdAt: world.now() - 2 * YEAR_US,
    updatedAt: world.now() - 2 * YEAR_US,
    defaultHarnessId: ids.orgDefault,
    baseHarnessId: ids.base,
    defaultModelId: undefined,
    harnesses: new Map(seedHarnesses(world, id).map((harness) => [harness.id, harness])),
    agents: new Map(),
    sessions: new Map(),
    runs: [],
    registry: {
      apps: new Map(),
      capabilities: new Map(),
      'mcp-servers': new Map(),
      models: new Map(),
      providers: new Map(),
      skills: new Map(),
    },
    featureFlags: { ...FEATURE_FLAGS },
    notifications: [],
    liveTurns: new Map(),
    creations: [],
  }
  world.orgs.set(id, org)
  seedAgents(world, org)
  seedSessions(world, org)
  seedRuns(world, org)
  seedRegistry(world, org)
  seedNotifications(world, org)
}
