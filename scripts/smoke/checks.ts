import { type Answer, type Client, createClient } from './client.ts'

/** What is asked, and what must answer. */
export interface SmokeOptions {
  /** Without a slash at its end. */
  base: string
  token: string | undefined
  org: string | undefined
  /** One of ALLOWED_ORIGINS; undefined where none is to be tried. */
  origin: string | undefined
  /** The release that must answer, or `any`. */
  version: string
  /** How long that release may take to appear. */
  waitMs: number
}

/** What a check found: what to print beside its name. Throws a {@link Wrong} where it failed. */
type Check = (client: Client, options: SmokeOptions) => Promise<string | Skipped>

/** There is nothing to try it with. */
interface Skipped {
  skipped: string
}

/** What an answer should have been and was not. */
class Wrong extends Error {}

type HeaderForms = readonly (readonly [name: string, form: RegExp])[]

/** What an answer for programs has, and what a page has besides. */
const ANSWER_HEADERS: HeaderForms = [
  ['x-content-type-options', /^nosniff$/],
  ['cache-control', /no-store/],
]
const PAGE_HEADERS: HeaderForms = [
  ['x-content-type-options', /^nosniff$/],
  ['x-frame-options', /^DENY$/],
  ['content-security-policy', /default-src 'none'/],
]

const STATIC_PAGES = ['/', '/console', '/reference']

/** No page of this origin may call any edge: the name can never exist (RFC 6761). */
const FOREIGN_ORIGIN = 'https://smoke.invalid'

/** Another isolate may answer, and has to fill its memory first. */
const HIT_TRIES = 5

const POLL_MS = 1_000

const WITHOUT_TOKEN: readonly (readonly [string, Check])[] = [
  ['health', checkHealth],
  ['security headers', checkSecurityHeaders],
  ['static pages', checkPages],
  ['ready', checkReady],
  ['problem', checkProblem],
  ['preflight', checkPreflight],
]

const WITH_TOKEN: readonly (readonly [string, Check])[] = [
  ['token', checkToken],
  ['harness', (client) => twice(client, harnessPath)],
  ['stats', (client) => twice(client, async (c) => withEnd(await harnessPath(c), '/stats'))],
  ['latest check', (client) => twice(client, latestPath)],
  ['check run', (client) => twice(client, runPath)],
  ['sessions', (client) => twice(client, async () => '/v1/sessions?limit=2', false)],
  ['cursor', checkCursor],
]

/** Runs every check, says a line for each, and returns whether all was well. */
export async function smoke(options: SmokeOptions, say: (line: string) => void): Promise<boolean> {
  const client = createClient(options)
  const checks = options.token ? [...WITHOUT_TOKEN, ...WITH_TOKEN] : WITHOUT_TOKEN
  let failed = 0
  say(`smoke ${options.base}`)
  for (const [name, check] of checks) {
    const begun = performance.now()
    const { mark, text } = await outcomeOf(check, client, options)
    if (mark === 'FAIL') failed++
    say(
      `${mark.padEnd(4)} ${name.padEnd(16)} ${text} (${Math.round(performance.now() - begun)} ms)`,
    )
    // What does not answer at all, or refuses the credential, fails in each further check the same way.
    if (mark === 'FAIL' && (name === 'health' || name === 'token')) break
  }
  if (!options.token) say('     without --token the routes of the API are not asked')
  say(failed === 0 ? 'all well' : `${failed} failed`)
  return failed === 0
}

async function outcomeOf(check: Check, client: Client, options: SmokeOptions) {
  try {
    const found = await check(client, options)
    return typeof found === 'string'
      ? { mark: 'ok', text: found }
      : { mark: 'skip', text: found.skipped }
  } catch (error) {
    if (error instanceof Wrong) return { mark: 'FAIL', text: error.message }
    return { mark: 'FAIL', text: 'no answer came: is the address right, and is the edge there?' }
  }
}

async function checkHealth(client: Client, { version, waitMs }: SmokeOptions): Promise<string> {
  const until = performance.now() + waitMs
  for (;;) {
    const found = await health(client, version).catch((error: unknown) => error as Error)
    if (typeof found === 'string') return found
    if (performance.now() + POLL_MS > until) throw found
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

async function health(client: Client, version: string): Promise<string> {
  const answer = await client.get('/healthz')
  expectStatus(answer, 200)
  const { status, version: actual } = objectOf(answer)
  expect(status === 'ok', 'the body does not say ok: is this the edge?')
  expect(
    version === 'any' || actual === version,
    `version ${String(actual)} answers, not ${version}`,
  )
  return `version ${String(actual)}`
}

async function checkSecurityHeaders(client: Client): Promise<string> {
  const answer = await client.get('/healthz')
  const page = await client.get('/problems/route_not_found', { accept: 'text/html' })
  const missing = [...missingOf(answer, ANSWER_HEADERS), ...missingOf(page, PAGE_HEADERS)]
  expect(missing.length === 0, `missing or weak: ${missing.join(', ')}`)
  return 'as they should be on an answer and on a page'
}

function missingOf({ headers }: Answer, forms: HeaderForms): string[] {
  return forms.filter(([name, form]) => !form.test(headers.get(name) ?? '')).map(([name]) => name)
}

/** Pages of the asset layer, with what each of them loads. */
async function checkPages(client: Client): Promise<string | Skipped> {
  const description = await client.get('/openapi.json')
  if (description.status === 404) return { skipped: 'this edge has none' }
  expectStatus(description, 200, '/openapi.json')
  const { version } = objectOf(await client.get('/healthz'))
  const described = (objectOf(description).info as { version?: unknown } | undefined)?.version
  expect(described === version, `/openapi.json is of ${String(described)}, not ${String(version)}`)
  for (const path of STATIC_PAGES) {
    const page = await client.get(path)
    expectStatus(page, 200, path)
    const missing = missingOf(page, PAGE_HEADERS)
    expect(missing.length === 0, `${path}: missing or weak: ${missing.join(', ')}`)
    for (const [, file = ''] of page.text.matchAll(/"(\/static\/[^"]+)"/g)) {
      expectStatus(await client.get(file), 200, `${file} of ${path}`)
    }
  }
  return `${STATIC_PAGES.join(', ')} and /openapi.json, with all that they load`
}

async function checkReady(client: Client): Promise<string> {
  const answer = await client.get('/readyz')
  expectStatus(answer, 200, 'the API behind does not report health')
  return 'the API behind is healthy'
}

async function checkProblem(client: Client): Promise<string> {
  const requestId = crypto.randomUUID()
  const headers = { 'x-request-id': requestId }
  const answer = await client.get('/smoke-no-such-route', headers)
  expectStatus(answer, 404)
  const isProblem = answer.headers.get('content-type') === 'application/problem+json'
  expect(isProblem, 'a 404 is not application/problem+json')
  const problem = objectOf(answer)
  expect(problem.code === 'route_not_found', `its code is ${String(problem.code)}`)
  expect(problem.request_id === requestId, 'it does not name the request ID that was sent')
  const actions = problem.allowed_actions
  expect(Array.isArray(actions) && actions.length > 0, 'it says nothing that can be done next')
  const page = await client.get('/problems/route_not_found')
  expectStatus(page, 200, 'the page of its code')
  return 'with its code, request ID, actions and page'
}

async function checkPreflight(client: Client, { origin }: SmokeOptions): Promise<string> {
  const foreign = await preflight(client, FOREIGN_ORIGIN)
  expectStatus(foreign, 403, 'the preflight of a foreign origin')
  const isClosed = !foreign.headers.has('access-control-allow-origin')
  expect(isClosed, 'a foreign origin is allowed')
  if (!origin) return 'a foreign origin is refused'
  const own = await preflight(client, origin)
  expectStatus(own, 204, `the preflight of ${origin}`)
  const isAllowed = own.headers.get('access-control-allow-origin') === origin
  expect(isAllowed, `${origin} is not in ALLOWED_ORIGINS`)
  return `${origin} is allowed, a foreign origin refused`
}

function preflight(client: Client, origin: string): Promise<Answer> {
  const headers = { origin, 'access-control-request-method': 'GET' }
  return client.send('OPTIONS', '/v1/harnesses', headers)
}

async function checkToken(client: Client): Promise<string> {
  const answer = await client.asCaller('/v1/harnesses')
  const isRefused = answer.status === 401 || answer.status === 403
  expect(!isRefused, `the token was refused (${answer.status})`)
  expect(answer.status !== 400, 'the token belongs to several organisations or none: give --org')
  expectStatus(answer, 200)
  return 'accepted'
}

const harnessPath = async (client: Client) => firstPath(client, '/v1/harnesses', 'name')

async function latestPath(client: Client): Promise<string | Skipped> {
  return withEnd(await firstPath(client, '/v1/agents', 'id'), '/health-checks/latest')
}

async function runPath(client: Client): Promise<string | Skipped> {
  const agents = await rowsOf(client, '/v1/agents')
  for (const { id } of agents.slice(0, 10)) {
    const path = `/v1/agents/${encodeURIComponent(String(id))}/health-checks`
    const answer = await client.asCaller(`${path}/latest`)
    const run = answer.status === 200 ? objectOf(answer).run : undefined
    if (isObject(run)) return `${path}/${encodeURIComponent(String(run.id))}`
  }
  return { skipped: 'no agent has a run' }
}

async function firstPath(client: Client, list: string, member: string): Promise<string | Skipped> {
  const [first] = await rowsOf(client, list)
  if (!first) return { skipped: `${list} is empty` }
  return `${list}/${encodeURIComponent(String(first[member]))}`
}

const withEnd = (path: string | Skipped, end: string) =>
  typeof path === 'string' ? path + end : path

async function rowsOf(client: Client, list: string): Promise<Record<string, unknown>[]> {
  const answer = await client.asCaller(list)
  expectStatus(answer, 200, list)
  const { data } = objectOf(answer)
  expect(Array.isArray(data), `${list} has no data`)
  return (data as unknown[]).filter(isObject)
}

/** Asks twice, and goes on until one answer is a hit where a hit is due. */
async function twice(
  client: Client,
  find: (client: Client) => Promise<string | Skipped>,
  isCached = true,
): Promise<string | Skipped> {
  const path = await find(client)
  if (typeof path !== 'string') return path
  const statuses: string[] = []
  for (let asked = 0; asked < HIT_TRIES; asked++) {
    const answer = await client.asCaller(path)
    expectStatus(answer, 200, path)
    expect(answer.headers.has('x-request-id'), 'it has no X-Request-ID')
    statuses.push(
      (answer.headers.get('cache-status') ?? 'not cached').replace('everruns-edge; ', ''),
    )
    const isHit = statuses.at(-1)?.startsWith('hit') === true
    if (asked > 0 && (isHit || !isCached)) return statuses.join(' | ')
  }
  return `${statuses.join(' | ')}; no hit: are its lifetimes 0?`
}

async function checkCursor(client: Client): Promise<string | Skipped> {
  const first = await client.asCaller('/v1/sessions?limit=1')
  expectStatus(first, 200)
  const page = objectOf(first)
  expect(typeof page.has_more === 'boolean', 'the page does not say whether there is more')
  if (!page.has_more) return { skipped: 'there is no second page' }
  const cursor = encodeURIComponent(String(page.next_cursor))
  const second = await client.asCaller(`/v1/sessions?limit=1&cursor=${cursor}`)
  expectStatus(second, 200, 'the second page')
  const ids = [page, objectOf(second)].map(({ data }) => (data as { id: unknown }[])[0]?.id)
  expect(ids[0] !== ids[1], 'the second page repeats the first')
  const isLinked = /rel="?next"?/.test(first.headers.get('link') ?? '')
  expect(isLinked, 'the first page has no Link to the next')
  return 'the second page follows the first'
}

function expect(isRight: boolean, message: string): asserts isRight {
  if (!isRight) throw new Wrong(message)
}

function expectStatus({ status }: Answer, expected: number, what = 'the answer'): void {
  expect(status === expected, `${what}: ${status}, not ${expected}`)
}

function objectOf({ text }: Answer): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Wrong('the body is not JSON: is this the edge?')
  }
  expect(isObject(value), 'the body is no JSON object')
  return value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
