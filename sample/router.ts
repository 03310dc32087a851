import { authenticate } from './authentication.ts'
import type { Caller, World } from './model.ts'
import { Answer, empty, plain } from './problem.ts'

/** What a handler gets before anyone asked who calls. */
export interface RawCall {
  world: World
  request: Request
  /** With the path as the API knows it, without the prefix `/api`. */
  url: URL
  /** Decoded path parameters by name. */
  params: Record<string, string>
}

/** What a handler gets that acts for a caller in an organisation. */
export interface Call extends RawCall {
  caller: Caller
}

/** Answers one route; may throw an Answer. */
export type Handler = (call: Call) => Response | Promise<Response>

/** Answers a route that needs no organisation. */
export type RawHandler = (call: RawCall) => Response | Promise<Response>

/** Method, pattern with `:name` segments, handler. Static segments win over parameters. */
export type Route = readonly [method: string, pattern: string, handler: RawHandler]

/** What matching found: a handler, or the answer that the router gives itself. */
export type Match = { handler: RawHandler; params: Record<string, string> } | { answer: Response }

interface Compiled {
  segments: string[]
  methods: Map<string, RawHandler>
}

/**
 * Matches like the upstream's router: no redirects, a trailing slash is another path, HEAD is
 * served by GET.
 */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match {
  const patterns = compile(routes)
  return (method, path) => {
    const segments = path.split('/')
    const pattern = patterns.find((candidate) => fits(candidate.segments, segments))
    if (!pattern) return { answer: empty(404) }
    const handler = pattern.methods.get(method === 'HEAD' ? 'GET' : method)
    if (!handler) return { answer: empty(405, { allow: allowed(pattern.methods) }) }
    const params = decode(pattern.segments, segments)
    return params ? { handler, params } : { answer: plain(400, 'Invalid URL: invalid UTF-8') }
  }
}

/** A handler that learns first who calls, and in which organisation. */
export function inOrganisation(handler: Handler): RawHandler {
  return (call) => handler({ ...call, caller: authenticate(call.world, call.request) })
}

/** Runs a handler and turns a thrown Answer into its response. */
export async function run(handler: RawHandler, call: RawCall): Promise<Response> {
  try {
    return await handler(call)
  } catch (error) {
    if (error instanceof Answer) return error.response
    throw error
  }
}

function compile(routes: readonly Route[]): Compiled[] {
  const byPattern = new Map<string, Compiled>()
  for (const [method, pattern, handler] of routes) {
    const compiled = byPattern.get(pattern) ?? { segments: pattern.split('/'), methods: new Map() }
    compiled.methods.set(method, handler)
    byPattern.set(pattern, compiled)
  }
  const parameters = (compiled: Compiled) =>
    compiled.segments.filter((segment) => segment.startsWith(':')).length
  return [...byPattern.values()].toSorted((a, b) => parameters(a) - parameters(b))
}

function fits(pattern: string[], segments: string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, at) =>
      part.startsWith(':') ? segments[at] !== '' : part === segments[at],
    )
  )
}

function allowed(methods: Map<string, RawHandler>): string {
  return [...methods.keys()]
    .flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name]))
    .join(',')
}

function decode(pattern: string[], segments: string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {}
  for (const [at, part] of pattern.entries()) {
    if (!part.startsWith(':')) continue
    try {
      params[part.slice(1)] = decodeURIComponent(segments[at] ?? '')
    } catch {
      return undefined
    }
  }
  return params
}
