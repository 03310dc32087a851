import { createAccess } from './access/access.ts'
import { type Boards, createBoards } from './access/board.ts'
import { createObserver } from './access/observer.ts'
import { createOwnWrites, type OwnWrites } from './access/own-writes.ts'
import { createReads, type Reads } from './access/reads.ts'
import { createRunWaits, type RunWaits } from './access/run-waits.ts'
import { createAccessStore } from './access/store.ts'
import { type Cache, createCache } from './cache/cache.ts'
import { createInvalidations } from './cache/invalidations.ts'
import { createDigestKey } from './cache/key.ts'
import { createKvStore, createNoKvStore } from './cache/kv-store.ts'
import { createLocationStore } from './cache/location-store.ts'
import { createNegativeCache } from './cache/negative-cache.ts'
import { createSingleFlight, type SingleFlight } from './cache/single-flight.ts'
import { createStore } from './cache/store.ts'
import { type Callers, createCallers } from './caller/caller.ts'
import type { Config } from './config.ts'
import { createHarnessNames, type HarnessNames } from './harness/resolution.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { loggedFailure } from './problem/failure.ts'
import { createReader, type Observe, type Reader } from './resources/reader.ts'
import { RESOURCE_KINDS, resourceOf } from './resources/table.ts'
import { createPageRoom, type PageRoom } from './sessions/page-room.ts'
import type { OrderMemory } from './sessions/source.ts'
import type { Sleep } from './sleep.ts'
import { createUpstream, type Upstream } from './upstream/client.ts'
import { createHealthCheck, type HealthCheck } from './upstream/health.ts'
import { createHoldOff, type HoldOff } from './upstream/hold-off.ts'
import { createLimit, type Limit } from './upstream/limit.ts'
import { createPacing } from './upstream/pacing.ts'
import { createSilence } from './upstream/silence.ts'
import { VERSION } from './version.ts'

/** How old a proof of access may grow while the upstream fails to renew it: five minutes. */
const MAX_UNRENEWED_PROOF_MS = 300_000

const SECOND_MS = 1_000

/** The services of one isolate, and what it remembers: there is no other state. */
export interface Edge {
  config: Config
  upstream: Upstream
  callers: Callers
  cache: Cache
  reader: Reader
  reads: Reads
  runWaits: RunWaits
  boards: Boards
  names: HarnessNames
  ownWrites: OwnWrites
  /** Told of every failure of a call made as a caller. */
  observe: Observe
  holdOff: HoldOff
  limit: Limit
  metrics: Metrics
  /** The release. */
  version: string
  /** The platform's own name of the deployment, where it is bound. */
  deployment: string | undefined
  /** Asks whether the API reports health. */
  isHealthy: HealthCheck
  /** Returns the names of optional bindings that are broken, and so off. */
  brokenBindings: () => string[]
  /** Calls under way, each made once for all who ask the same. */
  flights: SingleFlight
  /** What it has learnt of the orders of the upstream's list of sessions. */
  sessionOrders: OrderMemory
  pageRoom: PageRoom
  /** Epoch milliseconds. */
  now: () => number
}

/** What an edge takes from outside, so that tests can hold it still. */
export interface EdgeOptions {
  /** Epoch milliseconds. */
  now: () => number
  /** 0 to 1, for jitter and samples. */
  random: () => number
  /** How isolates wait for each other; in real time where it is not given. */
  sleep?: Sleep
  /** `caches` of the platform; undefined where it has none. */
  caches: Pick<CacheStorage, 'open'> | undefined
}

/** Bindings that need not be there. */
export interface OptionalBindings {
  METRICS?: unknown
  LIMIT?: unknown
  VERSION?: unknown
}

/** Creates the edge of an isolate: every service once, each given what it works with. */
export function createEdge(config: Config, optional: OptionalBindings, options: EdgeOptions): Edge {
  const { now, random, sleep } = options
  const timeoutMs = config.UPSTREAM_TIMEOUT_MS
  const kvWriteMs = config.KV_WRITE_SECONDS * SECOND_MS
  const digestKey = createDigestKey(config.UPSTREAM_URL, config.CACHE_EPOCH)
  const flights = createSingleFlight(timeoutMs)
  const kv = createKvStore(config.CACHE, now)
  const location = createLocationStore({ caches: options.caches, now, sleep })
  const holdOff = createHoldOff(now)
  const silence = createSilence({ timeoutMs, now })
  const upstream = createUpstream({
    url: config.UPSTREAM_URL,
    timeoutMs,
    forwardTimeoutMs: config.FORWARD_TIMEOUT_MS,
    extraHeader: config.UPSTREAM_HEADER,
    pacing: createPacing({ callsPerMinute: config.UPSTREAM_CALLS_PER_MINUTE, now }),
    silence,
    now,
    random,
  })
  const callers = createCallers({
    upstreamUrl: config.UPSTREAM_URL,
    identityExtra: config.IDENTITY_EXTRA,
    epoch: config.CACHE_EPOCH,
  })
  const cache = createCache({
    store: createStore({ kv, location, flights, digestKey, kvWriteMs, timeoutMs, now }),
    flights,
    negatives: createNegativeCache(config.NEGATIVE_FRESH_SECONDS * SECOND_MS),
    invalidations: createInvalidations(),
    holdOff,
    silence,
    onRefreshFailed: (kind, failure) => warn({ refresh_failed: kind, ...loggedFailure(failure) }),
    now,
  })
  const lifetimes = {
    admissionMs: config.ADMISSION_SECONDS * SECOND_MS,
    proofMs: config.ACCESS_PROOF_SECONDS * SECOND_MS,
    unrenewedMs: MAX_UNRENEWED_PROOF_MS,
  }
  // A shared body is no caller's: whether it is given is access's to say, not its age.
  const isSharing = config.STATS_SHARING === 'proved'
  const ownKinds = RESOURCE_KINDS.filter((kind) => !isSharing || !resourceOf(kind).isShared)
  const access = createAccess({
    // Without sharing there is no access to be kept: what is left is a 401, and that is this location's.
    store: createAccessStore({
      ...{ location, flights, digestKey, lifetimes, kvWriteMs, timeoutMs, now, random, sleep },
      kv: isSharing ? kv : createNoKvStore(),
    }),
    flights,
    lifetimes,
    noteChange: (caller, atMs) => cache.noteChange(caller, RESOURCE_KINDS, atMs),
    noteEnd: (caller, atMs) => cache.noteChange(caller, ownKinds, atMs),
    isHeld: (caller) => holdOff.of(caller) !== undefined,
    isSpared: () => silence.isSilent('harnesses') || holdOff.isAddressHeld(),
    mayTry: () => silence.mayTry('harnesses'),
    now,
    sleep,
  })
  const metrics = createMetrics({
    binding: optional.METRICS,
    version: VERSION,
    tiers: { location: location.counts, kv: kv.counts },
    now,
    report,
  })
  const limit = createLimit({ binding: optional.LIMIT, now, report })
  const warnOfDrift = (line: Record<string, unknown>) => {
    warn(line)
    if (typeof line.drift === 'string') metrics.recordDrift(line.drift)
  }
  // The observer works with what reads through it: it is there before anything is read.
  const observe: Observe = (request, call) => observer(request, call)
  const reader = createReader({ config, upstream, cache, limit, observe, log: warnOfDrift })
  const reads = createReads({ config, cache, reader, access, callers, now })
  const observer = createObserver({ access, cache, reads, reader, holdOff, ownKinds })
  return {
    config,
    upstream,
    callers,
    cache,
    reader,
    reads,
    boards: createBoards({ reads, timeoutMs, now }),
    runWaits: createRunWaits({ config, reads, reader, now }),
    names: createHarnessNames({ config, cache, reader, reads, access, now }),
    ownWrites: createOwnWrites(cache, access),
    observe,
    holdOff,
    limit,
    metrics,
    version: VERSION,
    deployment: deploymentOf(optional.VERSION),
    isHealthy: createHealthCheck({
      url: config.UPSTREAM_URL,
      extraHeader: config.UPSTREAM_HEADER,
      now,
    }),
    brokenBindings: () => [
      ...(limit.isBroken() ? ['LIMIT'] : []),
      ...(metrics.isBroken() ? ['METRICS'] : []),
    ],
    flights,
    sessionOrders: { isHonoured: false },
    pageRoom: createPageRoom(),
    now,
  }
}

function deploymentOf(version: unknown): string | undefined {
  const id = (version as { id?: unknown } | undefined)?.id
  return typeof id === 'string' ? id : undefined
}

function report(name: string, reason: string): void {
  warn({ binding_off: name, reason })
}

function warn(line: Record<string, unknown>): void {
  // biome-ignore lint/suspicious/noConsole: the log of a Worker is its console
  console.warn(JSON.stringify(line))
}
