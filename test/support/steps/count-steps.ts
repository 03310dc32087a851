import { CODE_STEPS } from './instrument.ts'
import { NATIVE_STEPS, withCountedNatives } from './natives.ts'

/** What one run took. */
export interface Steps {
  /** Functions entered and rounds of loops. */
  code: number
  /** Places of texts and lists that built-in functions looked at or wrote. */
  native: number
  /** Steps of regular expressions. */
  regex: number
}

/**
 * Counts the steps of what instrumented code does. An error that it throws is an answer like another; one of the
 * counter itself is not.
 *
 * @param run calls instrumented code
 */
export async function countSteps(run: () => unknown): Promise<Steps> {
  CODE_STEPS.count = 0
  NATIVE_STEPS.count = 0
  NATIVE_STEPS.regex = 0
  NATIVE_STEPS.error = undefined
  await withCountedNatives(async () => {
    try {
      await run()
    } catch {
      // To refuse a text is an answer too.
    }
  })
  if (NATIVE_STEPS.error !== undefined) throw NATIVE_STEPS.error
  return { code: CODE_STEPS.count, native: NATIVE_STEPS.count, regex: NATIVE_STEPS.regex }
}
