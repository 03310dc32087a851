import { UNKNOWN_JWT, UNKNOWN_PAT, USERS } from '../../sample/callers.ts'

/** Values that tests send where a log must never repeat them. */
export const MARKS = {
  cookie: 'mark-of-a-cookie',
  query: 'mark-of-a-query',
  body: 'mark-of-a-body',
} as const

const SECRETS = [
  ...Object.values(USERS).flatMap(({ pat, jwt }) => [pat, jwt]),
  ...[UNKNOWN_PAT, UNKNOWN_JWT, ...Object.values(MARKS)],
  ...['evr_pat_', 'access_token', 'everruns_org', 'Bearer', 'org_0'],
]

const FIELDS = [
  ...['method', 'route', 'status', 'duration_ms', 'cache', 'tier', 'upstream_calls', 'request_id'],
  ...['problem_code', 'reason', 'upstream_status', 'upstream_ms'],
]

/** One request as the edge logs it. */
export interface LogLine {
  method: string
  route: string
  status: number
  duration_ms: number
  cache?: string
  upstream_calls: number
  request_id: string
}

/** The lines about requests among all. */
export function requestLines(logs: readonly string[]): LogLine[] {
  return logs.map(parse).filter((line): line is LogLine => isRequestLine(line))
}

/** All that is wrong with what a Worker wrote; empty where every line keeps the rules. */
export function logFaults(logs: readonly string[]): string[] {
  return logs.flatMap((line) => {
    const secret = SECRETS.find((text) => line.includes(text))
    if (secret !== undefined) return [`holds ${secret}: ${line}`]
    const known = parse(line)
    if (!isRequestLine(known) && !isNotice(known)) return [`is no line of the edge: ${line}`]
    return []
  })
}

/** What else the edge says, by the member that names the kind. An internal error is none of it: always a fault. */
const NOTICES: Record<string, readonly string[]> = {
  drift: ['members'],
  refresh_failed: ['problem_code', 'reason', 'upstream_status', 'upstream_ms'],
  binding_off: ['reason'],
  unknown_variable: ['meant'],
}

function isNotice(line: unknown): boolean {
  if (typeof line !== 'object' || line === null) return false
  const [kind = '', ...others] = Object.keys(line)
  return others.every((name) => NOTICES[kind]?.includes(name)) && kind in NOTICES
}

function isRequestLine(line: unknown): boolean {
  if (typeof line !== 'object' || line === null) return false
  const { method, route, status, duration_ms, upstream_calls, request_id } = line as LogLine
  const texts = [method, route, request_id]
  const numbers = [status, duration_ms, upstream_calls]
  return (
    Object.keys(line).every((name) => FIELDS.includes(name)) &&
    texts.every((text) => typeof text === 'string' && text !== '') &&
    numbers.every((number) => Number.isInteger(number) && number >= 0)
  )
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
