import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../support/build.ts'
import { type RunningEdge, startEdge } from '../support/edge.ts'
import { openRequest } from '../support/open-request.ts'
import { type RecordingUpstream, startRecordingUpstream } from '../support/recording-upstream.ts'

let upstream: RecordingUpstream
let forwarder: RunningEdge

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'test/edge/upload-worker.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2024',
    write: false,
  })
  upstream = await startRecordingUpstream()
  const vars = { UPSTREAM_URL: upstream.url }
  forwarder = await startEdge({ vars, script: outputFiles[0]?.text ?? '' })
})

afterAll(async () => {
  await forwarder?.stop()
  await upstream?.stop()
})

/** What the upstream sees of a request: it itself, and its end. */
function meet(path: string) {
  return new Promise<{ request: IncomingMessage; closed: Promise<unknown> }>((resolve) => {
    upstream.answer(path, (request, response) => {
      request.on('error', () => undefined)
      if (path.endsWith('/answered')) response.writeHead(200).write('begun')
      const closed = new Promise((end) => request.on('close', end))
      request.once('data', () => resolve({ request, closed }))
      request.resume()
    })
  })
}

describe.each([
  ['in chunks', {}],
  ['of a known length', { 'content-length': 6 }],
])('an upload %s that falls silent', (_, headers) => {
  it('ends, and is not whole to the upstream', async () => {
    const met = meet('/v1/silent')
    const { outgoing, answer } = openRequest(`${forwarder.origin}/v1/silent`, 'POST', headers)
    outgoing.write('one')
    const { request, closed } = await met
    await closed
    expect(request.complete).toBe(false)
    const incoming = await answer
    expect(JSON.parse(await text(incoming))).toEqual({ kind: 'edge', code: 'upload_stalled' })
    outgoing.destroy()
  })

  it('ends where the upstream has begun to answer too', async () => {
    const met = meet('/v1/silent/answered')
    const { outgoing, answer } = openRequest(
      `${forwarder.origin}/v1/silent/answered`,
      'POST',
      headers,
    )
    outgoing.write('one')
    const { request, closed } = await met
    const incoming = await answer
    const broken = new Promise((resolve) => incoming.on('error', resolve))
    incoming.resume()
    await Promise.all([closed, broken])
    expect(incoming.complete).toBe(false)
    // Of chunks the platform itself tells an upstream that has begun to answer that they are at their end.
    if ('content-length' in headers) expect(request.complete).toBe(false)
    outgoing.destroy()
  })
})
