import { decodePercent } from '../syntax/percent.ts'
import { toEdgeHref } from './href.ts'
import { operation } from './operations.ts'
import type { Action, FailedRequest } from './problem.ts'
import { isPublicText, publicText } from './redaction.ts'
import type { RawAction } from './upstream-error.ts'

const ERROR_RELS = ['retry', 'retry-later', 'get-existing', 'unarchive']
const ENTITY_RELS = [
  ...['self', 'update', 'delete', 'cancel', 'pause', 'resume', 'pin', 'unpin', 'events', 'stream'],
  ...['versions', 'copy', 'publish', 'unpublish', 'runs', 'content'],
]
const RELS: ReadonlySet<string> = new Set([...ERROR_RELS, ...ENTITY_RELS])

/** The relations that mean the failed request itself: no other may send a change again. */
const AGAIN_RELS: ReadonlySet<unknown> = new Set(['retry', 'retry-later'])

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])

/** Members of an action that only inform, and the form that each has; a path of two slashes names a host. */
const OPTIONAL_MEMBERS = [
  ['operation_id', /^\w{1,100}$/],
  ['schema_ref', /^#?\/(?!\/)[\w/~.-]{1,200}$/],
] as const

/**
 * Makes the actions that came with an upstream's error safe to follow: known relations only, each
 * with a method and an absolute href on the edge. What cannot be made so is dropped.
 *
 * @param actions the items of the `allowed_actions` member as they came
 */
export function actionsFromUpstream(
  actions: readonly RawAction[],
  failed: FailedRequest,
): Action[] {
  return actions.flatMap((action) => actionFromUpstream(action, failed) ?? [])
}

function actionFromUpstream(raw: RawAction, failed: FailedRequest): Action | undefined {
  if (typeof raw.rel !== 'string' || !RELS.has(raw.rel)) return undefined
  const target = targetOf(raw, failed)
  if (!target) return undefined
  const action: Action = { rel: raw.rel, ...target }
  const hint = typeof raw.hint === 'string' ? publicText(raw.hint, failed.upstreamUrl) : undefined
  if (hint !== undefined) action.hint = hint
  for (const [name, form] of OPTIONAL_MEMBERS) {
    const value = raw[name]
    if (typeof value !== 'string' || !form.test(value)) continue
    if (isPublicText(value, failed.upstreamUrl)) action[name] = value
  }
  return action
}

function targetOf(
  raw: RawAction,
  failed: FailedRequest,
): Pick<Action, 'method' | 'href'> | undefined {
  const method = typeof raw.method === 'string' ? raw.method.toUpperCase() : undefined
  const knownMethod = method && METHODS.has(method) ? method : undefined
  if (raw.href !== undefined && raw.href !== null) {
    if (typeof raw.href !== 'string') return undefined
    const href = toEdgeHref(raw.href, failed)
    if (!href || !isPublicHref(href, failed)) return undefined
    return { method: knownMethod ?? 'GET', href }
  }
  const known = typeof raw.operation_id === 'string' ? operation(raw.operation_id) : undefined
  const path = known && fillPath(known.path, failed.path)
  if (known && path) return { method: known.method, href: failed.apiBase + path }
  const isAgain = AGAIN_RELS.has(raw.rel)
  // What is known to be elsewhere would, at the failed request's address, do something else.
  if (known && !isAgain) return undefined
  return { method: knownMethod ?? (isAgain ? failed.method : 'GET'), href: requestHref(failed) }
}

/** Tells whether path and query, read as they would be, show nothing of the upstream's inside. */
function isPublicHref(href: string, { apiBase, upstreamUrl }: FailedRequest): boolean {
  const read = decodePercent(href.slice(apiBase.length))
  return read !== undefined && isPublicText(read, upstreamUrl)
}

/** Returns the absolute edge URL of the request that failed. */
export function requestHref(failed: FailedRequest): string {
  return failed.apiBase + failed.path + failed.query
}

/**
 * Fills a template's parameters from the failed request's path, segment by segment; undefined where
 * the two part before a parameter, so that no parameter is ever taken from another place.
 */
export function fillPath(template: string, path: string): string | undefined {
  const source = path.split('/')
  const filled: string[] = []
  for (const [index, segment] of template.split('/').entries()) {
    if (!segment.startsWith('{')) {
      filled.push(segment)
      continue
    }
    const value = source[index]
    const isSamePrefix = filled.every((part, at) => part === source[at])
    if (!value || !isSamePrefix) return undefined
    filled.push(value)
  }
  return filled.join('/')
}
