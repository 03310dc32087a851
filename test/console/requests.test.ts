import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { formatCurl } from '../../console/curl.ts'
import { type EntryLifetimes, lifetimesOf } from '../../console/lifetimes.ts'
import { nextPollMs } from '../../console/poll-delay.ts'
import {
  amendRequest,
  conditionalForm,
  findSender,
  LOG_LENGTH,
  type LoggedRequest,
  logRequest,
} from '../../console/request-log.ts'

const request = (number: number): LoggedRequest => ({
  ...{ number, startedAtMs: 0, method: 'GET', path: '/v1/x', url: 'http://e/v1/x' },
  ...{ credential: 'token', sent: [], cacheMode: 'default', body: undefined, status: undefined },
  ...{ durationMs: undefined, received: [], delivery: 'unknown', bytes: undefined },
  ...{ problem: undefined, isAborted: false },
})

describe('the log of requests', () => {
  it('holds the last hundred, newest first', () => {
    let log: readonly LoggedRequest[] = []
    for (let number = 1; number <= 250; number += 1) log = logRequest(log, request(number))
    expect([log.length, log[0]?.number, log.at(-1)?.number]).toEqual([LOG_LENGTH, 250, 151])
  })

  it('takes what becomes known later, and nothing for a request that was dropped', () => {
    const log = logRequest([], request(7))
    expect(amendRequest(log, 7, { status: 200 })[0]?.status).toBe(200)
    expect(amendRequest(log, 6, { status: 200 })).toEqual(log)
  })
})

describe('what the browser tells of a request', () => {
  const untold = [
    { number: 1, sentMs: 10 },
    { number: 2, sentMs: 50 },
    { number: 3, sentMs: 90 },
  ]

  it('is about the one that was sent just before it began, whatever the order in which it comes', () => {
    const numbers = [91, 12, 50, 89.5].map((beganMs) => findSender(untold, beganMs)?.number)
    expect(numbers).toEqual([3, 1, 2, 3])
  })

  it('is about the first where the clocks do not fit, and about none where none is left', () => {
    expect(findSender(untold, 2)?.number).toBe(1)
    expect(findSender([], 2)).toBeUndefined()
  })
})

describe('a command line', () => {
  const base = { method: 'GET', url: 'https://e/v1/x?a=1&b=2', headers: [], body: undefined }

  it('has a variable where the credential stood, even if a header of that name is among the headers', () => {
    const headers = [
      ['Authorization', 'evr_pat_secret'],
      ['cookie', 'access_token=secret'],
      ['x-org-id', 'org_1'],
    ] as const
    const text = formatCurl({ ...base, headers, credential: 'token' })
    expect(text).not.toContain('secret')
    expect(text).toContain('"Authorization: $TOKEN"')
    expect(text).toContain("'x-org-id: org_1'")
    expect(formatCurl({ ...base, credential: 'cookie' })).toContain('"Cookie: access_token=$TOKEN"')
  })

  it('quotes what a shell would read otherwise', () => {
    const text = formatCurl({
      ...base,
      method: 'POST',
      credential: 'token',
      body: "it's $HOME `x`",
    })
    expect(text).toContain("--data-raw 'it'\\''s $HOME `x`'")
    expect(text).toContain('-X POST')
  })
})

describe('a conditional fetch', () => {
  it('has one of three forms, told apart', () => {
    const etag = [['if-none-match', '"1"']] as const
    const own = conditionalForm([], 'default', 'revalidated')
    const script = conditionalForm(etag, 'default', 'network')
    const forced = conditionalForm([], 'no-cache', 'network')
    expect(own).toContain('browser’s own cache, no directive')
    expect(script).toContain('If-None-Match of the script, and a directive that fetch() adds')
    expect(forced).toContain('max-age=0')
    expect(new Set([own, script, forced]).size).toBe(3)
  })

  it('is none where the browser answered, or where nothing was there to ask about', () => {
    expect(conditionalForm([], 'default', 'browser-cache')).toContain('not sent')
    expect(conditionalForm([], 'default', 'network')).toBe('no condition')
    const past = conditionalForm([['cache-control', 'max-age=86400']], 'no-store', 'network')
    expect(past).toContain('max-age=86400 of the script')
  })
})

describe('the next look', () => {
  const ok = { isOk: true, ttlSeconds: 12, retryAfterSeconds: undefined, failures: 0 }

  it('comes when the entry is over, and never sooner than five seconds', () => {
    expect(nextPollMs(ok)).toBe(12_250)
    expect([-20, 0, 3, undefined].map((ttlSeconds) => nextPollMs({ ...ok, ttlSeconds }))).toEqual([
      ...[5000, 5000, 5000, 5000],
    ])
  })

  it('comes ever later while it fails, within a minute, and not before a wait is over', () => {
    const after = (failures: number, retryAfterSeconds?: number) =>
      nextPollMs({ isOk: false, ttlSeconds: undefined, retryAfterSeconds, failures })
    expect([1, 2, 3, 4, 5, 500].map((failures) => after(failures))).toEqual([
      ...[5000, 10_000, 20_000, 40_000, 60_000, 60_000],
    ])
    expect([after(1, 42), after(1, 300), after(5, 1)]).toEqual([42_000, 300_000, 60_000])
  })
})

describe('the lifetimes of an entry', () => {
  it('are fresh for as long as the answer says, and else as the edge does by default', () => {
    expect(lifetimesOf('/v1/harnesses/x/stats', 4, 3)).toEqual({ fresh: 7, stale: 45, error: 600 })
    expect(lifetimesOf('/api/v1/agents/x/stats', undefined, undefined)?.fresh).toBe(15)
    expect(lifetimesOf('/v1/harnesses?expand=stats', 0, 15)?.error).toBe(600)
    expect(lifetimesOf('/v1/harnesses/x', 70, -10)?.fresh).toBe(60)
  })

  it('are not shorter for age and ttl being cut to whole seconds', () => {
    expect(lifetimesOf('/v1/harnesses/x/stats', 5, 9)?.fresh).toBe(15)
    expect(lifetimesOf('/v1/harnesses/x/stats', 19, -5)?.fresh).toBe(15)
    expect(lifetimesOf('/v1/harnesses/x/stats', 5, 8)?.fresh).toBe(13)
  })

  it('are by default those of the description', () => {
    const file = join(import.meta.dirname, '../../openapi/openapi.json')
    const { paths } = JSON.parse(readFileSync(file, 'utf8'))
    const described: [string, EntryLifetimes][] = Object.entries<Record<string, unknown>>(
      paths,
    ).flatMap(([path, operations]) => {
      const cache = (operations.get as Record<string, unknown> | undefined)?.['x-edge-cache']
      if (cache === undefined) return []
      const { max_age, stale_while_revalidate, stale_if_error } = cache as Record<string, number>
      const lifetimes = { fresh: max_age, stale: stale_while_revalidate, error: stale_if_error }
      return [[path.replaceAll(/\{\w+\}/g, 'x'), lifetimes as EntryLifetimes]]
    })
    expect(described.length).toBeGreaterThan(3)
    for (const [path, lifetimes] of described) {
      // The list of harnesses is described as the board, whose numbers have lifetimes of their own.
      if (path === '/v1/harnesses') continue
      expect({ path, lifetimes: lifetimesOf(path, undefined, undefined) }).toEqual({
        path,
        lifetimes,
      })
    }
  })

  it('are unknown where nothing is stored', () => {
    expect(lifetimesOf('/v1/sessions/x', undefined, undefined)).toBeUndefined()
  })
})
