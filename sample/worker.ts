import { createSampleUpstream, type SampleUpstream } from './app.ts'
import type { SampleOptions } from './options.ts'

/** Variables of the sample's Worker, all optional; see SampleOptions. */
export interface SampleEnv {
  SEED?: string
  PUBLIC_BASE?: string
  UI_BASE?: string
  DEFAULT_ALIAS?: 'on' | 'off'
  ERROR_STYLE?: 'problem' | 'legacy'
  AUTH_MODE?: 'full' | 'none'
  HEALTH_CHECKS?: 'on' | 'off'
  SSE_HEARTBEAT_MS?: string
  SSE_CYCLE_MS?: string
  MOVING?: 'on' | 'off'
  ADDRESS_LIMIT?: string
  COOKIE_DOMAIN?: string
  PENDING_MS?: string
  CHECK_MS?: string
  TURN_MS?: string
  /** `now`: its clock begins with the first request, at the time of the machine. */
  CLOCK?: 'now'
}

let upstream: SampleUpstream | undefined

/** One isolate holds one sample: made on the first request, since start-up has no clock. */
export default {
  fetch(request: Request, env: SampleEnv): Promise<Response> {
    upstream ??= createSampleUpstream(readOptions(env))
    return upstream.fetch(request)
  },
}

function readOptions(env: SampleEnv): Partial<SampleOptions> {
  return {
    ...(env.SEED && { seed: Number(env.SEED) }),
    ...(env.PUBLIC_BASE && { publicBase: env.PUBLIC_BASE }),
    ...(env.UI_BASE && { uiBase: env.UI_BASE }),
    ...(env.DEFAULT_ALIAS && { defaultAlias: env.DEFAULT_ALIAS === 'on' }),
    ...(env.ERROR_STYLE && { errorStyle: env.ERROR_STYLE }),
    ...(env.AUTH_MODE && { authMode: env.AUTH_MODE }),
    ...(env.HEALTH_CHECKS && { healthChecks: env.HEALTH_CHECKS === 'on' }),
    ...(env.SSE_HEARTBEAT_MS && { heartbeatMs: Number(env.SSE_HEARTBEAT_MS) }),
    ...(env.SSE_CYCLE_MS && { cycleMs: Number(env.SSE_CYCLE_MS) }),
    ...(env.MOVING && { moving: env.MOVING === 'on' }),
    ...(env.ADDRESS_LIMIT && { addressLimit: Number(env.ADDRESS_LIMIT) }),
    ...(env.COOKIE_DOMAIN && { cookieDomain: env.COOKIE_DOMAIN }),
    ...(env.PENDING_MS && { pendingMs: Number(env.PENDING_MS) }),
    ...(env.CHECK_MS && { checkMs: Number(env.CHECK_MS) }),
    ...(env.TURN_MS && { turnMs: Number(env.TURN_MS) }),
    ...(env.CLOCK === 'now' && { baseMs: Date.now() }),
  }
}
