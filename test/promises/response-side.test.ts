import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectProblem } from '../support/edge-stage.ts'
import { type Answer, send } from '../support/http-client.ts'
import { RAW_EDGE, type RawStage, startRawStage } from '../support/raw-stage.ts'
import { rawAnswer } from '../support/raw-upstream.ts'

let stage: RawStage

beforeAll(async () => {
  stage = await startRawStage()
})

afterAll(() => stage?.stop())

/** What the edge's bytes are in the text of a raw answer: one character a byte. */
const bytesOf = ({ text }: Answer) => Buffer.from(text, 'latin1')

describe('a coded body', () => {
  const plain = JSON.stringify({ text: 'word '.repeat(2_000) })
  const codings = {
    gzip: gzipSync(plain),
    br: brotliCompressSync(plain),
    zstd: zstdCompressSync(plain),
    deflate: deflateSync(plain),
    'x-unknown': Buffer.from(plain),
  }
  const table = Object.entries(codings).flatMap(([coding, bytes]) =>
    [coding, 'identity', 'br;q=0.5, gzip', ''].map(
      (accepted) => [coding, accepted, bytes] as const,
    ),
  )

  it.each(table)('of %s stays byte for byte for a client that takes “%s”', async (...row) => {
    const [coding, accepted, bytes] = row
    const body = bytes.toString('latin1')
    const headers = [`Content-Encoding: ${coding}`, 'ETag: "v1"', 'Vary: Accept-Encoding']
    const asked = accepted === '' ? [] : [`Accept-Encoding: ${accepted}`]
    const answer = await stage.passOn(rawAnswer(200, headers, body), 'GET /v1/x', asked)
    expect(bytesOf(answer).equals(bytes)).toBe(true)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-encoding': coding,
      'content-length': String(bytes.length),
      etag: '"v1"',
      vary: 'Accept-Encoding',
    })
  })

  it('has a HEAD that says the same of itself, and no body', async () => {
    const headers = ['Content-Encoding: gzip', `Content-Length: ${codings.gzip.length}`]
    const answer = await stage.passOn(rawAnswer(200, headers), 'HEAD /v1/x')
    expect([answer.status, answer.text]).toEqual([200, ''])
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    const length = answer.headers.get('content-length') ?? codings.gzip.length
    expect(Number(length)).toBe(codings.gzip.length)
  })

  it('may be a part of the whole', async () => {
    const part = codings.gzip.subarray(10, 30)
    const headers = ['Content-Encoding: gzip', `Content-Range: bytes 10-29/${codings.gzip.length}`]
    const answer = await stage.passOn(
      rawAnswer(206, headers, part.toString('latin1')),
      'GET /v1/x',
      ['Range: bytes=10-29', 'Accept-Encoding: gzip'],
    )
    expect(bytesOf(answer).equals(part)).toBe(true)
    expect(answer.headers.get('content-range')).toBe(`bytes 10-29/${codings.gzip.length}`)
  })

  it('is a problem where it is an error’s, in no coding at all', async () => {
    const error = gzipSync(JSON.stringify({ title: 'Conflict', status: 409, detail: 'Taken' }))
    const headers = ['Content-Encoding: gzip', 'Content-Type: application/problem+json']
    const answer = await stage.passOn(rawAnswer(409, headers, error.toString('latin1')))
    expect(answer.headers.get('content-encoding')).toBeNull()
    const { problem } = expectProblem(answer, 409, RAW_EDGE, stage.upstreamUrl)
    expect(problem).toMatchObject({ code: 'conflict', detail: 'Taken' })
  })
})

describe('a body', () => {
  it.each([
    ['of a known length', rawAnswer(200, [], 'hello')],
    ['in chunks', rawAnswer(200, ['Transfer-Encoding: chunked'], '5\r\nhello\r\n0\r\n\r\n')],
    [
      'in chunks with trailers',
      rawAnswer(200, ['Transfer-Encoding: chunked'], '5\r\nhello\r\n0\r\nX-Trailer: 1\r\n\r\n'),
    ],
    ['that ends with the connection', 'HTTP/1.0 200 OK\r\nX-Any: 1\r\n\r\nhello'],
    [
      'after an interim answer',
      `HTTP/1.1 103 Early\r\nLink: <a>\r\n\r\n${rawAnswer(200, [], 'hello')}`,
    ],
  ])('%s is passed on whole, and nothing after it', async (_, bytes) => {
    const { status, text, headers } = await stage.passOn(bytes)
    expect([status, text]).toEqual([200, 'hello'])
    expect([headers.get('x-trailer'), headers.get('link')]).toEqual([null, null])
  })

  it.each([
    ['of a known length', rawAnswer(200, ['Content-Length: 1000'], 'half')],
    ['in chunks', rawAnswer(200, ['Transfer-Encoding: chunked'], '4\r\nhalf\r\n')],
  ])('%s that breaks off is not whole to the client', async (_, bytes) => {
    await stage.passOn(bytes)
    await expect(send(`${stage.edgeOrigin}/v1/x`, {})).rejects.toThrow()
  })

  it.each([204, 205, 304])('of a %i is nobody’s', async (status) => {
    const kept = ['ETag: "v1"', 'X-Kept: yes', 'Content-Length: 5']
    for (const line of ['GET /v1/x', 'DELETE /v1/x']) {
      const answer = await stage.passOn(rawAnswer(status, kept, 'hello'), line)
      expect([answer.status, answer.text]).toEqual([status, ''])
      expect(['0', null]).toContain(answer.headers.get('content-length'))
      expect(answer.headers.get('x-kept')).toBe('yes')
    }
  })
})

describe('a status', () => {
  it.each([200, 202, 203, 207, 218, 226, 299, 300, 306, 399])('%i is kept', async (status) => {
    const answer = await stage.passOn(rawAnswer(status, ['X-Kept: yes'], 'hello'))
    expect([answer.status, answer.text]).toEqual([status, 'hello'])
    expect(answer.headers.get('x-kept')).toBe('yes')
  })

  it.each([400, 402, 417, 418, 421, 431, 451, 499, 500, 505, 529, 599])(
    '%i is kept, as a problem',
    async (status) => {
      expectProblem(
        await stage.passOn(rawAnswer(status, [], 'x')),
        status,
        RAW_EDGE,
        stage.upstreamUrl,
      )
    },
  )

  it.each(['0', '42', '099', '100', '101', '103', '199', '600', '700', '999', '1000', '20x', ''])(
    '“%s” is a 502 problem',
    async (status) => {
      const bytes = `HTTP/1.1 ${status} Any\r\nContent-Length: 0\r\nX-Kept: yes\r\n\r\n`
      for (const line of ['GET /v1/x', 'POST /v1/x']) {
        const { problem } = expectProblem(
          await stage.passOn(bytes, line),
          502,
          RAW_EDGE,
          stage.upstreamUrl,
        )
        expect(problem.code).toMatch(/^upstream_(?:unreachable|invalid_response)$/)
      }
    },
  )
})
