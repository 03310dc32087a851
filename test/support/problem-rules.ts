/** Every relation an action may have: contract of the edge, and nothing else. */
export const RELATIONS: ReadonlySet<string> = new Set([
  ...['retry', 'retry-later', 'get-existing', 'unarchive'],
  ...['self', 'update', 'delete', 'cancel', 'pause', 'resume', 'pin', 'unpin', 'events', 'stream'],
  ...['versions', 'copy', 'publish', 'unpublish', 'runs', 'content'],
])

const METHOD = /^[A-Z][A-Z-]*$/
const SNAKE_CASE = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/
const ACTION_MEMBERS = ['rel', 'method', 'href', 'operation_id', 'hint', 'schema_ref']

/** RFC 9457 section 3.2: the names of the edge's own members, and of those of the API's that it keeps. */
const MEMBER_NAME = /^[A-Za-z][A-Za-z0-9_]{2,63}$/

/** What a problem is held against. */
export interface ProblemRules {
  /** The status line's. */
  status: number
  edgeOrigin: string
  /** Text that must stand nowhere in it, in any letter case. */
  hidden: readonly string[]
}

/** All that is wrong with a problem; empty where it keeps every rule. */
export function problemFaults(problem: unknown, rules: ProblemRules): string[] {
  if (!isRecord(problem)) return ['is no object']
  const faults: string[] = []
  const need = (isTrue: boolean, fault: string) => {
    if (!isTrue) faults.push(fault)
  }
  for (const name of ['type', 'title', 'detail', 'instance', 'code', 'request_id']) {
    need(isText(problem[name]), `${name} is no text`)
  }
  need(problem.status === rules.status, `status is ${problem.status}`)
  need(SNAKE_CASE.test(String(problem.code)), `code is ${problem.code}`)
  need(URL.canParse(String(problem.type)), `type is ${problem.type}`)
  need(String(problem.instance).startsWith('/'), `instance is ${problem.instance}`)
  need(
    Object.keys(problem).every((name) => MEMBER_NAME.test(name)),
    `has ${Object.keys(problem)}`,
  )
  need(isWait(problem.retry_after_seconds), `waits ${problem.retry_after_seconds}`)
  need(areInputErrors(problem.errors), 'errors are malformed')
  const actions = Array.isArray(problem.allowed_actions) ? problem.allowed_actions : []
  need(actions.length > 0, 'has no action')
  for (const action of actions) faults.push(...actionFaults(action, rules.edgeOrigin))
  for (const text of textsOf(problem)) {
    const found = rules.hidden.find((part) => text.toLowerCase().includes(part.toLowerCase()))
    need(found === undefined, `shows ${found} in ${text}`)
  }
  return faults
}

function actionFaults(action: unknown, edgeOrigin: string): string[] {
  if (!isRecord(action)) return ['an action is no object']
  const { rel, method, href } = action
  const faults = [
    [RELATIONS.has(String(rel)), `relation ${rel}`],
    [METHOD.test(String(method)), `method ${method}`],
    [isOnEdge(href, edgeOrigin), `href ${href}`],
    [areKnown(action, ACTION_MEMBERS), `action members ${Object.keys(action)}`],
    [Object.values(action).every(isText), 'an action member is no text'],
  ] as const
  return faults.flatMap(([isKept, fault]) => (isKept ? [] : [fault]))
}

function isOnEdge(href: unknown, edgeOrigin: string): boolean {
  if (typeof href !== 'string' || !href.startsWith(`${edgeOrigin}/`)) return false
  return new URL(href).origin === edgeOrigin
}

function isWait(value: unknown): boolean {
  return value === undefined || (Number.isInteger(value) && Number(value) >= 0)
}

function areInputErrors(value: unknown): boolean {
  if (value === undefined) return true
  const isError = (item: unknown) =>
    isRecord(item) && isPointer(item.pointer) && isText(item.detail)
  return Array.isArray(value) && value.length > 0 && value.every(isError)
}

/** RFC 6901: an empty pointer is the whole document. */
const isPointer = (value: unknown) => typeof value === 'string' && !/^[^/]/.test(value)

/** Every text in a value, names of members too. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  const names = Array.isArray(value) ? [] : Object.keys(value)
  return [...names, ...Object.values(value).flatMap(textsOf)]
}

const areKnown = (value: object, names: string[]) =>
  Object.keys(value).every((name) => names.includes(name))

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
