/**
 * THE list of what tells callers apart. Keys, `Vary`, the rule of what may be shared, and the headers that a
 * cached read carries upstream are all made from it: a header that is not in it reaches no cached read.
 */
const CALLER_HEADERS = ['Authorization', 'Cookie', 'X-Org-Id'] as const

/** The cookies that count, and what they select; of all other cookies the upstream learns in forwarded calls only. */
export const CALLER_COOKIES = { credential: 'access_token', organisation: 'everruns_org' } as const

/** What begins the name of a cookie in `IDENTITY_EXTRA`. */
const COOKIE_PREFIX = 'cookie:'

/** What tells callers apart in one deployment: the list and what `IDENTITY_EXTRA` adds to it. */
export interface CallerSelectors {
  /** Names of further headers, in lower case. */
  extraHeaders: readonly string[]
  /** Names of further cookies. */
  extraCookies: readonly string[]
  /** Names of all headers, in lower case. */
  headers: ReadonlySet<string>
  /** What answers to cached reads are chosen by, as `Vary` lists it. */
  vary: string
}

/**
 * Returns what tells callers apart in one deployment.
 *
 * @param identityExtra names of headers, and of cookies as `cookie:name`
 */
export function callerSelectors(identityExtra: readonly string[]): CallerSelectors {
  const own = new Set(CALLER_HEADERS.map((name) => name.toLowerCase()))
  const isCookie = (name: string) => name.startsWith(COOKIE_PREFIX)
  const extraHeaders = identityExtra
    .filter((name) => !isCookie(name) && !own.has(name.toLowerCase()))
    .map((name) => name.toLowerCase())
  const ownCookies: readonly string[] = Object.values(CALLER_COOKIES)
  const extraCookies = identityExtra
    .filter(isCookie)
    .map((name) => name.slice(COOKIE_PREFIX.length))
    .filter((name) => !ownCookies.includes(name))
  return {
    extraHeaders: [...new Set(extraHeaders)].toSorted(),
    extraCookies: [...new Set(extraCookies)].toSorted(),
    headers: new Set([...own, ...extraHeaders]),
    vary: [...CALLER_HEADERS, ...new Set(extraHeaders)].join(', '),
  }
}

/**
 * Headers named `X-…` that select no answer, though no key knows them: of tracing, forgery checks, proxies and
 * SDKs. None that says who somebody is may stand here: behind a proxy that signs people in that would mix them.
 */
const SELECTS_NOTHING: ReadonlySet<string> = new Set([
  // Tracing and request IDs.
  ...['x-request-id', 'x-correlation-id', 'x-trace-id', 'x-span-id', 'x-parent-id', 'x-b3'],
  ...['x-amzn-trace-id', 'x-amzn-requestid', 'x-cloud-trace-context', 'x-ot-span-context'],
  ...['x-client-trace-id', 'x-client-request-id', 'x-honeycomb-trace', 'x-transaction-id'],
  ...['x-request-start', 'x-queue-start', 'x-dynatrace'],
  // Against forged requests.
  ...['x-csrf-token', 'x-csrftoken', 'x-xsrf-token', 'x-csrf', 'x-requested-with'],
  // Proxies, load balancers and content networks; most of them are not passed on.
  ...['x-real-ip', 'x-client-ip', 'x-cluster-client-ip', 'x-remote-ip', 'x-remote-addr'],
  ...['x-original-url', 'x-original-host', 'x-original-uri', 'x-rewrite-url', 'x-host', 'x-scheme'],
  ...['x-http-method-override', 'x-http-method', 'x-method-override'],
  ...['x-azure-ref', 'x-azure-clientip', 'x-azure-socketip', 'x-azure-fdid', 'x-arr-log-id'],
  ...['x-arr-ssl', 'x-amz-cf-id', 'x-varnish', 'x-via', 'x-nf-request-id'],
  ...[
    'x-nf-client-connection-ip',
    'x-vercel-id',
    'x-vercel-deployment-url',
    'x-vercel-proxied-for',
  ],
  ...['x-vercel-forwarded-for', 'x-akamai-edgescape'],
  // Browsers and clients that say what they are.
  ...['x-app-version', 'x-app-build', 'x-client-version', 'x-client-name', 'x-client-data'],
  ...['x-sdk-version', 'x-user-agent', 'x-purpose', 'x-moz'],
])
const SELECTS_NOTHING_PREFIXES = [
  ...['x-b3-', 'x-datadog-', 'x-stainless-', 'x-sentry-', 'x-newrelic-', 'x-instana-'],
  ...['x-envoy-', 'x-forwarded', 'x-vercel-ip-'],
]

/**
 * Tells whether a header might select an answer though no key knows it: a request that has one is never
 * answered from a cache. Only names `X-…` are suspected, since all others have a meaning that is known.
 *
 * @param name in lower case
 */
export function maySelect(name: string, { headers }: CallerSelectors): boolean {
  if (!name.startsWith('x-') || headers.has(name) || SELECTS_NOTHING.has(name)) return false
  return !SELECTS_NOTHING_PREFIXES.some((prefix) => name.startsWith(prefix))
}
