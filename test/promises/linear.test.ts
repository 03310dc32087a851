import { beforeAll, describe, expect, test } from 'vitest'
import { countSteps, type Steps } from '../support/steps/count-steps.ts'
import { importInstrumented } from '../support/steps/instrument.ts'

type Parsers = typeof import('../support/steps/parsers.ts')

const KB = 1_024
const MB = KB * KB

/** Twice the text may take twice the steps; the rest is for what does not depend on the text. */
const MAX_GROWTH = 2.2

/** Fewer steps than these say nothing of growth. */
const FEW_STEPS = 2_000

/** Texts of this length are tried in all their forms, to find those that take the most steps. */
const TRIAL_LENGTH = 256

const SHORT_LENGTH = 2 * KB

/** So many of the dearest forms are then held to the promise, the first of them at full length. */
const DEAREST = 6

let parsers: Parsers

beforeAll(async () => {
  parsers = await importInstrumented<Parsers>('test/support/steps/parsers.ts')
})

/** A text of any length: what stands in front, what is repeated, what stands behind. */
interface Form {
  before: string
  unit: string
  after: string
}

function textOf({ before, unit, after }: Form, length: number): string {
  const repeated = Math.max(0, length - before.length - after.length)
  return before + unit.repeat(Math.ceil(repeated / unit.length)).slice(0, repeated) + after
}

/** Everything of one and of two pieces, repeated between the frames. */
function formsOf({ pieces, frames }: Pick<Row, 'pieces' | 'frames'>): Form[] {
  const units = pieces.flatMap((a) => [a, ...pieces.filter((b) => b !== a).map((b) => a + b)])
  return frames.flatMap(([before, after]) => units.map((unit) => ({ before, unit, after })))
}

interface Row {
  what: string
  /** What texts are made of: what the parser knows, and what it does not. */
  pieces: readonly string[]
  /** What stands around them. */
  frames: readonly (readonly [before: string, after: string])[]
  /** @param text as long as the promise speaks of */
  run: (text: string) => unknown
  isBody?: boolean
}

const HEADER_PIECES = [',', ' ', '\t', '"', '\\', '=', ';', 'a', '0']
const HEADER_FRAMES = [
  ['', ''],
  ['a=', 'x"y'],
  ['"', ''],
  ['', '"'],
  ['max-age="', '!'],
] as const

const header = (what: string, run: Row['run'], pieces: readonly string[] = []): Row => ({
  what,
  run,
  pieces: [...HEADER_PIECES, ...pieces],
  frames: HEADER_FRAMES,
})

const ONE = { 'if-none-match': '"a"' }
const NOW_MS = 1_700_000_000_000
const UPSTREAM = 'https://api.example/api'
const FACTS = { protocol: 'https', requestId: 'r' }
const LIFETIMES = { maxAgeMs: 1, staleWhileRevalidateMs: 1, staleIfErrorMs: 1 }
const BASES = { publicBase: 'https://edge.example', apiBase: 'https://edge.example' }

/** Visible characters, as `Headers` takes them. */
const headers = (name: string, value: string) => new Headers({ ...ONE, [name]: value })

const forwarded = (name: string, value: string) => {
  const client = headers(name, value)
  return parsers.forwardHeaders(client, client, FACTS)
}

function prepare(name: string, value: string): Promise<string> | string {
  const identityExtra = ['X-User', 'cookie:CF_Authorization']
  const callers = parsers.createCallers({ upstreamUrl: UPSTREAM, identityExtra, epoch: '' })
  const caller = callers.prepare(headers(name, value), NOW_MS)
  return callers.identify(caller)
}

const SCOPE = { ...BASES, upstreamUrl: UPSTREAM, path: '/v1/x' }

function problemOf(text: string, contentType: string | null, status: number, at = '/v1/x') {
  const raw = { status, contentType, retryAfter: null, text, headers: { fields: [], cookies: [] } }
  const error = parsers.parseUpstreamError(raw, UPSTREAM, NOW_MS)
  const failed = { ...SCOPE, method: 'POST', instance: at, path: at, query: '', requestId: 'r' }
  return parsers.toProblem({ kind: 'answer', ...error }, failed)
}

const problemAt = (path: string, status: number) => problemOf('', null, status, path)

function errorHeader(name: string, value: string) {
  const { fields } = parsers.errorHeaders(401, [[name, value]], [], UPSTREAM)
  return parsers.shownHeaders(fields, SCOPE)
}

const LINK_PIECES = ['<', '>', 'rel=', 'https://a.b/', '</v1/x>; rel="next", ', '@', ':', 'Bearer ']

const HEADER_ROWS: readonly Row[] = [
  header('Cache-Control of a request', (text) =>
    parsers.requestDirectives(headers('cache-control', text)),
  ),
  header('Pragma', (text) => parsers.requestDirectives(headers('pragma', text))),
  header('Cache-Control of an answer', (text) =>
    parsers.allowedLifetimes(
      LIFETIMES,
      parsers.cachingFacts(headers('cache-control', text)),
      NOW_MS,
    ),
  ),
  header('Age', (text) =>
    parsers.correctedInitialAgeMs(parsers.cachingFacts(headers('age', text)), NOW_MS, NOW_MS),
  ),
  header('Vary', (text) =>
    parsers
      .createCallers({ upstreamUrl: UPSTREAM, identityExtra: [], epoch: '' })
      .isChosenByCaller(text),
  ),
  header('HTTP dates', (text) => parsers.parseHttpDate(text, NOW_MS), ['Sun, ', '06 ', 'Nov']),
  header('Retry-After', (text) => parsers.parseRetryAfter(text, NOW_MS), ['Sun, ', '1']),
  header('If-None-Match', (text) => parsers.isNotModified(text, '"a"'), ['W/"', '"a"', 'W/']),
  header('Prefer', (text) => parsers.parsePreferWait(text), ['wait', 'wait=1']),
  header('Accept', (text) => parsers.qualityOf('application/json', text), [
    'application/json',
    'q=',
  ]),
  header('Authorization', (text) => prepare('authorization', text), ['Bearer ', 'evr_pat_']),
  header('Cookie', (text) => prepare('cookie', text), ['%', '%;', 'access_token', '%61', 'x=']),
  header('X-Org-Id', (text) => prepare('x-org-id', text)),
  header('a header that IDENTITY_EXTRA names', (text) => prepare('x-user', text)),
  header('an unknown header', (text) => prepare('x-unknown', text)),
  header('Everruns-Edge-Written', (text) => prepare('everruns-edge-written', text), ['1']),
  header(
    'the mark of a change among cookies',
    (text) => parsers.withoutWritten(headers('cookie', text), headers('cookie', text)),
    ['everruns_edge_written', 'everruns_edge_written=1;'],
  ),
  header('Connection', (text) => prepare('connection', text), ['x-org-id', 'close']),
  header('Link of an error', (text) => errorHeader('link', text), LINK_PIECES),
  header('WWW-Authenticate', (text) => errorHeader('www-authenticate', text), [
    'Bearer ',
    'https://',
  ]),
  header('Connection of a forwarded request', (text) => forwarded('connection', text)),
  header('Accept-Encoding', (text) => forwarded('accept-encoding', text), ['gzip', 'zstd', ';q=0']),
  header('Traceparent', (text) => forwarded('traceparent', text), ['00-', 'ab', '-']),
  header(
    'Set-Cookie',
    (text) => parsers.edgeCookies([text], { edgeHost: 'edge.example', upstreamPath: '/api' }),
    ['domain', 'domain=', 'path=/', '.'],
  ),
]

const PATH_PIECES = ['/', 'a', '%2e', '%', '.', '\\', '-', '/v1', 'harnesses', '@', '/sessions/']
const PATH_FRAMES = [
  ['/v1/', ''],
  ['/v1/agents/', '/health-checks'],
  ['/v1/harnesses/', '/'],
  ['/v1/sessions/', '\u00e9'],
] as const

const path = (what: string, run: Row['run'], more: readonly string[] = []): Row => ({
  what,
  run,
  pieces: [...PATH_PIECES, ...more],
  frames: PATH_FRAMES,
})

const PATH_ROWS: readonly Row[] = [
  path('the target of a request', (text) => parsers.parseTarget(`https://edge.example${text}`), [
    '?',
    '#',
  ]),
  path('userinfo in a target', (text) => parsers.parseTarget(`https://${text.slice(1)}@x/v1/a`)),
  path('the check of a path', (text) =>
    parsers.pathFault({ ...parsers.parseTarget(`https://edge.example${text}`) }),
  ),
  path('the nearest address that can be read', (text) => parsers.nearestReadable(text)),
  path('the entity of a path', (text) => parsers.entityOfPath(text)),
  path('a harness reference', (text) => parsers.parseHarnessReference(text), ['harness_']),
  path('what a change changes', (text) => [
    parsers.kindsChangedBy(text),
    parsers.mayEndAccess(text),
  ]),
  path('the problem of a path that takes no such method', (text) => problemAt(text, 405)),
  path('the problem of a path that is not found', (text) => problemAt(text, 404)),
  path('the problem of a conflict', (text) => problemAt(text, 409)),
  path('Location', (text) => parsers.toEdgeHref(`https://api.example/api${text}`, SCOPE)),
  path('the upstream’s address', (text) => parsers.upstreamTarget(UPSTREAM, text, '')),
]

const QUERY_FRAMES = [
  ['?', ''],
  ['?limit=', '&limit=1'],
  ['?cursor=', '%'],
] as const

const query = (what: string, run: Row['run'], more: readonly string[] = []): Row => ({
  what,
  run,
  pieces: ['&', '=', 'a', '1', '%', '%41', '+', '_', ...more],
  frames: QUERY_FRAMES,
})

const QUERY_ROWS: readonly Row[] = [
  query('the canonical query', (text) => parsers.canonicalQuery(text), ['b=2&', 'utm_', '_=1&']),
  query('the query of a sessions page', (text) => parsers.parseListQuery(text), [
    'limit=1&',
    'cursor=&',
    'order=&',
    'fields=a,',
  ]),
  query(
    'the links of a page',
    (text) => {
      const parsed = parsers.parseListQuery(text)
      return parsed.ok && parsers.linkTo(BASES.apiBase, parsed.query, { cursor: 'x' })
    },
    ['\u00e9', '|', 'x=é&'],
  ),
  query('the cursor’s binding', (text) =>
    parsers.bindCursor(undefined, 'caller', parsers.parametersOf(text)),
  ),
  query('a cursor', (text) => parsers.decodeCursor(text, parsers.bindCursor('org', 'caller', [])), [
    'A',
    '-',
    '==',
  ]),
  query('a timestamp', (text) => parsers.parseInstant(text), ['0', '2020-01-01T00:00:00.', 'Z']),
]

const TEXT_PIECES = [
  ...['a', ' ', '<', '>', '/', '.', ':', '@', '=', '-', '1', '"', '\\n', 'at ', '('],
  ...['evr_', 'Bearer ', 'eyJ', 'sk-', 'ghp_', 'password=', 'https://', 'a.b', '.internal', 'a/'],
]

const FEW_TEXT_PIECES = ['a', ' ', '<', '.', '://']

const problemText = (
  what: string,
  status: number,
  frames: Row['frames'],
  type: string,
  pieces = FEW_TEXT_PIECES,
): Row => ({
  what,
  pieces,
  frames,
  run: (text) => problemOf(text, type, status),
})

const JSON_FRAME: readonly [string, string] = ['{"title":"x","status":400,"detail":"', '"}']
const MESSAGE_FRAME: readonly [string, string] = ['{"error":{"code":"x","message":"', '"}}']

const PROBLEM_ROWS: readonly Row[] = [
  problemText(
    'the detail of a problem',
    400,
    [JSON_FRAME],
    'application/problem+json',
    TEXT_PIECES,
  ),
  problemText('the sentence of a legacy error', 400, [MESSAGE_FRAME], 'application/json'),
  problemText('the plain text of an error', 400, [['', '']], 'text/plain'),
  problemText('the text of a failing server', 500, [JSON_FRAME], 'application/json'),
  {
    what: 'members and lists of a problem',
    pieces: ['{}', ',', '[]', '"a":1,', '{"pointer":"/a","detail":"b"},', '{"href":"/v1/a"},'],
    frames: [
      ['{"errors":[', '0]}'],
      ['{"allowed_actions":[', '0]}'],
      ['{', '"x":1}'],
      ['{"detail":[', '0]}'],
    ],
    run: (text) => problemOf(text, 'application/json', 422),
  },
]

const JSON_PIECES = [
  ...['{"a":', '[', ']', '}', ',', '"', '\\\\', '\\"', ' ', '1', '"a":1,', '"a":"b",'],
  ...['{"self_url":"https://api.example/api/v1/x"},', '"self_url":"/v1/x",', '/v1/x', '\\n'],
  ...[
    '"allowed_actions":[{"href":"/v1/x"}],',
    '{"href":"/v1/x"},',
    '{"id":"a","created_at":"2026-01-01T00:00:00Z"},',
  ],
]
const JSON_FRAMES = [
  ['{"data":[', '{"id":"a","created_at":"2026-01-01T00:00:00Z"}],"total":1}'],
  ['{"data":[{"id":"a","created_at":"2026-01-01T00:00:00Z",', '"z":1}],"total":1}'],
  ['{"total":1,"data":[],', '"z":1}'],
  ['{"data":[{', '"z":1}]}'],
  ['{', '"z":1}'],
  ['{"self_url":"https://api.example/api/v1/harnesses/', '"}'],
  ['{"self_url":"http://a', '\\n"}'],
  ['{"allowed_actions":[', '0]}'],
  ['{"mcpServers":{"x":{"self_url":"http://a', '\\n"}}}'],
] as const

const FIELDS: ReadonlySet<string> = new Set(['id', 'a'])

const encode = (text: string) => new TextEncoder().encode(text)

const BODY_ROWS: readonly Row[] = [
  {
    what: 'the links of a body',
    pieces: JSON_PIECES,
    frames: JSON_FRAMES,
    isBody: true,
    run: (text) => parsers.moveEntityLinks(encode(text), { ...BASES, upstreamUrl: UPSTREAM }),
  },
  {
    what: 'the rows of a page',
    pieces: JSON_PIECES,
    frames: JSON_FRAMES,
    isBody: true,
    run: (text) =>
      parsers.readWindowBody(encode(text), { key: 'created_at', fields: undefined, links: SCOPE }),
  },
  {
    what: 'the rows of a page, some of their members',
    pieces: JSON_PIECES,
    frames: JSON_FRAMES,
    isBody: true,
    run: (text) =>
      parsers.readWindowBody(encode(text), { key: 'created_at', fields: FIELDS, links: SCOPE }),
  },
]

const ROWS = [...HEADER_ROWS, ...PATH_ROWS, ...QUERY_ROWS, ...PROBLEM_ROWS, ...BODY_ROWS]

const totalOf = ({ code, native, regex }: Steps) => code + native + regex

/** The forms that take the most steps for their length. */
async function dearestForms(row: Row): Promise<Form[]> {
  const tried: { form: Form; steps: number }[] = []
  for (const form of formsOf(row)) {
    const text = textOf(form, TRIAL_LENGTH)
    tried.push({ form, steps: totalOf(await countSteps(() => row.run(text))) })
  }
  const byCost = tried.toSorted((a, b) => b.steps - a.steps)
  return byCost.slice(0, DEAREST).map(({ form }) => form)
}

/** Compares the steps for a text of a length with those for one twice as long. */
async function expectLinear({ run }: Row, form: Form, length: number): Promise<void> {
  const [once, twice] = [textOf(form, length), textOf(form, 2 * length)]
  const steps = await countSteps(() => run(once))
  const more = await countSteps(() => run(twice))
  for (const kind of ['code', 'native', 'regex'] as const) {
    const growth = more[kind] / Math.max(steps[kind], FEW_STEPS)
    const what = `${kind} steps of ${JSON.stringify(form)}, ${steps[kind]} and ${more[kind]}`
    expect(growth, what).toBeLessThanOrEqual(MAX_GROWTH)
  }
  expect(totalOf(more)).toBeLessThanOrEqual(totalOf(steps) * MAX_GROWTH + FEW_STEPS)
}

describe('work grows no faster than the text it is done on', () => {
  test.each(ROWS)('$what', async (row) => {
    const forms = await dearestForms(row)
    // A short text first: on a long one, work that grows with its square would not end.
    for (const form of forms) await expectLinear(row, form, SHORT_LENGTH)
    const [dearest] = forms
    if (dearest) await expectLinear(row, dearest, row.isBody ? MB : 32 * KB)
  })
})
