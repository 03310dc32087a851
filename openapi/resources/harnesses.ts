import type { DescribedOperations } from '../described.ts'
import { component, schema } from '../json.ts'
import { query } from '../parameters.ts'

const ONE = '/v1/harnesses/{harness_id}'

/** Harnesses, by ID or name everywhere. */
export const HARNESSES: DescribedOperations = {
  'GET /v1/harnesses': {
    summary: 'Harnesses, with their stats where asked for',
    description: 'With `expand=stats`, `Age` is the oldest member’s.',
    parameters: [
      query('search', 'Words.'),
      query('include_archived', 'Archived ones too.', 'boolean'),
      component('parameters', 'expand'),
    ],
    gives: schema('HarnessList'),
  },
  [`GET ${ONE}`]: { summary: 'A harness', gives: schema('Harness') },
  [`GET ${ONE}/stats`]: {
    summary: 'Counters of a harness',
    description: 'One stored body for all who may see it. Values may fall.',
    gives: schema('Stats'),
  },
  'POST /v1/harnesses': {
    summary: 'Create a harness',
    takes: 'HarnessInput',
    status: 201,
    gives: schema('Harness'),
  },
  [`PATCH ${ONE}`]: {
    summary: 'Change a harness',
    takes: 'HarnessPatch',
    gives: schema('Harness'),
  },
  [`POST ${ONE}/copy`]: { summary: 'Copy a harness', status: 201, gives: schema('Harness') },
  [`DELETE ${ONE}`]: { summary: 'Archive a harness', status: 204 },
}
