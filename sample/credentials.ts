import type { UserState, World } from './model.ts'

/** How a credential was presented: decides what happens when no organisation is selected. */
export type CredentialKind = 'pat' | 'jwt'

/** A credential as found in a request, valid or not. */
export interface Presented {
  kind: CredentialKind
  token: string
}

const BEARER = /^bearer\s+(.*)$/i
const API_KEY = /^apikey\s+(.*)$/i

/** The credential a request presents; undefined: none. `unreadable`: the header is not UTF-8. */
export function findCredential(request: Request): Presented | 'unreadable' | undefined {
  const header = request.headers.get('authorization')
  if (header !== null && !isUtf8(header)) return 'unreadable'
  return (header === null ? undefined : fromHeader(header.trim())) ?? fromCookie(request)
}

/** The user a credential belongs to. */
export function findUser(world: World, presented: Presented): UserState | undefined {
  return world.users.find(
    ({ user, revoked }) => !revoked && user[presented.kind] === presented.token,
  )
}

/** The first cookie of that name. */
export function readCookie(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return undefined
}

function fromHeader(value: string): Presented | undefined {
  const bearer = BEARER.exec(value)?.[1]
  if (bearer !== undefined) {
    return { kind: bearer.startsWith('evr_pat_') ? 'pat' : 'jwt', token: bearer.trim() }
  }
  const key = API_KEY.exec(value)?.[1]
  if (key !== undefined) return { kind: 'pat', token: key.trim() }
  return value.startsWith('evr_pat_') ? { kind: 'pat', token: value } : undefined
}

function fromCookie(request: Request): Presented | undefined {
  const token = readCookie(request, 'access_token')
  return token === undefined ? undefined : { kind: 'jwt', token }
}

/**
 * Header values arrive as one character a byte, or already decoded with U+FFFD for what was no
 * UTF-8.
 */
function isUtf8(value: string): boolean {
  const codes = Array.from(value, (character) => character.codePointAt(0) ?? 0)
  if (codes.some((code) => code > 0xff)) return !value.includes('\ufffd')
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(codes))
    return true
  } catch {
    return false
  }
}
