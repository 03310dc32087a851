import type { Described, DescribedOperations } from '../described.ts'
import { component } from '../json.ts'
import { CONDITIONAL } from '../parts.ts'

/** Lists that every page of a frontend asks for. */
const LISTS = ['/v1/agents', '/v1/capabilities', '/v1/models', '/v1/providers']

/** Other bodies that every page asks for. */
const BODIES = [
  '/v1/sessions/facets',
  '/v1/orgs/{org}',
  '/v1/orgs/{org}/feature-flags',
  ...['agents', 'apps', 'harnesses', 'mcp-servers', 'models', 'providers', 'skills'].map(
    (family) => `/v1/${family}/config`,
  ),
]

const shortLived = (response: string): Described => ({
  summary: '',
  parameters: CONDITIONAL,
  responses: { 200: component('responses', response) },
  cache: { maxAge: 'LIST_FRESH_SECONDS', staleWhileRevalidate: 'LIST_STALE_SECONDS' },
})

/** Answers that are stored for a few seconds, an entry for each caller. */
export const SHORT_LIVED: DescribedOperations = Object.fromEntries([
  ...LISTS.map((path) => [`GET ${path}`, shortLived('StoredList')]),
  ...BODIES.map((path) => [`GET ${path}`, shortLived('Stored')]),
])
