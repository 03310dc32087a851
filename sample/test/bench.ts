import { createSampleUpstream, type SampleOptions, type SampleUpstream } from '../app.ts'
import { USERS } from '../callers.ts'

/** How a test asks; the credential is Ada's PAT unless `auth` says otherwise, null for none. */
export interface Ask {
  method?: string
  auth?: string | null
  headers?: Record<string, string>
  /** Sent as JSON; a string goes as it is. */
  body?: unknown
}

/** An answer read to its end. */
export interface Told {
  status: number
  headers: Headers
  text: string
  /** The JSON body; undefined when it is none. */
  json: unknown
}

/** A sample with a clock that stands still until the test moves it. */
export interface Bench {
  upstream: SampleUpstream
  control: SampleUpstream['control']
  ask(path: string, how?: Ask): Promise<Told>
  /** The JSON body of a 200. */
  read<T = Record<string, unknown>>(path: string, how?: Ask): Promise<T>
}

/** Makes a sample for one test. */
export function createBench(options: Partial<SampleOptions> = {}): Bench {
  const upstream = createSampleUpstream({ now: () => 0, ...options })
  const ask = async (path: string, how: Ask = {}): Promise<Told> => {
    const response = await upstream.fetch(createRequest(path, how))
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: parse(text) }
  }
  return {
    upstream,
    control: upstream.control,
    ask,
    read: async <T>(path: string, how?: Ask) => {
      const told = await ask(path, how)
      if (told.status !== 200) throw new Error(`${path} answered ${told.status}: ${told.text}`)
      return told.json as T
    },
  }
}

/** A request to the sample. */
export function createRequest(path: string, how: Ask = {}): Request {
  const { method = 'GET', auth = USERS.ada.pat, body } = how
  const headers = new Headers(how.headers)
  if (auth !== null) headers.set('authorization', auth)
  if (body === undefined) return new Request(`http://upstream.test${path}`, { method, headers })
  if (!headers.has('content-type')) headers.set('content-type', 'application/json')
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return new Request(`http://upstream.test${path}`, { method, headers, body: text })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
