import type { Failure } from '../problem/failure.ts'
import { SortKeyError } from './walk/instant.ts'
import { SortOrderError } from './walk/window.ts'
import { WindowFailure } from './windows.ts'

/**
 * Tells why a page could not be read, as a failure of the request.
 *
 * @throws what is none of the walk's own errors
 */
export function walkFailure(error: unknown): Failure {
  if (error instanceof WindowFailure) return error.failure
  if (error instanceof SortKeyError || error instanceof SortOrderError) {
    return { kind: 'invalid-response', reason: 'shape' }
  }
  throw error
}
