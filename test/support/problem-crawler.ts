import { expect } from 'vitest'
import type { UserName } from '../../sample/callers.ts'
import type { CacheStage } from './cache-stage.ts'
import { expectProblem } from './edge-stage.ts'
import type { Answer } from './http-client.ts'

/** Belong to no organisation: for them nothing exists anywhere. */
const OUTSIDERS: readonly (UserName | undefined)[] = [undefined, 'dora']

/**
 * Follows every GET action of a problem, and of the problems that it leads to, as the same caller, until all
 * is seen. Each must lead to an answer of the edge, and `get-existing` to what exists.
 *
 * @returns the codes of all problems on the way
 */
export async function crawl(
  stage: CacheStage,
  first: Answer,
  as: UserName | undefined,
): Promise<Set<string>> {
  const { origin } = stage.edge
  const left = [first]
  const followed = new Set<string>()
  const codes = new Set<string>()
  for (let answer = left.pop(); answer; answer = left.pop()) {
    const { problem } = expectProblem(answer, answer.status, origin, 'http://upstream.invalid')
    const { code, type, instance } = problem
    codes.add(String(code))
    expect([`${origin}/problems/${code}`, `https://docs.everruns.com/errors/${code}`]).toContain(
      type,
    )
    for (const { method, href = '', rel } of problem.allowed_actions) {
      if (method !== 'GET' || followed.has(href)) continue
      followed.add(href)
      const next = await stage.ask(href.slice(origin.length), as && { as })
      expectLed(
        next,
        `${rel} of ${code} at ${instance} leads to ${href}: ${next.text.slice(0, 200)}`,
      )
      if (rel === 'get-existing' && !OUTSIDERS.includes(as)) expectExisting(next, href)
      if (next.status >= 400) left.push(next)
    }
  }
  return codes
}

function expectLed({ headers, text }: Answer, what: string): void {
  expect(headers.get('x-request-id'), what).toBeTruthy()
  expect(text, what).not.toContain('"code":"route_not_found"')
}

/** A run may be missing because its agent is: then the way on begins at the agents. */
function expectExisting({ status, text }: Answer, what: string): void {
  const isOfMissing = text.includes('"code":"agent_not_found"')
  expect(isOfMissing ? 200 : status, what).toBe(200)
}
