import { trimSpace } from '../syntax/list.ts'

/** Where the upstream's cookies come from and where they are to be stored. */
interface CookieScope {
  /** Host name of the edge as clients know it. */
  edgeHost: string
  /** Path prefix of the upstream, without a slash at its end; empty where it has none. */
  upstreamPath: string
}

/** Returns the scope of cookies between an edge and an upstream, by their bases. */
export function cookieScope(publicBase: string, upstreamUrl: string): CookieScope {
  const { pathname } = new URL(upstreamUrl)
  return {
    edgeHost: new URL(publicBase).hostname,
    upstreamPath: pathname.endsWith('/') ? pathname.slice(0, -1) : pathname,
  }
}

/**
 * Returns each `Set-Cookie` of the upstream as one of the edge's own, RFC 6265 section 5.2: without a `Domain` that
 * does not cover the edge's host, since a browser would refuse the cookie, and with the `Path` `/` where it lies
 * below the upstream's prefix, which the edge does not have.
 */
export function edgeCookies(cookies: readonly string[], scope: CookieScope): string[] {
  return cookies.map((cookie) => {
    const [pair = '', ...attributes] = cookie.split(';')
    return [pair, ...attributes.flatMap((attribute) => edgeAttribute(attribute, scope))].join(';')
  })
}

/** Puts the cookies of a response's headers on the edge; where all stay as they came their bytes are not touched. */
export function moveCookies(headers: Headers, scope: CookieScope): void {
  const given = headers.getSetCookie()
  const moved = edgeCookies(given, scope)
  if (moved.every((cookie, index) => cookie === given[index])) return
  headers.delete('set-cookie')
  for (const cookie of moved) headers.append('set-cookie', cookie)
}

function edgeAttribute(attribute: string, { edgeHost, upstreamPath }: CookieScope): string[] {
  const equals = attribute.indexOf('=')
  const value = trimSpace(attribute.slice(equals + 1))
  switch (trimSpace(attribute.slice(0, Math.max(0, equals))).toLowerCase()) {
    case 'domain':
      return covers(value.toLowerCase(), edgeHost) ? [attribute] : []
    case 'path':
      return isBelow(value, upstreamPath) ? [`${attribute.slice(0, equals + 1)}/`] : [attribute]
    default:
      return [attribute]
  }
}

/** Tells whether a domain covers a host, RFC 6265 section 5.1.3. A single label covers none but itself. */
function covers(given: string, host: string): boolean {
  const domain = given.startsWith('.') ? given.slice(1) : given
  if (domain === host) return true
  const isAddress = host.startsWith('[') || /^[\d.]+$/.test(host)
  return !isAddress && domain.includes('.') && host.endsWith(`.${domain}`)
}

function isBelow(path: string, prefix: string): boolean {
  return prefix !== '' && (path === prefix || path.startsWith(`${prefix}/`))
}
