/**
 * `npm run bench:memory`: sends bodies of 300 MB through the edge, both ways, with and without a length, reads pages
 * of 500 sessions of several sizes, one and eight at once, and prints what that took of workerd's memory. Exits 1
 * where it grew by more than a bound. `--short` sends 60 MB.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setup } from '../test/support/build.ts'
import { type RunningEdge, startEdge } from '../test/support/edge.ts'
import { openRequest } from '../test/support/open-request.ts'
import { watchMemory } from './memory-watch.ts'
import { childrenNamed } from './process-memory.ts'

const MIB = 1_048_576

/** A fifth of the largest body: what is held in full cannot hide below it. */
const MAX_GROWTH_MIB = 64

const BODY_MB = process.argv.includes('--short') ? 60 : 300
const BODY_BYTES = BODY_MB * 1_000_000
const CHUNK = Buffer.alloc(64 * 1024, 'everruns ')
/** Fills the pools that workerd keeps, so that what follows is the body's. */
const WARM_UP_BYTES = 20_000_000

/** Sessions of one page, and the sizes of one: a usual one, one with a long text, and the largest seen. */
const PAGE_ROWS = 500
const ROW_KB = [1, 20, 150] as const
const PAGES_AT_ONCE = 8

/** What one page may take, and what many at once may, with the garbage that nobody has swept yet. */
const MAX_PAGE_MIB = 64
const MAX_PAGES_MIB = 144

const MAX_WINDOW_ROWS = 100
const NEWEST_MS = Date.parse('2026-10-01T12:00:00Z')

/** One body in one direction. */
interface Run {
  name: string
  send(edge: RunningEdge, bytes: number): Promise<number>
}

const RUNS: readonly Run[] = [
  { name: 'upload of a known length', send: (edge, bytes) => upload(edge, bytes, true) },
  { name: 'upload in chunks', send: (edge, bytes) => upload(edge, bytes, false) },
  { name: 'download of a known length', send: (edge, bytes) => download(edge, bytes, '&length') },
  { name: 'download in chunks', send: (edge, bytes) => download(edge, bytes, '') },
  { name: 'download by a client that pauses', send: slowDownload },
]

async function* pieces(bytes: number): AsyncGenerator<Buffer> {
  for (let left = bytes; left > 0; left -= CHUNK.length) {
    yield CHUNK.subarray(0, Math.min(left, CHUNK.length))
  }
}

/** Counts what is uploaded, and makes what is downloaded. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '', 'http://upstream')
  const bytes = Number(url.searchParams.get('bytes') ?? 0)
  if (url.pathname === '/v1/sessions') {
    response.setHeader('content-type', 'application/json')
    response.end(windowBody(url.searchParams))
    return
  }
  if (request.method === 'POST') {
    response.end(String(await countBytes(request)))
    return
  }
  if (url.searchParams.has('length')) response.setHeader('content-length', bytes)
  Readable.from(pieces(bytes)).pipe(response)
}

/** The upstream's page of a list that has no end, its rows as long as the parameter `kb` says. */
function windowBody(query: URLSearchParams): string {
  const offset = Number(query.get('offset') ?? 0)
  const limit = Math.min(Number(query.get('limit') ?? 20), MAX_WINDOW_ROWS)
  const preview = 'x'.repeat(1_000 * Number(query.get('kb') ?? 1))
  const data = Array.from({ length: limit }, (_, index) => ({
    id: `session_${offset + index}`,
    created_at: new Date(NEWEST_MS - 1_000 * (offset + index)).toISOString(),
    preview,
  }))
  return JSON.stringify({ data, total: 1_000_000, offset, limit })
}

async function countBytes(stream: IncomingMessage): Promise<number> {
  let bytes = 0
  for await (const chunk of stream) bytes += (chunk as Buffer).length
  return bytes
}

async function upload(edge: RunningEdge, bytes: number, isKnown: boolean): Promise<number> {
  const headers = isKnown ? { 'content-length': bytes } : {}
  const { outgoing, answer } = openRequest(`${edge.origin}/v1/files`, 'POST', headers)
  Readable.from(pieces(bytes)).pipe(outgoing)
  let text = ''
  for await (const chunk of await answer) text += chunk
  return Number(text)
}

async function open(edge: RunningEdge, bytes: number, more: string): Promise<IncomingMessage> {
  const url = `${edge.origin}/v1/files?bytes=${bytes}${more}`
  const { outgoing, answer } = openRequest(url, 'GET')
  outgoing.end()
  return answer
}

async function download(edge: RunningEdge, bytes: number, more: string): Promise<number> {
  return countBytes(await open(edge, bytes, more))
}

/** Stops reading for a second: what the upstream goes on sending then must not pile up. */
async function slowDownload(edge: RunningEdge, bytes: number): Promise<number> {
  const incoming = await open(edge, bytes, '')
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  return countBytes(incoming)
}

async function measure(edge: RunningEdge, { name, send }: Run): Promise<boolean> {
  await send(edge, WARM_UP_BYTES)
  const memory = watchMemory(childrenNamed('workerd'))
  const startedMs = performance.now()
  const bytes = await send(edge, BODY_BYTES)
  const seconds = (performance.now() - startedMs) / 1_000
  const { before, peak } = memory.stop()
  const growth = (peak - before) / MIB
  const rate = Math.round(bytes / 1_000_000 / seconds)
  const figures = `${(before / MIB).toFixed(0)} MiB before, at most ${growth.toFixed(1)} MiB more`
  console.log(`${name}: ${bytes / 1_000_000} MB at ${rate} MB/s; workerd ${figures}`)
  return bytes === BODY_BYTES && growth <= MAX_GROWTH_MIB
}

/** Reads pages in a workerd that has read none before, so that nothing of them is there yet. */
async function measurePages(upstream: string, kb: number, atOnce: number): Promise<boolean> {
  const edge = await startEdge({ vars: { UPSTREAM_URL: upstream } })
  const read = async (limit: number) => {
    const headers = { authorization: 'Bearer evr_pat_1' }
    const page = await fetch(`${edge.origin}/v1/sessions?kb=${kb}&limit=${limit}`, { headers })
    return (await page.arrayBuffer()).byteLength
  }
  await read(1)
  const memory = watchMemory(childrenNamed('workerd'))
  const sizes = await Promise.all(Array.from({ length: atOnce }, () => read(PAGE_ROWS)))
  const { before, peak } = memory.stop()
  await edge.stop()
  const [mb, growth] = [sum(sizes) / 1_000_000, (peak - before) / MIB]
  const what = `${atOnce} ${atOnce > 1 ? 'pages at once' : 'page'} of ${PAGE_ROWS} sessions of ${kb} KB`
  console.log(`${what}: ${mb.toFixed(1)} MB; workerd took at most ${growth.toFixed(1)} MiB more`)
  return growth <= (atOnce === 1 ? MAX_PAGE_MIB : MAX_PAGES_MIB)
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

async function run(): Promise<boolean> {
  await setup()
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const edge = await startEdge({ vars: { UPSTREAM_URL: upstream } })
  let isFlat = true
  for (const each of RUNS) isFlat = (await measure(edge, each)) && isFlat
  await edge.stop()
  for (const kb of ROW_KB) {
    for (const atOnce of [1, PAGES_AT_ONCE]) {
      isFlat = (await measurePages(upstream, kb, atOnce)) && isFlat
    }
  }
  server.closeAllConnections()
  server.close()
  return isFlat
}

if (process.platform === 'linux') {
  const isFlat = await run()
  console.log(isFlat ? 'memory stays within its bounds' : 'memory grows by more than its bound')
  process.exitCode = isFlat ? 0 : 1
} else {
  console.log('not run: memory is read from /proc, which only Linux has')
}
