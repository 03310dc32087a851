import { describe, expect, it } from 'vitest'
import type { Exception } from '../../scripts/contract/exceptions.ts'
import { drift, LIST, lampDescription, type Mutable, mutated, ONE } from './api.ts'

const list = (description: Mutable) => description.paths['/v1/lamps'].get
const single = (description: Mutable) => description.paths['/v1/lamps/{lamp_id}'].get

it('finds nothing in a description that fits, however it is written', () => {
  expect(mutated(() => {})).toEqual([])
})

const ROUTE_DRIFT: [string, (description: Mutable) => void, string[]][] = [
  [
    'a path that is gone',
    (d) => delete d.paths['/v1/lamps'],
    [`breaks ${LIST} is gone, the edge relies on it`],
  ],
  [
    'a method that is gone',
    (d) => {
      d.paths['/v1/lamps'] = { post: list(d) }
    },
    [`breaks ${LIST} is gone, the edge relies on it`],
  ],
  [
    'a success that is gone',
    (d) => {
      single(d).responses = { 202: single(d).responses[200] }
    },
    [`breaks ${ONE}#body has no JSON schema for a 200`],
  ],
  [
    'a success of another media type',
    (d) => {
      d.components.responses.Lamp.content = { 'text/plain': {} }
    },
    [`breaks ${ONE}#body has no JSON schema for a 200`],
  ],
  [
    'a parameter gone that the edge sends',
    (d) => list(d).parameters.shift(),
    [`breaks ${LIST}#parameters/query/limit is gone, the edge sends it`],
  ],
  [
    'a parameter gone that callers send',
    (d) => list(d).parameters.pop(),
    [`notice ${LIST}#parameters/query/room is gone, callers may still send it`],
  ],
  [
    'a sent parameter of another type',
    (d) => {
      d.components.parameters.limit.schema = { type: 'string' }
    },
    [`breaks ${LIST}#parameters/query/limit is string, the edge sends an integer`],
  ],
  [
    'a sent parameter with a lower maximum',
    (d) => {
      d.components.parameters.limit.schema.maximum = 50
    },
    [`breaks ${LIST}#parameters/query/limit is at most 50, the edge sends up to 100`],
  ],
  [
    'a new required query parameter',
    (d) => list(d).parameters.push({ name: 'house', in: 'query', required: true }),
    [`breaks ${LIST}#parameters/query/house is required, callers of the edge may leave it out`],
  ],
  [
    'a new required header for a whole path',
    (d) => {
      d.paths['/v1/lamps'].parameters = [{ name: 'X-House', in: 'header', required: true }]
    },
    [`breaks ${LIST}#parameters/header/X-House is required, callers of the edge may leave it out`],
  ],
  [
    'a body that must be sent',
    (d) => {
      list(d).requestBody = { required: true }
    },
    [`breaks ${LIST}#parameters/body is required, the edge sends none`],
  ],
]

describe('in a route', () => {
  it.each(ROUTE_DRIFT)('finds %s', (_name, mutate, expected) => {
    expect(mutated(mutate)).toEqual(expected)
  })

  it('does not mind other names of the parameters in a path', () => {
    const rename = (d: Mutable) => {
      d.paths['/v1/lamps/{name_or_id}'] = d.paths['/v1/lamps/{lamp_id}']
      delete d.paths['/v1/lamps/{lamp_id}']
    }
    expect(mutated(rename)).toEqual([])
  })

  it('lets the parameter of the method replace that of the path', () => {
    const replace = (d: Mutable) => {
      d.paths['/v1/lamps'].parameters = [{ name: 'room', in: 'query', required: true }]
    }
    expect(mutated(replace)).toEqual([])
  })
})

describe('an exception', () => {
  const exception: Exception = {
    name: 'LampState',
    place: `${ONE}#body/state`,
    drift: 'type',
    what: 'is object, the edge takes string',
    reason: 'made up',
  }
  const collided = lampDescription()
  collided.components.schemas.State = { type: 'object' }

  it('turns the finding that it names, and only that, into a notice with its reason', () => {
    expect(drift(collided, [exception])).toEqual([
      `breaks ${LIST}#body/data/*/state is object, the edge takes string`,
      `notice ${ONE}#body/state is object, the edge takes string; known exception LampState: made up`,
    ])
  })

  it('does not hide another change at the same place', () => {
    const again = structuredClone(collided)
    again.components.schemas.State.type = 'array'
    expect(drift(again, [exception])).toContain(
      `breaks ${ONE}#body/state is array, the edge takes string`,
    )
  })

  it('is reported when it explains nothing any more', () => {
    expect(drift(lampDescription(), [exception])).toEqual([
      `notice ${ONE}#body/state the exception LampState no longer applies; take it out`,
    ])
  })
})
