import { cookieValues, findCookies } from '../syntax/cookies.ts'
import type { ReadableHeaders } from '../syntax/header-table.ts'

/** Carries the epoch milliseconds of a caller's last change, in the answer to it and back. */
export const WRITTEN_HEADER = 'Everruns-Edge-Written'

/** As a request's names are read. */
const WRITTEN_NAME = WRITTEN_HEADER.toLowerCase()

/** {@link WRITTEN_HEADER} for callers who have their credential in a cookie. */
export const WRITTEN_COOKIE = 'everruns_edge_written'

/**
 * Returns the latest change that a request says its caller has made, in epoch milliseconds; 0 where it says none. A
 * time later than now counts as now, and what is no time as nothing.
 *
 * @param cookie the `Cookie` header
 */
export function writtenAt(client: ReadableHeaders, cookie: string | null, nowMs: number): number {
  const header = client.get(WRITTEN_NAME)
  let latest = 0
  for (const value of header === null ? [] : header.split(',')) latest = later(latest, value)
  for (const value of cookieValues(cookie, WRITTEN_COOKIE)) latest = later(latest, value)
  return Math.min(latest, nowMs)
}

function later(latest: number, text: string): number {
  const digits = text.trim()
  return /^\d{1,15}$/.test(digits) ? Math.max(latest, Number(digits)) : latest
}

/**
 * Takes out of a request's headers what says of changes that its caller made: it is the edge's own, and no header of
 * the API's. All else of its cookies stays as it came.
 *
 * @param headers those to be sent, made from `client`
 */
export function withoutWritten(headers: Headers, client: ReadableHeaders): Headers {
  if (client.has(WRITTEN_NAME)) headers.delete(WRITTEN_NAME)
  const cookie = client.get('cookie')
  const written = findCookies(cookie, [WRITTEN_COOKIE])
  if (cookie === null || written.length === 0) return headers
  const pairs = new Set(written.map(({ pair }) => pair))
  const others = cookie.split(';').filter((pair) => !pairs.has(pair.trim()))
  if (others.length === 0) headers.delete('cookie')
  else headers.set('cookie', others.join(';').trimStart())
  return headers
}
