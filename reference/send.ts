import { authorization } from './request.ts'

/** A request, and who sends it. */
export interface Sending {
  method: string
  url: string
  headers: Record<string, string>
  body?: string
  token: string
  org: string
  signal: AbortSignal
}

/** What came back, or as much of it as is there. */
export interface Sent {
  /** `method path`, as it was sent. */
  line: string
  status: number
  /** Milliseconds until the answer began. */
  tookMs: number
  headers: readonly (readonly [string, string])[]
  text: string
  /** Whether more of the body is still to come, or is left out. */
  rest: 'none' | 'coming' | 'left out' | 'stopped'
  /** Why there is no answer. */
  failure?: string
}

/** What of a body is shown. */
const MAX_CHARACTERS = 200_000

/**
 * Sends a request to the edge that served the page, and tells what is there each time that more is: events of a
 * stream show as they come.
 */
export async function send(sending: Sending, tell: (sent: Sent) => void): Promise<void> {
  const { method, url, headers, body, token, org, signal } = sending
  const credential = authorization(token)
  const startedAt = performance.now()
  let sent: Sent = {
    line: `${method} ${url}`,
    ...{ status: 0, tookMs: 0, headers: [], text: '', rest: 'coming' },
  }
  try {
    const response = await fetch(url, {
      method,
      headers: {
        ...(credential && { Authorization: credential }),
        ...(org && { 'X-Org-Id': org }),
        ...headers,
      },
      ...(body !== undefined && { body }),
      redirect: 'manual',
      signal,
    })
    sent = {
      ...sent,
      status: response.status,
      tookMs: performance.now() - startedAt,
      headers: [...response.headers],
    }
    if (response.type === 'opaqueredirect') {
      tell({
        ...sent,
        rest: 'none',
        failure: 'It leads elsewhere, which this page does not follow.',
      })
      return
    }
    tell(sent)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      sent = { ...sent, text: sent.text + part.value }
      if (sent.text.length > MAX_CHARACTERS) {
        sent = { ...sent, text: sent.text.slice(0, MAX_CHARACTERS), rest: 'left out' }
        await reader?.cancel()
        break
      }
      tell(sent)
    }
    tell({ ...sent, rest: sent.rest === 'coming' ? 'none' : sent.rest })
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error)
    tell(signal.aborted ? { ...sent, rest: 'stopped' } : { ...sent, rest: 'none', failure })
  }
}
