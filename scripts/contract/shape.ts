import { isObject, type Json, listOf, resolve } from './description.ts'

/** The types of JSON, with integer apart from number as JSON Schema has it. */
export const JSON_TYPES = [
  'null',
  'boolean',
  'integer',
  'number',
  'string',
  'array',
  'object',
] as const

/** See `JSON_TYPES`. */
export type JsonType = (typeof JSON_TYPES)[number]

/** What a schema says, without references and combinations, one level deep. */
export type Shape = {
  readonly types: ReadonlySet<JsonType>
  /** The strings of a closed set; undefined when any string goes. */
  readonly values: ReadonlySet<string> | undefined
  /** The schemas of the members, each still to be read. */
  readonly members: ReadonlyMap<string, unknown>
  readonly required: ReadonlySet<string>
  /** The schema of an array's items; undefined when anything goes. */
  readonly items: unknown
  /** The schema of the members that have no name in the schema; undefined when anything goes. */
  readonly others: unknown
}

const NONE: ReadonlySet<never> = new Set()
const ANYTHING: Shape = {
  types: new Set(JSON_TYPES),
  values: undefined,
  members: new Map(),
  required: NONE,
  items: undefined,
  others: undefined,
}

/**
 * Reads one level of a JSON Schema: `$ref`, `allOf`, `oneOf`, `anyOf`, lists of types, `enum`,
 * `const`, and the `nullable` of OpenAPI 3.0. Undefined for a reference that cannot be followed.
 */
export function readShape(root: Json, schema: unknown): Shape | undefined {
  return read(root, schema, NONE)
}

function read(root: Json, schema: unknown, above: ReadonlySet<unknown>): Shape | undefined {
  if (schema === true || schema === undefined) return ANYTHING
  if (schema === false) return { ...ANYTHING, types: NONE }
  const resolved = resolve(root, schema)
  if (!resolved) return undefined
  // A schema that contains itself at the same level adds nothing to itself.
  if (above.has(resolved)) return ANYTHING
  const within = new Set([...above, resolved])
  const all = [...listOf(resolved.allOf)].map((one) => read(root, one, within))
  const either = ['oneOf', 'anyOf']
    .map((name) => listOf(resolved[name]))
    .filter((list) => list.length > 0)
    .map((list) => union(list.map((one) => read(root, one, within))))
  const parts = [own(resolved), ...all, ...either]
  if (parts.some((part) => part === undefined)) return undefined
  const shape = (parts as Shape[]).reduce(intersection)
  return resolved.nullable === true ? { ...shape, types: unionOf(shape.types, NULL) } : shape
}

const NULL: ReadonlySet<JsonType> = new Set(['null'])

function own(schema: Json): Shape {
  const values = valuesOf(schema)
  const properties = isObject(schema.properties) ? schema.properties : {}
  return {
    types: typesOf(schema, values),
    values: values && new Set(values.filter((value) => typeof value === 'string')),
    members: new Map(Object.entries(properties)),
    required: new Set(listOf(schema.required).filter((name) => typeof name === 'string')),
    items: schema.items,
    others: schema.additionalProperties,
  }
}

function valuesOf(schema: Json): readonly unknown[] | undefined {
  if ('const' in schema) return [schema.const]
  return Array.isArray(schema.enum) ? schema.enum : undefined
}

function typesOf(schema: Json, values: readonly unknown[] | undefined): ReadonlySet<JsonType> {
  const valued = values && widened(values.map(typeOfValue))
  if (schema.type !== undefined) {
    const named = Array.isArray(schema.type) ? schema.type : [schema.type]
    const types = widened(JSON_TYPES.filter((type) => named.includes(type)))
    return valued ? commonTo(types, valued) : types
  }
  if (valued) return valued
  if ('properties' in schema) return new Set(['object'])
  if ('items' in schema) return new Set(['array'])
  return ANYTHING.types
}

/** Every integer is a number, so that intersections come out right. */
function widened(types: readonly JsonType[]): ReadonlySet<JsonType> {
  return new Set(types.includes('number') ? [...types, 'integer'] : types)
}

function typeOfValue(value: unknown): JsonType {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value as JsonType
}

function intersection(a: Shape, b: Shape): Shape {
  return {
    types: commonTo(a.types, b.types),
    values: a.values && b.values ? commonTo(a.values, b.values) : (a.values ?? b.values),
    members: merged(a.members, b.members, 'allOf'),
    required: unionOf(a.required, b.required),
    items: both(a.items, b.items, 'allOf'),
    others: both(a.others, b.others, 'allOf'),
  }
}

/** Alternatives that cannot be an object (array, string) have no say about members (items, values). */
function union(shapes: readonly (Shape | undefined)[]): Shape | undefined {
  const known = shapes.filter((shape) => shape !== undefined)
  if (known.length < shapes.length) return undefined
  const having = (type: JsonType) => known.filter((shape) => shape.types.has(type))
  const objects = having('object')
  const strings = having('string').map((shape) => shape.values)
  return {
    types: known.map((shape) => shape.types).reduce(unionOf),
    values: strings.reduce((a, b) => (a && b ? unionOf(a, b) : undefined), strings[0]),
    members: objects.map((one) => one.members).reduce(eitherMembers, ANYTHING.members),
    required: objects.map((one) => one.required).reduce(commonTo, objects[0]?.required ?? NONE),
    items: anyOf(having('array').map((one) => one.items)),
    others: anyOf(objects.map((one) => one.others)),
  }
}

function eitherMembers(a: Shape['members'], b: Shape['members']): Shape['members'] {
  return merged(a, b, 'anyOf')
}

function merged(
  a: Shape['members'],
  b: Shape['members'],
  how: 'allOf' | 'anyOf',
): Shape['members'] {
  const all = new Map(a)
  for (const [name, schema] of b) all.set(name, both(all.get(name), schema, how))
  return all
}

function both(a: unknown, b: unknown, how: 'allOf' | 'anyOf'): unknown {
  if (a === undefined || b === undefined) return a ?? b
  return { [how]: [a, b] }
}

function anyOf(schemas: readonly unknown[]): unknown {
  if (schemas.length === 0 || schemas.includes(undefined)) return undefined
  return schemas.length === 1 ? schemas[0] : { anyOf: schemas }
}

function unionOf<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> {
  return new Set([...a, ...b])
}

function commonTo<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> {
  return new Set([...a].filter((one) => b.has(one)))
}
