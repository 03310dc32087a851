import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  CATALOGUE,
  type CatalogueRow,
  catalogueRow,
  codeOfStatus,
  type ProblemCode,
  titleOf,
} from '../../src/problem/catalogue.ts'
import { type Failure, type InvalidResponseReason, toProblem } from '../../src/problem/failure.ts'
import { entityOfPath } from '../../src/problem/not-found.ts'
import { problemFaults } from '../support/problem-rules.ts'
import { AGENT, EDGE, failedRequest, HARNESS, RUN, SESSION, upstreamAnswer } from './requests.ts'

const SRC = join(import.meta.dirname, '../../src')
const CODES = Object.keys(CATALOGUE) as ProblemCode[]

/** All code but the catalogue's own. */
const source = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('catalogue.ts'))
  .map((file) => readFileSync(join(SRC, file), 'utf8'))
  .join('\n')

const STATUSES = Array.from({ length: 200 }, (_, index) => 400 + index)
const BY_STATUS = new Set<string>(STATUSES.map(codeOfStatus))
const BY_PATH = new Set<string | undefined>(
  [
    `/v1/harnesses/${HARNESS}`,
    `/v1/sessions/${SESSION}`,
    `/v1/agents/${AGENT}`,
    `/v1/agents/${AGENT}/health-checks/${RUN}`,
  ].map((path) => entityOfPath(path)?.notFound),
)

describe.each(CODES)('%s', (code) => {
  const row: CatalogueRow = CATALOGUE[code]

  it('is a snake-case code with a status, a title and a sentence of its own', () => {
    expect(code).toMatch(/^[a-z]+(?:_[a-z]+)*$/)
    expect(row.status).toBeGreaterThanOrEqual(400)
    expect(row.status).toBeLessThan(600)
    expect(titleOf(row)).toMatch(/^[A-Z][A-Za-z ]+$/)
    expect(row.meaning).toMatch(/^[A-Z].*\.$/)
  })

  it('is used: no row is dead', () => {
    const isNamed = source.includes(`'${code}'`)
    expect(isNamed || BY_STATUS.has(code) || BY_PATH.has(code)).toBe(true)
  })

  it('makes a problem that keeps every rule, whoever asked for whatever', () => {
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS']) {
      for (const path of ['/v1/harnesses', `/v1/sessions/${SESSION}`, '/v1', '/nowhere']) {
        const failed = failedRequest({ method, path, query: '?limit=1&cursor=x' })
        const problem = toProblem({ kind: 'edge', code }, failed)
        const rules = { status: row.status, edgeOrigin: EDGE, hidden: ['<'] }
        expect(problemFaults(problem, rules)).toEqual([])
        expect(problem).toMatchObject({ code, title: titleOf(row), detail: row.meaning })
      }
    }
  })

  it('has its type where it is explained', () => {
    const { type } = toProblem({ kind: 'edge', code }, failedRequest())
    expect(type).toBe(
      row.owner === 'edge'
        ? `${EDGE}/problems/${code}`
        : `https://docs.everruns.com/errors/${code}`,
    )
  })

  it('says how long to wait exactly where waiting is its advice, and the status is one of waiting', () => {
    const { retry_after_seconds } = toProblem({ kind: 'edge', code }, failedRequest())
    const isWaiting = row.retry === 'later' && [429, 502, 503, 504].includes(row.status)
    expect(retry_after_seconds !== undefined).toBe(isWaiting)
  })
})

describe('a code that came from the API without one', () => {
  it.each(STATUSES)('%d', (status) => {
    const code = codeOfStatus(status)
    const isGeneral = code === 'request_rejected' || code === 'upstream_error'
    if (isGeneral) expect(code).toBe(status < 500 ? 'request_rejected' : 'upstream_error')
    else expect(CATALOGUE[code].status).toBe(status)
    expect(CATALOGUE[code].owner).toBe('api')
  })

  it('has a row for every status of the API that is documented', () => {
    const documented = [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 502, 503, 504]
    for (const status of documented) {
      expect(['request_rejected', 'upstream_error']).not.toContain(codeOfStatus(status))
    }
  })
})

it('a name that every object has is no code', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', '']) {
    expect(catalogueRow(name)).toBeUndefined()
  }
})

describe('every kind of failure is a problem', () => {
  // A new kind, or a new reason, does not compile here before it has its line.
  const REASONS = {
    redirect: true,
    status: true,
    'not-json': true,
    cut: true,
    shape: true,
    'too-large': true,
  } satisfies Record<InvalidResponseReason, true>
  const KINDS = {
    answer: [upstreamAnswer(418), 'request_rejected', 418],
    'invalid-response': [
      { kind: 'invalid-response', reason: 'shape' },
      'upstream_invalid_response',
      502,
    ],
    unreachable: [{ kind: 'unreachable' }, 'upstream_unreachable', 502],
    timeout: [{ kind: 'timeout' }, 'upstream_timeout', 504],
    edge: [{ kind: 'edge', code: 'invalid_request' }, 'invalid_request', 400],
  } satisfies Record<Failure['kind'], [Failure, string, number]>

  it.each(Object.entries(KINDS))('%s', (_, [failure, code, status]) => {
    const problem = toProblem(failure as Failure, failedRequest())
    expect(problem).toMatchObject({ code, status })
  })

  it('and every reason why an answer was none has words of its own', () => {
    const details = (Object.keys(REASONS) as InvalidResponseReason[]).map(
      (reason) => toProblem({ kind: 'invalid-response', reason }, failedRequest()).detail,
    )
    expect(new Set(details).size).toBe(Object.keys(REASONS).length)
  })
})
