/** A credential as the page sends it, or why what was pasted is none. */
export type ReadToken = { authorization: string } | { fault: string }

const SCHEME = /^(bearer|apikey) /i
const INVISIBLE = /[\s\u200b-\u200d\u2060\ufeff]+/g
const UNPRINTABLE = /[^\x21-\x7e]/
const TOKEN_LIKE = /evr_pat_[0-9a-f]{16}|eyJ[\w-]{8}[\w-]*\.[\w-]{8}/i
const ORGANISATION = /^org_[0-9a-f]{32}$/

/**
 * Returns what an `Authorization` header is to say for a pasted token: blanks, line breaks, quotes and the
 * header's own name are taken off, and a token that the API does not take bare gets `Bearer` in front.
 */
export function readToken(pasted: string): ReadToken {
  const text = dropHeaderName(pasted.replace(INVISIBLE, ' ').trim())
  const scheme = SCHEME.exec(text)?.[1]
  const token = stripQuotes((scheme ? text.slice(scheme.length) : text).replaceAll(' ', ''))
  if (token === '' || /^(?:bearer|apikey)$/i.test(token))
    return { fault: 'There is no token in this.' }
  if (UNPRINTABLE.test(token)) {
    return { fault: 'This holds characters that no token has: was all of it copied?' }
  }
  if (scheme) return { authorization: `${scheme} ${token}` }
  return { authorization: token.startsWith('evr_pat_') ? token : `Bearer ${token}` }
}

/** Returns an organisation ID without its blanks, or why it is none; empty means none was chosen. */
export function readOrganisation(typed: string): { org: string } | { fault: string } {
  const org = typed.replace(INVISIBLE, '')
  if (org === '' || ORGANISATION.test(org)) return { org }
  return { fault: 'An organization is org_ and 32 hexadecimal digits.' }
}

/** Whether a text holds what looks like a token: such a text must not get into an address. */
export function looksLikeToken(text: string): boolean {
  return TOKEN_LIKE.test(text)
}

function dropHeaderName(text: string): string {
  const name = 'authorization:'
  const bare = stripQuotes(text)
  return bare.toLowerCase().startsWith(name) ? bare.slice(name.length).trim() : bare
}

function stripQuotes(text: string): string {
  const first = text[0]
  const isQuoted = text.length > 1 && (first === '"' || first === "'") && text.endsWith(first)
  return isQuoted ? text.slice(1, -1).trim() : text
}
