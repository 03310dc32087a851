import { cachedHeaders } from '../components.ts'
import type { DescribedOperations } from '../described.ts'
import { component, json, schema } from '../json.ts'
import { answer, CONDITIONAL, written } from '../parts.ts'

const ONE = '/v1/agents/{agent_id}'
const CHECKS = `${ONE}/health-checks`
const WAITING = [...CONDITIONAL, component('parameters', 'prefer')]

/** Agents' counters and health checks. */
export const AGENTS: DescribedOperations = {
  [`GET ${ONE}/stats`]: {
    summary: 'Counters of an agent',
    parameters: CONDITIONAL,
    responses: {
      200: { description: 'They.', headers: cachedHeaders(), content: json(schema('Stats')) },
    },
    cache: {
      maxAge: 'STATS_FRESH_SECONDS',
      staleWhileRevalidate: 'STATS_STALE_SECONDS',
      staleIfError: 'STATS_ERROR_SECONDS',
    },
  },
  [`GET ${CHECKS}`]: {
    summary: 'Health-check runs of an agent, newest first, 20 at most',
    responses: { 200: answer('They.', { type: 'array', items: schema('HealthCheckRun') }) },
  },
  [`POST ${CHECKS}`]: {
    summary: 'Run a health check',
    description: 'Answers at once; wait for the run with `Prefer: wait=N` on its own route.',
    responses: { 200: written('The run, pending.', 'HealthCheckRun') },
  },
  [`GET ${CHECKS}/latest`]: {
    summary: 'The newest run, and whether the agent has changed since',
    parameters: WAITING,
    responses: {
      200: {
        description: '`run` is left out before the first.',
        headers: cachedHeaders('Preference-Applied'),
        content: json(schema('LatestHealthCheck')),
      },
    },
    cache: { maxAge: 'CHECK_FRESH_SECONDS' },
  },
  [`GET ${CHECKS}/{run_id}`]: {
    summary: 'A health-check run',
    parameters: WAITING,
    responses: {
      200: {
        description: 'It.',
        headers: cachedHeaders('Preference-Applied'),
        content: json(schema('HealthCheckRun')),
      },
    },
    cache: { maxAge: 'CHECK_FRESH_SECONDS', note: 'Once final: RUN_FRESH_SECONDS.' },
  },
}
