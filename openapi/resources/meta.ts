import type { Described, DescribedOperations } from '../described.ts'
import { json, schema } from '../json.ts'

/** An operation of the edge itself, which the API does not have. */
export interface OwnOperation extends Described {
  operationId: string
}

const page = { 'text/html': { schema: { type: 'string' } } }

/** What is served outside `/v1`. */
export const META: DescribedOperations & Readonly<Record<string, OwnOperation>> = {
  'GET /healthz': {
    operationId: 'edge_health',
    summary: 'Whether the edge runs',
    responses: { 200: { description: 'It does.', content: json(schema('Health')) } },
    isPublic: true,
  },
  'GET /readyz': {
    operationId: 'edge_ready',
    summary: 'Whether the API behind it is well',
    responses: { 200: { description: 'It is.', content: json(schema('Health')) } },
    isPublic: true,
  },
  'GET /problems/{code}': {
    operationId: 'explain_problem',
    summary: 'What a problem code means',
    responses: {
      200: {
        description: 'A page for people, an object for programs.',
        content: { ...json({ type: 'object' }), ...page },
      },
    },
    isPublic: true,
  },
  'GET /openapi.json': {
    operationId: 'describe_edge',
    summary: 'This description',
    responses: { 200: { description: 'OpenAPI 3.1.', content: json({ type: 'object' }) } },
    isPublic: true,
  },
}
