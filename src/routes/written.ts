import { WRITTEN_COOKIE, WRITTEN_HEADER } from '../caller/written.ts'
import type { EdgeContext } from '../http/context.ts'

/** Longer than an entry of the caller's is served anywhere after its change. */
const WRITTEN_COOKIE_SECONDS = 60

/**
 * Tells the client when it changed something. Brought back, in its header or its cookie, it keeps what was asked for
 * before from that client, in whatever isolate of whatever location.
 */
export function markWritten(c: EdgeContext, response: Response): void {
  const edge = c.get('edge')
  const exchange = c.get('exchange')
  const writtenAt = String(edge.now())
  response.headers.set(WRITTEN_HEADER, writtenAt)
  if (!exchange.given.has('cookie')) return
  const secure = exchange.publicBase.startsWith('https:') ? '; Secure' : ''
  const attributes = `Path=/; Max-Age=${WRITTEN_COOKIE_SECONDS}; HttpOnly; SameSite=Lax${secure}`
  response.headers.append('Set-Cookie', `${WRITTEN_COOKIE}=${writtenAt}; ${attributes}`)
}
