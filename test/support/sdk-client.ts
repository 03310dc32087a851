/** An answer as an SDK sees it. */
export interface SdkAnswer {
  status: number
  type: string | null
  /** `Retry-After` as `parseInt` reads it; null where it is absent. */
  retryAfterSeconds: number | null
  totalCount: string | null
  /** Parsed; undefined after a 204, the only status that the SDKs take for an empty one. */
  body: unknown
}

/** Calls the API the way its public SDKs do: any base, path and query as they are, no redirect followed. */
export interface SdkClient {
  call(method: string, path: string, body?: unknown): Promise<SdkAnswer>
  /** The events of a stream until one of this type, as its text says them. */
  events(path: string, lastType: string): Promise<string[]>
}

/** A client of one user in one organisation. */
export function createSdkClient(base: string, token: string, organisation: string): SdkClient {
  const url = (path: string) => `${base.replace(/\/+$/, '')}${path}`
  // A bare token without a scheme, and a content type on reads too: so do all of them.
  const headers = {
    authorization: token,
    'x-org-id': organisation,
    'content-type': 'application/json',
  }
  return {
    async call(method, path, body) {
      const text = body === undefined ? null : JSON.stringify(body)
      const response = await fetch(url(path), { method, headers, body: text, redirect: 'error' })
      const wait = response.headers.get('retry-after')
      return {
        status: response.status,
        type: response.headers.get('content-type'),
        retryAfterSeconds: wait === null ? null : Number.parseInt(wait, 10),
        totalCount: response.headers.get('x-total-count'),
        body: response.status === 204 ? undefined : await response.json(),
      }
    },
    async events(path, lastType) {
      const leaving = new AbortController()
      const response = await fetch(url(path), {
        headers: { ...headers, accept: 'text/event-stream', 'cache-control': 'no-cache' },
        redirect: 'error',
        signal: leaving.signal,
      })
      const decoder = new TextDecoder()
      let text = ''
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk, { stream: true })
        if (text.includes(`event: ${lastType}\n`) && text.endsWith('\n\n')) break
      }
      leaving.abort()
      return text.split('\n\n').filter((block) => block !== '')
    },
  }
}
