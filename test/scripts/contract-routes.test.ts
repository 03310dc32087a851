import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findDrift } from '../../scripts/contract/drift.ts'
import { ROUTES } from '../../scripts/contract/routes.ts'
import { describeRoutes, type Mutable } from './api.ts'

type Spot = { object: Mutable; name: string; label: string }

/** Every member that an object requires, at any depth of a schema. */
function requiredSpots(schema: Mutable, label: string): Spot[] {
  const inner = [
    ...Object.entries(schema.properties ?? {}),
    ...(schema.anyOf ?? []).map((one: Mutable, index: number) => [`anyOf${index}`, one]),
    ...(schema.items ? [['*', schema.items]] : []),
  ] as [string, Mutable][]
  const own = (schema.required ?? []).map((name: string) => ({ object: schema, name, label }))
  return [...own, ...inner.flatMap(([name, one]) => requiredSpots(one, `${label}/${name}`))]
}

function spots(description: Mutable): Spot[] {
  return Object.entries<Mutable>(description.paths).flatMap(([path, item]) =>
    requiredSpots(item.get.responses[200].content['application/json'].schema, path),
  )
}

describe("the edge's own routes", () => {
  const breaking = (description: Mutable) =>
    findDrift(description, ROUTES, []).filter(({ severity }) => severity === 'breaks')

  it('fit a description made of the schemas themselves', () => {
    expect(findDrift(describeRoutes(ROUTES), ROUTES, [])).toEqual([])
  })

  it('break when any field that the edge requires is renamed or removed', () => {
    const total = spots(describeRoutes(ROUTES)).length
    expect(total).toBeGreaterThan(60)
    const change = fc.record({
      index: fc.nat(total - 1),
      rename: fc.option(fc.string({ minLength: 1 })),
    })
    fc.assert(
      fc.property(change, ({ index, rename }) => {
        const description = describeRoutes(ROUTES)
        const { object, name } = spots(description)[index] as Spot
        fc.pre(rename === null || !(rename in object.properties))
        const { [name]: moved, ...rest } = object.properties
        object.properties = rename === null ? rest : { ...rest, [rename]: moved }
        const found = breaking(description)
        expect(found.some(({ place }) => place.endsWith(`/${name}`))).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('break when any one of them is gone', () => {
    for (const { path } of ROUTES) {
      const description = describeRoutes(ROUTES)
      delete description.paths[path]
      expect(breaking(description).map(({ place }) => place)).toEqual([`get:${path}`])
    }
  })
})
