import type { CachingFacts } from '../syntax/caching-facts.ts'
import { type LinkScope, toEdgeHref } from './href.ts'
import { isPublicText, publicHeader } from './redaction.ts'

/** The headers of an upstream's error that mean something beside the problem that takes its body's place. */
export interface ErrorHeaders {
  /** By names in lower case; no cookies among them. */
  readonly fields: readonly (readonly [name: string, value: string])[]
  /** Each `Set-Cookie` as it came. */
  readonly cookies: readonly string[]
  /** What a cache looks at, of an answer that one may keep. */
  readonly caching?: CachingFacts
  /** All of them with their bytes, where one has such as are no UTF-8 (obs-text): read, those are lost. */
  readonly bytes?: Headers
}

/** The headers of an error that came without any worth showing. */
export const NO_HEADERS: ErrorHeaders = { fields: [], cookies: [] }

/** What the problem says itself, or what is said of the body that it replaces. */
const REPLACED: ReadonlySet<string> = new Set([
  ...['age', 'cache-control', 'date', 'digest', 'expires', 'pragma', 'refresh', 'repr-digest'],
  ...['retry-after', 'set-cookie', 'vary'],
])

/**
 * Returns those headers of an error that stay: all but the replaced body's and, which the caller of this has taken
 * out before, the hop's.
 *
 * @param end the end-to-end headers of the answer
 * @param cookies each of its `Set-Cookie`
 * @param upstreamUrl base of the upstream, whose host name is masked
 */
export function errorHeaders(
  status: number,
  end: Iterable<readonly [string, string]>,
  cookies: readonly string[],
  upstreamUrl: string,
): ErrorHeaders {
  const fields: (readonly [string, string])[] = []
  for (const [given, value] of end) {
    const name = given.toLowerCase()
    const isOfBody = name.startsWith('content-') && !(status === 416 && name === 'content-range')
    if (isOfBody || REPLACED.has(name)) continue
    fields.push([name, AS_IT_CAME.has(name) ? value : publicHeader(value, upstreamUrl)])
  }
  return { fields, cookies }
}

const isLinks = (name: string) => name === 'link' || name === 'location'

/** Links are looked at for each request; a tag is compared byte for byte, and is no credential. */
const AS_IT_CAME: ReadonlySet<string> = new Set(['etag', 'link', 'location'])

/** Returns the headers for the response to a request: links lead to the edge, or are left out. */
export function shownHeaders(fields: ErrorHeaders['fields'], scope: LinkScope): [string, string][] {
  return fields.flatMap(([name, value]) => {
    if (!isLinks(name)) return [[name, value] as [string, string]]
    const shown = name === 'link' ? publicLinks(value, scope) : toEdgeHref(value, scope)
    return shown === undefined || shown === '' ? [] : [[name, shown] as [string, string]]
  })
}

/**
 * Returns a `Link` header (RFC 8288 section 3) whose links lead to the edge where they lead to the API, and lacks
 * those that lead to where no caller can go.
 */
function publicLinks(value: string, scope: LinkScope): string {
  return splitLinks(value)
    .flatMap(({ target, parameters }) => {
      const href = toEdgeHref(target, scope) ?? (isPublicLink(target, scope) ? target : undefined)
      const shown = publicHeader(parameters, scope.upstreamUrl)
      return href === undefined ? [] : [`<${href}>${shown}`]
    })
    .join(', ')
}

function isPublicLink(target: string, { upstreamUrl }: LinkScope): boolean {
  return /^https:\/\//i.test(target) && isPublicText(target, upstreamUrl)
}

/** Returns the links of a header; it ends where it is malformed. */
function splitLinks(value: string): { target: string; parameters: string }[] {
  const links: { target: string; parameters: string }[] = []
  let at = 0
  for (;;) {
    while (value[at] === ' ' || value[at] === ',' || value[at] === '\t') at++
    const close = value[at] === '<' ? value.indexOf('>', at) : -1
    if (close < 0) return links
    const end = linkEnd(value, close + 1)
    links.push({
      target: value.slice(at + 1, close).trim(),
      parameters: value.slice(close + 1, end),
    })
    at = end
  }
}

/** Returns where the comma behind a link is that stands in no quoted parameter. */
function linkEnd(value: string, start: number): number {
  let isQuoted = false
  for (let at = start; at < value.length; at++) {
    const character = value[at]
    if (character === '"') isQuoted = !isQuoted
    else if (character === '\\' && isQuoted) at++
    else if (character === ',' && !isQuoted) return at
  }
  return value.length
}
