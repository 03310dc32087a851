import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BOARD_SORTS,
  formatRoute,
  parseRoute,
  type Route,
  routeOfApi,
  SESSION_FILTERS,
  sectionOf,
} from '../../console/route.ts'

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
const id = text.filter((each) => each !== '.' && each !== '..')
const route: fc.Arbitrary<Route> = fc.oneof(
  fc.record({ view: fc.constant('harness' as const), id }),
  fc.record({ view: fc.constant('session' as const), id }),
  fc.record(
    { view: fc.constant('agent' as const), id, runId: id },
    { requiredKeys: ['view', 'id'] },
  ),
  fc.record(
    { view: fc.constant('requests' as const), open: fc.nat({ max: 1e8 }) },
    { requiredKeys: ['view'] },
  ),
  fc.record({
    view: fc.constant('sessions' as const),
    filters: fc.dictionary(fc.constantFrom(...SESSION_FILTERS), text, { noNullPrototype: true }),
  }),
  fc.record(
    {
      view: fc.constant('harnesses' as const),
      sort: fc.constantFrom(...BOARD_SORTS),
      search: text,
      archived: fc.constant(true),
    },
    { requiredKeys: ['view'] },
  ),
)

describe('the address of a view', () => {
  it('leads back to that view', () => {
    fc.assert(
      fc.property(route, (each) => {
        expect(parseRoute(formatRoute(each))).toEqual(each)
      }),
    )
  })

  it('leads back to it through what a browser makes of a fragment', () => {
    fc.assert(
      fc.property(route, (each) => {
        const { hash } = new URL(formatRoute(each), 'https://edge.example/console')
        expect(parseRoute(hash)).toEqual(each)
      }),
    )
  })

  it('that means nothing is the board, and nothing throws', () => {
    for (const fragment of ['', '#', '#/', '#nonsense', '#/harnesses/%', '#/requests/x', '#/%2F']) {
      expect(parseRoute(fragment)).toHaveProperty('view')
    }
    expect(parseRoute('#/nowhere')).toEqual({ view: 'harnesses' })
  })
})

it('every view belongs to one link of the navigation', () => {
  expect(sectionOf({ view: 'harness', id: 'x' })).toBe('harnesses')
  expect(sectionOf({ view: 'session', id: 'x' })).toBe('sessions')
  expect(sectionOf({ view: 'agent', id: 'x' })).toBe('health-checks')
  expect(sectionOf({ view: 'requests' })).toBe('requests')
})

describe('an address of the API', () => {
  it('has a view where the console shows what it answers', () => {
    expect(routeOfApi('/v1/harnesses')).toEqual({ view: 'harnesses' })
    expect(routeOfApi('/api/v1/harnesses/support-triage/stats')).toEqual({
      ...{ view: 'harness', id: 'support-triage' },
    })
    expect(routeOfApi('/v1/sessions?search=refund&limit=5')).toEqual({
      ...{ view: 'sessions', filters: { search: 'refund' } },
    })
    expect(routeOfApi('/v1/agents/agent_1/health-checks/latest')).toEqual({
      ...{ view: 'agent', id: 'agent_1' },
    })
  })

  it('has none otherwise', () => {
    for (const path of ['/v1/models', '/v1/harnesses/x/copy', '/v1/sessions/stats', '/console']) {
      expect(routeOfApi(path), path).toBeUndefined()
    }
  })
})
