import type { ProblemCode } from './catalogue.ts'

/** What a route is about: the thing that a 404 of it did not find. */
interface EntityRow {
  pattern: RegExp
  notFound: ProblemCode
  /** Where the things of this kind are listed; `$1` is the pattern's first group. */
  list: string
  operationId: string
}

/** First match wins. Deeper paths are about something else, and their 404 is a plain `not_found`. */
const ENTITIES: readonly EntityRow[] = [
  {
    pattern: /^\/v1\/agents\/([^/]+)\/health-checks\/(?!latest$)[^/]+$/,
    notFound: 'run_not_found',
    list: '/v1/agents/$1/health-checks',
    operationId: 'list_health_checks',
  },
  {
    pattern: /^\/v1\/agents\/[^/]+(?:\/[^/]+|\/health-checks\/latest)?$/,
    notFound: 'agent_not_found',
    list: '/v1/agents',
    operationId: 'list_agents',
  },
  {
    pattern: /^\/v1\/harnesses\/(?!(?:config|check-name|import|preview)(?:\/|$))[^/]+(?:\/[^/]+)?$/,
    notFound: 'harness_not_found',
    list: '/v1/harnesses',
    operationId: 'list_harnesses',
  },
  {
    pattern: /^\/v1\/sessions\/(?!(?:stats|facets|config|chat)(?:\/|$))[^/]+(?:\/[^/]+)?$/,
    notFound: 'session_not_found',
    list: '/v1/sessions',
    operationId: 'list_sessions',
  },
]

/** Returns the entity of a path and where its kind is listed; undefined where the path is about none. */
export function entityOfPath(
  path: string,
): { notFound: ProblemCode; list: string; operationId: string } | undefined {
  for (const { pattern, notFound, list, operationId } of ENTITIES) {
    const match = pattern.exec(path)
    if (match) return { notFound, list: list.replace('$1', match[1] ?? ''), operationId }
  }
  return undefined
}
