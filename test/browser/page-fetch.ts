import type { Frame } from 'playwright-core'

/** What a page may see of an answer; status 0 where it may see nothing, -1 where the browser refused. */
export interface SeenAnswer {
  status: number
  headers: Record<string, string>
  text: string
}

/** How a page asks; a subset of what `fetch` takes in a browser. */
export interface PageRequest {
  method?: string
  headers?: Record<string, string>
  body?: string
  mode?: 'cors' | 'no-cors'
  credentials?: 'include' | 'omit'
}

/** Calls `fetch` in the page. */
export function fetchIn(page: Frame, url: string, init: PageRequest = {}): Promise<SeenAnswer> {
  return page.evaluate(
    async ([target, options]) => {
      try {
        const answer = await fetch(target, options as RequestInit)
        const headers = Object.fromEntries([...answer.headers])
        return { status: answer.status, headers, text: await answer.text() }
      } catch {
        return { status: -1, headers: {}, text: '' }
      }
    },
    [url, init] as const,
  )
}

/** Listens with an `EventSource` in the page: the data of two events, or `error`. */
export function listenIn(page: Frame, url: string): Promise<string[]> {
  return page.evaluate(
    (target) =>
      new Promise<string[]>((resolve) => {
        const options = { withCredentials: true } as EventSourceEventSourceInit
        const source = new EventSource(target, options)
        const seen: string[] = []
        const end = (last: string) => {
          seen.push(last)
          source.close()
          resolve(seen)
        }
        source.onmessage = ({ data }: MessageEvent) =>
          seen.length === 0 ? seen.push(data) : end(data)
        source.onerror = () => end('error')
      }),
    url,
  )
}

/** What a form led to, and the cookie that its request carried. */
export interface SentForm {
  status: number
  text: string
  cookie: string | undefined
}

/** Sends a form from the page, as a click on its button would, and leaves the page for what comes. */
export async function submitFrom(frame: Frame, url: string): Promise<SentForm> {
  const form = `<form method="post" enctype="text/plain" target="_top" action="${url}">`
  await frame.setContent(`${form}<input name="a" value="b"><button>send</button></form>`)
  const coming = frame.page().waitForResponse(url)
  await frame.click('button')
  const answer = await coming
  const { cookie } = await answer.request().allHeaders()
  return { status: answer.status(), text: await answer.text(), cookie }
}
