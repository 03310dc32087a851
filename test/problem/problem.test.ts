import { expect, it } from 'vitest'
import { toProblem } from '../../src/problem/failure.ts'
import { problemHeaders } from '../../src/problem/problem.ts'
import { failedRequest, upstreamAnswer } from './requests.ts'

it('is problem JSON that nobody stores', () => {
  const problem = toProblem(upstreamAnswer(418), failedRequest())
  expect(problemHeaders(problem)).toEqual({
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'private, no-store',
  })
})
