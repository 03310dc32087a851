import { expect } from 'vitest'
import type { FaultRule, MemberChange, Mutation } from '../../sample/app.ts'
import { USERS, type UserName } from '../../sample/callers.ts'
import type { ReceivedCall } from '../../sample/calls.ts'
import type { SampleState } from '../../sample/control.ts'
import { startSampleUpstream } from '../../sample/runner.ts'
import { describedFaults } from './described-answer.ts'
import type { RunningEdge } from './edge.ts'
import { type Answer, send, watchAnswers } from './http-client.ts'
import { logFaults } from './log-rules.ts'
import { problemFaults } from './problem-rules.ts'

/** Who asks, and how. A body that is no text is sent as JSON. */
export interface Asking {
  as?: UserName | undefined
  method?: string
  headers?: Record<string, string>
  body?: unknown
}

/** An answer, with what `Cache-Status` says without the cache's name; empty where it is absent. */
export type CachedAnswer = Answer & { cache: string }

/** A problem with the headers it came with. */
export interface FailedAnswer {
  problem: Record<string, unknown> & { allowed_actions: Record<string, string>[] }
  headers: Headers
}

/** An edge in front of the sample upstream. */
export interface Stage<E extends RunningEdge = RunningEdge> {
  edge: E
  ask(path: string, asking?: Asking): Promise<CachedAnswer>
  /** The same from the sample itself. */
  askSample(path: string, asking?: Asking): Promise<CachedAnswer>
  /** As {@link ask}, for an answer that must be a problem of this status. */
  fail(path: string, status: number, asking?: Asking): Promise<FailedAnswer>
  fault(...rules: FaultRule[]): Promise<void>
  clearFaults(): Promise<void>
  members(...changes: MemberChange[]): Promise<void>
  mutate(...changes: Mutation[]): Promise<void>
  state(): Promise<SampleState>
  /** What reached the sample since its start, its reset, or {@link forgetCalls}. */
  calls(): Promise<ReceivedCall[]>
  forgetCalls(): Promise<void>
  /** Moves the sample's clock. */
  advanceSample(milliseconds: number): Promise<void>
  /** The sample's data, clock, faults and calls as at its start. */
  resetSample(): Promise<void>
  /** Ends both, and holds all that was logged against the rules, and all that was answered against the description. */
  stop(): Promise<void>
}

/** Starts the sample, and an edge before it. */
export async function startStage<E extends RunningEdge>(
  startEdge: (upstreamUrl: string) => Promise<E>,
  sampleVars: Record<string, string> = {},
): Promise<Stage<E>> {
  const sample = await startSampleUpstream(sampleVars)
  const edge = await startEdge(sample.url)
  const undescribed = new Set<string>()
  let isDocumented = true
  watchAnswers(edge.origin, (method, url, answer) => {
    const faults = describedFaults({ method, url, answer, isDocumented })
    for (const fault of faults) undescribed.add(fault)
  })
  const control = `${new URL(sample.url).origin}/__sample`
  const command = async (method: string, path: string, body?: unknown) => {
    const { status, text } = await send(control + path, { method, body: JSON.stringify(body) })
    if (status >= 400) throw new Error(text)
    return text
  }
  const ask = (path: string, asking: Asking = {}) => query(edge.origin + path, asking)

  return {
    edge,
    ask,
    askSample: (path, asking = {}) => query(sample.url + path, asking),
    async fail(path, status, asking) {
      return expectProblem(await ask(path, asking), status, edge.origin, sample.url)
    },
    async fault(...rules) {
      isDocumented = rules.length === 0
      await command('POST', '/faults', rules)
    },
    clearFaults: async () => void (await command('DELETE', '/faults')),
    members: async (...changes) => void (await command('POST', '/members', changes)),
    mutate: async (...changes) => void (await command('POST', '/mutate', changes)),
    state: async () => JSON.parse(await command('GET', '/state')),
    calls: async () => JSON.parse(await command('GET', '/calls')),
    forgetCalls: async () => void (await command('DELETE', '/calls')),
    advanceSample: async (advance_ms) => void (await command('POST', '/clock', { advance_ms })),
    resetSample: async () => void (await command('POST', '/reset')),
    async stop() {
      await edge.stop()
      await sample.stop()
      expect(logFaults(edge.logs)).toEqual([])
      expect([...undescribed]).toEqual([])
    },
  }
}

/** Holds an answer against every rule for problems. */
export function expectProblem(
  { status, headers, text }: Answer,
  expected: number,
  edgeOrigin: string,
  upstreamUrl: string,
): FailedAnswer {
  expect({ status, text }).toMatchObject({ status: expected })
  expect(headers.get('content-type')).toBe('application/problem+json')
  expect(headers.get('cache-control')).toBe('private, no-store')
  const problem = JSON.parse(text)
  const hidden = [new URL(upstreamUrl).host, '<h', '<s', '<p', '</', '<!', 'evr_pat_']
  expect(problemFaults(problem, { status, edgeOrigin, hidden })).toEqual([])
  expect(problem.request_id).toBe(headers.get('x-request-id'))
  const wait = problem.retry_after_seconds
  expect(headers.get('retry-after')).toBe(wait === undefined ? null : String(wait))
  return { problem, headers }
}

async function query(
  url: string,
  { as, method, headers = {}, body }: Asking,
): Promise<CachedAnswer> {
  const isText = typeof body === 'string' || body === undefined
  const answer = await send(url, {
    ...(method && { method }),
    headers: {
      ...(as && { authorization: USERS[as].pat }),
      ...(isText ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: isText ? body : JSON.stringify(body),
  })
  const status = answer.headers.get('cache-status') ?? ''
  return { ...answer, cache: status.replace(/^everruns-edge; /, '') }
}
