import type { Failure } from '../problem/failure.ts'
import { SortKeyError } from './walk/instant.ts'
import { WalkUnsettledError } from './walk/walk.ts'
import { SortOrderError } from './walk/window.ts'
import { WindowFailure } from './windows.ts'

/**
 * Why a page could not be read, as a failure of the request.
 *
 * @throws what is none of the walk's own errors
 */
export function walkFailure(error: unknown): Failure {
  if (error instanceof WindowFailure) return error.failure
  if (error instanceof WalkUnsettledError) return { kind: 'edge', code: 'sessions_unsettled' }
  if (error instanceof SortKeyError || error instanceof SortOrderError) {
    return { kind: 'invalid-response', reason: 'shape' }
  }
  throw error
}
