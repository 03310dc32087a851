/** What answered a request, as its response says. */
export interface CacheInfo {
  /**
   * `hit`: stored and fresh. `stale`: stored, while it is refreshed or the API fails. `shared`: of a call that another
   * request had made. `miss`: of a call of its own. `bypass`: not cached at all. `unknown`: the response does not say.
   */
  outcome: 'hit' | 'stale' | 'shared' | 'miss' | 'bypass' | 'unknown'
  /** Why: the `detail` or `fwd` of the edge's `Cache-Status`. */
  detail: string | undefined
  /** Seconds since the API made it. */
  age: number | undefined
  /** Seconds of freshness left; negative when stale. */
  ttl: number | undefined
  /** Where it was stored: `memory`, `location` or `kv`. */
  tier: string | undefined
  /** Whether the browser answered from its own cache without asking; the rest is then as it was when it asked. */
  isFromBrowser: boolean
}

/**
 * Reads what answered a request. A browser on another origin sees it only where the edge allows that origin.
 *
 * @example
 * ```ts
 * const { data, response } = await edge.GET('/v1/harnesses')
 * console.log(cacheOf(response).outcome, cacheOf(response).age)
 * ```
 */
export function cacheOf(response: Pick<Response, 'headers' | 'url'>): CacheInfo {
  const { headers } = response
  const status = edgeStatus(headers.get('cache-status') ?? '')
  return {
    outcome: outcomeOf(status),
    detail: status?.get('detail') ?? status?.get('fwd'),
    age: numberOf(headers.get('age')),
    ttl: numberOf(status?.get('ttl')),
    tier: status?.get('tier') ?? TIER.exec(headers.get('server-timing') ?? '')?.[1],
    isFromBrowser: isFromBrowser(response.url),
  }
}

const NAME = 'everruns-edge'
const TIER = /(?:^|,)\s*tier;desc="?([a-z-]+)/

/** Returns the parameters of the edge's own member, the last of its name (RFC 9211 section 2). */
function edgeStatus(header: string): ReadonlyMap<string, string> | undefined {
  const own = header
    .split(',')
    .map((member) => member.split(';').map((part) => part.trim()))
    .findLast(([name]) => name === NAME)
  return own && new Map(own.slice(1).map(parameter))
}

function parameter(text: string): [string, string] {
  const [name = '', value = ''] = text.split('=')
  return [name, value.replaceAll('"', '')]
}

function outcomeOf(status: ReadonlyMap<string, string> | undefined): CacheInfo['outcome'] {
  if (!status) return 'unknown'
  if (status.has('hit')) return Number(status.get('ttl')) < 0 ? 'stale' : 'hit'
  if (status.get('fwd') === 'bypass') return 'bypass'
  return status.has('collapsed') ? 'shared' : 'miss'
}

function numberOf(text: string | null | undefined): number | undefined {
  return text === null || text === undefined || text === '' ? undefined : Number(text)
}

interface Timing {
  deliveryType?: string
  transferSize?: number
  encodedBodySize?: number
}

interface Timings {
  getEntriesByName?: (name: string, type: string) => Timing[]
}

/** The timing of the newest request to this address: what a browser answers by itself it does not transfer. */
function isFromBrowser(url: string): boolean {
  const { performance } = globalThis as { performance?: Timings }
  const timing = performance?.getEntriesByName?.(url, 'resource').at(-1)
  if (!timing) return false
  // Chromium calls it a delivery of its cache too when the edge was asked and said 304: headers were transferred.
  const isFromCache = timing.deliveryType === 'cache' || !!timing.encodedBodySize
  return timing.transferSize === 0 && isFromCache
}
