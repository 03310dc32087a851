import { describe, expect, it } from 'vitest'
import { type Mutable, mutated, twice } from './api.ts'

const lamp = (description: Mutable) => description.components.schemas.Lamp.allOf[0]
const more = (description: Mutable) => description.components.schemas.Lamp.allOf[1]

const BODY_DRIFT: [string, (description: Mutable) => void, string[]][] = [
  [
    'a required field that is gone',
    (d) => delete lamp(d).properties.id,
    twice('breaks', '/id', 'is gone, the edge requires it'),
  ],
  [
    'an optional field that is gone',
    (d) => delete lamp(d).properties.note,
    twice('notice', '/note', 'is gone, the edge knows it as optional'),
  ],
  [
    'a required field that became optional',
    (d) => lamp(d).required.shift(),
    twice('breaks', '/id', 'is optional now, the edge requires it'),
  ],
  [
    'a new required field',
    (d) => more(d).required.push('unseen'),
    twice('notice', '/unseen', 'is a new required field; it passes through'),
  ],
  [
    'a changed type',
    (d) => {
      lamp(d).properties.id = { type: 'integer' }
    },
    twice('breaks', '/id', 'is integer, the edge takes string'),
  ],
  [
    'a changed type of an optional field',
    (d) => {
      lamp(d).properties.note = { type: ['object', 'null'] }
    },
    twice('breaks', '/note', 'is null or object, the edge takes null or string'),
  ],
  [
    'a type that is no longer said',
    (d) => {
      lamp(d).properties.id = { description: 'whatever' }
    },
    twice('breaks', '/id', 'is anything, the edge takes string'),
  ],
  [
    'one more alternative',
    (d) => more(d).properties.price.anyOf.push({ type: 'string' }),
    twice('breaks', '/price', 'is null or number or string, the edge takes null or number'),
  ],
  [
    'a required field that may be null',
    (d) => {
      more(d).properties.watts.type = ['integer', 'null']
    },
    twice('breaks', '/watts', 'is null or integer, the edge takes integer'),
  ],
  [
    'a required field that may be null, in the words of OpenAPI 3.0',
    (d) => {
      lamp(d).properties.id.nullable = true
    },
    twice('breaks', '/id', 'is null or string, the edge takes string'),
  ],
  [
    'an integer that became a number',
    (d) => {
      more(d).properties.watts.type = 'number'
    },
    twice('notice', '/watts', 'is number, the edge knows integer and takes both'),
  ],
  [
    'a map of other values',
    (d) => {
      more(d).properties.labels.additionalProperties.type = 'boolean'
    },
    twice('breaks', '/labels/*', 'is boolean, the edge takes string'),
  ],
  [
    'other items in a list',
    (d) => {
      more(d).properties.extras.items = { type: 'string' }
    },
    twice('breaks', '/extras/*', 'is string, the edge takes object'),
  ],
  [
    'a new value that the edge decides by',
    (d) => d.components.schemas.State.enum.push('blinking'),
    twice('breaks', '/state', 'has the new value "blinking"'),
  ],
  [
    'a value gone that the edge decides by',
    (d) => d.components.schemas.State.enum.pop(),
    twice('breaks', '/state', 'no longer has the value "off"'),
  ],
  [
    'a set that is open now and that the edge decides by',
    (d) => delete d.components.schemas.State.enum,
    twice('breaks', '/state', 'is any string, the edge knows a set of values'),
  ],
  [
    'a renamed value elsewhere',
    (d) => {
      lamp(d).properties.colour.oneOf[0].const = 'blue'
    },
    [
      ...twice('notice', '/colour', 'has the new value "blue"'),
      ...twice('notice', '/colour', 'no longer has the value "red"'),
    ].sort(),
  ],
  [
    'a schema that is not there',
    (d) => delete d.components.schemas.State,
    twice('breaks', '/state', 'refers to a schema that is not there'),
  ],
  [
    'a schema that refers to itself',
    (d) => {
      d.components.schemas.State = { $ref: '#/components/schemas/State' }
    },
    twice('breaks', '/state', 'refers to a schema that is not there'),
  ],
  [
    'what else is in a schema that contains itself',
    (d) => {
      const itself = { $ref: '#/components/schemas/State', description: 'again' }
      d.components.schemas.State = { allOf: [itself, { type: 'integer' }] }
    },
    twice('breaks', '/state', 'is integer, the edge takes string'),
  ],
  [
    'a name with a line end, in one line',
    (d) => more(d).required.push('two\nlines'),
    twice('notice', '/two\\nlines', 'is a new required field; it passes through'),
  ],
  [
    'a body that became a list',
    (d) => {
      d.components.schemas.Lamp = { type: 'array' }
    },
    twice('breaks', '', 'is array, the edge takes object'),
  ],
]

describe('in a body', () => {
  it.each(BODY_DRIFT)('finds %s', (_name, mutate, expected) => {
    expect(mutated(mutate)).toEqual(expected)
  })
})
