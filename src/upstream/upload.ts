/** A body that streams from the client, and its length in bytes where the client named it. */
interface Upload {
  body: ReadableStream<Uint8Array>
  length: number | undefined
}

/** Whose time it is while an upload is under way. */
export interface UploadClock {
  waitForClient(): void
  waitForUpstream(): void
  /**
   * Breaks the upstream call off, for a client that leaves before the last byte: to end a body of chunks, in whatever
   * way, would be to tell the upstream that it is whole.
   */
  abandon(): void
}

/** Large enough that its handling costs little, small beside the isolate's 128 MB. */
const CHUNK_BYTES = 64 * 1024

/** Starts to pass an upload on, piece by piece and never more than one of them, and returns it as it is to be sent. */
export function sendUpload({ body, length }: Upload, clock: UploadClock): ReadableStream {
  const pipe = length === undefined ? new IdentityTransformStream() : new FixedLengthStream(length)
  const pumping = pump(body.getReader({ mode: 'byob' }), pipe.writable.getWriter(), clock)
  // What breaks it off breaks the upstream call too, which tells why.
  pumping.catch(() => undefined)
  return pipe.readable
}

async function pump(
  from: ReadableStreamBYOBReader,
  to: WritableStreamDefaultWriter<Uint8Array>,
  clock: UploadClock,
): Promise<void> {
  const leave = (error: unknown) => {
    clock.abandon()
    throw error
  }
  // One buffer for all: a new one each time would grow the heap until it is next swept.
  let buffer = new ArrayBuffer(CHUNK_BYTES)
  try {
    for (;;) {
      clock.waitForClient()
      const read = await from.read(new Uint8Array(buffer)).catch(leave)
      clock.waitForUpstream()
      if (read.done) return await to.close()
      await to.write(read.value)
      buffer = read.value.buffer
    }
  } catch (error) {
    clock.waitForUpstream()
    await Promise.allSettled([from.cancel(error), to.abort(error)])
  }
}
