import { cutText } from '../syntax/text.ts'
import { hostSpans } from './host-spans.ts'
import { secretSpans } from './secret-spans.ts'
import { mask, matchesOf, type Span } from './spans.ts'

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
 * Returns a text of the upstream's with everything masked that a caller must not read, cut where it is too long.
 *
 * @param upstreamUrl base of the upstream, whose host name is never shown
 * @param maxLength that of a sentence, 1,000, unless given
 * @returns undefined where nothing is left to say
 */
export function publicText(
  text: string,
  upstreamUrl: string,
  maxLength = MAX_TEXT_LENGTH,
): string | undefined {
  // Strict parsers refuse JSON that holds half of a character.
  const masked = maskedText(text.trim().toWellFormed(), upstreamUrl)
  if (masked === undefined) return undefined
  if (!/[\p{L}\p{N}]/u.test(masked)) return undefined
  return masked.length <= maxLength ? masked : `${cutText(masked, maxLength - 1)}…`
}

/** What is masked may bring together what stood on both sides of it, such as a tag and its end. */
const MAX_PASSES = 3

/** Returns a text with everything masked; undefined for one that goes as a whole. */
function maskedText(text: string, upstreamUrl: string): string | undefined {
  let masked = text
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    if (isStackTrace(masked) || isPage(masked)) return undefined
    const spans = [...spansOf(masked, upstreamUrl), ...matchesOf(masked, INVISIBLE)]
    const next = mask(masked, spans, MASK)
    // A mask may stand in the place of itself.
    if (next === masked) return masked
    masked = next
  }
  return undefined
}

/** Tells whether a text may be shown as it is. */
export function isPublicText(text: string, upstreamUrl: string, maxLength?: number): boolean {
  return publicText(text, upstreamUrl, maxLength) === text
}

/**
 * Tells whether a text of a 5xx answer may be shown: only one that names no address and no host at all, since it
 * speaks of the upstream's inside and not of the request.
 */
export function isPublicServerText(text: string, upstreamUrl: string, maxLength?: number): boolean {
  return (
    isPublicText(text, upstreamUrl, maxLength) &&
    !/:\/\/|:\d{2}|[a-z]\.[a-z\d]|\d\.[a-z]/i.test(text)
  )
}

/** Returns a header's value with the same spans masked. */
export function publicHeader(value: string, upstreamUrl: string): string {
  return mask(value, spansOf(value, upstreamUrl), HEADER_MASK)
}

function spansOf(text: string, upstreamUrl: string): Span[] {
  const { hostname } = new URL(upstreamUrl)
  return [...tags(text), ...hostSpans(text, hostname), ...secretSpans(text)]
}

/** Control characters but tab and line ends, and those that turn the direction of text. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g

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
