import { isObject } from '../syntax/json.ts'

/** A run in one of these never changes again. */
const FINAL_STATUSES: ReadonlySet<unknown> = new Set(['completed', 'failed'])

/** Tells whether a body is a harness as far as the edge relies on it. */
export function hasIdAndName(body: unknown): body is { id: string; name: string } {
  return isObject(body) && typeof body.id === 'string' && typeof body.name === 'string'
}

/** Tells whether a body is a list of harnesses: access and names are read from it. */
export function hasHarnesses(body: unknown): body is { data: { id: string; name: string }[] } {
  return isObject(body) && Array.isArray(body.data) && body.data.every(hasIdAndName)
}

/** Tells whether a body is a list or an object: lists of the API come in both forms. */
export function isListOrObject(body: unknown): boolean {
  return typeof body === 'object' && body !== null
}

/** Tells whether a body is a page of sessions with what the walk relies on. */
export function isSessionList(body: unknown): boolean {
  const isSession = (row: unknown) =>
    isObject(row) && typeof row.id === 'string' && typeof row.created_at === 'string'
  return isObject(body) && Array.isArray(body.data) && body.data.every(isSession)
}

/** Tells whether a run has ended: one whose status is not known to be final may change. */
export function isFinalRun(body: unknown): boolean {
  return isObject(body) && FINAL_STATUSES.has(body.status)
}
