import {
  type AccessLifetimes,
  type AccessRecord,
  isAdmitted,
  isFuture,
  isSuspended,
  provedAt,
} from './record.ts'

/**
 * Where a caller stands with a harness's shared stats. `valid` and `renewable` may be given them, `renewable` asks
 * for a new proof behind the answer; `unproved` needs one first; `unadmitted` has not been let in by the stats
 * route itself.
 */
export type AccessState = 'valid' | 'renewable' | 'unproved' | 'unadmitted'

/**
 * Returns where a caller stands with a harness: both halves of access, or neither.
 *
 * @param renewFromPart the part of a proof's life from which on it is renewed behind the answer
 */
export function accessState(
  record: AccessRecord,
  harnessId: string,
  nowMs: number,
  lifetimes: AccessLifetimes,
  renewFromPart: number,
): AccessState {
  if (!isAdmitted(record, harnessId, nowMs, lifetimes)) return 'unadmitted'
  const at = provedAt(record, harnessId)
  const ageMs = nowMs - at
  if (at === 0 || isFuture(at, nowMs) || ageMs >= lifetimes.proofMs) return 'unproved'
  return ageMs >= lifetimes.proofMs * renewFromPart ? 'renewable' : 'valid'
}

/** Tells whether a proof that could not be renewed, because the upstream fails, may serve a little longer. */
export function isUnrenewedServable(
  record: AccessRecord,
  harnessId: string,
  nowMs: number,
  lifetimes: AccessLifetimes,
): boolean {
  if (isSuspended(record) || !isAdmitted(record, harnessId, nowMs, lifetimes)) return false
  const at = provedAt(record, harnessId)
  return at > 0 && !isFuture(at, nowMs) && nowMs - at < lifetimes.unrenewedMs
}
