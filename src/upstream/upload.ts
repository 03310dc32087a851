import type { Deadline } from './deadline.ts'

/** A body that streams from the client, and its length in bytes where the client named it. */
export interface Upload {
  body: ReadableStream<Uint8Array>
  length: number | undefined
}

/** Large enough that its handling costs little, small beside the isolate's 128 MB. */
const CHUNK_BYTES = 64 * 1024

/**
 * The body as it is to be sent. It takes the time the client's line takes, which is not the upstream's
 * fault: the deadline stands still while the client is waited for, and runs anew while the upstream is
 * waited for, to take what came or, after the last byte, to answer.
 *
 * @param abandon breaks the upstream call off, for a client that leaves before the last byte: to end a body of
 *   chunks, in whatever way, would be to tell the upstream that it is whole
 */
export function timedUpload(
  { body, length }: Upload,
  deadline: Deadline,
  abandon: () => void,
): ReadableStream {
  const pipe = length === undefined ? new IdentityTransformStream() : new FixedLengthStream(length)
  const pumping = pump(
    body.getReader({ mode: 'byob' }),
    pipe.writable.getWriter(),
    deadline,
    abandon,
  )
  // What breaks it off breaks the upstream call too, which tells why.
  pumping.catch(() => undefined)
  return pipe.readable
}

async function pump(
  from: ReadableStreamBYOBReader,
  to: WritableStreamDefaultWriter<Uint8Array>,
  deadline: Deadline,
  abandon: () => void,
): Promise<void> {
  const leave = (error: unknown) => {
    abandon()
    throw error
  }
  // One buffer for all: a new one each time would grow the heap until it is next swept.
  let buffer = new ArrayBuffer(CHUNK_BYTES)
  try {
    for (;;) {
      deadline.pause()
      const read = await from.read(new Uint8Array(buffer)).catch(leave)
      deadline.start()
      if (read.done) return await to.close()
      await to.write(read.value)
      buffer = read.value.buffer
    }
  } catch (error) {
    deadline.start()
    await Promise.allSettled([from.cancel(error), to.abort(error)])
  }
}
