/** What the cache of a location was asked for. */
export interface CacheTally {
  matches: number
  found: number
  puts: number
}

interface Stored {
  status: number
  headers: [string, string][]
  body: ArrayBuffer
  expiresAt: number
}

/** What the Cache API of one location offers to its isolates. */
export interface MemoryCaches {
  open(name: string): Promise<unknown>
  default: unknown
}

/** Without a `max-age` a response of status 200 stays for so long. */
const DEFAULT_MAX_AGE_SECONDS = 7_200

/**
 * Creates the cache that the isolates of one location share, with what the platform's refuses.
 *
 * @param now epoch milliseconds
 * @param wait resolves when the cache's time to answer is over
 */
export function createMemoryCaches(
  now: () => number,
  wait: () => Promise<void>,
): { caches: MemoryCaches; tally: CacheTally } {
  const named = new Map<string, ReturnType<typeof createCache>>()
  const tally: CacheTally = { matches: 0, found: 0, puts: 0 }
  const open = (name: string) => {
    const known = named.get(name) ?? createCache(now, wait, tally)
    named.set(name, known)
    return known
  }
  return { caches: { open: async (name) => open(name), default: open('default') }, tally }
}

function createCache(now: () => number, wait: () => Promise<void>, tally: CacheTally) {
  const stored = new Map<string, Stored>()
  return {
    async match(input: RequestInfo | URL): Promise<Response | undefined> {
      tally.matches++
      const request = new Request(input)
      if (request.method !== 'GET') return undefined
      // The platform would answer these by themselves: whoever looks an entry up has to ask for it barely.
      for (const name of ['range', 'if-none-match', 'if-modified-since']) {
        if (request.headers.has(name)) throw new Error(`match with ${name}`)
      }
      await wait()
      const found = stored.get(request.url)
      if (!found || now() >= found.expiresAt) return undefined
      tally.found++
      const { status, headers, body } = found
      return new Response(body.slice(0), { status, headers })
    },
    async put(input: RequestInfo | URL, response: Response): Promise<void> {
      tally.puts++
      const request = new Request(input)
      const refusal = whyNot(request, response)
      if (refusal) throw new Error(`put refuses ${refusal}`)
      const body = await response.arrayBuffer()
      await wait()
      const { status } = response
      const expiresAt = now() + maxAgeSeconds(response.headers) * 1_000
      stored.set(request.url, { status, headers: [...response.headers], body, expiresAt })
    },
    async delete(input: RequestInfo | URL): Promise<boolean> {
      await wait()
      return stored.delete(new Request(input).url)
    },
  }
}

function whyNot(request: Request, { status, headers }: Response): string | undefined {
  const control = headers.get('cache-control') ?? ''
  if (request.method !== 'GET') return request.method
  if (status === 206) return '206'
  if (/private|no-store|no-cache/.test(control)) return control
  if (headers.get('vary')?.includes('*')) return 'Vary: *'
  return headers.has('set-cookie') ? 'Set-Cookie' : undefined
}

function maxAgeSeconds(headers: Headers): number {
  const control = headers.get('cache-control') ?? ''
  const [, seconds] = /s-maxage=(\d+)/.exec(control) ?? /max-age=(\d+)/.exec(control) ?? []
  return seconds === undefined ? DEFAULT_MAX_AGE_SECONDS : Number(seconds)
}
