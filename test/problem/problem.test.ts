import { expect, it } from 'vitest'
import { toProblem } from '../../src/problem/failure.ts'
import { problemResponse } from '../../src/problem/problem.ts'
import { failedRequest, NOW_MS, upstreamAnswer } from './requests.ts'

it('is problem JSON that nobody stores, with the status of its body', async () => {
  const problem = toProblem(upstreamAnswer(418), failedRequest(), NOW_MS)
  const response = problemResponse(problem)
  expect(response.status).toBe(418)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(response.headers.get('cache-control')).toBe('private, no-store')
  expect(await response.json()).toEqual(problem)
})
