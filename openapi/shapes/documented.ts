import * as z from 'zod/mini'

/** What the upstream documents about a value beyond what the edge insists on. Read by the drift check only. */
export type Documented = {
  /** The JSON type of the description where the edge's schema is wider. */
  readonly type?: 'integer'
  /** The values known today of a set that may grow. */
  readonly enum?: readonly string[]
  /** Set where the edge decides by the value, so that a change of the set is a change for the edge. */
  readonly 'x-decides'?: true
}

/** Holds what is documented for each schema; `z.toJSONSchema` merges it in when it is given as `metadata`. */
export const documented = z.registry<Documented>()

/**
 * A documented integer. It has no safe-integer limit: the upstream counts in 64 bits, and the edge
 * passes on the text of a number, not the double that it was read into.
 */
export const integer = z.number().register(documented, { type: 'integer' })

/** A string of a set that may grow: every string is accepted, the known values are recorded. */
export function openEnum(values: readonly string[]): z.ZodMiniString {
  return z.string().register(documented, { enum: values })
}

/** An `openEnum` whose values the edge decides by. */
export function decidedEnum(values: readonly string[]): z.ZodMiniString {
  return z.string().register(documented, { enum: values, 'x-decides': true })
}

/** An optional string: omitted and null mean the same, upstream uses both. */
export const text = z.nullish(z.string())

/** An optional list of strings. */
export const texts = z.nullish(z.array(z.string()))

/** An optional boolean. */
export const flag = z.nullish(z.boolean())

/** An optional integer. */
export const count = z.nullish(integer)

/** An object whose members the edge neither reads nor checks. */
export const opaque = z.looseObject({})
