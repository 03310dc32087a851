import { isSafeMethod } from '../syntax/method.ts'
import { requestHref } from './action.ts'
import { rowOf } from './catalogue.ts'
import { entityOfPath } from './not-found.ts'
import { nearestReadable } from './operations.ts'
import type { Action, FailedRequest } from './problem.ts'

/**
 * Returns what the caller can do about a problem of the edge's, or about one for which the upstream gave no advice.
 * Never empty.
 *
 * @param code the problem's code
 * @param status its status: decides where the code is not in the catalogue
 */
export function defaultActions(code: string, status: number, failed: FailedRequest): Action[] {
  const { retry, hint, leadsTo } = rowOf(code, status)
  const actions = [...existing(status, failed)]
  if (leadsTo === 'first-page') actions.push(firstPage(failed, hint))
  else if (retry === 'never') actions.push(healthAction(failed))
  else actions.push(retryAction(retry === 'later' ? 'retry-later' : 'retry', failed, hint))
  return actions
}

/**
 * Returns what there is to read: a 404 leads to the list, a 409 of a POST to what is in its way, and a method that is
 * not accepted to what can be read there.
 */
function existing(status: number, { method, path, apiBase }: FailedRequest): Action[] {
  const isTaken = status === 409 && method === 'POST'
  const isWrongMethod = status === 405 && !isSafeMethod(method)
  const list = status === 404 ? listOf(path) : undefined
  const near = isTaken || isWrongMethod ? nearestReadable(path) : list
  if (!near) return []
  const href = apiBase + near.path
  return [{ rel: 'get-existing', method: 'GET', href, operation_id: near.operationId }]
}

function listOf(path: string): { path: string; operationId: string } | undefined {
  const entity = entityOfPath(path)
  return entity && { path: entity.list, operationId: entity.operationId }
}

function retryAction(
  rel: 'retry' | 'retry-later',
  failed: FailedRequest,
  hint = retryHint(rel, failed.method),
): Action {
  return { rel, method: failed.method, href: requestHref(failed), hint }
}

function retryHint(rel: 'retry' | 'retry-later', method: string): string {
  if (rel === 'retry') return 'Fix the request and send it again.'
  if (isSafeMethod(method)) return 'Wait, then send the same request again.'
  return 'The change may have been made. Check before you send the request again.'
}

function firstPage(failed: FailedRequest, hint = ''): Action {
  const query = new URLSearchParams(failed.query)
  query.delete('cursor')
  query.delete('offset')
  const rest = query.size > 0 ? `?${query}` : ''
  return {
    rel: 'retry',
    method: 'GET',
    href: failed.apiBase + failed.path + rest,
    operation_id: 'list_sessions',
    hint,
  }
}

function healthAction(failed: FailedRequest): Action {
  return {
    rel: 'get-existing',
    method: 'GET',
    href: `${failed.publicBase}/healthz`,
    hint: 'This request cannot succeed. The address tells whether the edge is healthy.',
  }
}
