import type { Described } from '../described.ts'
import { schema } from '../json.ts'

/** An operation of the edge itself, which the API does not have; anybody may call it. */
export interface OwnOperation extends Described {
  operationId: string
}

/** What is served outside `/v1`, by `METHOD /path`. */
export const META: Readonly<Record<string, OwnOperation>> = {
  'GET /healthz': {
    operationId: 'edge_health',
    summary: 'Whether the edge runs',
    gives: schema('Health'),
  },
  'GET /readyz': {
    operationId: 'edge_ready',
    summary: 'Whether the API behind it is well',
    gives: schema('Health'),
  },
  'GET /problems': {
    operationId: 'list_problems',
    summary: 'Every problem code of the edge',
    gives: { type: 'object' },
    alsoGives: { 'text/html': { type: 'string' } },
  },
  'GET /problems/{code}': {
    operationId: 'explain_problem',
    summary: 'What a problem code means',
    gives: schema('ProblemCode'),
    alsoGives: { 'text/html': { type: 'string' } },
  },
  'GET /openapi.json': {
    operationId: 'describe_edge',
    summary: 'This description',
    gives: { type: 'object' },
  },
}
