/** The cache whose member of `Cache-Status` is the edge's (RFC 9211). */
export const EDGE_CACHE_NAME = 'everruns-edge'

/** What one cache says of an answer (RFC 9211, section 2). */
export interface CacheStatusMember {
  name: string
  parameters: Map<string, string | number | boolean>
}

/** What the edge says of an answer. */
export interface EdgeCacheStatus {
  isHit: boolean
  /** Why the request went on: `uri-miss`, `stale`, `request`, `bypass`. */
  forward: string | undefined
  forwardStatus: number | undefined
  isStored: boolean
  isCollapsed: boolean
  /** Seconds of freshness that are left; negative where the answer is stale. */
  ttlSeconds: number | undefined
  detail: string | undefined
}

/** Returns the members of a `Cache-Status`: a list of structured fields (RFC 9651), read in one pass. */
export function parseCacheStatus(header: string | null | undefined): CacheStatusMember[] {
  const members: CacheStatusMember[] = []
  for (const text of splitOutsideQuotes(header ?? '', ',')) {
    const [name, ...rest] = splitOutsideQuotes(text, ';')
    const called = unquote((name ?? '').trim())
    if (called === '') continue
    const parameters = new Map<string, string | number | boolean>()
    for (const part of rest) {
      const at = part.indexOf('=')
      const key = (at < 0 ? part : part.slice(0, at)).trim()
      if (key !== '') parameters.set(key, at < 0 ? true : readValue(part.slice(at + 1).trim()))
    }
    members.push({ name: called, parameters })
  }
  return members
}

/** Returns what the edge said, or undefined where it said nothing: a forwarded answer, an error of its own. */
export function readEdgeStatus(header: string | null | undefined): EdgeCacheStatus | undefined {
  const member = parseCacheStatus(header).findLast(({ name }) => name === EDGE_CACHE_NAME)
  if (!member) return undefined
  const { parameters } = member
  const text = (key: string) => {
    const value = parameters.get(key)
    return value === undefined || typeof value === 'boolean' ? undefined : String(value)
  }
  const number = (key: string) => {
    const value = parameters.get(key)
    return typeof value === 'number' ? value : undefined
  }
  return {
    isHit: parameters.get('hit') === true,
    forward: text('fwd'),
    forwardStatus: number('fwd-status'),
    isStored: parameters.get('stored') === true,
    isCollapsed: parameters.get('collapsed') === true,
    ttlSeconds: number('ttl'),
    detail: text('detail'),
  }
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = []
  let from = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (isQuoted && character === '\\') at += 1
    else if (character === '"') isQuoted = !isQuoted
    else if (character === separator && !isQuoted) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  parts.push(text.slice(from))
  return parts
}

function readValue(text: string): string | number | boolean {
  if (text === '?1' || text === '?0') return text === '?1'
  const value = Number(text)
  return text !== '' && Number.isFinite(value) ? value : unquote(text)
}

function unquote(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text
  return text.slice(1, -1).replace(/\\(.)/g, '$1')
}
