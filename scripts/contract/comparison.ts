import { isObject, type Json } from './description.ts'
import { breaks, type Finding, inside, notice } from './finding.ts'
import { JSON_TYPES, type JsonType, readShape, type Shape } from './shape.ts'

/** A schema beside the document that its references point into. */
export type Schema = { readonly root: Json; readonly schema: unknown }

type Pair = { readonly place: string; readonly edge: Shape; readonly documented: Shape }

/**
 * How the description of a body differs from the edge's schema of it: only in what the edge
 * names, and only where the edge would then refuse what the upstream may send, or not know it.
 * The edge's own schema is a JSON Schema whose `enum` is known values, not a limit, and whose
 * `x-decides` marks a set that the edge decides by.
 */
export function compareSchemas(place: string, edge: Schema, documented: Schema): Finding[] {
  const known = readShape(edge.root, edge.schema)
  if (!known) throw new Error(`the edge's own schema at ${place} cannot be read`)
  const shape = readShape(documented.root, documented.schema)
  if (!shape) return [breaks(place, 'reference', 'refers to a schema that is not there')]
  const pair = { place, edge: known, documented: shape }
  const types = compareTypes(pair)
  if (types.some(({ severity }) => severity === 'breaks')) return types
  const deeper = (step: string, mine: unknown, theirs: unknown) =>
    compareSchemas(
      inside(place, step),
      { root: edge.root, schema: mine },
      { root: documented.root, schema: theirs },
    )
  return [
    ...types,
    ...compareValues(pair, decides(edge)),
    ...compareMembers(pair, deeper),
    ...(known.items === undefined ? [] : deeper('*', known.items, shape.items)),
    ...(isConstrained(known.others) ? deeper('*', known.others, shape.others) : []),
  ]
}

function compareTypes({ place, edge, documented }: Pair): Finding[] {
  const mine = named(edge.types)
  const theirs = named(documented.types)
  const foreign = [...documented.types].filter((type) => !edge.types.has(type))
  if (foreign.length === 1 && foreign[0] === 'number' && edge.types.has('integer')) {
    return [notice(place, 'type', `is ${theirs}, the edge knows ${mine} and takes both`)]
  }
  if (foreign.length === 0 && documented.types.size > 0) return []
  return [breaks(place, 'type', `is ${theirs}, the edge takes ${mine}`)]
}

function compareValues({ place, edge, documented }: Pair, decided: boolean): Finding[] {
  const { values: known } = edge
  const { values } = documented
  if (!known) return []
  const finding = (what: string) => (decided ? breaks : notice)(place, 'values', what)
  if (!values) return [finding('is any string, the edge knows a set of values')]
  const added = [...values].filter((value) => !known.has(value))
  const gone = [...known].filter((value) => !values.has(value))
  return [
    ...added.map((value) => finding(`has the new value ${JSON.stringify(value)}`)),
    ...gone.map((value) => finding(`no longer has the value ${JSON.stringify(value)}`)),
  ]
}

function compareMembers(
  { place, edge, documented }: Pair,
  deeper: (step: string, mine: unknown, theirs: unknown) => Finding[],
): Finding[] {
  // An object of which the edge names no member is passed on unread.
  if (edge.members.size === 0) return []
  const unknown = [...documented.required].filter((name) => !edge.members.has(name))
  const fresh = unknown.map((name) =>
    notice(inside(place, name), 'field-required', 'is a new required field; it passes through'),
  )
  const known = [...edge.members].flatMap(([name, schema]) => {
    const theirs = documented.members.get(name)
    const required = edge.required.has(name)
    if (theirs === undefined) return [fieldGone(inside(place, name), required)]
    const optional = required && !documented.required.has(name)
    const what = 'is optional now, the edge requires it'
    return [
      ...(optional ? [breaks(inside(place, name), 'field-optional', what)] : []),
      ...deeper(name, schema, theirs),
    ]
  })
  return [...fresh, ...known]
}

function fieldGone(place: string, required: boolean): Finding {
  return required
    ? breaks(place, 'field-gone', 'is gone, the edge requires it')
    : notice(place, 'field-gone', 'is gone, the edge knows it as optional')
}

/** Whether the set of values is one the edge decides by, also inside of "or null". */
function decides({ schema }: Schema): boolean {
  if (!isObject(schema)) return false
  if (schema['x-decides'] === true) return true
  return (
    Array.isArray(schema.anyOf) &&
    schema.anyOf.some((one) => isObject(one) && decides({ root: {}, schema: one }))
  )
}

function isConstrained(schema: unknown): boolean {
  return isObject(schema) && Object.keys(schema).length > 0
}

/** Types in one fixed order; "number" says integer too. */
function named(types: ReadonlySet<JsonType>): string {
  if (types.size === JSON_TYPES.length) return 'anything'
  const names = JSON_TYPES.filter(
    (type) => types.has(type) && !(type === 'integer' && types.has('number')),
  )
  return names.join(' or ') || 'nothing'
}
