import { expect } from 'vitest'
import type { FaultRule, Mutation } from '../../sample/app.ts'
import { USERS, type UserName } from '../../sample/callers.ts'
import type { ReceivedCall } from '../../sample/calls.ts'
import type { SampleState } from '../../sample/control.ts'
import { startSampleUpstream } from '../../sample/runner.ts'
import { describedFaults } from './described-answer.ts'
import { type EdgeOptions, type RunningEdge, startEdge } from './edge.ts'
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

/** The deployed edge in front of the sample upstream. */
export interface EdgeStage {
  edge: RunningEdge
  ask(path: string, asking?: Asking): Promise<Answer>
  /** The same from the sample itself. */
  askSample(path: string, asking?: Asking): Promise<Answer>
  /** As {@link ask}, for an answer that must be a problem of this status. */
  fail(path: string, status: number, asking?: Asking): Promise<FailedAnswer>
  fault(...rules: FaultRule[]): Promise<void>
  mutate(...changes: Mutation[]): Promise<void>
  state(): Promise<SampleState>
  /** What reached the sample since the last call of this, or since the start. */
  calls(): Promise<ReceivedCall[]>
  /** Ends both, and holds all that was logged against the rules, and all that was answered against the description. */
  stop(): Promise<void>
}

/** A problem with the headers it came with. */
export interface FailedAnswer {
  problem: Record<string, unknown> & { allowed_actions: Record<string, string>[] }
  headers: Headers
}

/** Starts both, each with variables of its own. */
export async function startEdgeStage(
  vars: EdgeOptions['vars'] = {},
  sampleVars: Record<string, string> = {},
): Promise<EdgeStage> {
  const sample = await startSampleUpstream(sampleVars)
  const edge = await startEdge({ vars: { UPSTREAM_URL: sample.url, ...vars } })
  const undescribed = new Set<string>()
  let isBodyDocumented = true
  watchAnswers(edge.origin, (method, url, answer) => {
    const faults = describedFaults({ method, url, answer, isBodyDocumented })
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
      isBodyDocumented = rules.length === 0
      await command('POST', '/faults', rules)
    },
    mutate: async (...changes) => void (await command('POST', '/mutate', changes)),
    state: async () => JSON.parse(await command('GET', '/state')),
    async calls() {
      const calls: ReceivedCall[] = JSON.parse(await command('GET', '/calls'))
      await command('DELETE', '/calls')
      return calls
    },
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

function query(url: string, { as, method, headers = {}, body }: Asking): Promise<Answer> {
  const isText = typeof body === 'string' || body === undefined
  return send(url, {
    ...(method && { method }),
    headers: {
      ...(as && { authorization: USERS[as].pat }),
      ...(isText ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: isText ? body : JSON.stringify(body),
  })
}
