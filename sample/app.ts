import { describeCall, nameCaller } from './calls.ts'
import {
  type Control,
  createControl,
  createStage,
  remember,
  type Stage,
  serveControl,
} from './control.ts'
import { settleTurns } from './conversation.ts'
import { applyFault } from './faults.ts'
import { completeOptions, type SampleOptions } from './options.ts'
import { createRouter, type Match, run } from './router.ts'
import { ROUTES } from './routes.ts'

export type { Control, SampleState } from './control.ts'
export type { FaultRule } from './faults.ts'
export type { MemberChange, Mutation, SessionSeed } from './mutations.ts'
export type { SampleOptions } from './options.ts'

/** A stand-in for the Everruns API with its own data and clock. */
export interface SampleUpstream {
  /** Serves `/v1/…`, `/health`, the same under `/api`, and `/__sample/…`. */
  fetch(request: Request): Promise<Response>
  /** The commands of `/__sample/…` for tests that run beside it. */
  control: Control
}

/** Longest X-Request-ID that is taken over. */
const REQUEST_ID_MAX = 256

/** On every response, errors too. */
const SECURITY_HEADERS = {
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

/**
 * Makes a sample upstream. The same seed, options and requests give the same answers.
 *
 * @example
 * const upstream = createSampleUpstream({ seed: 7, now: () => 0 })
 * const headers = { authorization: USERS.ada.pat }
 * await upstream.fetch(new Request('http://upstream/v1/harnesses', { headers }))
 */
export function createSampleUpstream(given: Partial<SampleOptions> = {}): SampleUpstream {
  const stage = createStage(completeOptions(given))
  const control = createControl(stage)
  const match = createRouter(ROUTES)
  return {
    control,
    fetch: (request) =>
      new URL(request.url).pathname.startsWith('/__sample/')
        ? serveControl(control, request)
        : serveApi(stage, match, request),
  }
}

async function serveApi(
  stage: Stage,
  match: (method: string, path: string) => Match,
  request: Request,
): Promise<Response> {
  const url = withoutPrefix(request.url)
  const target = url.pathname + url.search
  const call = describeCall(stage.world, request, target)
  remember(stage, call)
  const rule = stage.faults.take(request, target, nameCaller(stage.world, request))
  const proceed = () => answer(stage, match, request, url)
  const response = rule ? await applyFault(stage, rule, request.signal, proceed) : await proceed()
  call.status = response.status
  return finish(request, response)
}

async function answer(
  stage: Stage,
  match: (method: string, path: string) => Match,
  request: Request,
  url: URL,
): Promise<Response> {
  const { world, limiter } = stage
  settleTurns(world)
  stage.motion?.moveOn()
  const limited = url.pathname.startsWith('/v1/') ? limiter.check(request) : undefined
  if (limited) return limited
  const found = match(request.method, url.pathname)
  if ('answer' in found) return found.answer
  return run(found.handler, { world, request, url, params: found.params })
}

function withoutPrefix(address: string): URL {
  const url = new URL(address)
  url.pathname = url.pathname.replace(/^\/api(?=\/)/, '')
  return url
}

function finish(request: Request, response: Response): Response {
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) headers.set(name, value)
  headers.set('x-request-id', requestId(request))
  const { status } = response
  if (request.method !== 'HEAD') return new Response(response.body, { status, headers })
  // A stream that nobody reads would keep its timers.
  response.body?.cancel()
  return new Response(null, { status, headers })
}

function requestId(request: Request): string {
  const given = request.headers.get('x-request-id')
  return given && given.length <= REQUEST_ID_MAX ? given : crypto.randomUUID()
}
