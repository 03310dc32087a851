import type { Lifetimes } from '../cache/entry.ts'
import type { Config } from '../config.ts'
import type { ChangeFamily } from './change-families.ts'
import { hasIdAndName, hasList, isFinalRun, isObject, isSessionList } from './essentials.ts'

/** Everything the edge knows about a resource that it reads itself. */
export interface Resource {
  /** Path as OpenAPI writes it. */
  path: string
  operationId: string
  /** What the edge relies on in a body (README, "What is checked"); anything less is a 502. */
  isUsable: (body: unknown) => boolean
  /** Whether a body holds links that lead to the API. */
  hasLinks: boolean
  /** How long a body serves; `undefined` where it is never stored. */
  lifetimes: ((config: Config, body: unknown) => Lifetimes) | undefined
  /** Where it is stored: everything is in memory and in the location's cache, and some in KV. */
  isInKv: boolean
  /** Whether one body serves all callers who have access to it, with `STATS_SHARING=proved`. */
  isShared: boolean
  /** Whether a body will never change again: a client's own cache may then keep it as long as the edge. */
  isFinal?: (body: unknown) => boolean
  /** The families of changes, by path, that may change it. */
  changedBy: readonly ChangeFamily[]
  /** What README says of its lifetimes; the variables' names. */
  documented: string
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

/**
 * The table of resources. Keys, lifetimes, tiers, sharing and invalidation are read from it; the description and
 * the documents are made from it.
 */
export const RESOURCES = {
  harness: {
    path: '/v1/harnesses/{harness_id}',
    operationId: 'get_harness',
    isUsable: hasIdAndName,
    hasLinks: true,
    lifetimes: harnessLifetimes,
    isInKv: true,
    isShared: false,
    changedBy: ['harnesses', 'org', 'sessions', 'health-checks', 'agents', 'apps'],
    documented: 'HARNESS',
  },
  /** Not a route: what a harness's name stands for in the caller's organisation. */
  name: {
    path: '/v1/harnesses/{harness_name}',
    operationId: 'get_harness',
    isUsable: hasIdAndName,
    hasLinks: true,
    lifetimes: nameLifetimes,
    isInKv: false,
    isShared: false,
    changedBy: ['harnesses', 'org'],
    documented: 'HARNESS',
  },
  /** Not a route of its own: proof of access to every harness, and the table of their names. */
  harnesses: {
    path: '/v1/harnesses',
    operationId: 'list_harnesses',
    isUsable: hasList,
    hasLinks: true,
    lifetimes: undefined,
    isInKv: false,
    isShared: false,
    changedBy: ['harnesses', 'org', 'sessions', 'apps'],
    documented: 'LIST',
  },
  stats: {
    path: '/v1/harnesses/{harness_id}/stats',
    operationId: 'get_harness_stats',
    isUsable: isObject,
    hasLinks: false,
    lifetimes: statsLifetimes,
    isInKv: true,
    isShared: true,
    changedBy: ['harnesses', 'org', 'sessions', 'health-checks', 'agents', 'apps'],
    documented: 'STATS',
  },
  /** A public agent ID may exist in two organisations: unlike a harness's, its stats are each caller's own. */
  agent_stats: {
    path: '/v1/agents/{agent_id}/stats',
    operationId: 'get_agent_stats',
    isUsable: isObject,
    hasLinks: false,
    lifetimes: statsLifetimes,
    isInKv: true,
    isShared: false,
    changedBy: ['sessions', 'health-checks', 'agents'],
    documented: 'STATS',
  },
  latest: {
    path: '/v1/agents/{agent_id}/health-checks/latest',
    operationId: 'get_latest_health_check',
    isUsable: isObject,
    hasLinks: true,
    lifetimes: checkLifetimes,
    isInKv: false,
    isShared: false,
    changedBy: ['harnesses', 'org', 'health-checks', 'agents', 'models'],
    documented: 'CHECK',
  },
  run: {
    path: '/v1/agents/{agent_id}/health-checks/{run_id}',
    operationId: 'get_health_check',
    isUsable: isObject,
    hasLinks: true,
    lifetimes: runLifetimes,
    isFinal: isFinalRun,
    isInKv: true,
    isShared: false,
    changedBy: ['health-checks', 'agents'],
    documented: 'RUN',
  },
  /** Read in windows, never stored; reads under way are shared by one caller's requests. */
  sessions: {
    path: '/v1/sessions',
    operationId: 'list_sessions',
    isUsable: isSessionList,
    hasLinks: true,
    lifetimes: undefined,
    isInKv: false,
    isShared: false,
    changedBy: ['sessions', 'health-checks'],
    documented: '',
  },
} as const satisfies Record<string, Resource>

/** A kind of resource: the name of a row. */
export type ResourceKind = keyof typeof RESOURCES

/** Every kind. */
export const RESOURCE_KINDS = Object.keys(RESOURCES) as readonly ResourceKind[]

/** Returns the row of a kind. */
export function resourceOf(kind: ResourceKind): Resource {
  return RESOURCES[kind]
}
