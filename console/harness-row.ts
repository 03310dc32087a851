import { type Problem, readProblem } from './problem.ts'
import { readStats, type Stats } from './stats.ts'

/** A harness as the board shows it. */
export interface HarnessRow {
  id: string
  name: string
  displayName: string
  description: string
  status: string
  isBuiltIn: boolean
  tags: string[]
  createdAt: string | null
  updatedAt: string | null
  sessionCount: number | undefined
  appCount: number | undefined
  stats: Stats | undefined
  /** Why there are no stats. */
  statsProblem: Problem | undefined
  /** As the API sent it. */
  body: Record<string, unknown>
}

/** Whether a body is a list of harnesses. */
export function isValidBoard(body: unknown): body is { data: unknown[] } {
  return isObject(body) && Array.isArray(body.data)
}

/** Returns the rows of a list of harnesses; what is no harness is left out. */
export function readBoard(body: unknown, origin: string): HarnessRow[] {
  if (!isValidBoard(body)) return []
  return body.data.flatMap((each) => readHarness(each, origin) ?? [])
}

/** Returns a harness, with its stats where the body holds them. */
export function readHarness(body: unknown, origin: string): HarnessRow | undefined {
  if (!isObject(body) || typeof body.id !== 'string') return undefined
  const name = readText(body.name) ?? body.id
  const problem = body.stats_problem
  const status = isObject(problem) && typeof problem.status === 'number' ? problem.status : 0
  return {
    id: body.id,
    name,
    displayName: readText(body.display_name) ?? name,
    description: readText(body.description) ?? '',
    status: readText(body.status) ?? '',
    isBuiltIn: body.is_built_in === true,
    tags: Array.isArray(body.tags) ? body.tags.filter((tag) => typeof tag === 'string') : [],
    createdAt: readText(body.created_at) ?? null,
    updatedAt: readText(body.updated_at) ?? null,
    sessionCount: readNumber(body.session_count),
    appCount: readNumber(body.app_count),
    stats: readStats(body.stats),
    statsProblem: isObject(problem) ? readProblem(status, problem, origin) : undefined,
    body,
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
