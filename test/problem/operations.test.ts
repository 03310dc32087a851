import { describe, expect, it } from 'vitest'
import { parseDescription } from '../../scripts/contract/description.ts'
import { readTable, renderTable } from '../../scripts/operations/table.ts'
import { OPERATION_TABLE } from '../../src/problem/operation-table.ts'
import { nearestReadable, operation } from '../../src/problem/operations.ts'

/** Every ID of the generated table, read in a way of its own. */
const IDS = [...OPERATION_TABLE.matchAll(/(?<=\S) (\w+)/g)].map(([, id]) => id as string)

function table(paths: object) {
  return readTable(parseDescription(JSON.stringify({ openapi: '3.1.0', paths })))
}

it.each([
  ['get_harness', 'GET', '/v1/harnesses/{harness_id}'],
  ['update_harness', 'PATCH', '/v1/harnesses/{harness_id}'],
  ['get_harness_stats', 'GET', '/v1/harnesses/{harness_id}/stats'],
  ['list_sessions', 'GET', '/v1/sessions'],
  ['get_latest_health_check', 'GET', '/v1/agents/{agent_id}/health-checks/latest'],
  ['create_session', 'POST', '/v1/sessions'],
  ['get_session', 'GET', '/v1/sessions/{session_id}'],
])('knows %s', (id, method, path) => {
  expect(operation(id)).toEqual({ method, path })
})

it.each(['', 'no_such_operation', 'GET', '/v1/sessions', 'toString', '__proto__'])(
  'knows no operation %j',
  (id) => {
    expect(operation(id)).toBeUndefined()
  },
)

it('gives every operation of the table back as it was written', () => {
  expect(IDS.length).toBeGreaterThan(280)
  expect(new Set(IDS).size).toBe(IDS.length)
  const paths: Record<string, Record<string, object>> = {}
  for (const id of IDS) {
    const { method, path } = operation(id) ?? { method: '', path: '' }
    paths[path] = { ...paths[path], [method.toLowerCase()]: { operationId: id } }
  }
  expect(`\n${table(paths).lines.join('\n')}\n`).toBe(OPERATION_TABLE)
})

describe('the nearest address that can be read', () => {
  it.each([
    ['/v1/harnesses', '/v1/harnesses', 'list_harnesses'],
    ['/v1/harnesses/h1/copy', '/v1/harnesses/h1', 'get_harness'],
    ['/v1/harnesses/', '/v1/harnesses', 'list_harnesses'],
    ['/v1/harnesses/h1/stats/x/y/z', '/v1/harnesses/h1/stats', 'get_harness_stats'],
    ['/v1/agents/config', '/v1/agents/config', 'agent_config'],
    ['/v1/agents/preview', '/v1/agents', 'list_agents'],
    [`/v1/sessions/s1${'/x'.repeat(8_000)}`, '/v1/sessions/s1', 'get_session'],
  ])('%s', (path, nearest, operationId) => {
    expect(nearestReadable(path)).toEqual({ path: nearest, operationId })
  })

  it.each(['/v1', '/v1/', '/v1/nothing', '/v2/harnesses', '', '/', 'v1/harnesses'])(
    'is none for %j',
    (path) => {
      expect(nearestReadable(path)).toBeUndefined()
    },
  )
})

const LAMPS = {
  '/v1/lamps/{lamp_id}': {
    parameters: [],
    delete: { operationId: 'drop_lamp' },
    get: { operationId: 'get_lamp' },
  },
  '/v1/houses/{house_id}/lamps': { get: { operationId: 'list_lamps' } },
  '/v1/lamps': { post: { operationId: 'add_lamp' }, get: { operationId: 'list_lamps' } },
  '/v1/unnamed': { get: {} },
}

it('is generated as a tree of paths, and says where an ID was not unique', () => {
  expect(renderTable(table(LAMPS))).toBe(`// Generated from the description of the upstream's API by
// \`node scripts/operations.ts <openapi.json>\`. Do not edit.
// Stands for several operations, the shortest path is kept: list_lamps

/** A line a path that goes on from the lines above it with less blanks; operation IDs, each with its method, or a GET. */
export const OPERATION_TABLE = \`
/v1/lamps list_lamps add_lamp:POST
 /{lamp_id} drop_lamp:DELETE get_lamp
\`
`)
})

it('is generated the same whatever the order of the description', () => {
  const reversed = Object.fromEntries(
    Object.entries(LAMPS)
      .reverse()
      .map(([path, item]) => [path, Object.fromEntries(Object.entries(item).reverse())]),
  )
  expect(renderTable(table(reversed))).toBe(renderTable(table(LAMPS)))
})

it.each(['two words', 'a:b', '`', '$'.concat('{x}'), 'back\\slash', ''])(
  'is not generated with the ID %j',
  (id) => {
    expect(() => table({ '/v1/x': { get: { operationId: id } } })).toThrow(/cannot write/)
  },
)
