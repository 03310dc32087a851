import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { documented } from '../../openapi/shapes/documented.ts'
import {
  harness,
  harnessList,
  healthCheckRun,
  latestHealthCheck,
  resourceStats,
  session,
  sessionPage,
} from '../../openapi/shapes.ts'

type Json = Record<string, unknown>
type Described = { properties: Record<string, Json>; required: string[] }

const AT = '2026-08-01T10:00:00Z'
const ACTION = { rel: 'self', method: 'GET', href: 'https://api.example/v1/harnesses/h' }
const CASE: Json = {
  name: 'greets',
  user_message: 'hello',
  rubric: 'is polite',
  passed: true,
  score: 0.5,
  judge_reason: 'polite',
  deterministic_reason: '',
  turns: 1,
  latency_ms: 20,
}
const SUMMARY: Json = {
  total: 1,
  passed: 1,
  failed: 0,
  errored: 0,
  pass_rate: 1,
  avg_score: 0.5,
  avg_turns: 1,
  total_input_tokens: 1,
  total_output_tokens: 1,
}

/** The least valid body of each resource. */
const RESOURCES: [string, z.ZodMiniType, Json][] = [
  [
    'harness',
    harness,
    { id: 'harness_1', name: 'base', status: 'active', created_at: AT, updated_at: AT },
  ],
  [
    'session',
    session,
    {
      id: 'session_1',
      organization_id: 'org_1',
      workspace_id: 'workspace_1',
      harness_id: 'harness_1',
      owner_principal_id: 'principal_1',
      status: 'waitingfortoolresults',
      created_at: AT,
      updated_at: AT,
    },
  ],
  ['page of sessions', sessionPage, { data: [], total: 0, offset: 0, limit: 20 }],
  ['list of harnesses', harnessList, { data: [] }],
  [
    'run',
    healthCheckRun,
    { id: 'healthcheck_1', config_hash: 'c', status: 'pending', created_at: AT },
  ],
  ['latest health check', latestHealthCheck, { config_changed: false }],
  [
    'stats',
    resourceStats,
    {
      session_count: 1,
      active_session_count: 0,
      idle_session_count: 1,
      started_session_count: 0,
      waiting_for_tool_results_session_count: 0,
      execution_count: 3,
      total_session_duration_ms: 5,
      total_input_tokens: 1,
      total_output_tokens: 1,
      total_cache_read_tokens: 0,
      total_cache_creation_tokens: 0,
      total_actual_cost_usd: 0.1,
      total_estimated_cost_usd: 0.2,
      total_cost_usd: 0.3,
    },
  ],
]

function described(schema: z.ZodMiniType): Described {
  return z.toJSONSchema(schema, { metadata: documented }) as unknown as Described
}

/** A value of another JSON type than any that the member may have. */
function foreign(member: Json): unknown {
  const text = JSON.stringify(member)
  return text.includes('"type":"boolean"') || text.includes('["boolean"') ? 'text' : true
}

describe.each(RESOURCES)('%s', (_name, schema, least) => {
  const { properties, required } = described(schema)
  const optional = Object.keys(properties).filter((name) => !required.includes(name))

  it('is accepted with nothing but its required members', () => {
    expect(Object.keys(least).sort()).toEqual([...required].sort())
    expect(schema.safeParse(least).success).toBe(true)
  })

  it('keeps unknown members untouched', () => {
    const body = { ...least, invented: { deep: [1, null] } }
    expect(schema.parse(body)).toEqual(body)
  })

  it('is refused without any one required member, and with null there', () => {
    for (const name of required) {
      const { [name]: _gone, ...rest } = least
      expect(schema.safeParse(rest).success, name).toBe(false)
      expect(schema.safeParse({ ...least, [name]: null }).success, name).toBe(false)
    }
  })

  it('takes null for every optional member', () => {
    for (const name of optional) {
      expect(schema.safeParse({ ...least, [name]: null }).success, name).toBe(true)
    }
  })

  it('is refused with a member of another JSON type', () => {
    for (const [name, member] of Object.entries(properties)) {
      const body = { ...least, [name]: foreign(member) }
      expect(schema.safeParse(body).success, name).toBe(false)
    }
  })
})

it('accepts a status that is not known yet, and only a string', () => {
  const [, , leastHarness] = RESOURCES[0] as [string, z.ZodMiniType, Json]
  expect(harness.safeParse({ ...leastHarness, status: 'frozen' }).success).toBe(true)
  expect(harness.safeParse({ ...leastHarness, status: { id: 1 } }).success).toBe(false)
})

it('accepts counters past 2^53', () => {
  const stats = RESOURCES[6]?.[2]
  expect(resourceStats.safeParse({ ...stats, total_input_tokens: 2 ** 63 }).success).toBe(true)
})

it('refuses a wrong type deep inside', () => {
  const page = { data: [RESOURCES[1]?.[2]], total: 1, offset: 0, limit: 20 }
  expect(sessionPage.safeParse(page).success).toBe(true)
  expect(sessionPage.safeParse({ ...page, data: [{ ...page.data[0], id: 7 }] }).success).toBe(false)
  const run = { ...RESOURCES[4]?.[2], results: [CASE], summary: SUMMARY }
  expect(latestHealthCheck.safeParse({ run, config_changed: true }).success).toBe(true)
  const bad = { ...run, results: [{ ...CASE, turns: '1' }] }
  expect(latestHealthCheck.safeParse({ run: bad, config_changed: true }).success).toBe(false)
  const usage = { input_tokens: '1', output_tokens: 1 }
  expect(session.safeParse({ ...page.data[0], usage }).success).toBe(false)
  const least = RESOURCES[0]?.[2]
  expect(harness.safeParse({ ...least, allowed_actions: [ACTION] }).success).toBe(true)
  expect(harness.safeParse({ ...least, allowed_actions: [{ href: '/' }] }).success).toBe(false)
})
