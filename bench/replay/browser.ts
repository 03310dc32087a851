import { send } from '../../test/support/http-client.ts'

/** What a person's browser got. */
export interface Received {
  requests: number
  bytes: number
  /** Answers that are no 200 and no 304: their paths and statuses. */
  faults: string[]
}

/** A browser with its own cache, as far as that matters: what has an `ETag` is asked for with it. */
export interface Browser {
  /** All at once, as a page asks. */
  get(paths: readonly string[]): Promise<void>
  received: Received
}

/** Opens a browser whose every request bears the headers. */
export function createBrowser(base: string, headers: Record<string, string>): Browser {
  const tags = new Map<string, string>()
  const received: Received = { requests: 0, bytes: 0, faults: [] }

  async function get(path: string): Promise<void> {
    const tag = tags.get(path)
    const condition: Record<string, string> = tag === undefined ? {} : { 'if-none-match': tag }
    const answer = await send(base + path, { headers: { ...headers, ...condition } })
    received.requests++
    received.bytes += Buffer.byteLength(answer.text)
    const etag = answer.headers.get('etag')
    if (etag) tags.set(path, etag)
    const isGood = answer.status === 200 || (answer.status === 304 && tag !== undefined)
    if (!isGood) received.faults.push(`${path} was answered ${answer.status}`)
  }

  return {
    received,
    async get(paths) {
      await Promise.all(paths.map(get))
    },
  }
}
