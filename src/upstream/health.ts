import type { UpstreamBudget } from './budget.ts'

/**
 * Whether the API reports health. It does so at the root of its origin; a deployment behind a prefix may
 * have it below the prefix only.
 *
 * @param url base of the upstream
 * @param timeoutMs for all of it
 */
export async function isHealthy(
  url: string,
  timeoutMs: number,
  counter: UpstreamBudget,
): Promise<boolean> {
  const signal = AbortSignal.timeout(timeoutMs)
  const status = await statusOf(`${new URL(url).origin}/health`, signal, counter)
  if (status !== 404 || new URL(url).pathname === '/') return isOk(status)
  return isOk(await statusOf(`${url}/health`, signal, counter))
}

const isOk = (status: number | undefined) => status !== undefined && status >= 200 && status < 300

async function statusOf(
  url: string,
  signal: AbortSignal,
  counter: UpstreamBudget,
): Promise<number | undefined> {
  counter.upstreamCalls++
  try {
    const response = await fetch(url, { signal, redirect: 'manual', cache: 'no-store' })
    await response.body?.cancel()
    return response.status
  } catch {
    return undefined
  }
}
