import { matchesOf, type Span } from './spans.ts'

/**
 * Finds what speaks of the inside of a network: the upstream's own host, hosts and addresses that only it knows, URLs
 * to them or with a password, and files with a line.
 *
 * @param ownHostname the upstream's
 */
export function hostSpans(text: string, ownHostname: string): Span[] {
  return [...urls(text, ownHostname), ...hostsAndPaths(text), ...ownHost(text, ownHostname)]
}

/** Finds URLs with a password or to where no caller can go; every one of a scheme that is no page's. */
function urls(text: string, ownHostname: string): Span[] {
  const spans: Span[] = []
  for (let at = text.indexOf('://'); at >= 0; ) {
    const scheme = /[a-z][a-z0-9+.-]{0,30}$/i.exec(text.slice(Math.max(0, at - 31), at))?.[0] ?? ''
    URL_REST.lastIndex = at + 3
    const rest = (URL_REST.exec(text)?.[0] ?? '').replace(/[).,;:!?]$/, '')
    const end = at + 3 + rest.length
    if (scheme !== '' && rest !== '' && !isPublicUrl(scheme, rest, ownHostname)) {
      spans.push([at - scheme.length, end])
    }
    at = text.indexOf('://', end)
  }
  return spans
}

const URL_REST = /[^\s"'`<>]*/y

function isPublicUrl(scheme: string, rest: string, ownHostname: string): boolean {
  if (!/^https?$/i.test(scheme)) return false
  const authority = /^[^/?#\\]*/.exec(rest)?.[0] ?? ''
  if (authority.includes('@') || /:(?!\d{0,5}$)/.test(authority.replace(/^\[[^\]]*\]/, ''))) {
    return false
  }
  const host = authority.replace(/:\d{0,5}$/, '').toLowerCase()
  const isOwn = host === ownHostname || rest.toLowerCase().includes(ownHostname)
  return !isOwn && host.includes('.') && !isPrivateHost(host)
}

/** Finds the upstream's own host. One of a single label, such as `api`, is also a word: only `localhost` counts. */
function ownHost(text: string, hostname: string): Span[] {
  if (hostname !== 'localhost' && !/[.:]/.test(hostname)) return []
  const escaped = hostname.replaceAll(/[^\w]/g, String.raw`\$&`)
  return matchesOf(text, new RegExp(escaped, 'gi'))
}

const WORD = /[^\s"'`<>(){}[\],;|=&?#]+/g

/** Finds private hosts, addresses, names with a port, credentials before a host, and places in source code. */
function hostsAndPaths(text: string): Span[] {
  const spans: Span[] = []
  let before = ''
  for (const match of text.matchAll(WORD)) {
    const word = match[0].replace(/[.:!]$/, '')
    // Of these it was decided as of a whole.
    if (/^https?:\/\//i.test(word)) continue
    const start = match.index
    const after = text.slice(start + word.length, start + word.length + 12)
    if (isPlace(word, after) || hasUserInfo(word)) spans.push([start, start + word.length])
    else spans.push(...hostsIn(word, start, before))
    before = word.toLowerCase()
  }
  return spans
}

function hostsIn(word: string, start: number, before: string): Span[] {
  const spans: Span[] = []
  let at = start
  for (const part of word.split('/')) {
    if (isHidden(part, before)) spans.push([at, at + part.length])
    at += part.length + 1
  }
  return spans
}

/** Tells whether a word is `user:password@host`, without a scheme. */
function hasUserInfo(word: string): boolean {
  const colon = word.indexOf(':')
  return colon > 0 && word.indexOf('@', colon + 2) > 0 && !word.startsWith('mailto:')
}

/** Words before a number in four parts that make it an address; else one that is public may be a version. */
const ADDRESS_WORDS: ReadonlySet<string> = new Set(
  'address addr at by client connect from host ip peer server to upstream via'.split(' '),
)
const VERSION_WORDS: ReadonlySet<string> = new Set(['version', 'v', 'release'])

/** Ports that services inside a network listen on: a plain name before one is a host. */
const SERVICE_PORTS: ReadonlySet<string> = new Set(
  '2379 3000 3306 4222 5000 5432 5433 5672 6379 6432 8000 8080 8443 8500 9000 9092 9200 11211 27017 50051'.split(
    ' ',
  ),
)

const SOURCE_FILE =
  /\.(?:rs|[cm]?[jt]sx?|py|go|java|kt|rb|php|cs|cpp|cc|ex|exs|scala|swift|json|ya?ml|toml|md)$/i

function isHidden(part: string, before: string): boolean {
  const [, host = '', port] = /^([^:]*):(\d{2,5})$/.exec(part) ?? [undefined, part]
  const name = host.toLowerCase()
  if (isPrivateHost(name) && !(VERSION_WORDS.has(before) && port === undefined)) return true
  if (IPV4.test(name)) return port !== undefined || ADDRESS_WORDS.has(before)
  if (port === undefined) return isIpv6(part)
  const isNamed = /^[a-z0-9][a-z0-9.-]*$/.test(name) && /[a-z]/.test(name)
  if (!isNamed) return false
  return name.includes('.') ? !SOURCE_FILE.test(name) : SERVICE_PORTS.has(port)
}

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/

const PRIVATE_ZONES: ReadonlySet<string> = new Set(
  'cluster consul corp home internal intranet lan local localdomain localhost private svc'.split(
    ' ',
  ),
)

/** Names that only a private network knows, and the addresses of RFC 1918, 3927, 6598 and of the machine itself. */
function isPrivateHost(host: string): boolean {
  if (IPV4.test(host)) {
    return /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(
      host,
    )
  }
  if (host === 'localhost') return true
  const zone = host.lastIndexOf('.')
  if (zone <= 0 || !PRIVATE_ZONES.has(host.slice(zone + 1))) return isIpv6(host)
  return /^[a-z0-9_.-]+$/.test(host)
}

/** Tells whether a word is an address, RFC 4291 section 2.2; a time of day or a path in a program is none. */
function isIpv6(word: string): boolean {
  const isForm = /^[0-9a-f:.]{3,45}$/i.test(word)
  return isForm && (word.includes('::') ? /\d/.test(word) : word.split(':').length === 8)
}

/** Tells whether a word is a file with a line: any with an absolute path, one of source code with a relative one. */
function isPlace(word: string, after: string): boolean {
  const path = word.replace(/:\d{1,9}$/, '').replace(/:(?:\d{1,9}|line)$/, '')
  const isAbsolute = /^(?:\/|[a-z]:[/\\])/i.test(path)
  const hasLine = path !== word || /^["']?, line \d/.test(after)
  const isSource = /[/\\]/.test(path) && SOURCE_FILE.test(path)
  return hasLine && (isAbsolute || isSource)
}
