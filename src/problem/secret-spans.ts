import { matchesOf, type Span } from './spans.ts'

/** Finds credentials: by how they begin, by what stands before them, by how random they are, and keys. */
export function secretSpans(text: string): Span[] {
  return [
    ...pemBlocks(text),
    ...matchesOf(text, TOKEN),
    ...schemeCredentials(text),
    ...assignedSecrets(text),
    ...matchesOf(text, RANDOM).filter(([start, end]) => isRandom(text.slice(start, end))),
  ]
}

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
