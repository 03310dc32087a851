import type { Json } from './json.ts'
import type { QueryParameter } from './upstream.ts'

const text = { type: 'string' }
const whole = { type: 'integer', minimum: 0 }

/** Makes a parameter of the query. */
export function query(name: string, description: string, of: Json | string = text): Json {
  return { name, in: 'query', description, schema: typeof of === 'string' ? { type: of } : of }
}

const header = (name: string, description: string, of: Json = text): Json => ({
  name,
  in: 'header',
  description,
  schema: of,
})

/** Parameters of the edge's own routes. */
export const PARAMETERS: Readonly<Record<string, Json>> = {
  harness: {
    name: 'harness_id',
    in: 'path',
    required: true,
    description: 'ID or name: what begins with `harness_` is an ID.',
    schema: text,
  },
  ifNoneMatch: header('If-None-Match', 'An `ETag`; 304 where it is still the same.'),
  cacheControl: header(
    'Cache-Control',
    '`no-cache` and `max-age=0` ask the API, `only-if-cached` never does.',
  ),
  written: header('Everruns-Edge-Written', 'Of the last write; nothing older is served.', whole),
  prefer: header('Prefer', '`wait=N`: waits for a final run, 30 s at most.'),
  expand: query('expand', '`stats` puts each harness’s stats into it.', { enum: ['stats'] }),
  fields: query('fields', 'Members of a row, comma-separated: only these.'),
  cursor: query('cursor', '`next_cursor` of the page before, with the same filters.'),
  pageLimit: query('limit', 'More counts as 500.', {
    type: 'integer',
    minimum: 0,
    default: 20,
  }),
}

/** Request headers of every cached route, by their component's name. */
export const CACHED_PARAMETERS = ['ifNoneMatch', 'cacheControl', 'written'] as const

/** Makes a parameter of the upstream's listing. */
export function queryParameter({ name, type, isRequired }: QueryParameter): Json {
  const of = type === 'strings' ? { type: 'array', items: text } : { type }
  return { name, in: 'query', ...(isRequired && { required: true }), schema: of }
}

/** Returns the name of a parameter, which may stand in a component. */
export function nameOf(parameter: Json): unknown {
  const reference = String(parameter.$ref ?? '')
  return PARAMETERS[reference.slice(reference.lastIndexOf('/') + 1)]?.name ?? parameter.name
}
