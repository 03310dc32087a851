import { describe, expect, it } from 'vitest'
import { DEFAULT_UPSTREAM_URL, parseConfig } from '../src/config.ts'

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

it('never repeats a value: it may be a secret', () => {
  for (const name of [...Object.keys(DEFAULTS), 'CACHE']) {
    for (const secret of ['hunter2', 'https://hunter2@x y', { hunter2: 'hunter2' }, ['hunter2']]) {
      const result = parse({ [name]: secret })
      expect(result).toMatchObject({ ok: false })
      expect(JSON.stringify(result)).not.toContain('hunter2')
      for (const { rule } of result.ok ? [] : result.faults) expect(rule).toMatch(/^must be /)
    }
  }
})
