/** What came back, with its body read. */
export interface Answer {
  status: number
  headers: Headers
  text: string
}

/** Asks one edge, follows no redirect and keeps no cookie. */
export interface Client {
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  send(method: string, path: string, headers: Record<string, string>): Promise<Answer>
  /** A GET with the token. */
  asCaller(path: string): Promise<Answer>
}

const TIMEOUT_MS = 20_000

/** @param base without a slash at its end */
export function createClient({
  base,
  token,
  org,
}: {
  base: string
  token: string | undefined
  org: string | undefined
}): Client {
  async function send(method: string, path: string, headers: Record<string, string> = {}) {
    const response = await fetch(base + path, {
      method,
      headers: { 'user-agent': 'everruns-edge-smoke', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  const credential = {
    ...(token && { authorization: token }),
    ...(org && { 'x-org-id': org }),
  }

  return {
    send,
    get: (path, headers) => send('GET', path, headers),
    asCaller: (path) => send('GET', path, credential),
  }
}
