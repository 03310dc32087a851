import { isSafeMethod } from '../syntax/method.ts'
import { type Action, requestHref } from './action.ts'
import { CATALOGUE, catalogueRow, codeOfStatus } from './catalogue.ts'
import { entityOfPath } from './not-found.ts'
import { nearestReadable } from './operations.ts'
import type { FailedRequest } from './problem.ts'

/** Hints that say more than the relation does. */
const HINTS: Readonly<Record<string, string>> = {
  unauthorized:
    'Send a valid token in Authorization, and X-Org-Id where you belong to several organisations.',
  forbidden: 'Ask with a credential that has the permission.',
  invalid_cursor: 'Start again at the first page.',
  not_cached: 'Ask again without only-if-cached.',
}

/**
 * What the caller can do about a problem of the edge's, or about one that the upstream gave no advice for.
 * Never empty.
 *
 * @param code the problem's code
 * @param status its status: decides where the code is not in the catalogue
 */
export function defaultActions(code: string, status: number, failed: FailedRequest): Action[] {
  const actions = [...existing(status, failed)]
  const { retry } = catalogueRow(code) ?? CATALOGUE[codeOfStatus(status)]
  if (code === 'invalid_cursor') actions.push(firstPage(failed))
  else if (retry === 'never') actions.push(healthAction(failed))
  else actions.push(retryAction(code, retry === 'later', failed))
  return actions
}

/**
 * A 404 leads to the list of what there is, a 409 of a POST to what is in its way, and a method that is not
 * taken to what can be read there.
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

function retryAction(code: string, isLater: boolean, failed: FailedRequest): Action {
  const hint = HINTS[code] ?? repeatHint(isLater, failed.method)
  return {
    rel: isLater ? 'retry-later' : 'retry',
    method: failed.method,
    href: requestHref(failed),
    hint,
  }
}

function repeatHint(isLater: boolean, method: string): string {
  if (!isLater) return 'Send the request again when it is mended.'
  if (isSafeMethod(method)) return 'Send the same request again after waiting.'
  return 'The change may have been made: look before you send it again.'
}

function firstPage(failed: FailedRequest): Action {
  const query = new URLSearchParams(failed.query)
  query.delete('cursor')
  query.delete('offset')
  const rest = query.size > 0 ? `?${query}` : ''
  return {
    rel: 'retry',
    method: 'GET',
    href: failed.apiBase + failed.path + rest,
    operation_id: 'list_sessions',
    hint: HINTS.invalid_cursor ?? '',
  }
}

function healthAction(failed: FailedRequest): Action {
  return {
    rel: 'get-existing',
    method: 'GET',
    href: `${failed.publicBase}/healthz`,
    hint: 'Nothing can be done about this request; this tells whether the edge is well.',
  }
}
