import { ORG_ONE, USERS } from '../../sample/callers.ts'
import { startSampleUpstream } from '../../sample/runner.ts'
import { type ClockedEdge, startClockedEdge } from '../../test/support/clocked-edge.ts'
import { send } from '../../test/support/http-client.ts'
import { createBrowser } from './browser.ts'
import { startCountingProxy } from './counting-proxy.ts'
import { momentsOf, type Page } from './pages.ts'

/** How pages reach the API: directly, or through an edge with these variables. */
export type Way = 'directly' | Record<string, string>

/** What a person cost in a minute of an open page. */
export interface Cost {
  /** Requests of the browser. */
  requests: number
  /** Bytes that it got. */
  receivedBytes: number
  /** Calls that reached the API. */
  calls: number
  /** Bytes that the API sent. */
  sentBytes: number
}

/** Who looks at pages, and for how long. */
export interface Replay {
  people: number
  minutes: number
}

/** Everyone who may see the first organisation's stats, with both kinds of credential. */
const PEOPLE: readonly Record<string, string>[] = [USERS.ada, USERS.gina, USERS.cleo].flatMap(
  ({ pat, jwt }) => [
    { authorization: pat, 'x-org-id': ORG_ONE },
    { authorization: `Bearer ${jwt}`, 'x-org-id': ORG_ONE },
  ],
)

/** How many people can be replayed. */
export const PEOPLE_MAX = PEOPLE.length

/** Harnesses that a board shows; the sample has fewer, and gets the rest. */
const BOARD_SIZE = 20

/** The sample with a board of 20 harnesses, and what stands before it. */
export interface Stage {
  harnessIds: string[]
  /** Replays a page, and tells what it cost. Clocks are moved, nothing waits. */
  replay(page: Page, way: Way, replay: Replay): Promise<Cost>
  stop(): Promise<void>
}

/** Starts a sample whose numbers move, with a counter before it. */
export async function startStage(): Promise<Stage> {
  const sample = await startSampleUpstream({ MOVING: 'on' })
  const proxy = await startCountingProxy(sample.url)
  const harnessIds = await fillBoard(sample.url)
  const control = `${new URL(sample.url).origin}/__sample`
  const post = async (path: string, body: unknown) => {
    await send(control + path, { method: 'POST', body: JSON.stringify(body) })
  }

  async function run(page: Page, base: string, { people, minutes }: Replay, edge?: ClockedEdge) {
    const browsers = PEOPLE.slice(0, people).map((headers) => createBrowser(base, headers))
    const before = { ...proxy.passed }
    let nowSeconds = 0
    for (const { atSeconds, nth, paths } of spread(page, { people, minutes })) {
      const passMs = (atSeconds - nowSeconds) * 1_000
      nowSeconds = atSeconds
      if (passMs > 0) {
        await post('/clock', { advance_ms: passMs })
        await edge?.advance(passMs)
      }
      await browsers[nth]?.get(paths)
      await edge?.idle()
    }
    const received = browsers.map((browser) => browser.received)
    const [fault] = received.flatMap(({ faults }) => faults)
    if (fault) throw new Error(`${page.name}: ${fault}`)
    const personMinutes = people * minutes
    const sum = (read: (each: (typeof received)[number]) => number) =>
      received.reduce((total, each) => total + read(each), 0) / personMinutes
    return {
      requests: sum(({ requests }) => requests),
      receivedBytes: sum(({ bytes }) => bytes),
      calls: (proxy.passed.calls - before.calls) / personMinutes,
      sentBytes: (proxy.passed.bytes - before.bytes) / personMinutes,
    }
  }

  return {
    harnessIds,
    async replay(page, way, replay) {
      if (way === 'directly') return run(page, proxy.url, replay)
      const edge = await startClockedEdge({ UPSTREAM_URL: proxy.url, ...way })
      try {
        return await run(page, edge.origin, replay, edge)
      } finally {
        await edge.stop()
      }
    },
    async stop() {
      await proxy.stop()
      await sample.stop()
    },
  }
}

/** What all people do, in its order: each begins a little after the one before. */
function spread(page: Page, { people, minutes }: Replay) {
  const moments = momentsOf(page, minutes)
  const apartSeconds = 7 / people
  return Array.from({ length: people }, (_, nth) =>
    moments.map(({ atSeconds, paths }) => ({
      atSeconds: atSeconds + nth * apartSeconds,
      nth,
      paths,
    })),
  )
    .flat()
    .toSorted((a, b) => a.atSeconds - b.atSeconds)
}

/** Makes harnesses until there are enough for a board; the IDs of those that it shows. */
async function fillBoard(url: string): Promise<string[]> {
  const headers = { authorization: USERS.ada.pat, 'content-type': 'application/json' }
  const list = async () => {
    const { text } = await send(`${url}/v1/harnesses`, { headers })
    return (JSON.parse(text) as { data: { id: string }[] }).data.map(({ id }) => id)
  }
  for (let made = (await list()).length; made < BOARD_SIZE; made++) {
    const body = JSON.stringify({ name: `board-${made}`, description: 'One more on the board.' })
    await send(`${url}/v1/harnesses`, { method: 'POST', headers, body })
  }
  return (await list()).slice(0, BOARD_SIZE)
}
