import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, send } from '../test/support/http-client.ts'
import type { KnownHarness } from './alternating-upstream.ts'

/** Between an answer and the next request of a client, in milliseconds: one does not hammer. */
const THINK_MS = 400

/** So many requests are more than any run makes that goes well. */
const MAX_REQUESTS = 500_000

/** Longer than every deadline of the edge's on the way: who has no answer by then is left without one. */
const NO_ANSWER_MS = 30_000

/** What clients saw since the start. */
export interface ClientCount {
  requests: number
  /** Upstream calls that what was asked for may cost at most, without any retry. */
  allowedCalls: number
  /** Answers by what they were: status, and how a stored one came to be served. */
  answers: Map<string, number>
  unanswered: number
  /** Answers of 400 and above that were no problem, or of a status that nothing explains. */
  wrong: number
}

/** What a client asks for, and how many different upstream calls it may take. */
interface Errand {
  method: 'GET' | 'POST'
  path: string
  cost: number
}

const EXPLAINED_STATUSES: ReadonlySet<number> = new Set([200, 502, 503, 504])

/** Makes a count of nothing. */
export function createClientCount(): ClientCount {
  return { requests: 0, allowedCalls: 0, answers: new Map(), unanswered: 0, wrong: 0 }
}

/** One client: asks, waits for the answer, thinks, and asks again, until it is told to stop. */
export async function runClient(
  origin: string,
  nth: number,
  harnesses: readonly KnownHarness[],
  count: ClientCount,
  signal: AbortSignal,
): Promise<void> {
  const errands = errandsOf(harnesses[nth % harnesses.length])
  for (let turn = nth; !signal.aborted && count.requests < MAX_REQUESTS; turn++) {
    const errand = errands[turn % errands.length]
    if (errand) await run(origin, nth, errand, count)
    await pause(THINK_MS)
  }
}

/** Asks once for everything that clients ask for; the answers' statuses. */
export async function askForAll(
  origin: string,
  nth: number,
  harnesses: readonly KnownHarness[],
  count: ClientCount,
): Promise<(number | undefined)[]> {
  const statuses: (number | undefined)[] = []
  for (const errand of errandsOf(harnesses[0])) statuses.push(await run(origin, nth, errand, count))
  return statuses
}

function errandsOf(harness: KnownHarness | undefined): readonly Errand[] {
  const { id = '', name = '' } = harness ?? {}
  const get = (path: string, cost: number): Errand => ({ method: 'GET', path, cost })
  return [
    // The stats themselves, the proof of access and, by name, the harness.
    get(`/v1/harnesses/${id}/stats`, 2),
    get(`/v1/harnesses/${name}/stats`, 3),
    get(`/v1/harnesses/${id}`, 1),
    get(`/v1/harnesses/${name}`, 2),
    get('/v1/agents/agent_1/health-checks/latest', 1),
    get('/v1/agents/agent_1/health-checks/healthcheck_1', 1),
    get('/v1/sessions', 1),
    get('/v1/agents', 1),
    { method: 'POST', path: '/v1/sessions', cost: 1 },
  ]
}

async function run(
  origin: string,
  nth: number,
  { method, path, cost }: Errand,
  count: ClientCount,
): Promise<number | undefined> {
  count.requests += 1
  count.allowedCalls += cost
  const body = method === 'POST' ? '{}' : undefined
  const headers = { authorization: `Bearer soak-${nth}`, 'content-type': 'application/json' }
  const answer = await within(send(origin + path, { method, headers, body }))
  if (!answer) {
    count.unanswered += 1
    return undefined
  }
  const detail = /detail=([\w-]+)/.exec(answer.headers.get('cache-status') ?? '')?.[1]
  const kind = detail ? `${answer.status} ${detail}` : String(answer.status)
  count.answers.set(kind, (count.answers.get(kind) ?? 0) + 1)
  if (!isAsPromised(answer)) count.wrong += 1
  return answer.status
}

function isAsPromised({ status, headers }: Answer): boolean {
  const isProblem = headers.get('content-type') === 'application/problem+json'
  return EXPLAINED_STATUSES.has(status) && isProblem === status >= 400
}

/** The answer; undefined where there is none. */
async function within(answer: Promise<Answer>): Promise<Answer | undefined> {
  const timer = new AbortController()
  const late = pause(NO_ANSWER_MS, undefined, { signal: timer.signal }).catch(() => undefined)
  const first = await Promise.race([answer.catch(() => undefined), late])
  timer.abort()
  return first
}
