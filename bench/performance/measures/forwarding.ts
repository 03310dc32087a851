import { type Figure, ratioFigure, type Stage } from '../measure.ts'
import { CREDENTIAL, PATHS, STREAM_EVENTS } from '../requests.ts'
import { compare, load, median, quantile, readInOrder } from '../rounds.ts'

const LEAST_JSON = 0.85
const LEAST_DOWNLOAD = 0.95
const MOST_ADDED_P50_MS = 1
const MOST_ADDED_P99_MS = 5

/** Downloads of one round, after one to warm up; the middle one counts. */
const DOWNLOADS = 3

/** A forwarded read of 2 KB, beside a Worker whose whole body is `fetch(request)`. */
export async function measureForwardedJson(stage: Stage): Promise<Figure[]> {
  const { secondsEach: seconds, runtime } = stage
  const perSecond = async (origin: string | undefined) => {
    const url = `${origin}${PATHS.json}`
    return (await load({ url, connections: 16, headers: CREDENTIAL, seconds })).requestsPerSecond
  }
  const { edge, plain } = runtime.origins
  const ratio = await compare(
    stage.rounds,
    () => perSecond(edge),
    () => perSecond(plain),
  )
  return [ratioFigure('forwarded JSON of 2 KB, to a plain fetch', ratio, LEAST_JSON, 'requests/s')]
}

/** A forwarded download of 100 MB, beside the same. */
export async function measureDownload(stage: Stage): Promise<Figure[]> {
  const megabytes = async (origin: string | undefined) => {
    const url = `${origin}${PATHS.download}`
    const read = { urls: [url], headers: CREDENTIAL, warmUp: 1, passes: DOWNLOADS }
    const { passesMs, bytes } = await readInOrder(read)
    return bytes / 1_000 / median(passesMs)
  }
  const { edge, plain } = stage.runtime.origins
  const ratio = await compare(
    stage.rounds,
    () => megabytes(edge),
    () => megabytes(plain),
  )
  return [
    ratioFigure('forwarded download of 100 MB, to a plain fetch', ratio, LEAST_DOWNLOAD, 'MB/s'),
  ]
}

/** Delay of each event of one stream, from the upstream's write to the client's read, in milliseconds. */
async function delays(origin: string | undefined): Promise<number[]> {
  const response = await fetch(`${origin}${PATHS.stream}`, { headers: CREDENTIAL })
  const found: number[] = []
  for await (const chunk of response.body ?? []) {
    const readAt = performance.timeOrigin + performance.now()
    for (const [, sentAt] of new TextDecoder().decode(chunk).matchAll(/data: ([\d.]+)/g)) {
      found.push(readAt - Number(sentAt))
    }
  }
  if (found.length !== STREAM_EVENTS) throw new Error(`${found.length} events of a stream`)
  return found
}

/** What the edge adds to an event's way, beside a stream that comes directly from the upstream. */
export async function measureStream(stage: Stage): Promise<Figure[]> {
  const own: number[] = []
  const direct: number[] = []
  for (let round = 0; round < stage.rounds; round++) {
    own.push(...(await delays(stage.runtime.origins.edge)))
    direct.push(...(await delays(stage.upstream.origin)))
  }
  const figure = (part: number, most: number): Figure => {
    const [a, b] = [quantile(own, part), quantile(direct, part)]
    return {
      name: `added delay of a streamed event, p${part * 100}`,
      value: a - b,
      unit: 'ms',
      reach: ['<=', most],
      context: `${a.toFixed(2)} to ${b.toFixed(2)} ms, ${own.length} events each`,
    }
  }
  return [figure(0.5, MOST_ADDED_P50_MS), figure(0.99, MOST_ADDED_P99_MS)]
}
