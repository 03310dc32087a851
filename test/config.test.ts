import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_UPSTREAM_URL, nearMisses, parseConfig } from '../src/config.ts'

const CACHE = { get: () => undefined, put: () => undefined }

function parse(vars: Record<string, unknown>) {
  return parseConfig({ CACHE, ...vars })
}

/** The value that a variable came to, or what was said against it. */
function outcome(variable: string, value: unknown) {
  const result = parse({ [variable]: value })
  return result.ok
    ? { value: result.config[variable as keyof typeof result.config] }
    : { faults: result.faults }
}

const DEFAULTS = {
  UPSTREAM_URL: 'https://app.everruns.com/api',
  ALLOWED_ORIGINS: [],
  UPSTREAM_TIMEOUT_MS: 10_000,
  FORWARD_TIMEOUT_MS: 100_000,
  UPSTREAM_CALLS_PER_MINUTE: 600,
  IDENTITY_EXTRA: [],
  KV_WRITE_SECONDS: 60,
  STATS_FRESH_SECONDS: 15,
  STATS_STALE_SECONDS: 45,
  STATS_ERROR_SECONDS: 600,
  HARNESS_FRESH_SECONDS: 30,
  HARNESS_STALE_SECONDS: 30,
  STATS_SHARING: 'proved',
  ACCESS_PROOF_SECONDS: 60,
  ADMISSION_SECONDS: 3600,
  CHECK_FRESH_SECONDS: 2,
  RUN_FRESH_SECONDS: 3600,
  NEGATIVE_FRESH_SECONDS: 5,
  LIST_FRESH_SECONDS: 5,
  LIST_STALE_SECONDS: 10,
  CLIENT_FRESH_SECONDS: 0,
  PUBLIC_URL: '',
  LOG_HIT_SAMPLE: 0.01,
  CACHE_EPOCH: '',
}

const SECONDS = Object.keys(DEFAULTS).filter((name) => name.endsWith('_SECONDS'))
const SECONDS_RULE = 'must be a whole number from 0 to 31536000'
const TIMEOUT_RULE = 'must be a whole number from 1 to 25000'
const URL_RULE = 'must be an absolute http(s) URL without credentials, query, fragment'
const ORIGINS_RULE = 'must be exact origins such as https://app.example, comma-separated'

it('works with nothing but the KV namespace set', () => {
  expect(parse({})).toEqual({ ok: true, config: { ...DEFAULTS, CACHE } })
  expect(DEFAULT_UPSTREAM_URL).toBe(DEFAULTS.UPSTREAM_URL)
})

it('ignores variables that are not its own', () => {
  expect(parse({ OTHER: 'x', CF_VERSION: {} })).toMatchObject({ ok: true })
})

describe('numbers', () => {
  it.each(SECONDS)('%s takes text and TOML integers from 0 to a year', (name) => {
    for (const [given, value] of [
      ['0', 0],
      ['7', 7],
      [7, 7],
      ['31536000', 31_536_000],
    ] as const) {
      expect(outcome(name, given)).toEqual({ value })
    }
  })

  it.each(SECONDS)('%s refuses anything else by name and rule', (name) => {
    for (const bad of ['', ' 5', '5 ', '-1', '1.5', '1e3', '0x10', 'soon', '31536001', 1.5, -1]) {
      expect(outcome(name, bad)).toEqual({ faults: [{ variable: name, rule: SECONDS_RULE }] })
    }
    for (const bad of [true, null, {}, [5], Number.NaN]) {
      expect(outcome(name, bad)).toEqual({ faults: [{ variable: name, rule: SECONDS_RULE }] })
    }
  })

  it('UPSTREAM_TIMEOUT_MS is a millisecond to 25 seconds', () => {
    expect(outcome('UPSTREAM_TIMEOUT_MS', '1')).toEqual({ value: 1 })
    expect(outcome('UPSTREAM_TIMEOUT_MS', '25000')).toEqual({ value: 25_000 })
    for (const bad of ['0', '25001', '', 'never']) {
      const faults = [{ variable: 'UPSTREAM_TIMEOUT_MS', rule: TIMEOUT_RULE }]
      expect(outcome('UPSTREAM_TIMEOUT_MS', bad)).toEqual({ faults })
    }
  })
})

describe('UPSTREAM_URL', () => {
  it.each([
    ['https://api.example', 'https://api.example'],
    ['https://api.example/', 'https://api.example'],
    ['https://api.example/api///', 'https://api.example/api'],
    ['http://127.0.0.1:9000/api', 'http://127.0.0.1:9000/api'],
    ['HTTPS://API.Example:443/Api', 'https://api.example/Api'],
  ])('%s is the base %s', (given, value) => {
    expect(outcome('UPSTREAM_URL', given)).toEqual({ value })
  })

  it.each([
    '',
    'api.example',
    '//api.example',
    '/api',
    'ftp://api.example',
    'javascript:alert(1)',
    'https://',
    'https://user:hunter2@api.example',
    'https://hunter2@api.example',
    'https://api.example/?key=hunter2',
    'https://api.example/?',
    'https://api.example/#hunter2',
  ])('%j is refused', (given) => {
    expect(outcome('UPSTREAM_URL', given)).toEqual({
      faults: [{ variable: 'UPSTREAM_URL', rule: URL_RULE }],
    })
  })
})

describe('ALLOWED_ORIGINS', () => {
  it.each([
    ['', []],
    [' , ', []],
    ['https://app.example', ['https://app.example']],
    [
      'https://app.example, http://localhost:5173 ,',
      ['https://app.example', 'http://localhost:5173'],
    ],
  ])('%j is a list', (given, value) => {
    expect(outcome('ALLOWED_ORIGINS', given)).toEqual({ value })
  })

  it.each([
    '*',
    'null',
    'app.example',
    'https://app.example/',
    'https://app.example/path',
    'https://*.example',
    'https://App.example',
    'https://app.example:443',
    'https://user@app.example',
    'file:///x',
    'https://app.example https://two.example',
  ])('%j is refused', (given) => {
    expect(outcome('ALLOWED_ORIGINS', given)).toEqual({
      faults: [{ variable: 'ALLOWED_ORIGINS', rule: ORIGINS_RULE }],
    })
  })
})

describe('STATS_SHARING', () => {
  it.each(['proved', 'off'])('%s is a mode', (mode) => {
    expect(outcome('STATS_SHARING', mode)).toEqual({ value: mode })
  })

  it.each(['', 'on', 'Proved', 'true', true, 1])('%j is refused', (bad) => {
    expect(outcome('STATS_SHARING', bad)).toEqual({
      faults: [{ variable: 'STATS_SHARING', rule: 'must be "proved" or "off"' }],
    })
  })
})

it.each([undefined, null, 'CACHE', {}, { get: 1 }])('CACHE refuses %j', (binding) => {
  expect(parseConfig({ CACHE: binding })).toEqual({
    ok: false,
    faults: [{ variable: 'CACHE', rule: 'must be bound to a KV namespace' }],
  })
})

it('names every variable that breaks its rule, each once', () => {
  const result = parse({ UPSTREAM_URL: 'x', STATS_SHARING: 'x', RUN_FRESH_SECONDS: 'x' })
  expect(result).toMatchObject({ ok: false })
  const names = result.ok ? [] : result.faults.map(({ variable }) => variable)
  expect(names.toSorted()).toEqual(['RUN_FRESH_SECONDS', 'STATS_SHARING', 'UPSTREAM_URL'])
})

describe('UPSTREAM_CALLS_PER_MINUTE and FORWARD_TIMEOUT_MS', () => {
  it.each([
    ['UPSTREAM_CALLS_PER_MINUTE', 1, 1_000_000],
    ['FORWARD_TIMEOUT_MS', 1, 600_000],
  ])('%s is a whole number from %i to %i', (name, least, most) => {
    expect(outcome(name, String(least))).toEqual({ value: least })
    expect(outcome(name, most)).toEqual({ value: most })
    const faults = [{ variable: name, rule: `must be a whole number from ${least} to ${most}` }]
    for (const bad of [least - 1, most + 1, '', '1.5', 'many', null]) {
      expect(outcome(name, bad)).toEqual({ faults })
    }
  })
})

describe('IDENTITY_EXTRA', () => {
  it.each([
    ['', []],
    [' , ', []],
    ['X-Tenant', ['X-Tenant']],
    ['X-Tenant, cookie:sid ,cookie:Team', ['X-Tenant', 'cookie:sid', 'cookie:Team']],
  ])('%j is a list of names', (given, value) => {
    expect(outcome('IDENTITY_EXTRA', given)).toEqual({ value })
  })

  it.each(['x tenant', 'cookie:', 'header:x', 'x-tenant;', 'a\nb', 'ü', 'x'.repeat(129), 5, ['a']])(
    '%j is refused',
    (bad) => {
      expect(outcome('IDENTITY_EXTRA', bad)).toMatchObject({
        faults: [{ variable: 'IDENTITY_EXTRA', rule: expect.stringMatching(/^must be /) }],
      })
    },
  )
})

describe('IDENTITY_EXTRA with a header that never reaches the API as it came', () => {
  it.each([
    ...['Connection', 'keep-alive', 'TE', 'Trailer', 'transfer-encoding', 'Upgrade', 'Host'],
    ...['Proxy-Authorization', 'proxy-authenticate', 'Proxy-Connection', 'HTTP2-Settings'],
    ...['Content-Length', 'Accept', 'User-Agent', 'Via', 'X-Forwarded-For', 'X-Forwarded-Proto'],
    ...['X-Request-ID', 'Everruns-Edge-Written', 'Cookie', 'X-Tenant, Connection'],
    'cookie:everruns_edge_written',
  ])('%j is refused: it would be keyed and not sent', (bad) => {
    expect(outcome('IDENTITY_EXTRA', bad)).toMatchObject({
      faults: [{ variable: 'IDENTITY_EXTRA', rule: expect.stringMatching(/the connection/) }],
    })
  })

  it('takes the same names as those of cookies, and headers of proxies that sign people in', () => {
    const names = ['cookie:host', 'X-Forwarded-User', 'Cf-Access-Jwt-Assertion', 'Proxy-User']
    expect(outcome('IDENTITY_EXTRA', names.join(','))).toEqual({ value: names })
  })
})

describe('PUBLIC_URL', () => {
  it.each([
    ['', ''],
    ['https://edge.example', 'https://edge.example'],
    ['https://edge.example/', 'https://edge.example'],
    ['https://www.example/everruns//', 'https://www.example/everruns'],
  ])('%j is the base %j', (given, value) => {
    expect(outcome('PUBLIC_URL', given)).toEqual({ value })
  })

  it.each([
    'edge.example',
    '/edge',
    'ftp://edge.example',
    'https://a@edge.example',
    'https://e/?a',
  ])('%j is refused', (given) => {
    expect(outcome('PUBLIC_URL', given)).toEqual({
      faults: [{ variable: 'PUBLIC_URL', rule: URL_RULE }],
    })
  })
})

describe('LOG_HIT_SAMPLE', () => {
  it.each([
    ['0', 0],
    ['1', 1],
    ['0.25', 0.25],
    ['.5', 0.5],
    ['1.0', 1],
    [0.001, 0.001],
  ])('%j is the share %d', (given, value) => {
    expect(outcome('LOG_HIT_SAMPLE', given)).toEqual({ value })
  })

  it.each(['', '2', '1.01', '-0.1', '1%', '1e-3', 'all', ' 1', null, true])(
    '%j is refused',
    (bad) => {
      expect(outcome('LOG_HIT_SAMPLE', bad)).toEqual({
        faults: [{ variable: 'LOG_HIT_SAMPLE', rule: 'must be a number from 0 to 1' }],
      })
    },
  )
})

describe('CACHE_EPOCH', () => {
  it.each(['', '2', '2026-11-25.1', 'after_the_leak', 'x'.repeat(64)])(
    '%j is an epoch',
    (value) => {
      expect(outcome('CACHE_EPOCH', value)).toEqual({ value })
    },
  )

  it.each(['x'.repeat(65), 'a b', 'a:b', 'é', '1\n', 7])('%j is refused', (bad) => {
    expect(outcome('CACHE_EPOCH', bad)).toMatchObject({ faults: [{ variable: 'CACHE_EPOCH' }] })
  })
})

describe('UPSTREAM_HEADER', () => {
  it.each([
    ['X-Edge-Key: s3cret', { name: 'x-edge-key', value: 's3cret' }],
    ['x-edge-key:s3cret', { name: 'x-edge-key', value: 's3cret' }],
    ['CF-Access-Client-Secret: a b:c ', { name: 'cf-access-client-secret', value: 'a b:c' }],
  ])('%j is one header', (given, value) => {
    expect(outcome('UPSTREAM_HEADER', given)).toEqual({ value })
  })

  it.each([
    '',
    'hunter2',
    'X-Key:',
    ': hunter2',
    'X Key: hunter2',
    'X-Key: hunter2\r\nX-Other: 1',
    'X-Key: h\u00fcnter2',
    7,
  ])('%j is refused without a word of it', (bad) => {
    expect(outcome('UPSTREAM_HEADER', bad)).toEqual({
      faults: [{ variable: 'UPSTREAM_HEADER', rule: expect.stringMatching(/^must be /) }],
    })
  })

  it.each([
    'Authorization',
    'Cookie',
    'X-Org-Id',
    'Host',
    'Connection',
    'Content-Length',
    'Content-Digest',
    'Transfer-Encoding',
    'HTTP2-Settings',
    'Proxy-User',
    'X-Request-ID',
  ])("%s is refused: it is the caller's or the connection's", (name) => {
    expect(outcome('UPSTREAM_HEADER', `${name}: hunter2`)).toEqual({
      faults: [
        {
          variable: 'UPSTREAM_HEADER',
          rule: 'must be a header that neither callers nor the connection own',
        },
      ],
    })
  })
})

describe("a variable that is nearly one of the edge's own", () => {
  it.each([
    ['STATS_FRESH_SECOND', 'STATS_FRESH_SECONDS'],
    ['STATS_FERSH_SECONDS', 'STATS_FRESH_SECONDS'],
    ['STAT_FRESH_SECOND', 'STATS_FRESH_SECONDS'],
    ['UPSTREAMURL', 'UPSTREAM_URL'],
    ['upstream_url', 'UPSTREAM_URL'],
    ['UPSTREAM-URL', 'UPSTREAM_URL'],
    ['ALLOWED_ORIGIN', 'ALLOWED_ORIGINS'],
    ['LOG_HITS_SAMPLE', 'LOG_HIT_SAMPLE'],
    ['METRIC', 'METRICS'],
    ['LIMITS', 'LIMIT'],
    ['UPSTREAM_HEADERS', 'UPSTREAM_HEADER'],
  ])('%s is told to be %s', (given, meant) => {
    expect(nearMisses({ CACHE, [given]: 'x' })).toEqual([{ given, meant }])
  })

  it.each(['ASSETS', 'KV', 'DB', 'CF_VERSION', 'SENTRY_DSN', 'CASH', 'NODE_ENV', 'UPSTREAM', ''])(
    "%s is nobody's business",
    (name) => {
      expect(nearMisses({ [name]: 'x' })).toEqual([])
    },
  )

  it('is not one that is spelt right', () => {
    const env = { ...DEFAULTS, CACHE, METRICS: {}, LIMIT: {}, VERSION: {}, UPSTREAM_HEADER: 'a: b' }
    expect(nearMisses(env)).toEqual([])
    expect(nearMisses(undefined)).toEqual([])
    expect(nearMisses(null)).toEqual([])
  })

  it('is found whichever one letter is left out, added, changed or swapped with the next', () => {
    const names = Object.keys(DEFAULTS)
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), fc.nat(3), (name, seed, kind) => {
        const at = seed % (name.length - 1)
        const [head, tail] = [name.slice(0, at), name.slice(at)]
        const swapped = `${head}${tail[1]}${tail[0]}${tail.slice(2)}`
        const given = [head + tail.slice(1), `${head}Q${tail}`, `${head}Q${tail.slice(1)}`, swapped]
        const spelt = given[kind] as string
        fc.pre(spelt !== name)
        expect(nearMisses({ [spelt]: 'x' }).map(({ meant }) => meant)).toEqual([name])
      }),
    )
  })

  it('is told without its value, and takes no time whatever it is called', () => {
    const names = Array.from({ length: 1000 }, (_, at) => `${'STATS_'.repeat(200)}${at}`)
    const env = Object.fromEntries(names.map((name) => [name, 'hunter2']))
    const begun = performance.now()
    expect(nearMisses({ ...env, STATS_SHARIN: 'hunter2' })).toEqual([
      { given: 'STATS_SHARIN', meant: 'STATS_SHARING' },
    ])
    expect(performance.now() - begun).toBeLessThan(500)
  })
})

it('never repeats a value: it may be a secret', () => {
  const secrets = ['hunter2 ü', 'https://hunter2@x y', { hunter2: 'hunter2' }, ['hunter2']]
  for (const name of [...Object.keys(DEFAULTS), 'CACHE', 'UPSTREAM_HEADER']) {
    for (const secret of secrets) {
      const result = parse({ [name]: secret })
      // `https://hunter2@x y` is a header called "https".
      if (name === 'UPSTREAM_HEADER' && result.ok) continue
      expect(result).toMatchObject({ ok: false })
      expect(JSON.stringify(result)).not.toContain('hunter2')
      for (const { rule } of result.ok ? [] : result.faults) expect(rule).toMatch(/^must be /)
    }
  }
})
