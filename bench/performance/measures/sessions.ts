import { type Figure, ratioFigure, type Stage } from '../measure.ts'
import { CREDENTIAL } from '../requests.ts'
import { compare, load } from '../rounds.ts'

const LEAST_OF_PAGE = 0.7
const MOST_OF_FIVE_PAGES = 0.5

/** How long the upstream takes for a page where its own time counts; the real one takes more. */
const UPSTREAM_DELAYS_MS = [0, 20] as const

/** A page of 100, one after the other, beside the same page passed on as it comes. */
export async function measurePage(stage: Stage): Promise<Figure[]> {
  const perSecond = async (origin: string | undefined) => {
    const url = `${origin}/v1/sessions?limit=100`
    const { secondsEach: seconds } = stage
    return (await load({ url, connections: 1, headers: CREDENTIAL, seconds })).requestsPerSecond
  }
  const { edge, plain } = stage.runtime.origins
  const figures: Figure[] = []
  for (const delayMs of UPSTREAM_DELAYS_MS) {
    await stage.upstream.delay(delayMs)
    const ratio = await compare(
      stage.rounds,
      () => perSecond(edge),
      () => perSecond(plain),
    )
    const name = `sessions page of 100, to a plain forward, upstream ${delayMs} ms`
    figures.push(ratioFigure(name, ratio, LEAST_OF_PAGE, 'pages/s'))
  }
  await stage.upstream.delay(0)
  return figures
}

/** A page of 500, beside five pages of 100 one after the other. */
export async function measureLargePage(stage: Stage): Promise<Figure[]> {
  const { edge, plain } = stage.runtime.origins
  const amount = 10
  const timed = async (urls: readonly string[]) => {
    let latencyMs = 0
    for (const url of urls) {
      latencyMs += (await load({ url, connections: 1, headers: CREDENTIAL, amount })).latencyMs
    }
    return latencyMs
  }
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
