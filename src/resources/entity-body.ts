import { sleep } from '../sleep.ts'
import { concatenate } from '../syntax/bytes.ts'
import { READABLE_CODINGS } from '../syntax/codings.ts'
import { type EntityLinkScope, moveEntityLinks } from './entity-links.ts'

/** An entity larger than this is passed on as it came: an isolate has 128 MB for all of its requests. */
const MAX_BYTES = 1024 * 1024

/** As {@link MAX_BYTES}, where nothing says how long a body is going to be. */
const MAX_BYTES_WITHOUT_LENGTH = 64 * 1024

/** So long the rest of a body is waited for; one that takes longer is passed on as it comes. */
const MAX_HELD_MS = 5_000

/** What `Content-Encoding` a body may have, to be read. */
const READ_CODINGS: ReadonlySet<string | null> = new Set([null, ...READABLE_CODINGS])

/** What marks bytes that somebody may compare, cut or keep. */
const BYTE_EXACT_HEADERS = [
  ...['content-disposition', 'content-range', 'etag', 'digest', 'content-digest', 'repr-digest'],
  'content-md5',
]

/** What a body is, beside its bytes; no longer true of one that was changed. */
const BODY_HEADERS = ['content-length', 'content-encoding', 'accept-ranges']

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

/** Takes out of the headers of a response what is no longer true of a body that was changed. */
export function deleteBodyHeaders(headers: Headers): void {
  for (const name of BODY_HEADERS) headers.delete(name)
}

/** The body of a response to be made, and whether what its headers say of it is no longer true. */
export interface MovedBody {
  body: BodyInit | null
  isChanged: boolean
}

/**
 * Returns the body of a response with its entities' links on the edge. A body that turns out to be long, that comes
 * slowly or that breaks off is passed on as it comes.
 *
 * @param response one of which {@link mayHoldLinks} is true
 */
export async function moveBodyLinks(
  { body, headers }: Response,
  scope: EntityLinkScope,
): Promise<MovedBody> {
  // The answer to HEAD: what it says of the body is not true of the one that GET gets.
  if (!body) return { body: null, isChanged: true }
  // What was coded comes out of the platform's reader plain.
  const isCoded = headers.has('content-encoding')
  const length = headers.get('content-length')
  const maxBytes = length === null ? MAX_BYTES_WITHOUT_LENGTH : MAX_BYTES
  const wholeBytes = isCoded || length === null ? undefined : Number(length)
  const { chunks, next, reader } = await readBeginning(body, maxBytes, wholeBytes)
  if (next) {
    const rest = joined(chunks, next, reader, isCoded ? null : length)
    return { body: rest, isChanged: isCoded }
  }
  const bytes = concatenate(chunks)
  const moved = moveEntityLinks(bytes, scope)
  return { body: moved, isChanged: isCoded || moved !== bytes }
}

/** The beginning of a body; where that is not all of it, the next read and the reader of the rest. */
interface Beginning {
  chunks: Uint8Array[]
  next: Promise<ReadableStreamReadResult<Uint8Array>> | undefined
  reader: ReadableStreamDefaultReader<Uint8Array>
}

/** @param wholeBytes length of the body, where that is known: its end need not be asked for then */
async function readBeginning(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
  wholeBytes: number | undefined,
): Promise<Beginning> {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, MAX_HELD_MS, undefined)
  })
  try {
    for (let size = 0; ; ) {
      const next = reader.read()
      if (size > maxBytes) return { chunks, next, reader }
      const read = await Promise.race([next, late]).catch(() => undefined)
      if (!read) return { chunks, next, reader }
      if (read.done) return { chunks, next: undefined, reader }
      chunks.push(read.value)
      size += read.value.byteLength
      if (size === wholeBytes) return { chunks, next: undefined, reader }
    }
  } finally {
    clearTimeout(timer)
  }
}

/** Returns a stream of what was read and what was not, which ends as the rest ends. */
function joined(
  chunks: readonly Uint8Array[],
  next: NonNullable<Beginning['next']>,
  reader: Beginning['reader'],
  length: string | null,
): ReadableStream {
  const pipe =
    length === null ? new IdentityTransformStream() : new FixedLengthStream(Number(length))
  const writer = pipe.writable.getWriter()
  const pump = async () => {
    for (const chunk of chunks) await writer.write(chunk)
    for (let read = await next; !read.done; read = await reader.read()) {
      await writer.write(read.value)
    }
    await writer.close()
  }
  // What breaks one side off breaks the other off, once what was written has had its turn to leave.
  const breakOff = async (error: unknown) => {
    await sleep(0)
    await Promise.allSettled([writer.abort(error), reader.cancel(error)])
  }
  pump().catch(breakOff)
  return pipe.readable
}
