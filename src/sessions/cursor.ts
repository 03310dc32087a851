import { lengthPrefixed } from '../cache/digest.ts'
import { base64url, bytesOfBase64url, textOf, utf8Bytes } from '../syntax/bytes.ts'
import type { CursorState } from './walk/cursor-state.ts'
import { MAX_ID_HASHES } from './walk/id-hash.ts'
import { MAX_KEY_LENGTH, parseInstant, SortKeyError } from './walk/instant.ts'

/** The layout of a cursor; raised whenever the bytes below change their meaning. */
const VERSION = 2

/** Characters of a cursor that are looked at: more is no cursor of ours. */
const MAX_CURSOR_LENGTH = 2000

/** A chance of 2^-64 that a cursor which is damaged, or of another list, passes for one of this list. */
const DIGEST_BYTES = 8

/** Version, digest and length of the key. */
const HEAD_BYTES = 1 + DIGEST_BYTES + 1

/** Offset, total, rows passed, number of ID hashes and width of an ID hash. */
const PLACE_BYTES = 4 + 4 + 4 + 2 + 1

const MAX_UINT32 = 0xffffffff

/** The list that a cursor belongs to, as {@link bindCursor} makes it. */
export type CursorBinding = string

/** What a cursor says, or why it says nothing. */
export type DecodedCursor =
  | { readonly ok: true; readonly state: CursorState }
  | { readonly ok: false; readonly reason: 'malformed' | 'version' | 'foreign' }

/**
 * Returns the binding for the list that one caller sees under one query. The order of the parameters, and an
 * `order` that says the default, make no difference.
 *
 * @param organization the selected one; callers who select the same one share their cursors
 * @param caller who asks, in the place of an organisation where none is selected
 */
export function bindCursor(
  organization: string | undefined,
  caller: string,
  filters: Iterable<readonly [string, string]>,
): CursorBinding {
  const parts = [...filters]
    .filter(([name, value]) => !(name === 'order' && value === 'created_at'))
    .map(lengthPrefixed)
    .sort()
  const selector = organization === undefined ? ['caller', caller] : ['organization', organization]
  return lengthPrefixed([...selector, ...parts])
}

/**
 * Writes a state as a cursor: base64url (RFC 4648 section 5), under 1,500 characters.
 *
 * @throws RangeError for a state of more than 256 ID hashes or with an overlong key
 */
export async function encodeCursor(state: CursorState, binding: CursorBinding): Promise<string> {
  const key = utf8Bytes(state.key)
  const count = state.idHashes.length
  if (count > MAX_ID_HASHES || key.length > MAX_KEY_LENGTH) {
    throw new RangeError('A state does not fit into a cursor')
  }
  const width = (state.idHashes[0]?.length ?? 0) / 2
  const bytes = new Uint8Array(HEAD_BYTES + key.length + PLACE_BYTES + count * width)
  const view = new DataView(bytes.buffer)
  bytes[0] = VERSION
  bytes[HEAD_BYTES - 1] = key.length
  bytes.set(key, HEAD_BYTES)
  const place = HEAD_BYTES + key.length
  view.setUint32(place, asUint32(state.offset))
  view.setUint32(place + 4, asUint32(state.total))
  view.setUint32(place + 8, asUint32(state.passed))
  view.setUint16(place + 12, count)
  bytes[place + 14] = width
  bytes.set(bytesOfHex(state.idHashes.join('')), place + PLACE_BYTES)
  bytes.set(await digestOf(bytes, binding), 1)
  return base64url(bytes)
}

/**
 * Reads a cursor. Never throws: `malformed` is what no list has made, `version` one of another layout, `foreign`
 * one of another list or damaged on the way. The digest guards against accidents, not against forgery: a forged
 * cursor reads a list that its bearer may read anyway, from a place of his own choice.
 */
export async function decodeCursor(text: string, binding: CursorBinding): Promise<DecodedCursor> {
  const bytes = text.length <= MAX_CURSOR_LENGTH ? bytesOfBase64url(text) : undefined
  if (bytes === undefined || bytes.length === 0) return { ok: false, reason: 'malformed' }
  if (bytes[0] !== VERSION) return { ok: false, reason: 'version' }
  const digest = await digestOf(bytes, binding)
  if (!digest.every((byte, index) => bytes[1 + index] === byte)) {
    return { ok: false, reason: 'foreign' }
  }
  const state = readCursorState(bytes)
  return state === null ? { ok: false, reason: 'malformed' } : { ok: true, state }
}

/** Returns one digest over the binding and everything of the cursor but the digest's own place. */
async function digestOf(bytes: Uint8Array, binding: CursorBinding): Promise<Uint8Array> {
  const list = utf8Bytes(`${VERSION}:${binding.length}:${binding}`)
  const body = bytes.subarray(1 + DIGEST_BYTES)
  const all = new Uint8Array(list.length + body.length)
  all.set(list)
  all.set(body, list.length)
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all)).subarray(0, DIGEST_BYTES)
}

function readCursorState(bytes: Uint8Array): CursorState | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const place = HEAD_BYTES + (bytes[HEAD_BYTES - 1] ?? 0)
  if (place + PLACE_BYTES > bytes.length) return null
  const key = textOf(bytes, HEAD_BYTES, place)
  const count = view.getUint16(place + 12)
  const width = bytes[place + 14] ?? 0
  const hashBytes = bytes.length - place - PLACE_BYTES
  if (!isTimestamp(key) || count > MAX_ID_HASHES || hashBytes !== count * width) return null
  if (count > 0 && width === 0) return null
  const hex = hexOf(bytes, place + PLACE_BYTES)
  return {
    key,
    idHashes: Array.from({ length: count }, (_, index) =>
      hex.slice(2 * index * width, 2 * (index + 1) * width),
    ),
    offset: view.getUint32(place),
    total: view.getUint32(place + 4),
    passed: view.getUint32(place + 8),
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

function asUint32(value: number): number {
  return Math.min(MAX_UINT32, Math.max(0, Math.floor(value) || 0))
}

const HEX = '0123456789abcdef'

/** Returns the bytes from a place on as hexadecimal digits. */
function hexOf(bytes: Uint8Array, start: number): string {
  let hex = ''
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at] as number
    hex += HEX.charAt(byte >> 4) + HEX.charAt(byte & 15)
  }
  return hex
}

function bytesOfHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2)
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16)
  }
  return bytes
}
