import type { Request } from 'autocannon'

const hex = (value: number) => value.toString(16).padStart(32, '0')

/** Of ten requests: seven for stats, two for harnesses, one that is forwarded. */
function pathOf(key: number): string {
  const kind = key % 10
  if (kind === 9) return '/v1/users'
  const harness = `/v1/harnesses/harness_${hex(key)}`
  return kind < 7 ? `${harness}/stats` : harness
}

/** A request that is another one each time: any of the keys, as the caller that the key belongs to. */
export function mixedRequest({ keys, callers }: { keys: number; callers: number }): Request {
  return {
    setupRequest(request) {
      const key = Math.floor(Math.random() * keys)
      const authorization = `Bearer evr_pat_${hex(key % callers).repeat(2)}`
      return { ...request, path: pathOf(key), headers: { ...request.headers, authorization } }
    },
  }
}
