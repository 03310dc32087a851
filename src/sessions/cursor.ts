import { crc32 } from './checksum.ts'
import type { CursorState } from './walk/cursor-state.ts'
import { MAX_ID_HASHES } from './walk/id-hash.ts'
import { MAX_KEY_LENGTH, parseInstant, SortKeyError } from './walk/instant.ts'

/** The layout of a cursor; raised whenever the bytes below change their meaning. */
const VERSION = 1

/** Characters of a cursor that are looked at: more is no cursor of ours. */
const MAX_CURSOR_LENGTH = 2000

/** A chance of 2^-64 that a cursor passes for one of another list. */
const BINDING_BYTES = 8

/** Version, binding and length of the key. */
const HEAD_BYTES = 1 + BINDING_BYTES + 1

/** Offset, total, number of idHashes and width of a idHash. */
const PLACE_BYTES = 4 + 4 + 2 + 1

const CHECKSUM_BYTES = 4
const MAX_UINT32 = 0xffffffff

/** Parameters that choose a page, not a list; a cursor is the same whatever they are. */
const PAGING_NAMES: ReadonlySet<string> = new Set(['cursor', 'limit', 'offset'])

/** The list that a cursor belongs to, as `bindCursor` makes it. */
export type CursorBinding = Uint8Array

/** What a cursor says, or why it says nothing. */
export type DecodedCursor =
  | { readonly ok: true; readonly state: CursorState }
  | { readonly ok: false; readonly reason: 'malformed' | 'version' | 'binding' }

/**
 * The binding for the list that one organisation sees under one query: 64 bits of SHA-256 over
 * length-prefixed parts. The order of the parameters, the paging parameters and an `order` that
 * says the default make no difference.
 *
 * @param organisation the effective selector, null where none was given
 */
export async function bindCursor(
  organisation: string | null,
  query: Iterable<readonly [string, string]>,
): Promise<CursorBinding> {
  const filters = [...query]
    .filter(([name, value]) => !PAGING_NAMES.has(name) && !isDefaultOrder(name, value))
    .map(([name, value]) => `${name.length}:${name}${value.length}:${value}`)
    .sort()
  const selector = organisation === null ? '-' : `${organisation.length}:${organisation}`
  const text = new TextEncoder().encode(selector + filters.join(''))
  return new Uint8Array(await crypto.subtle.digest('SHA-256', text)).slice(0, BINDING_BYTES)
}

/**
 * A state as a cursor: base64url (RFC 4648 section 5), under 1,500 characters.
 *
 * @throws RangeError for a state of more than 256 idHashes or with an overlong key
 */
export function encodeCursor(state: CursorState, binding: CursorBinding): string {
  const key = new TextEncoder().encode(state.key)
  const count = state.idHashes.length
  if (count > MAX_ID_HASHES || key.length > MAX_KEY_LENGTH) {
    throw new RangeError('A state does not fit into a cursor')
  }
  const width = (state.idHashes[0]?.length ?? 0) / 2
  const bytes = new Uint8Array(
    HEAD_BYTES + key.length + PLACE_BYTES + count * width + CHECKSUM_BYTES,
  )
  const view = new DataView(bytes.buffer)
  bytes[0] = VERSION
  bytes.set(binding.subarray(0, BINDING_BYTES), 1)
  bytes[HEAD_BYTES - 1] = key.length
  bytes.set(key, HEAD_BYTES)
  const place = HEAD_BYTES + key.length
  view.setUint32(place, asUint32(state.offset))
  view.setUint32(place + 4, asUint32(state.total))
  view.setUint16(place + 8, count)
  bytes[place + 10] = width
  bytes.set(bytesOfHex(state.idHashes.join('')), place + PLACE_BYTES)
  const end = bytes.length - CHECKSUM_BYTES
  view.setUint32(end, crc32(bytes.subarray(0, end)))
  return base64url(bytes)
}

/**
 * Reads a cursor. Never throws: `malformed` is what no position has made or what was damaged on the
 * way, `version` one of another layout, `binding` one of another list. Its checksum guards
 * against accidents, not against forgery: a forged cursor reads a list its bearer may read anyway,
 * from a place of his own choice.
 */
export function decodeCursor(text: string, binding: CursorBinding): DecodedCursor {
  const bytes = bytesOfBase64url(text)
  if (bytes === null || bytes.length === 0) return { ok: false, reason: 'malformed' }
  if (bytes[0] !== VERSION) return { ok: false, reason: 'version' }
  const state = isIntact(bytes) ? readCursorState(bytes) : null
  if (state === null) return { ok: false, reason: 'malformed' }
  const isOwn = binding.every((byte, index) => bytes[1 + index] === byte)
  return isOwn ? { ok: true, state } : { ok: false, reason: 'binding' }
}

function isDefaultOrder(name: string, value: string): boolean {
  return name === 'order' && value === 'created_at'
}

function isIntact(bytes: Uint8Array): boolean {
  const end = bytes.length - CHECKSUM_BYTES
  if (end < HEAD_BYTES + PLACE_BYTES) return false
  return viewOf(bytes).getUint32(end) === crc32(bytes.subarray(0, end))
}

function readCursorState(bytes: Uint8Array): CursorState | null {
  const view = viewOf(bytes)
  const place = HEAD_BYTES + (bytes[HEAD_BYTES - 1] ?? 0)
  if (place + PLACE_BYTES + CHECKSUM_BYTES > bytes.length) return null
  const key = new TextDecoder().decode(bytes.subarray(HEAD_BYTES, place))
  const count = view.getUint16(place + 8)
  const width = bytes[place + 10] ?? 0
  const idHashes = bytes.subarray(place + PLACE_BYTES, bytes.length - CHECKSUM_BYTES)
  if (!isTimestamp(key) || count > MAX_ID_HASHES || idHashes.length !== count * width) return null
  if (count > 0 && width === 0) return null
  return {
    key,
    idHashes: Array.from({ length: count }, (_, index) =>
      hexOf(idHashes.subarray(index * width, (index + 1) * width)),
    ),
    offset: view.getUint32(place),
    total: view.getUint32(place + 4),
  }
}

function isTimestamp(key: string): boolean {
  try {
    parseInstant(key)
    return true
  } catch (error) {
    if (error instanceof SortKeyError) return false
    throw error
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function asUint32(value: number): number {
  return Math.min(MAX_UINT32, Math.max(0, Math.floor(value) || 0))
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16),
  )
}

function base64url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function bytesOfBase64url(text: string): Uint8Array | null {
  if (text.length > MAX_CURSOR_LENGTH || !/^[\w-]+$/.test(text) || text.length % 4 === 1)
    return null
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
  // The last character has bits to spare: one spelling of them is ours.
  return base64url(bytes) === text ? bytes : null
}
