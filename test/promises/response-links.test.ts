import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningEdge, startEdge } from '../support/edge.ts'
import type { Answer } from '../support/http-client.ts'
import { logFaults } from '../support/log-rules.ts'
import { openRequest } from '../support/open-request.ts'
import { exchange, rawRequest } from '../support/raw-request.ts'
import { RAW_EDGE, type RawStage, startRawStage } from '../support/raw-stage.ts'
import { rawAnswer } from '../support/raw-upstream.ts'
import { type RecordingUpstream, startRecordingUpstream } from '../support/recording-upstream.ts'

const API = 'https://app.everruns.com/api'
const PATH = '/v1/sessions/session_1'

/** An entity as the API makes it, its links below a base; somebody's data in it holds links too. */
const session = (base: string) =>
  [
    `{ "id":"session_1", "count":12345678901234567890, "self_url" :\t"${base}${PATH}",`,
    `"view_url":"${API}/sessions/session_1/chat","ui_link":"${API}/sessions/session_1/chat",`,
    `"hints":{"self_url":"${API}/v1/agents/a","allowed_actions":[{"href":"${API}/v1/x"}]},`,
    `"embedder_metadata":{"self_url":"https://api.stripe.com/v1/customers/cus_1"},`,
    `"allowed_actions":[{"rel":"cancel","method":"POST","href":"${base}${PATH}/cancel"}]}`,
  ].join('\n')

const JSON_TYPE = 'Content-Type: application/json'

let stage: RawStage

beforeAll(async () => {
  stage = await startRawStage()
})

afterAll(() => stage?.stop())

const lengthOf = ({ headers }: Answer) => Number(headers.get('content-length'))

describe('the links of an entity', () => {
  const CREATED = rawAnswer(201, [JSON_TYPE], session(API))

  it('lead to the edge from the session that was just created, all else byte for byte', async () => {
    const answer = await stage.passOn(CREATED, 'POST /v1/sessions')
    expect([answer.status, answer.text]).toEqual([201, session(RAW_EDGE)])
    expect(lengthOf(answer)).toBe(answer.text.length)
  })

  it('lead to it in the form that the request came by', async () => {
    const answer = await stage.passOn(CREATED, 'POST /api/v1/sessions')
    expect(answer.text).toBe(session(`${RAW_EDGE}/api`))
  })

  it('lead to no host that a header of the request names', async () => {
    const forged = ['X-Forwarded-Host: evil.example', 'Forwarded: host=evil.example']
    const answer = await stage.passOn(CREATED, 'POST /v1/sessions', forged)
    expect(answer.text).toBe(session(RAW_EDGE))
  })

  it.each([
    ['PATCH', '/v1/harnesses/harness_01933b5a00007000800000000000000a'],
    ['GET', '/v1/agents/agent_1'],
    ['PUT', '/v1/agents/agent_1'],
    ['POST', '/v1/agents/agent_1/health-checks'],
    ['GET', '/v1/apps/app_1'],
    ['PATCH', '/v1/orgs/org_1'],
    ['POST', '/v1/sessions/session_1/fork'],
  ])('are moved in the answer to %s %s', async (method, path) => {
    const answer = await stage.passOn(
      rawAnswer(200, [JSON_TYPE], session(API)),
      `${method} ${path}`,
    )
    expect(answer.text).toBe(session(RAW_EDGE))
  })

  it('are moved in the rows of a list, and below the address that the edge calls', async () => {
    const list = (base: string) => `{"data":[${session(base)},${session(base)}]}`
    const bytes = rawAnswer(200, ['Content-Type: application/json; charset=utf-8'], list(API))
    expect((await stage.passOn(bytes, 'GET /v1/apps')).text).toBe(list(RAW_EDGE))
    const own = rawAnswer(200, [JSON_TYPE], list(stage.upstreamUrl))
    expect((await stage.passOn(own, 'GET /v1/apps')).text).toBe(list(RAW_EDGE))
  })

  it('are moved in a body of chunks, and in one that is coded', async () => {
    const text = session(API)
    const chunks = `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`
    const chunked = rawAnswer(200, [JSON_TYPE, 'Transfer-Encoding: chunked'], chunks)
    expect((await stage.passOn(chunked, `GET ${PATH}`)).text).toBe(session(RAW_EDGE))

    const zipped = gzipSync(text).toString('latin1')
    const coded = rawAnswer(200, [JSON_TYPE, 'Content-Encoding: gzip'], zipped)
    const answer = await stage.passOn(coded, `GET ${PATH}`, ['Accept-Encoding: gzip'])
    expect(answer.headers.get('content-encoding')).toBeNull()
    expect(answer.text).toBe(session(RAW_EDGE))
    expect(lengthOf(answer)).toBe(answer.text.length)
  })

  it('make a HEAD say nothing of a length that GET does not have', async () => {
    const bytes = rawAnswer(200, [JSON_TYPE, 'Content-Length: 999'])
    const { status, headers } = await stage.passOn(bytes, `HEAD ${PATH}`)
    expect([status, headers.get('content-length')]).not.toContain('999')
  })
})

describe('a body is as it came, with its links,', () => {
  const expectUntouched = async (headers: string[], body = session(API), line = `GET ${PATH}`) => {
    const answer = await stage.passOn(rawAnswer(200, headers, body), line)
    expect(answer.text).toBe(body)
    return answer
  }

  it.each([
    ...['ETag: "v1"', 'Digest: sha-256=x', 'Content-Digest: sha-256=:x:', 'Content-MD5: x'],
    ...['Repr-Digest: sha-256=:x:', 'Content-Disposition: attachment; filename="a.json"'],
    ...['Content-Disposition: inline', 'Content-Encoding: x-unknown'],
  ])('where it comes with %s', async (header) => {
    const answer = await expectUntouched([JSON_TYPE, header])
    expect(lengthOf(answer)).toBe(answer.text.length)
  })

  it.each(['text/plain', 'application/x-ndjson', 'application/jsonx', 'application/ld+json'])(
    'where it is %s',
    async (type) => void (await expectUntouched([`Content-Type: ${type}`])),
  )

  it.each([
    ...['/v1/sessions/session_1/files/a.json', '/v1/sessions/session_1/messages'],
    ...['/v1/sessions/session_1/export', '/v1/agents/agent_1/export', '/v1/files/file_1'],
    ...['/v1/users/me', '/v1/harness-examples', '/v1/images/image_1'],
  ])('where the route is %s', async (path) => {
    await expectUntouched([JSON_TYPE], session(API), `GET ${path}`)
  })

  it('where it is a part', async () => {
    const headers = [JSON_TYPE, 'Content-Range: bytes 0-9/100']
    const answer = await stage.passOn(rawAnswer(206, headers, session(API)), `GET ${PATH}`)
    expect([answer.status, answer.text]).toEqual([206, session(API)])
  })

  it('where it is longer than 1 MiB', async () => {
    const padding = ' '.repeat(1024 * 1024)
    await expectUntouched([JSON_TYPE], session(API) + padding)
    const zipped = gzipSync(session(API) + padding).toString('latin1')
    const coded = rawAnswer(200, [JSON_TYPE, 'Content-Encoding: gzip'], zipped)
    const answer = await stage.passOn(coded, `GET ${PATH}`)
    const bytes = Buffer.from(answer.text, 'latin1')
    const isZipped = answer.headers.get('content-encoding') === 'gzip'
    expect((isZipped ? gunzipSync(bytes) : bytes).toString()).toBe(session(API) + padding)
  })

  it('where it is longer than 64 KiB and nothing says so', async () => {
    const text = session(API) + ' '.repeat(64 * 1024)
    const chunks = `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`
    const headers = [JSON_TYPE, 'Transfer-Encoding: chunked']
    const answer = await stage.passOn(rawAnswer(200, headers, chunks), `GET ${PATH}`)
    expect(answer.text).toBe(text)
  })

  it.each([
    ['no JSON', `{"self_url":"${API}${PATH}"`],
    ['with a byte order mark', `\xef\xbb\xbf{"self_url":"${API}${PATH}"}`],
    ['without any link', '{ "id" : 1 }\r\n'],
    ['empty', ''],
  ])('where it is %s', async (_, body) => {
    const answer = await expectUntouched([JSON_TYPE], body)
    expect(lengthOf(answer)).toBe(body.length)
  })
})

describe('before an upstream that takes its time', () => {
  let upstream: RecordingUpstream
  let edge: RunningEdge

  beforeAll(async () => {
    upstream = await startRecordingUpstream()
    edge = await startEdge({
      vars: { UPSTREAM_URL: upstream.url, PUBLIC_URL: 'https://app.public.example/edge' },
    })
  })

  afterAll(async () => {
    await edge?.stop()
    await upstream?.stop()
    expect(logFaults(edge.logs)).toEqual([])
  })

  it('a long body arrives before it is at its end', async () => {
    let end: (() => void) | undefined
    upstream.answer(PATH, (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write(' '.repeat(64 * 1024 + 1))
      end = () => response.end('{}')
    })
    const { outgoing, answer } = openRequest(edge.origin + PATH, 'GET')
    outgoing.end()
    const incoming = await answer
    let bytes = 0
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    await expect.poll(() => bytes).toBe(64 * 1024 + 1)
    end?.()
    await expect.poll(() => bytes).toBe(64 * 1024 + 3)
  })

  it('links have the base that clients know', async () => {
    upstream.answer('/v1/sessions', (request, response) => {
      request.resume()
      response
        .writeHead(201, {
          'content-type': 'application/json',
          location: `${upstream.url}${PATH}`,
          'set-cookie': ['a=1; Domain=public.example; Path=/api/v1', 'b=2; Domain=127.0.0.1'],
        })
        .end(session(upstream.url))
    })
    for (const [prefix, base] of [
      ['', 'https://app.public.example/edge'],
      ['/api', 'https://app.public.example/edge/api'],
    ]) {
      const answer = await exchange(edge.origin, rawRequest(`POST ${prefix}/v1/sessions`))
      expect(answer.text).toBe(session(base ?? ''))
      expect(answer.headers.get('location')).toBe(`${base}${PATH}`)
      expect(answer.headers.getSetCookie().slice(0, 2)).toEqual([
        'a=1; Domain=public.example; Path=/',
        'b=2',
      ])
    }
  })
})
