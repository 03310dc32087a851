import type { Operation } from './description.ts'

/** What is filled in for a request; the credential is not among it. */
export interface Filled {
  /** By `in` and name: `path:harness_id`. */
  values: Readonly<Record<string, string>>
  body: string
}

/** A request that is ready, or what is still missing. */
export type Prepared =
  | { ok: true; method: string; url: string; headers: Record<string, string>; body?: string }
  | { ok: false; missing: readonly string[] }

/** Returns the request of an operation on this origin. What is empty is not sent. */
export function prepare(operation: Operation, { values, body }: Filled): Prepared {
  const given = operation.parameters.map((one) => ({
    ...one,
    value: (values[`${one.in}:${one.name}`] ?? '').trim(),
  }))
  const missing = given.filter(({ isRequired, value }) => isRequired && value === '')
  const isBodyMissing = operation.body?.isRequired && body.trim() === ''
  if (missing.length > 0 || isBodyMissing) {
    return {
      ok: false,
      missing: [...missing.map(({ name }) => name), ...(isBodyMissing ? ['body'] : [])],
    }
  }
  const of = (place: string) => given.filter((one) => one.in === place && one.value !== '')
  const path = of('path').reduce(
    (text, { name, value }) => text.replace(`{${name}}`, encodeURIComponent(value)),
    operation.path,
  )
  const query = new URLSearchParams(
    of('query').flatMap(({ name, type, value }) => spread(name, type, value)),
  )
  const hasBody = operation.body !== undefined && body.trim() !== ''
  const type = hasBody ? { 'Content-Type': operation.body?.media ?? 'application/json' } : {}
  return {
    ok: true,
    method: operation.method,
    url: query.size > 0 ? `${path}?${query}` : path,
    headers: {
      ...Object.fromEntries(of('header').map(({ name, value }) => [name, value])),
      ...type,
    },
    ...(hasBody && { body }),
  }
}

function spread(name: string, type: string, value: string): [string, string][] {
  const values = type.endsWith('[]') ? value.split(',') : [value]
  return values.map((one) => [name, one.trim()])
}

/** The request as a command, with a variable in the place of the credential. */
export function toCurl(
  prepared: Extract<Prepared, { ok: true }>,
  origin: string,
  org: string,
): string {
  const { method, url, headers, body } = prepared
  const named = { Authorization: '$TOKEN', ...(org && { 'X-Org-Id': org }), ...headers }
  const lines = [
    `curl -i${method === 'GET' ? '' : ` -X ${method}`} ${quote(origin + url)}`,
    ...Object.entries(named).map(([name, value]) =>
      name === 'Authorization' ? `-H "${name}: ${value}"` : `-H ${quote(`${name}: ${value}`)}`,
    ),
    ...(body === undefined ? [] : [`--data ${quote(body)}`]),
  ]
  return lines.join(' \\\n  ')
}

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** What a credential is sent as: an API token bare, what has a scheme as it is, all else as a bearer token. */
export function authorization(token: string): string | undefined {
  const trimmed = token.trim()
  if (trimmed === '') return undefined
  return trimmed.startsWith('evr_pat_') || trimmed.includes(' ') ? trimmed : `Bearer ${trimmed}`
}
