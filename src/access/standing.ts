import { type AccessRecord, type AccessWindows, isAdmitted, provedAt } from './record.ts'

/** A proof is renewed behind the answer from this part of its life on, so that no request waits for it. */
const RENEW_FROM_PART = 0.9

/**
 * What a caller may be given of a harness's shared stats. `granted` and `due` give it, `due` asks for a new
 * proof besides; `lapsed` needs one first; `none` has not been let in by the stats route itself.
 */
export type Standing = 'granted' | 'due' | 'lapsed' | 'none'

/** Where a caller stands with a harness: both parts of the right, or neither. */
export function standingOf(
  record: AccessRecord,
  harnessId: string,
  nowMs: number,
  windows: AccessWindows,
): Standing {
  if (!isAdmitted(record, harnessId, nowMs, windows)) return 'none'
  const ageMs = nowMs - provedAt(record, harnessId)
  if (ageMs >= windows.proofMs) return 'lapsed'
  return ageMs >= windows.proofMs * RENEW_FROM_PART ? 'due' : 'granted'
}

/** Whether a proof that could not be renewed, because the upstream fails, may serve a little longer. */
export function isUnrenewedServable(
  record: AccessRecord,
  harnessId: string,
  nowMs: number,
  windows: AccessWindows,
): boolean {
  const isIn = isAdmitted(record, harnessId, nowMs, windows)
  return isIn && nowMs - provedAt(record, harnessId) < windows.unrenewedMs
}
