import type { DescribedOperations } from '../described.ts'
import { component, schema } from '../json.ts'

const ONE = '/v1/agents/{agent_id}'
const CHECKS = `${ONE}/health-checks`

const WAITING = {
  parameters: [component('parameters', 'prefer')],
  headers: ['Preference-Applied'],
}

/** Agents' counters and health checks. */
export const AGENTS: DescribedOperations = {
  [`GET ${ONE}/stats`]: { summary: 'Counters of an agent', gives: schema('Stats') },
  [`GET ${CHECKS}`]: {
    summary: 'Newest health-check runs',
    gives: { type: 'array', items: schema('HealthCheckRun') },
  },
  [`POST ${CHECKS}`]: {
    summary: 'Run a health check',
    description: 'Answers at once; its own route waits (`Prefer`).',
    gives: schema('HealthCheckRun'),
  },
  [`GET ${CHECKS}/latest`]: {
    summary: 'Newest run, and whether the agent has changed since',
    gives: schema('LatestHealthCheck'),
    ...WAITING,
  },
  [`GET ${CHECKS}/{run_id}`]: {
    summary: 'A health-check run',
    gives: schema('HealthCheckRun'),
    ...WAITING,
  },
}
