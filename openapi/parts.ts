import type { Json } from './json.ts'
import { component, json, schema } from './json.ts'

/** Request headers of every cached route. */
export const CONDITIONAL: readonly Json[] = [
  component('parameters', 'ifNoneMatch'),
  component('parameters', 'cacheControl'),
  component('parameters', 'written'),
]

/** A parameter of the query. */
export function query(name: string, description: string, type = 'string'): Json {
  return { name, in: 'query', description, schema: { type } }
}

/** A JSON body of a schema. */
export function body(name: string): Json {
  return { required: true, content: json(schema(name)) }
}

/** The answer to a write, with a body of a schema. */
export function written(description: string, name: string): Json {
  const headers = Object.fromEntries(
    ['X-Request-ID', 'Everruns-Edge-Written'].map((one) => [one, component('headers', one)]),
  )
  return { description, headers, content: json(schema(name)) }
}

/** An answer that the edge does not store, with a body of a schema. */
export function answer(description: string, of: Json): Json {
  const headers = { 'X-Request-ID': component('headers', 'X-Request-ID') }
  return { description, headers, content: json(of) }
}
