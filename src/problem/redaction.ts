/**
 * What the upstream's text may say to a caller. Spans that nobody may read are masked and the sentence around
 * them stays; a stack trace or a page says nothing to a caller and goes as a whole. Every scan is linear: each
 * pattern has one unbounded quantifier at most, and goes on behind what it has taken.
 */

/** Longer sentences are cut: no reader needs more of one. */
const MAX_TEXT_LENGTH = 1_000

const MASK = '[…]'

/** A header's value holds bytes only. */
const HEADER_MASK = '[...]'

/**
 * Returns a text of the upstream's with everything masked that a caller must not read, cut at 1,000 characters.
 *
 * @param upstreamUrl base of the upstream, whose host name is never shown
 * @returns undefined where nothing is left to say
 */
export function publicText(text: string, upstreamUrl: string): string | undefined {
  const trimmed = text.trim()
  if (isStackTrace(trimmed) || isPage(trimmed)) return undefined
  const spans = [...spansOf(trimmed, upstreamUrl), ...matchesOf(trimmed, INVISIBLE)]
  const masked = mask(trimmed, spans, MASK)
  if (!/[\p{L}\p{N}]/u.test(masked)) return undefined
  return masked.length <= MAX_TEXT_LENGTH ? masked : `${masked.slice(0, MAX_TEXT_LENGTH - 1)}…`
}

/** Tells whether a text may be shown as it is. */
export function isPublicText(text: string, upstreamUrl: string): boolean {
  return publicText(text, upstreamUrl) === text
}

/**
 * Tells whether a text of a 5xx answer may be shown: only one that names no address and no host at all, since it
 * speaks of the upstream's inside and not of the request.
 */
export function isPublicServerText(text: string, upstreamUrl: string): boolean {
  return isPublicText(text, upstreamUrl) && !/:\/\/|:\d{2}|[a-z]\.[a-z\d]|\d\.[a-z]/i.test(text)
}

/** Returns a header's value with the same spans masked. */
export function publicHeader(value: string, upstreamUrl: string): string {
  return mask(value, spansOf(value, upstreamUrl), HEADER_MASK)
}

/** A part of a text: where it begins, and where what follows it does. */
type Span = readonly [start: number, end: number]

function spansOf(text: string, upstreamUrl: string): Span[] {
  const { hostname } = new URL(upstreamUrl)
  return [
    ...tags(text),
    ...pemBlocks(text),
    ...urls(text, hostname),
    ...hostsAndPaths(text),
    ...ownHost(text, hostname),
    ...matchesOf(text, TOKEN),
    ...schemeCredentials(text),
    ...assignedSecrets(text),
    ...matchesOf(text, RANDOM).filter(([start, end]) => isRandom(text.slice(start, end))),
  ]
}

function mask(text: string, spans: Span[], by: string): string {
  if (spans.length === 0) return text
  spans.sort(([one], [other]) => one - other)
  let out = ''
  let copied = 0
  for (const [start, end] of spans) {
    // One mask stands for spans that touch.
    if (start > copied || copied === 0) out += text.slice(copied, start) + by
    copied = Math.max(copied, end)
  }
  return out + text.slice(copied)
}

function matchesOf(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length])
}

/** Control characters but tab and line ends, and those that turn the direction of text. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g

/** Credentials that show by how they begin; what else belongs to one is taken along. */
const TOKEN = new RegExp(
  `(?:${[
    String.raw`evr_\w{6}|gh[oprsu]_\w{10}|github_pat_\w{10}|glpat-[\w-]{10}|xox[a-z]-[\w-]{8}`,
    String.raw`(?<![a-z0-9])(?:sk-[\w-]{8}|[prs]k_(?:live|test)_\w{8}|whsec_\w{10}|npm_\w{20})`,
    String.raw`(?<![a-z0-9])(?:hf_\w{20}|dop_v1_\w{20}|AIza[\w-]{20}|ya29\.[\w-]{10}|SG\.[\w-]{16})`,
    String.raw`(?<![a-z0-9])(?:(?:AKIA|ASIA)[A-Z0-9]{12}|eyJ[\w-]{8})`,
  ].join('|')})(?:[\\w~+/=-]|\\.(?=\\w))*`,
  'gi',
)

const RANDOM = /[a-z0-9]{32,}/gi

/** Tells whether a word is random: IDs are hexadecimal, and hold no capitals, small letters and digits together. */
function isRandom(word: string): boolean {
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word)
}

/** Finds `Bearer …` and the like, where a credential follows and not a parameter such as `realm="…"` or a word. */
function schemeCredentials(text: string): Span[] {
  return [...text.matchAll(/(?<![a-z0-9])(?:bearer|basic|apikey)[ \t]{1,8}/gi)].flatMap((match) => {
    const start = match.index + match[0].length
    CREDENTIAL.lastIndex = start
    const value = CREDENTIAL.exec(text)?.[0] ?? ''
    const isParameter = value.endsWith('=') && /^["\w]/.test(text.slice(start + value.length))
    const isHeader = /authorization["']?\s?[:=]\s?["']?$/i.test(
      text.slice(Math.max(0, match.index - 20), match.index),
    )
    const isSecret = isHeader ? value.length >= 6 : value.length >= 20 || isUnlikeWord(value)
    return isParameter || !isSecret ? [] : [[start, start + value.length] as Span]
  })
}

/** RFC 9110 section 11.2, `token68`. */
const CREDENTIAL = /[\w.~+/-]+=*/y

function isUnlikeWord(value: string): boolean {
  return value.length >= 6 && (/\d/.test(value) || /[a-z][A-Z]|[A-Z]{2}[a-z]/.test(value))
}

const SECRET_NAME =
  /(?:pass(?:word|wd|phrase)|pwd|secret|token|(?:api|private|access|account)[_-]?key|credentials?|cookie|signature|authorization)(["']?)[ \t]{0,4}([:=])[ \t]{0,4}/gi

/** Finds the value in `password=…`, `"secret": "…"`, `token: a1b2c3`; not `password: must be longer`. */
function assignedSecrets(text: string): Span[] {
  const spans: Span[] = []
  SECRET_NAME.lastIndex = 0
  for (let match = SECRET_NAME.exec(text); match; match = SECRET_NAME.exec(text)) {
    const start = SECRET_NAME.lastIndex
    const quote = text[start]
    let end: number
    if (quote === '"' || quote === "'") {
      const close = text.indexOf(quote, start + 1)
      end = close < 0 ? text.length : close
      spans.push([start + 1, end])
    } else {
      ASSIGNED_VALUE.lastIndex = start
      const value = ASSIGNED_VALUE.exec(text)?.[0] ?? ''
      end = start + value.length
      const isSecret = match[2] === '=' ? !value.startsWith('=') : isUnlikeWord(value)
      if (value !== '' && isSecret) spans.push([start, end])
    }
    SECRET_NAME.lastIndex = Math.max(end, start)
  }
  return spans.filter(([start, end]) => start < end)
}

const ASSIGNED_VALUE = /[^\s&"'`<>]+/y

/** Keys and certificates, RFC 7468; one without its end goes to the end of the text. */
function pemBlocks(text: string): Span[] {
  const spans: Span[] = []
  for (let start = text.indexOf('-----BEGIN'); start >= 0; ) {
    const last = text.indexOf('-----END', start)
    const close = last < 0 ? -1 : text.indexOf('-----', last + 8)
    const end = close < 0 ? text.length : close + 5
    spans.push([start, end])
    start = text.indexOf('-----BEGIN', end)
  }
  return spans
}

/** Elements whose bare tag is HTML and no placeholder such as `<name>`. */
const ELEMENT =
  /^(?:[abipqsu]|br|hr|h[1-6]|t[hrd]|ul|ol|li|em|tt|div|span|p?re|img|html|head|body|title|base|link|meta|style|script|noscript|template|i?frame|frameset|object|embed|applet|form|input|button|select|option|textarea|table|t?body|thead|strong|code|font|center|small|big|svg|math|video|audio|source|canvas|details|dialog|marquee|section|article|main|nav|footer|header|blockquote)$/i

const TAG = /<(?:[!?]|(\/?)([a-z][a-z0-9-]{0,30}))/gi

/** How far the end of a tag is looked for. */
const MAX_TAG_LENGTH = 300

function tags(text: string): Span[] {
  return [...text.matchAll(TAG)].flatMap((match) => {
    const [opening, slash, name] = match
    const rest = text.slice(match.index + opening.length, match.index + MAX_TAG_LENGTH)
    const close = /^[^<>]*>/.exec(rest)?.[0]
    const hasAttributes = close !== undefined && /^\s/.test(close) && close.includes('=')
    const isKnown = name === undefined || slash !== '' || ELEMENT.test(name)
    if (!isKnown && !hasAttributes) return []
    return [[match.index, match.index + opening.length + (close?.length ?? 0)] as Span]
  })
}

/** How far the end of a stack frame's place is looked for. */
const MAX_FRAME_LENGTH = 300

/** Tells whether a text is a document rather than a sentence with something of HTML in it. */
function isPage(text: string): boolean {
  return tags(text)[0]?.[0] === 0 || /<(?:!doctype|html|head|body)[\s>]/i.test(text)
}

/** Tells whether a text is what a runtime prints when it fails: Rust, Python, Go, Java and .NET, JavaScript. */
function isStackTrace(text: string): boolean {
  if (/\bpanicked\b|\bTraceback\b|\bstack (?:back)?trace\b|\bException in thread\b/i.test(text)) {
    return true
  }
  if (/\bgoroutine \d{1,9} \[/.test(text)) return true
  return [...text.matchAll(/\bat (?:async |new )?[^\s()]{1,200} ?\(/g)].some((match) => {
    const start = match.index + match[0].length
    const place = /^[^()\n]*/.exec(text.slice(start, start + MAX_FRAME_LENGTH))?.[0] ?? ''
    return /[./\\]/.test(place) && /:\d{1,9}$/.test(place)
  })
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
