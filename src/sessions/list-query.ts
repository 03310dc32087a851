import type { InputError } from '../problem/problem.ts'
import { isCacheBuster, pairName, queryPairs } from '../syntax/query.ts'
import { MAX_PAGE_ROWS } from './walk/page.ts'

/** What the upstream takes where no `limit` is given. */
const DEFAULT_LIMIT = 20

/** The upstream's own bound: a number beyond it is no number to it. */
export const MAX_UINT32 = 4_294_967_295

/** Parameters that choose a page or its form, and not the list. */
const PAGE_NAMES: ReadonlySet<string> = new Set(['cursor', 'fields', 'limit', 'offset'])

/** The query of a sessions page. */
export interface ListQuery {
  /** 0 to 500; more is clamped. */
  limit: number
  /** Whether the caller gave a limit, so that links repeat it. */
  hasLimit: boolean
  offset: number
  hasOffset: boolean
  cursor: string | undefined
  /** The members that each row is to hold; undefined for all. */
  fields: ReadonlySet<string> | undefined
  /** What chooses the list, as it came, for the upstream to read: `a=b&c=d` or the empty string. */
  filters: string
  /** What the list is ordered by. */
  order: SortKey
}

/** The timestamp of a session that a list is ordered by. */
export type SortKey = 'created_at' | 'updated_at'

/** The query, or every place where it is invalid. */
export type ListQueryResult = { ok: true; query: ListQuery } | { ok: false; errors: InputError[] }

/** Reads the query of a sessions page. Filters are the upstream's to judge. */
export function parseListQuery(text: string): ListQueryResult {
  const pairs = queryPairs(text).map((pair): Pair => [...partsOf(pair), pair])
  const parameters = valuesByName(pairs)
  const errors: InputError[] = []
  const limit = wholeNumber(parameters, 'limit', DEFAULT_LIMIT, errors)
  const offset = wholeNumber(parameters, 'offset', 0, errors)
  const fields = memberNames(parameters, errors)
  const cursors = parameters.get('cursor') ?? []
  if (cursors.length > 1) errors.push(fault('cursor', 'must be given once'))
  if (errors.length > 0) return { ok: false, errors }
  const query: ListQuery = {
    limit: Math.min(limit, MAX_PAGE_ROWS),
    hasLimit: parameters.has('limit'),
    offset,
    hasOffset: parameters.has('offset'),
    cursor: cursors[0] || undefined,
    fields,
    filters: filtersOf(pairs),
    order: parameters.get('order')?.[0] === 'last_activity' ? 'updated_at' : 'created_at',
  }
  return { ok: true, query }
}

/** A parameter, decoded, and how it stands in the query. */
type Pair = readonly [name: string, value: string, pair: string]

/** The values of each parameter, decoded, by its name. */
type Parameters = ReadonlyMap<string, readonly string[]>

function valuesByName(pairs: readonly Pair[]): Parameters {
  const parameters = new Map<string, string[]>()
  for (const [name, value] of pairs) {
    const values = parameters.get(name)
    if (values) values.push(value)
    else parameters.set(name, [value])
  }
  return parameters
}

function wholeNumber(
  parameters: Parameters,
  name: string,
  fallback: number,
  errors: InputError[],
): number {
  const [value, ...others] = parameters.get(name) ?? []
  if (value === undefined) return fallback
  if (others.length > 0) {
    errors.push(fault(name, 'must be given once'))
    return fallback
  }
  const number = /^\+?\d+$/.test(value) ? Number(value) : Number.NaN
  if (number <= MAX_UINT32) return number
  errors.push(fault(name, `must be a whole number from 0 to ${MAX_UINT32}`))
  return fallback
}

/** Returns the names that `fields` lists; undefined where it is not given. */
function memberNames(
  parameters: Parameters,
  errors: InputError[],
): ReadonlySet<string> | undefined {
  const values = parameters.get('fields')
  if (!values) return undefined
  const names = (values[0] ?? '').split(',')
  if (values.length > 1) errors.push({ pointer: '/fields', detail: 'must be given once' })
  else if (!names.every((name) => /^[\w-]+$/.test(name))) {
    const detail = 'must be names of members of a session, with commas between them'
    errors.push({ pointer: '/fields', detail })
  }
  return new Set(names)
}

const fault = (name: string, detail: string): InputError => ({ pointer: `/query/${name}`, detail })

/** Returns the parameters that choose a list: neither those of a page, nor empty ones, nor cache busters. */
function filtersOf(pairs: readonly Pair[]): string {
  return pairs
    .filter(([name, value]) => value !== '' && !PAGE_NAMES.has(name) && !isCacheBuster(name))
    .map(([, , pair]) => pair)
    .join('&')
}

/** Returns name and value of one parameter, decoded. */
function partsOf(pair: string): [name: string, value: string] {
  const name = pairName(pair)
  if (!/[%+]/.test(pair)) return [name, pair.slice(name.length + 1)]
  // Without the ampersand a question mark that begins a name would be taken for the query's own.
  const [[decoded, value] = ['', '']] = new URLSearchParams(`&${pair}`)
  return [decoded, value]
}

/** Returns the parameters of filters, decoded, in their order. */
export function parametersOf(filters: string): [name: string, value: string][] {
  return filters === '' ? [] : filters.split('&').map(partsOf)
}

/** Returns the query with these parameters after its filters, `?a=b` or the empty string. */
export function withPaging(
  filters: string,
  paging: Readonly<Record<string, string | number | undefined>>,
): string {
  const pairs = Object.entries(paging).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  )
  const all = [...(filters ? [filters] : []), ...pairs]
  return all.length > 0 ? `?${all.join('&')}` : ''
}

/** Where a link leads on the list that a query reads. */
export type LinkPaging = { cursor?: string | undefined; offset?: number | undefined }

/** Returns the link to a page of the query's list, in the query's form. */
export function linkTo(apiBase: string, query: ListQuery, paging: LinkPaging): string {
  const limit = query.hasLimit ? query.limit : undefined
  const fields = query.fields && [...query.fields].join(',')
  const text = withPaging(query.filters, { limit, fields, ...paging })
  return `${apiBase}/v1/sessions${encodeQuery(text)}`
}

/** Percent-encodes everything of a query that a URI may not hold (RFC 3986 section 3.4); what is encoded stays. */
function encodeQuery(query: string): string {
  return query
    .toWellFormed()
    .replace(/[^\w\-.~!$&'()*+,;=:@/?%]/gu, encodeURIComponent)
    .replace(/%(?![\dA-Fa-f]{2})/g, '%25')
}
