import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { USERS } from '../../../sample/callers.ts'
import { send } from '../../support/http-client.ts'
import type { CallerHeaders } from './cast.ts'

/** What an answer of the upstream's can be turned into. */
export const FAULTS = [
  ...(['500', '503', '429', '401', '403', '404', '410'] as const),
  ...(['set-cookie', 'no-store', 'cut', 'shape', 'redirect'] as const),
] as const

/** One of {@link FAULTS}. */
export type FaultKind = (typeof FAULTS)[number]

/** One answer of the upstream's, as the edge got it. */
export interface Recorded {
  /** Stands in the body as `x_marker`, so that whoever gets these bytes shows which they are. */
  marker: number
  caller: CallerIdentity
  method: string
  target: string
  status: number
  /** Time of the edge's clock, milliseconds. */
  startedAt: number
  body: Record<string, unknown>
  /** Headers that no key of the edge's knows. */
  project: string | undefined
  /** It may be delivered to who asked for it, and not kept. */
  isPassing: boolean
  era: Era
}

/** When something happened, in the scenario's own terms. */
export interface Era {
  /** Number of the step. */
  step: number
  /** Which isolate answers; one that has been replaced is another. */
  isolate: number
  /** Number of the step in which it began: it remembers nothing of before. */
  isolateSince: number
  /** Whether a delete in KV took effect then. */
  hasDeletes: boolean
}

/** Who asks, told from headers without any code of the edge's. */
export interface CallerIdentity {
  /** As the contract defines a caller: credential and effective organisation. */
  effective: string
  /** The very same choice of headers: between two of these nothing may differ. */
  exact: string
}

/** Stands between the edge and the sample, and remembers who got what. */
export interface Recorder {
  url: string
  records: Recorded[]
  fault(kind: FaultKind, times: number): void
  clear(): void
  stop(): Promise<void>
}

/** What the recorder asks of the scenario that runs. */
export interface Scene {
  now(): number
  era(): Era
}

const TOKENS = Object.values(USERS).flatMap(({ pat, jwt }) => [pat, jwt])

/** See {@link CallerIdentity}. */
export function identify(headers: CallerHeaders): CallerIdentity {
  const { authorization = '', cookie = '', 'x-org-id': header } = headers
  const inHeader = TOKENS.find((token) => authorization.includes(token))
  const token = inHeader ?? TOKENS.find((each) => cookie.includes(each)) ?? 'anonymous'
  const chosen = /everruns_org=([^;]*)/.exec(cookie)?.[1]
  return {
    effective: JSON.stringify([token, header ?? chosen ?? 'none']),
    exact: JSON.stringify([token, header, chosen, inHeader === undefined && authorization]),
  }
}

/** Starts a recorder in front of an upstream. */
export async function startRecorder(upstreamUrl: string, scene: Scene): Promise<Recorder> {
  const records: Recorded[] = []
  let marker = 0
  let fault: { kind: FaultKind; left: number } | undefined

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', headers } = incoming
    const target = path.replace(/^\/api/, '')
    const startedAt = scene.now()
    const given = pick(headers)
    const body = await read(incoming)
    const answer = await send(upstreamUrl + target, { method, headers: given, body })
    const kind = method === 'GET' ? takeFault() : undefined
    const shaped = shape(kind, answer.status, answer.text, marker++)
    const record: Recorded = {
      marker: marker - 1,
      caller: identify(given),
      method,
      target,
      status: shaped.status,
      startedAt,
      body: parse(shaped.text),
      project: given['x-project'],
      isPassing: kind === 'set-cookie' || kind === 'no-store' || isNoStore(headers['user-agent']),
      era: scene.era(),
    }
    records.push(record)
    // Node's own `Date` is of a clock that the edge does not go by.
    outgoing.setHeader('date', new Date(scene.now()).toUTCString())
    outgoing.writeHead(shaped.status, shaped.headers)
    if (kind !== 'cut') return void outgoing.end(shaped.text)
    outgoing.write(shaped.text.slice(0, 20), () => outgoing.destroy())
  }

  function takeFault(): FaultKind | undefined {
    if (!fault || fault.left === 0) return undefined
    fault.left--
    return fault.kind
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    records,
    fault(kind, times) {
      fault = { kind, left: times }
    },
    clear() {
      records.length = 0
      fault = undefined
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A read tells the recorder by its `User-Agent` that it asked for `no-store`: the edge passes that one on. */
const isNoStore = (userAgent: string | undefined) => userAgent === 'no-store'

function shape(kind: FaultKind | undefined, status: number, text: string, marker: number) {
  const json = { 'content-type': 'application/json' }
  if (kind === 'redirect') return { status: 302, text: '', headers: { location: '/login' } }
  if (kind === 'shape') return { status: 200, text: `{"x_marker":${marker},"id":7}`, headers: json }
  if (kind && /^\d/.test(kind)) return { status: Number(kind), text: '{}', headers: json }
  const marked = status === 200 ? text.replace('{', `{"x_marker":${marker},`) : text
  const extra: Record<string, string> =
    kind === 'set-cookie'
      ? { 'set-cookie': 'seen=1' }
      : kind === 'no-store'
        ? { 'cache-control': 'no-store' }
        : {}
  return { status, text: marked, headers: status === 204 ? {} : { ...json, ...extra } }
}

function pick(headers: IncomingMessage['headers']): CallerHeaders {
  const names = ['authorization', 'cookie', 'x-org-id', 'x-project', 'content-type']
  const picked: CallerHeaders = {}
  for (const name of names) {
    const value = headers[name]
    if (typeof value === 'string') picked[name] = value
  }
  return picked
}

async function read(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return chunks.length > 0 ? Buffer.concat(chunks).toString('utf8') : undefined
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}
