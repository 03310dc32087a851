import { cachedHeaders } from '../components.ts'
import type { DescribedOperations } from '../described.ts'
import { component, json, schema } from '../json.ts'
import { answer, body, query, written } from '../parts.ts'

const ONE = '/v1/sessions/{session_id}'

/** The list as a cursor, and the sessions themselves. */
export const SESSIONS: DescribedOperations = {
  'GET /v1/sessions': {
    summary: 'Sessions, page by page',
    description:
      'Follow `next_cursor` until it is null: every session that exists and matches all the while comes exactly once, in order, whatever is created or deleted meanwhile. `order=last_activity` moves rows: none comes twice, one that moves to the front may not come. `Accept: application/x-ndjson` streams the whole list.',
    parameters: [
      component('parameters', 'pageLimit'),
      component('parameters', 'cursor'),
      query('offset', 'As the API has it, repeating and skipping; not with `cursor`.', 'integer'),
      component('parameters', 'fields'),
      query('agent_id', 'Of this agent.'),
      query('search', 'Words in title or preview.'),
      ...NEWER_FILTERS(),
      component('parameters', 'ifNoneMatch'),
    ],
    responses: {
      200: {
        description: 'A page, or all as lines.',
        headers: {
          ...headers('Link', 'ETag', 'X-Request-ID', 'Cache-Control'),
        },
        content: {
          ...json(schema('SessionPage')),
          'application/x-ndjson': { schema: schema('SessionLine') },
        },
      },
      304: component('responses', 'NotModified'),
    },
  },
  'GET /v1/sessions/stats': {
    summary: 'Sessions of the organisation, counted by status',
    responses: {
      200: {
        description: 'They.',
        headers: cachedHeaders(),
        content: json(schema('SessionStats')),
      },
    },
    cache: { maxAge: 'LIST_FRESH_SECONDS', staleWhileRevalidate: 'LIST_STALE_SECONDS' },
  },
  'POST /v1/sessions': {
    summary: 'Create a session',
    requestBody: body('SessionInput'),
    responses: { 201: written('Made.', 'Session') },
  },
  [`GET ${ONE}`]: {
    summary: 'A session',
    responses: { 200: answer('It.', schema('Session')) },
  },
  [`PATCH ${ONE}`]: {
    summary: 'Change a session',
    requestBody: body('SessionPatch'),
    responses: { 200: written('Changed.', 'Session') },
  },
}

function NEWER_FILTERS() {
  return [
    query('status', '`running`, `paused`, `failed`, `completed`, `idle`, comma-separated.'),
    query('source', 'Comma-separated.'),
    query('mine', 'The caller’s own.', 'boolean'),
    query('created_after', 'A time (RFC 3339).'),
    query('created_before', 'A time (RFC 3339).'),
    query('order', '`created_at` or `last_activity`.'),
    query('include_archived', 'Archived ones too.', 'boolean'),
  ]
}

function headers(...names: string[]) {
  return Object.fromEntries(names.map((name) => [name, component('headers', name)]))
}
