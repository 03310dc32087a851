import { costFigures, type Figure, ratioFigure, type Stage } from '../measure.ts'
import { CREDENTIAL, PATHS, STREAM_EVENTS } from '../requests.ts'
import { compare, median, quantile, readInOrder } from '../rounds.ts'

const MOST_OF_JSON = 1.2
const MOST_OF_LINKED_JSON = 1.5
const LEAST_DOWNLOAD = 0.95
const MOST_ADDED_P50_MS = 1
const MOST_ADDED_P99_MS = 5

/** Downloads of one round, after one to warm up; the middle one counts. */
const DOWNLOADS = 3

/** Milliseconds of CPU that a forwarded read takes about. */
const FORWARD_MS = 0.3

/** Forwarded reads of 2 KB, without links and with links of their own, beside a Worker that is `fetch(request)`. */
export async function measureForwardedJson(stage: Stage): Promise<Figure[]> {
  const { edge, plain } = stage.sides
  const compared = (name: string, path: string, most: number) =>
    costFigures(stage, {
      name: `forwarded ${name}, to a plain fetch`,
      ours: { side: edge, path },
      theirs: { side: plain, path },
      most,
      aboutMs: FORWARD_MS,
    })
  return [
    ...(await compared('JSON of 2 KB', PATHS.json, MOST_OF_JSON)),
    ...(await compared('JSON of 2 KB with links', PATHS.linked, MOST_OF_LINKED_JSON)),
  ]
}

/** A forwarded download of 100 MB, beside the same. */
export async function measureDownload(stage: Stage): Promise<Figure[]> {
  const megabytes = async (origin: string | undefined) => {
    const url = `${origin}${PATHS.download}`
    const read = { urls: [url], headers: CREDENTIAL, warmUp: 1, passes: DOWNLOADS }
    const { passesMs, bytes } = await readInOrder(read)
    return bytes / 1_000 / median(passesMs)
  }
  const { edge, plain } = stage.sides
  const ratio = await compare(
    stage.rounds,
    () => megabytes(edge.origin),
    () => megabytes(plain.origin),
  )
  return [
    ratioFigure(
      'forwarded download of 100 MB, to a plain fetch',
      ratio,
      ['>=', LEAST_DOWNLOAD],
      'MB/s',
    ),
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
    own.push(...(await delays(stage.sides.edge.origin)))
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
