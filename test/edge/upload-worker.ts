/** A Worker that only forwards, and does not wait for an upload that falls silent as long as the deployed edge does. */
import { createUpstreamBudget } from '../../src/upstream/budget.ts'
import { createForward } from '../../src/upstream/forward.ts'
import { createRetryBudget } from '../../src/upstream/retry.ts'

const UPLOAD_SILENCE_MS = 300

export default {
  async fetch(request: Request, env: { UPSTREAM_URL: string }) {
    const forward = createForward({
      url: env.UPSTREAM_URL,
      timeoutMs: 10_000,
      retryWithinMs: 10_000,
      uploadSilenceMs: UPLOAD_SILENCE_MS,
      extraHeader: undefined,
      retries: createRetryBudget(),
      now: () => Date.now(),
      random: () => 0,
    })
    const length = request.headers.get('content-length')
    const result = await forward({
      method: request.method,
      path: new URL(request.url).pathname,
      query: '',
      headers: new Headers(),
      body: request.body,
      bodyLength: length === null ? undefined : Number(length),
      signal: request.signal,
      budget: createUpstreamBudget(),
    })
    if (result.ok) return new Response(result.response.body, result.response)
    const { failure } = result
    return Response.json({ ...failure }, { status: 408 })
  },
}
