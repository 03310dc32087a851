import { createAccess } from '../access/store.ts'
import type { AppOptions } from '../app.ts'
import { createCache } from '../cache/cache.ts'
import { createSingleFlight } from '../cache/single-flight.ts'
import { createCallers } from '../caller/caller.ts'
import { type Config, type ConfigResult, DEFAULT_UPSTREAM_URL, parseConfig } from '../config.ts'
import { toProblem } from '../problem/failure.ts'
import { createUpstream } from '../upstream/client.ts'
import { createHoldOff } from '../upstream/hold-off.ts'
import { type Edge, type EdgeContext, respondProblem } from './context.ts'

/** How old a proof of access may grow while the upstream fails to renew it: five minutes. */
const MAX_UNRENEWED_PROOF_MS = 300_000

type Setup = { ok: true; edge: Edge } | Extract<ConfigResult, { ok: false }>

/**
 * Checks the variables once an isolate and hands what is made of them to every request. A variable that
 * breaks its rule stops every request: a deployment that ignores its configuration is worse than none.
 */
export function configuration(options: AppOptions): (c: EdgeContext) => Response | undefined {
  let setup: Setup | undefined
  return function configure(c) {
    setup ??= createSetup(c.env, options)
    if (!setup.ok) return refuse(c, setup.faults, options.now())
    c.set('edge', setup.edge)
    return undefined
  }
}

function createSetup(env: unknown, options: AppOptions): Setup {
  const result = parseConfig(env)
  return result.ok ? { ok: true, edge: createEdge(result.config, options) } : result
}

function createEdge(config: Config, { now, random }: AppOptions): Edge {
  const { CACHE: kv, UPSTREAM_URL: upstreamUrl, UPSTREAM_TIMEOUT_MS: timeoutMs } = config
  const holdOff = createHoldOff(now)
  return {
    config,
    now,
    holdOff,
    upstream: createUpstream({ url: upstreamUrl, timeoutMs, now, random }),
    callers: createCallers({
      upstreamUrl,
      identityExtra: config.IDENTITY_EXTRA,
      epoch: config.CACHE_EPOCH,
    }),
    flights: createSingleFlight(timeoutMs),
    cache: createCache({
      kv,
      upstreamUrl,
      timeoutMs,
      holdOff,
      negativeFreshMs: config.NEGATIVE_FRESH_SECONDS * 1_000,
      now,
    }),
    access: createAccess({
      kv,
      upstreamUrl,
      timeoutMs,
      windows: {
        admissionMs: config.ADMISSION_SECONDS * 1_000,
        proofMs: config.ACCESS_PROOF_SECONDS * 1_000,
        unrenewedMs: MAX_UNRENEWED_PROOF_MS,
      },
      now,
    }),
  }
}

function refuse(
  c: EdgeContext,
  faults: Extract<ConfigResult, { ok: false }>['faults'],
  nowMs: number,
): Response {
  const { requestId, edgeOrigin, instance, path, query } = c.get('facts')
  const detail = faults.map(({ variable, rule }) => `${variable} ${rule}.`).join(' ')
  const errors = faults.map(({ variable, rule }) => ({ pointer: `/${variable}`, detail: rule }))
  // biome-ignore lint/suspicious/noConsole: the log of a Worker is its console
  console.error(JSON.stringify({ error: 'invalid_configuration', detail, request_id: requestId }))
  const bases = { publicBase: edgeOrigin, apiBase: edgeOrigin }
  const failed = { method: c.req.method, instance, path, query, ...bases, requestId }
  const failure = { kind: 'edge', code: 'invalid_configuration', detail, errors } as const
  return respondProblem(
    c,
    toProblem(failure, { ...failed, upstreamUrl: DEFAULT_UPSTREAM_URL }, nowMs),
  )
}
