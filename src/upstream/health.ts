import type { UpstreamBudget } from './budget.ts'

/** A readiness probe that waits longer than this tells nothing that silence does not. */
const TIMEOUT_MS = 2_000

/** However many probes come: the API is asked once in this time. */
const MIN_PERIOD_MS = 1_000

/** What the check works with. */
interface HealthOptions {
  /** Base of the API. */
  url: string
  /** Goes with every call of the API. */
  extraHeader: { name: string; value: string } | undefined
  /** Epoch milliseconds. */
  now: () => number
}

/** Whether the API reports health; what was learned in the last second is known. */
export type HealthCheck = (budget: UpstreamBudget) => Promise<boolean>

/**
 * Creates the check of an isolate. The API reports health at the root of its origin; a deployment behind a prefix may
 * have it below the prefix only.
 */
export function createHealthCheck({ url, extraHeader, now }: HealthOptions): HealthCheck {
  let last: { at: number; isHealthy: Promise<boolean> } | undefined

  async function ask(budget: UpstreamBudget): Promise<boolean> {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const status = await statusOf(`${new URL(url).origin}/health`, signal, budget)
    if (status !== 404 || new URL(url).pathname === '/') return isOk(status)
    return isOk(await statusOf(`${url}/health`, signal, budget))
  }

  async function statusOf(
    address: string,
    signal: AbortSignal,
    budget: UpstreamBudget,
  ): Promise<number | undefined> {
    const headers = extraHeader ? { [extraHeader.name]: extraHeader.value } : {}
    try {
      const response = await budget.run(() => {
        budget.upstreamCalls++
        return fetch(address, { headers, signal, redirect: 'manual', cache: 'no-store' })
      }, TIMEOUT_MS)
      await response.body?.cancel()
      return response.status
    } catch {
      return undefined
    }
  }

  return function isHealthy(budget) {
    const age = last ? now() - last.at : -1
    if (!last || age < 0 || age >= MIN_PERIOD_MS) {
      last = { at: now(), isHealthy: ask(budget) }
      return last.isHealthy
    }
    // The request that asks may end before its answer, and then never has one.
    return Promise.race([last.isHealthy, afterTimeout()])
  }
}

const isOk = (status: number | undefined) => status !== undefined && status >= 200 && status < 300

function afterTimeout(): Promise<boolean> {
  return new Promise((resolve) => setTimeout(() => resolve(false), TIMEOUT_MS))
}
