import type { Lifetimes } from '../cache/entry.ts'
import type { TierName } from '../cache/key.ts'
import type { Config } from '../config.ts'
import { isObject } from '../syntax/json.ts'
import { CHANGE_FAMILIES, type ChangeFamily } from './change-families.ts'
import {
  hasHarnesses,
  hasIdAndName,
  isFinalRun,
  isListOrObject,
  isSessionList,
} from './essentials.ts'
import { holdsEntities } from './families.ts'

/** Everything the edge knows about a resource that it reads itself. */
export interface Resource {
  /** Path as OpenAPI writes it. */
  path: string
  operationId: string
  /** What the edge relies on in a body (README, "What is checked"); anything less is a 502. */
  isUsable: (body: unknown) => boolean
  /** How long a body serves; `undefined` where it is never stored. */
  lifetimes: ((config: Config, body: unknown) => Lifetimes) | undefined
  /** The lowest tier that stores it: names and lists are not worth a write in KV, what changes by the second no call. */
  lowestTier: TierName
  /** Whether one body serves all callers who have access to it, with `STATS_SHARING=proved`. */
  isShared: boolean
  /** Whether a body will never change again: a client's own cache may then keep it as long as the edge. */
  isFinal?: (body: unknown) => boolean
  /** The families of changes, by path, that may change it. */
  changedBy: readonly ChangeFamily[]
  /** Whether it is a short-lived list: `LIST_FRESH_SECONDS` and `LIST_STALE_SECONDS` of 0 switch it off. */
  isList?: boolean
}

const SECOND_MS = 1_000

function lifetimes(freshSeconds: number, staleSeconds = 0, errorSeconds = 0): Lifetimes {
  return {
    maxAgeMs: freshSeconds * SECOND_MS,
    staleWhileRevalidateMs: staleSeconds * SECOND_MS,
    staleIfErrorMs: errorSeconds * SECOND_MS,
  }
}

const statsLifetimes = (config: Config) =>
  lifetimes(config.STATS_FRESH_SECONDS, config.STATS_STALE_SECONDS, config.STATS_ERROR_SECONDS)

const harnessLifetimes = ({ HARNESS_FRESH_SECONDS: fresh, HARNESS_STALE_SECONDS: stale }: Config) =>
  lifetimes(fresh, stale, stale)

/** A name serves as long as what it leads to: else stats by name would fail while stats by ID do not. */
const nameLifetimes = (config: Config) =>
  lifetimes(config.HARNESS_FRESH_SECONDS, config.HARNESS_STALE_SECONDS, config.STATS_ERROR_SECONDS)

const checkLifetimes = ({ CHECK_FRESH_SECONDS }: Config) => lifetimes(CHECK_FRESH_SECONDS)

const runLifetimes = ({ RUN_FRESH_SECONDS, CHECK_FRESH_SECONDS }: Config, body: unknown) =>
  lifetimes(isFinalRun(body) ? RUN_FRESH_SECONDS : CHECK_FRESH_SECONDS)

/** A change of any family may show in a list; a few seconds of a caller's own lists are cheap to lose. */
const ANY_CHANGE = Object.keys(CHANGE_FAMILIES) as ChangeFamily[]

const listLifetimes = ({ LIST_FRESH_SECONDS: fresh, LIST_STALE_SECONDS: stale }: Config) =>
  lifetimes(fresh, stale, stale)

/** A board polls so often, or more often. */
const BOARD_POLL_SECONDS = 15

/**
 * A board's list is as old as its caller's proof of access, which is made of it: while the proof is renewed the list
 * never ends before it, so that one call does for both.
 */
const boardLifetimes = ({ ACCESS_PROOF_SECONDS, HARNESS_STALE_SECONDS }: Config) =>
  lifetimes(ACCESS_PROOF_SECONDS + BOARD_POLL_SECONDS, HARNESS_STALE_SECONDS, HARNESS_STALE_SECONDS)

/** Describes what every page of a frontend asks for: an entry for each caller and query, for a moment, never in KV. */
function list(path: string, operationId: string): Resource {
  return {
    path,
    operationId,
    isUsable: isListOrObject,
    lifetimes: listLifetimes,
    lowestTier: 'location',
    isShared: false,
    isList: true,
    changedBy: ANY_CHANGE,
  }
}

/**
 * The table of resources. Keys, lifetimes, tiers, sharing and invalidation are read from it; the description and
 * the documents are made from it.
 */
export const RESOURCES = {
  harness: {
    path: '/v1/harnesses/{harness_id}',
    operationId: 'get_harness',
    isUsable: hasIdAndName,
    lifetimes: harnessLifetimes,
    lowestTier: 'kv',
    isShared: false,
    changedBy: ['harnesses', 'org', 'sessions', 'health-checks', 'agents', 'apps'],
  },
  /** Not a route: what a harness's name stands for in the caller's organisation. */
  name: {
    path: '/v1/harnesses/{harness_name}',
    operationId: 'get_harness',
    isUsable: hasIdAndName,
    lifetimes: nameLifetimes,
    lowestTier: 'location',
    isShared: false,
    changedBy: ['harnesses', 'org'],
  },
  stats: {
    path: '/v1/harnesses/{harness_id}/stats',
    operationId: 'get_harness_stats',
    isUsable: isObject,
    lifetimes: statsLifetimes,
    lowestTier: 'kv',
    isShared: true,
    changedBy: ['harnesses', 'org', 'sessions', 'health-checks', 'agents', 'apps'],
  },
  /** A public agent ID may exist in two organisations: unlike a harness's, its stats are each caller's own. */
  agent_stats: {
    path: '/v1/agents/{agent_id}/stats',
    operationId: 'get_agent_stats',
    isUsable: isObject,
    lifetimes: statsLifetimes,
    lowestTier: 'kv',
    isShared: false,
    changedBy: ['sessions', 'health-checks', 'agents'],
  },
  latest: {
    path: '/v1/agents/{agent_id}/health-checks/latest',
    operationId: 'get_latest_health_check',
    isUsable: isObject,
    lifetimes: checkLifetimes,
    lowestTier: 'memory',
    isShared: false,
    changedBy: ['harnesses', 'org', 'health-checks', 'agents', 'models'],
  },
  run: {
    path: '/v1/agents/{agent_id}/health-checks/{run_id}',
    operationId: 'get_health_check',
    isUsable: isObject,
    lifetimes: runLifetimes,
    isFinal: isFinalRun,
    lowestTier: 'kv',
    isShared: false,
    changedBy: ['health-checks', 'agents'],
  },
  /** Read in windows, never stored; reads under way are shared by one caller's requests. */
  sessions: {
    path: '/v1/sessions',
    operationId: 'list_sessions',
    isUsable: isSessionList,
    lifetimes: undefined,
    lowestTier: 'memory',
    isShared: false,
    changedBy: ['sessions', 'health-checks'],
  },
  /** Not a route of its own: all of a caller's harnesses, for its boards; asked for with each proof of access. */
  board: {
    ...list('/v1/harnesses', 'list_harnesses'),
    isUsable: hasHarnesses,
    lifetimes: boardLifetimes,
    isList: false,
  },
  /** Also proof of access to every harness, and the table of their names. */
  harnesses: { ...list('/v1/harnesses', 'list_harnesses'), isUsable: hasHarnesses },
  agents: list('/v1/agents', 'list_agents'),
  capabilities: list('/v1/capabilities', 'list_capabilities'),
  models: list('/v1/models', 'list_all_models'),
  providers: list('/v1/providers', 'list_providers'),
  session_stats: list('/v1/sessions/stats', 'get_session_stats'),
  session_facets: list('/v1/sessions/facets', 'get_session_facets'),
  org: list('/v1/orgs/{org}', 'get_organization'),
  org_flags: list('/v1/orgs/{org}/feature-flags', 'get_org_feature_flags'),
  agent_config: list('/v1/agents/config', 'agent_config'),
  app_config: list('/v1/apps/config', 'app_config'),
  harness_config: list('/v1/harnesses/config', 'harness_config'),
  mcp_server_config: list('/v1/mcp-servers/config', 'mcp_server_config'),
  model_config: list('/v1/models/config', 'model_config'),
  provider_config: list('/v1/providers/config', 'provider_config'),
  skill_config: list('/v1/skills/config', 'skill_config'),
} satisfies Record<string, Resource>

/** A kind of resource: the name of a row. */
export type ResourceKind = keyof typeof RESOURCES

/** Every kind. */
export const RESOURCE_KINDS = Object.keys(RESOURCES) as readonly ResourceKind[]

/** Returns the row of a kind. */
export function resourceOf(kind: ResourceKind): Resource {
  return RESOURCES[kind]
}

const KINDS_WITH_LINKS: ReadonlySet<ResourceKind> = new Set(
  RESOURCE_KINDS.filter((kind) => holdsEntities(RESOURCES[kind].path)),
)

/** Tells whether a body of a kind holds entities, whose links lead to the edge. */
export function hasLinks(kind: ResourceKind): boolean {
  return KINDS_WITH_LINKS.has(kind)
}
