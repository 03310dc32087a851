import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { DESCRIBED } from '../../openapi/document.ts'
import { STORED } from '../../openapi/lifetimes.ts'
import { META } from '../../openapi/resources/meta.ts'
import { OPERATIONS, operationId } from '../../openapi/upstream.ts'
import { createApp } from '../../src/app.ts'
import { CATALOGUE } from '../../src/problem/catalogue.ts'
import { OPERATION_TABLE } from '../../src/problem/operation-table.ts'
import { operation } from '../../src/problem/operations.ts'
import { ROOT } from '../support/build.ts'

type Json = Record<string, unknown>
type Operation = Json & { operationId: string; responses: Record<string, Json> }

const TEXT = readFileSync(join(ROOT, 'openapi/openapi.json'), 'utf8')
const DOCUMENT = JSON.parse(TEXT) as {
  paths: Record<string, Record<string, Operation>>
  components: Record<string, Record<string, Json>>
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete']

const described = Object.entries(DOCUMENT.paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const found = item[method]
    return found ? [{ path, method: method.toUpperCase(), operation: found }] : []
  }),
)

const keyOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`

describe("the edge's description", () => {
  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(TEXT))
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined })
  })

  it('is at most 130 KB, and 10 KB compressed', () => {
    const served = JSON.stringify(JSON.parse(TEXT))
    expect(Buffer.byteLength(served)).toBeLessThanOrEqual(130_000)
    expect(gzipSync(served, { level: 9 }).byteLength).toBeLessThanOrEqual(10_240)
    expect(brotliCompressSync(served).byteLength).toBeLessThanOrEqual(10_000)
  })

  it('gives every operation an ID of its own', () => {
    const ids = described.map(({ operation }) => operation.operationId)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  })

  it("has every operation of the API's listing, and none besides but the edge's own", () => {
    const expected = [...OPERATIONS.map(keyOf), ...Object.keys(META)]
    expect(described.map(keyOf).sort()).toEqual(expected.sort())
  })

  it('has the three operations whose ID another has, too', () => {
    const own = OPERATIONS.filter((one) => operationId(one) !== one.upstreamId)
    expect(own.map(({ upstreamId }) => upstreamId).sort()).toEqual([
      'create_session',
      'get_session',
      'list_tasks',
    ])
    for (const one of own) {
      const found = DOCUMENT.paths[one.path]?.[one.method.toLowerCase()]
      expect(found?.['x-upstream-operation-id']).toBe(one.upstreamId)
    }
  })

  it('agrees with the table of operations that actions are filled in from', () => {
    const ids = OPERATION_TABLE.match(/(?<= )[a-z]\w*/g) ?? []
    expect(ids.length).toBeGreaterThan(200)
    for (const id of ids) {
      const known = operation(id)
      const found = OPERATIONS.find(
        (one) => one.path === known?.path && one.method === known.method,
      )
      expect({ id, upstreamId: found?.upstreamId }).toEqual({ id, upstreamId: id })
    }
  })

  it('describes nothing that is not an operation of the API', () => {
    const known = new Set(OPERATIONS.map(keyOf))
    expect(Object.keys(DESCRIBED).filter((key) => !known.has(key))).toEqual([])
  })

  it('says of each resource that is stored, and of no other, how long it serves', () => {
    const said = described.filter(({ operation }) => 'x-edge-cache' in operation)
    expect(said.map(({ path }) => path).sort()).toEqual(STORED.map(({ path }) => path).sort())
    for (const { path, operationId: id } of STORED) {
      expect(DOCUMENT.paths[path]?.get?.operationId).toBe(id)
      expect(DOCUMENT.paths[path]?.get?.responses).toHaveProperty('304')
    }
  })

  it('names the codes of the catalogue, all and no other', () => {
    const problem = DOCUMENT.components.schemas?.StatsProblem?.properties as { code: Json }
    expect(problem.code['x-extensible-enum']).toEqual(Object.keys(CATALOGUE))
  })

  it('describes a problem as the default answer of every operation', () => {
    const without = described.filter(
      ({ operation }) => operation.responses.default?.$ref !== '#/components/responses/Problem',
    )
    expect(without).toEqual([])
  })

  it('declares every parameter of every path', () => {
    for (const [path, item] of Object.entries(DOCUMENT.paths)) {
      const parameters = (item.parameters ?? []) as unknown as { $ref?: string; name?: string }[]
      const names = parameters.map(({ $ref, name }) => ($ref ? 'harness_id' : name))
      expect(names, path).toEqual([...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name))
    }
  })

  it('has a route of the app for every operation, and an operation for every route', () => {
    const options = { now: () => 0, random: () => 0, log: () => undefined }
    const { routes } = createApp(options as never, () => ({}) as never)
    const own = routes.filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
    const templates = new Set(
      described.map(({ method, path }) => keyOf({ method, path: shape(path) })),
    )
    for (const route of own) {
      expect(templates).toContain(keyOf({ method: route.method, path: shape(route.path) }))
    }
    for (const path of Object.keys(META).filter((key) => key !== 'GET /openapi.json')) {
      const [method = '', template = ''] = path.split(' ')
      expect(own.map((route) => keyOf({ ...route, path: shape(route.path) }))).toContain(
        keyOf({ method, path: shape(template) }),
      )
    }
  })
})

/** A path with each parameter the same, whatever it is called and however it is written. */
function shape(path: string): string {
  return path.replace(/\{[^}]+\}|:\w+(\{[^}]*\})?/g, '*').replace(/(?<=.)\/$/, '')
}
