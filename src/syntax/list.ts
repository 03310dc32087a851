/**
 * RFC 9110 section 5.6: lists, tokens and quoted strings, as many headers are made of them. Each place of a
 * text is looked at a bounded number of times, whatever the text.
 */

const TAB = 0x09
const SPACE = 0x20
const QUOTE = 0x22
const BACKSLASH = 0x5c

const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/

/** Tells whether a text is a token, section 5.6.2. */
export function isToken(text: string): boolean {
  return TOKEN.test(text)
}

/**
 * Cuts a text at a separator that stands outside of quoted strings. White space around the members and empty
 * members are left out. A quote without an end quotes nothing.
 *
 * @param separator one character, a comma for the members of a list
 */
export function splitUnquoted(text: string, separator: ',' | ';' = ','): string[] {
  if (!text.includes('"')) return text.split(separator).map(trimSpace).filter(isNotEmpty)
  const code = separator.charCodeAt(0)
  const members: string[] = []
  let start = 0
  let hasEnds = true
  for (let at = 0; at < text.length; at++) {
    const here = text.charCodeAt(at)
    if (here === code) {
      members.push(trimSpace(text.slice(start, at)))
      start = at + 1
    } else if (here === QUOTE && hasEnds) {
      const end = quotedEnd(text, at)
      if (end < 0) hasEnds = false
      else at = end - 1
    }
  }
  members.push(trimSpace(text.slice(start)))
  return members.filter(isNotEmpty)
}

/** Returns what a token or a quoted string says, section 5.6.4. A lone quote in front or behind is left out. */
export function unquote(text: string): string {
  if (text.charCodeAt(0) !== QUOTE) return text
  const isClosed = text.length > 1 && text.endsWith('"')
  const inside = text.slice(1, isClosed ? -1 : undefined)
  return inside.includes('\\') ? inside.replace(/\\(.)/gs, '$1') : inside
}

/** Returns the position behind the quoted string that begins at `start`; negative where it has no end. */
function quotedEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at + 1
    if (code === BACKSLASH) at += 1
  }
  return -1
}

const isNotEmpty = (text: string) => text !== ''

/** Cuts off the spaces and tabs at both ends, which are all the white space that a header may have there. */
export function trimSpace(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start += 1
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

const isSpace = (code: number) => code === SPACE || code === TAB
