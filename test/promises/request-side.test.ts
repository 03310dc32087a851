import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningEdge, startEdge } from '../support/edge.ts'
import { expectProblem } from '../support/edge-stage.ts'
import type { Answer } from '../support/http-client.ts'
import { logFaults } from '../support/log-rules.ts'
import { exchange, rawRequest } from '../support/raw-request.ts'
import { type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts'
import {
  type RecordedCall,
  type RecordingUpstream,
  startRecordingUpstream,
} from '../support/recording-upstream.ts'
import { EVIL, FOLDED, PASSED, REFUSED } from './hostile-targets.ts'

let upstream: RecordingUpstream
let evil: RawUpstream
let edge: RunningEdge

beforeAll(async () => {
  upstream = await startRecordingUpstream()
  evil = await startRawUpstream()
  edge = await startEdge({ vars: { UPSTREAM_URL: upstream.url } })
})

beforeEach(() => void upstream.calls())

afterAll(async () => {
  await edge?.stop()
  await upstream?.stop()
  await evil?.stop()
  expect(logFaults(edge.logs)).toEqual([])
})

const host = () => new URL(upstream.url).host
const meant = (target: string) => target.replaceAll(EVIL, new URL(evil.url).host)
const ask = (line: string, headers: string[] = [], body = ''): Promise<Answer> =>
  exchange(edge.origin, rawRequest(line, headers, body))

/** The calls that a request led to, each held against what is true of all. */
function expectSafeCalls(): RecordedCall[] {
  const calls = upstream.calls()
  for (const { headers } of calls) {
    const valuesOf = (wanted: string) =>
      headers.flatMap(([name, value]) => (name.toLowerCase() === wanted ? [value] : []))
    expect(valuesOf('host')).toEqual([host()])
    const framing = [...valuesOf('content-length'), ...valuesOf('transfer-encoding')]
    expect(framing.length).toBeLessThanOrEqual(1)
  }
  expect(evil.connections()).toBe(0)
  return calls
}

const reachedTargets = () => expectSafeCalls().map(({ target }) => target)

describe('a request target', () => {
  it.each(PASSED)('%j reaches the upstream as it is', async (target) => {
    expect((await ask(`GET ${meant(target)}`)).status).toBe(200)
    expect((await ask(`POST ${meant(target)}`, ['Content-Length: 1'], 'x')).status).toBe(200)
    expect(reachedTargets()).toEqual([meant(target), meant(target)])
  })

  it.each(FOLDED)('%j reaches the upstream as %j', async (sent, reached) => {
    expect((await ask(`GET ${meant(sent)}`)).status).toBe(200)
    expect(reachedTargets()).toEqual([meant(reached)])
  })

  it.each(REFUSED)('%j is refused and reaches nobody', async (target) => {
    expect((await ask(`GET ${meant(target)}`)).status).toBeGreaterThanOrEqual(400)
    expect(reachedTargets()).toEqual([])
  })

  it('has every escaped ASCII character untouched, in path and query', async () => {
    const escapes = Array.from(
      { length: 0x80 },
      (_, code) => `%${code.toString(16).padStart(2, '0')}`,
    )
    for (const escaped of escapes) {
      const target = `/v1/x${escaped}y?q=${escaped}`
      expect((await ask(`GET ${target}`)).status).toBe(200)
      expect(reachedTargets()).toEqual([target])
    }
  })

  it('has every other ASCII character untouched, escaped, or is refused', async () => {
    const codes = Array.from({ length: 0x7f - 0x21 }, (_, at) => at + 0x21)
    for (const character of codes.map((code) => String.fromCharCode(code))) {
      const target = `/v1/x${character}y`
      const { status } = await ask(`GET ${target}`)
      const [reached, ...others] = reachedTargets()
      expect(others).toEqual([])
      if (reached === undefined) expect({ target, status }).toMatchObject({ status: 400 })
      else if (character === '#') expect(reached).toBe('/v1/x')
      else if (reached !== target) expect(reached).toBe(`/v1/x${encodeURIComponent(character)}y`)
    }
  })

  it('is at most 16 KiB long', async () => {
    const longest = `/v1/${'x'.repeat(10_000)}`
    expect((await ask(`GET ${longest}`)).status).toBe(200)
    expect(reachedTargets()).toEqual([longest])
    const answer = await ask(`GET /v1/${'x'.repeat(20_000)}`)
    expectProblem(answer, 400, 'http://edge.example', upstream.url)
    expect(reachedTargets()).toEqual([])
  })
})

describe('one request stays one, with one host and one length', () => {
  const chunks = '5\r\nhello\r\n0\r\n\r\n'

  it.each<[string, string[], string]>([
    ['lengths that differ', ['Content-Length: 5', 'Content-Length: 6'], 'hello!'],
    ['a list of lengths', ['Content-Length: 5, 5'], 'hello'],
    ['a signed length', ['Content-Length: +5'], 'hello'],
    ['a negative length', ['Content-Length: -5'], 'hello'],
    ['a hexadecimal length', ['Content-Length: 0x5'], 'hello'],
    ['a length that is none', ['Content-Length: five'], 'hello'],
    ['an unknown coding', ['Transfer-Encoding: xchunked'], chunks],
    ['a coding after the chunks', ['Transfer-Encoding: chunked, identity'], chunks],
    ['two codings', ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], chunks],
    ['a blank before a colon', ['Transfer-Encoding : chunked', 'Content-Length: 3'], chunks],
    ['a folded header', ['X-A: a\r\n b'], ''],
    ['a carriage return in a header', ['X-A: a\rX-Evil: b'], ''],
    ['a NUL in a header', ['X-A: a\0b'], ''],
    ['a blank in a header’s name', ['X A: a'], ''],
    ['a header without a name', [': a'], ''],
  ])('%s: refused', async (_, headers, body) => {
    expect((await ask('POST /v1/x', headers, body)).status).toBe(400)
    expect(expectSafeCalls()).toEqual([])
  })

  it.each<[string, string[], string]>([
    ['the same length twice', ['Content-Length: 5', 'Content-Length: 5'], 'hello'],
    ['a length beside chunks', ['Content-Length: 3', 'Transfer-Encoding: chunked'], chunks],
    ['chunks beside a length', ['Transfer-Encoding: chunked', 'Content-Length: 999'], chunks],
    ['chunks in capitals', ['Transfer-Encoding: CHUNKED'], chunks],
    [
      'trailers',
      ['Transfer-Encoding: chunked', 'Trailer: X-T'],
      '5\r\nhello\r\n0\r\nX-T: 1\r\n\r\n',
    ],
    [
      'more after the end',
      ['Content-Length: 5'],
      'helloGET /v1/smuggled HTTP/1.1\r\nHost: x\r\n\r\n',
    ],
  ])('%s: at most one call with the body', async (_, headers, body) => {
    await ask('POST /v1/x', headers, body)
    const calls = expectSafeCalls()
    expect(calls.length).toBeLessThanOrEqual(1)
    for (const call of calls) expect(call).toMatchObject({ target: '/v1/x', body: 'hello' })
    expect(JSON.stringify(calls)).not.toMatch(/smuggled|x-t"/i)
  })

  it.each([
    [['evil.example']],
    [['a', 'b']],
    [['a', 'a']],
    [['evil.example:80', 'evil.example@x']],
    [['user@evil.example']],
    [['a/../b']],
    [['a#b']],
    [['a?b']],
    [[]],
    [['']],
  ])('the host is the upstream’s, whatever the client’s is: %j', async (hosts) => {
    const lines = hosts.map((name) => `Host: ${name}\r\n`).join('')
    await exchange(edge.origin, `GET /v1/x HTTP/1.1\r\n${lines}Connection: close\r\n\r\n`)
    expectSafeCalls()
  })
})
