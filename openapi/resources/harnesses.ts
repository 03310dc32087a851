import { cachedHeaders } from '../components.ts'
import type { DescribedOperations } from '../described.ts'
import { component, json, schema } from '../json.ts'
import { body, CONDITIONAL, query, written } from '../parts.ts'

const ONE = '/v1/harnesses/{harness_id}'

/** Harnesses, by ID or name everywhere. */
export const HARNESSES: DescribedOperations = {
  'GET /v1/harnesses': {
    summary: 'Harnesses, with their stats where asked for',
    description:
      'With `expand=stats` one request fills a dashboard: `Age` is the oldest member’s, `ttl` the least that is left.',
    parameters: [
      query('search', 'Words that name or description must hold.'),
      query('include_archived', 'Archived ones too.', 'boolean'),
      component('parameters', 'expand'),
      ...CONDITIONAL,
    ],
    responses: {
      200: {
        description: 'All of the organisation.',
        headers: cachedHeaders(),
        content: json(schema('HarnessList')),
      },
    },
    cache: {
      maxAge: 'LIST_FRESH_SECONDS',
      staleWhileRevalidate: 'LIST_STALE_SECONDS',
      note: 'Stats in it have the windows of their own route.',
    },
  },
  [`GET ${ONE}`]: {
    summary: 'A harness',
    parameters: CONDITIONAL,
    responses: {
      200: { description: 'It.', headers: cachedHeaders(), content: json(schema('Harness')) },
    },
    cache: {
      maxAge: 'HARNESS_FRESH_SECONDS',
      staleWhileRevalidate: 'HARNESS_STALE_SECONDS',
      staleIfError: 'HARNESS_STALE_SECONDS',
    },
  },
  [`GET ${ONE}/stats`]: {
    summary: 'Counters of a harness',
    description:
      'One stored body serves every caller whom the API has let see it, and who still may. Values may fall.',
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
  'POST /v1/harnesses': {
    summary: 'Create a harness',
    requestBody: body('HarnessInput'),
    responses: { 201: written('Made.', 'Harness') },
  },
  [`PATCH ${ONE}`]: {
    summary: 'Change a harness',
    description: 'Built-in and archived ones cannot be changed.',
    requestBody: body('HarnessPatch'),
    responses: { 200: written('Changed.', 'Harness') },
  },
  [`POST ${ONE}/copy`]: {
    summary: 'Copy a harness',
    responses: { 201: written('The copy.', 'Harness') },
  },
  [`DELETE ${ONE}`]: {
    summary: 'Archive a harness',
    responses: { 204: component('responses', 'WrittenEmpty') },
  },
}
