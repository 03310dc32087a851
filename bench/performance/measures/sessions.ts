import { type Figure, ratioFigure, type Stage } from '../measure.ts'
import { CREDENTIAL } from '../requests.ts'
import { compare, load, median, readInOrder } from '../rounds.ts'

const LEAST_OF_PAGE = 0.7
const MOST_OF_FIVE_PAGES = 0.5

/** How long the upstream takes for a page where its own time counts; the real one takes more. */
const UPSTREAM_DELAYS_MS = [0, 20] as const

/** The first page of 100, and the one that its cursor leads to, one after the other, beside the same page passed on as it comes. */
export async function measurePage(stage: Stage): Promise<Figure[]> {
  const perSecond = async (url: string) => {
    const { secondsEach: seconds } = stage
    return (await load({ url, connections: 1, headers: CREDENTIAL, seconds })).requestsPerSecond
  }
  const { edge, plain } = stage.runtime.origins
  const first = await fetch(`${edge}/v1/sessions?limit=100`, { headers: CREDENTIAL })
  const { next_cursor: cursor } = (await first.json()) as { next_cursor: string }
  const pages = [
    ['first', '', ''],
    ['second', `&cursor=${cursor}`, '&offset=100'],
  ] as const
  const figures: Figure[] = []
  for (const [which, own, plainly] of pages) {
    for (const delayMs of UPSTREAM_DELAYS_MS) {
      await stage.upstream.delay(delayMs)
      const ratio = await compare(
        stage.rounds,
        () => perSecond(`${edge}/v1/sessions?limit=100${own}`),
        () => perSecond(`${plain}/v1/sessions?limit=100${plainly}`),
      )
      const name = `sessions ${which} page of 100, to a plain forward, upstream ${delayMs} ms`
      figures.push(ratioFigure(name, ratio, LEAST_OF_PAGE, 'pages/s'))
    }
  }
  await stage.upstream.delay(0)
  return figures
}

/** A page of 500, beside five pages of 100 one after the other. */
export async function measureLargePage(stage: Stage): Promise<Figure[]> {
  const { edge, plain } = stage.runtime.origins
  const timed = async (urls: readonly string[]) =>
    median((await readInOrder({ urls, headers: CREDENTIAL, warmUp: 10, passes: 30 })).passesMs)
  const pages = [0, 100, 200, 300, 400].map(
    (offset) => `${plain}/v1/sessions?limit=100&offset=${offset}`,
  )
  const figures: Figure[] = []
  for (const delayMs of UPSTREAM_DELAYS_MS) {
    await stage.upstream.delay(delayMs)
    const found = await compare(
      stage.rounds,
      () => timed([`${edge}/v1/sessions?limit=500`]),
      () => timed(pages),
    )
    const name = `sessions page of 500, latency to five pages of 100, upstream ${delayMs} ms`
    figures.push({
      ...ratioFigure(name, found, undefined, 'ms'),
      reach: ['<=', MOST_OF_FIVE_PAGES],
    })
  }
  await stage.upstream.delay(0)
  return figures
}
