import { concatenate } from '../syntax/bytes.ts'
import type { Reading } from './reading-gate.ts'

/** What {@link readBytes} came to. */
type BytesResult = { ok: true; bytes: Uint8Array } | { ok: false; reason: 'cut' | 'too-large' }

/** What a body waits for that an isolate has no room for yet. */
interface Room {
  reading: Reading
  /** Ends the wait. */
  signal: AbortSignal
}

/** Room is asked for in pieces of this size where a body's length is not known. */
const ROOM_BYTES = 256 * 1024

/**
 * Reads a body to its last byte but never past a bound: an upstream that sends without end must not fill the
 * isolate's 128 MB.
 *
 * @param maxBytes counted after decompression
 */
export async function readBytes(
  response: Response,
  maxBytes: number,
  room?: Room,
): Promise<BytesResult> {
  const { chunks, end } = await (isShort(response, maxBytes)
    ? readAtOnce(response, room)
    : readChunks(response, maxBytes, room))
  return end === 'whole' ? { ok: true, bytes: concatenate(chunks) } : { ok: false, reason: end }
}

/** What {@link readText} came to. */
type TextResult =
  | { ok: true; text: string }
  | { ok: false; reason: 'cut' | 'too-large' | 'not-json' }

/** Reads, as {@link readBytes}, UTF-8 text. */
export async function readText(
  response: Response,
  maxBytes: number,
  room?: Room,
): Promise<TextResult> {
  const result = await readBytes(response, maxBytes, room)
  if (!result.ok) return result
  const text = decodeUtf8(result.bytes)
  return text === undefined ? { ok: false, reason: 'not-json' } : { ok: true, text }
}

/** Decodes bytes as UTF-8; undefined where they are none. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  return decode([bytes], true)
}

/** So long an error's body is waited for: its status says the most. */
const MAX_ERROR_MS = 5_000

/**
 * Reads as much of an error's body as is worth reading and waiting for; what is cut or broken is still text.
 *
 * @param ended settles when the body is waited for no more, be it sooner
 */
export async function readErrorText(
  response: Response,
  maxBytes: number,
  ended?: Promise<unknown>,
): Promise<string> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const end = () => resolve(undefined)
  const timer = setTimeout(end, MAX_ERROR_MS)
  ended?.then(end, end)
  try {
    const { chunks } = await readChunks(response, maxBytes, undefined, late)
    return decode(chunks, false) ?? ''
  } finally {
    clearTimeout(timer)
  }
}

interface Chunks {
  chunks: Uint8Array[]
  end: 'whole' | 'cut' | 'too-large'
}

/** @param late resolves when no more is waited for */
async function readChunks(
  response: Response,
  maxBytes: number,
  room?: Room,
  late?: Promise<undefined>,
): Promise<Chunks> {
  const chunks: Uint8Array[] = []
  if (!response.body) return { chunks, end: 'whole' }
  if (Number(response.headers.get('content-length')) > maxBytes) {
    await response.body.cancel().catch(() => undefined)
    return { chunks, end: 'too-large' }
  }
  const reader = response.body.getReader()
  const next = () => (late ? Promise.race([reader.read(), late]) : reader.read())
  let size = 0
  try {
    for (let read = await next(); !read?.done; read = await next()) {
      if (!read) {
        reader.cancel().catch(() => undefined)
        return { chunks, end: 'cut' }
      }
      size += read.value.byteLength
      if (size > maxBytes) {
        await reader.cancel().catch(() => undefined)
        return { chunks, end: 'too-large' }
      }
      const rounded = Math.ceil(size / ROOM_BYTES) * ROOM_BYTES
      await room?.reading.need(Math.min(rounded, maxBytes), room.signal)
      chunks.push(read.value)
    }
  } catch {
    await reader.cancel().catch(() => undefined)
    return { chunks, end: 'cut' }
  }
  return { chunks, end: 'whole' }
}

/** Tells whether a body's length is known, is not that of something compressed, and is within the bound. */
function isShort({ headers }: Response, maxBytes: number): boolean {
  const length = headers.get('content-length')
  return length !== null && Number(length) <= maxBytes && !headers.has('content-encoding')
}

/** Reads a body in one: piece by piece a page of sessions takes a fifth more. */
async function readAtOnce(response: Response, room?: Room): Promise<Chunks> {
  try {
    await room?.reading.need(Number(response.headers.get('content-length')), room.signal)
    return { chunks: [new Uint8Array(await response.arrayBuffer())], end: 'whole' }
  } catch {
    await response.body?.cancel().catch(() => undefined)
    return { chunks: [], end: 'cut' }
  }
}

function decode(chunks: readonly Uint8Array[], isFatal: boolean): string | undefined {
  const decoder = new TextDecoder('utf-8', { fatal: isFatal, ignoreBOM: false })
  try {
    let text = ''
    for (const chunk of chunks) text += decoder.decode(chunk, { stream: true })
    return text + decoder.decode()
  } catch {
    return undefined
  }
}
