import { type AccessRecord, type AccessWindows, isAdmitted, provedAt } from './record.ts'

/**
 * A proof is renewed behind the answer from this part of its life on, so that no request waits for it. The
 * isolate that made the last renewal makes the next: others, who look into KV later, find it there.
 */
const RENEW_FROM_PART = { renewer: 0.9, others: 0.97 } as const

/**
 * What a caller may be given of a harness's shared stats. `granted` and `due` give it, `due` asks for a new
 * proof besides; `lapsed` needs one first; `none` has not been let in by the stats route itself.
 */
export type Standing = 'granted' | 'due' | 'lapsed' | 'none'

/**
 * Where a caller stands with a harness: both parts of the right, or neither.
 *
 * @param isRenewer whether no other isolate is known to have renewed the proof last
 */
export function standingOf(
  record: AccessRecord,
  harnessId: string,
  nowMs: number,
  windows: AccessWindows,
  isRenewer = true,
): Standing {
  if (!isAdmitted(record, harnessId, nowMs, windows)) return 'none'
  const ageMs = nowMs - provedAt(record, harnessId)
  if (ageMs >= windows.proofMs) return 'lapsed'
  const part = RENEW_FROM_PART[isRenewer ? 'renewer' : 'others']
  return ageMs >= windows.proofMs * part ? 'due' : 'granted'
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
