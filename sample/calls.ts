import { findCredential, findUser } from './credentials.ts'
import type { World } from './model.ts'

/** A request as it arrived; credentials are named, never repeated. */
export interface ReceivedCall {
  method: string
  /** Path and query without the prefix `/api`. */
  target: string
  /** First name and kind of credential, `anonymous`, or `unknown`. */
  caller: string
  headers: Record<string, string>
  /** Time of the sample's clock, milliseconds. */
  at_ms: number
  /** Undefined until it is answered. */
  status?: number
}

/** How many calls are remembered. */
export const CALLS_MAX = 20_000

const CREDENTIAL_HEADERS = ['authorization', 'cookie', 'proxy-authorization']

/** Describes a request without its secrets. */
export function describeCall(world: World, request: Request, target: string): ReceivedCall {
  const label = labelCaller(world, request)
  const headers = [...request.headers].map(([name, value]) =>
    CREDENTIAL_HEADERS.includes(name) ? [name, mask(world, value)] : [name, value],
  )
  return {
    method: request.method,
    target,
    caller: label,
    headers: Object.fromEntries(headers),
    at_ms: world.now() / 1000,
  }
}

/** First name of the user a request belongs to. */
export function nameCaller(world: World, request: Request): string | undefined {
  const presented = findCredential(request)
  if (presented === undefined || presented === 'unreadable') return undefined
  return findUser(world, presented)?.user.name
}

function labelCaller(world: World, request: Request): string {
  const presented = findCredential(request)
  if (presented === undefined) return 'anonymous'
  if (presented === 'unreadable') return 'unknown'
  const name = nameCaller(world, request)
  return name ? `${name} (${presented.kind})` : 'unknown'
}

/** Known tokens become `<ada.pat>`; long words that are not known become `<unknown>`. */
function mask(world: World, value: string): string {
  let masked = value
  for (const { user } of world.users) {
    masked = masked.replaceAll(user.pat, `<${user.name}.pat>`)
    masked = masked.replaceAll(user.jwt, `<${user.name}.jwt>`)
  }
  return masked.replace(/[\w.-]{40,}/g, '<unknown>')
}
