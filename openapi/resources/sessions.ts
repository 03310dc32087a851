import type { DescribedOperations } from '../described.ts'
import { component, schema } from '../json.ts'
import { query } from '../parameters.ts'

const ONE = '/v1/sessions/{session_id}'

const FILTERS = [
  query('agent_id', 'Of this agent.'),
  query('search', 'Words.'),
  query('status', 'Comma-separated.'),
  query('source', 'Comma-separated.'),
  query('mine', 'The caller’s own.', 'boolean'),
  query('created_after', 'A time.'),
  query('created_before', 'A time.'),
  query('order', '`created_at` or `last_activity`.'),
  query('include_archived', 'Archived ones too.', 'boolean'),
]

/** The list as a cursor, and the sessions themselves. */
export const SESSIONS: DescribedOperations = {
  'GET /v1/sessions': {
    summary: 'Sessions, page by page',
    description:
      'Follow `next_cursor` until it is null: every session that matches all the while comes exactly once, whatever is created or deleted. `Accept: application/x-ndjson` streams all.',
    parameters: [
      component('parameters', 'pageLimit'),
      component('parameters', 'cursor'),
      query('offset', 'Repeats and skips; not with `cursor`.', 'integer'),
      component('parameters', 'fields'),
      ...FILTERS,
    ],
    gives: schema('SessionPage'),
    alsoGives: { 'application/x-ndjson': schema('SessionLine') },
    headers: ['Link'],
    isConditional: true,
  },
  'GET /v1/sessions/stats': {
    summary: 'Sessions of the organisation, counted by status',
    gives: schema('SessionStats'),
  },
  'POST /v1/sessions': {
    summary: 'Create a session',
    takes: 'SessionInput',
    status: 201,
    gives: schema('Session'),
  },
  [`GET ${ONE}`]: { summary: 'A session', gives: schema('Session') },
  [`PATCH ${ONE}`]: {
    summary: 'Change a session',
    takes: 'SessionPatch',
    gives: schema('Session'),
  },
}
