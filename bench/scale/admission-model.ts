import { ADMISSION } from './world.ts'

/** Who has been admitted to which harness, and when. A caller stays at one location, which remembers it. */
export interface AdmissionModel {
  /** Returns how much of an admission's life is over; 1 and more where it has lapsed. */
  ageOf(caller: number, harness: number, now: number): number
  admit(caller: number, harness: number, now: number): void
}

/**
 * Creates the admissions of a world that has long been running: each is in some moment of its cycle, which is the
 * hour that it lasts and the wait for the next request after it.
 *
 * @param harnesses how many there are in all
 * @param rateOf requests a second of a caller for a harness
 */
export function createAdmissionModel(
  random: () => number,
  harnesses: number,
  rateOf: (caller: number, harness: number) => number,
): AdmissionModel {
  const admitted = new Map<number, number>()
  return {
    ageOf(caller, harness, now) {
      const key = caller * harnesses + harness
      let since = admitted.get(key)
      if (since === undefined) {
        since = now - random() * (ADMISSION + 1 / rateOf(caller, harness))
        admitted.set(key, since)
      }
      return (now - since) / ADMISSION
    },
    admit: (caller, harness, now) => void admitted.set(caller * harnesses + harness, now),
  }
}
