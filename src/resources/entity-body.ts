import { type EntityLinkScope, moveEntityLinks } from './entity-links.ts'

/** An entity larger than this is passed on as it came: an isolate has 128 MB for all of its requests. */
const MAX_BYTES = 1024 * 1024

/** As {@link MAX_BYTES}, where nothing says how long a body is going to be. */
const MAX_BYTES_WITHOUT_LENGTH = 64 * 1024

/** The codings that the platform takes off a body that is read, RFC 9110 section 8.4.1. */
const READ_CODINGS: ReadonlySet<string | null> = new Set([null, 'gzip', 'br'])

/** What marks bytes that somebody may compare, cut or keep. */
const BYTE_EXACT_HEADERS = [
  ...['content-disposition', 'content-range', 'etag', 'digest', 'content-digest', 'repr-digest'],
  'content-md5',
]

/** What a body is, beside its bytes; no longer true of one that was changed. */
const BODY_HEADERS = ['content-length', 'content-encoding', 'accept-ranges']

const ENCODER = new TextEncoder()
const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Tells whether an answer of a route that holds entities is JSON whose links may be put on the edge. */
export function mayHoldLinks({ status, headers }: Response): boolean {
  if (status < 200 || status >= 300 || status === 206) return false
  if (!isJson(headers.get('content-type'))) return false
  if (!READ_CODINGS.has(headers.get('content-encoding'))) return false
  if (Number(headers.get('content-length') ?? 0) > MAX_BYTES) return false
  return !BYTE_EXACT_HEADERS.some((name) => headers.has(name))
}

function isJson(type: string | null): boolean {
  return type !== null && /^application\/json[ \t]*(?:;|$)/i.test(type)
}

/**
 * Returns the body of a response with its entities' links on the edge, and takes out of `headers` what is no longer
 * true of it. A body that turns out to be long is passed on as it comes.
 *
 * @param response one of which {@link mayHoldLinks} is true
 * @param headers those of the response to be made
 * @throws where the body breaks off
 */
export async function moveBodyLinks(
  response: Response,
  headers: Headers,
  scope: EntityLinkScope,
): Promise<BodyInit | null> {
  if (!response.body) {
    // The answer to HEAD: what it says of the body is not true of the one that GET gets.
    for (const name of BODY_HEADERS) headers.delete(name)
    return null
  }
  const isCoded = headers.has('content-encoding')
  const hasLength = headers.has('content-length')
  if (hasLength && !isCoded) return movedBytes(await response.arrayBuffer(), headers, scope)
  const { bytes, rest } = await readAtMost(
    response.body,
    hasLength ? MAX_BYTES : MAX_BYTES_WITHOUT_LENGTH,
  )
  if (isCoded) {
    for (const name of BODY_HEADERS) headers.delete(name)
  }
  return rest ? joined(bytes, rest) : movedBytes(bytes, headers, scope)
}

function movedBytes(
  bytes: ArrayBuffer | Uint8Array<ArrayBuffer>,
  headers: Headers,
  scope: EntityLinkScope,
): BodyInit {
  let text: string
  try {
    text = STRICT_UTF8.decode(bytes)
  } catch {
    return bytes
  }
  const moved = moveEntityLinks(text, scope)
  if (moved === text) return bytes
  for (const name of BODY_HEADERS) headers.delete(name)
  return ENCODER.encode(moved)
}

/** The beginning of a body, and the rest where there is more of it than may be held. */
interface Beginning {
  bytes: Uint8Array<ArrayBuffer>
  rest: ReadableStream<Uint8Array> | undefined
}

async function readAtMost(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Beginning> {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  while (size <= maxBytes) {
    const read = await reader.read()
    if (read.done) return { bytes: concatenated(chunks, size), rest: undefined }
    chunks.push(read.value)
    size += read.value.byteLength
  }
  reader.releaseLock()
  return { bytes: concatenated(chunks, size), rest: body }
}

function concatenated(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

/** A stream of what was read and what was not, which ends as the rest ends. */
function joined(bytes: Uint8Array, rest: ReadableStream<Uint8Array>): ReadableStream {
  const { readable, writable } = new IdentityTransformStream()
  const join = async () => {
    const writer = writable.getWriter()
    try {
      await writer.write(bytes)
    } finally {
      writer.releaseLock()
    }
    await rest.pipeTo(writable)
  }
  // What breaks it off breaks the readable side off as well, whose reader learns of it.
  join().catch(() => rest.cancel().catch(() => undefined))
  return readable
}
