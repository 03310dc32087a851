/**
 * `npm run replay`: the calls that a frontend of the API makes on opening a page and while it stays open, over the
 * sample upstream: what a person costs the API in a minute, directly and through the edge, and how many people one
 * address's 1,200 calls a minute carry. Clocks are moved, so that it takes no minute for a minute.
 *
 *     node bench/replay.ts [--short] [--only PART-OF-A-NAME]
 *
 * Fails where an answer is no 200 and no 304, or where a page costs the API more through the edge than directly.
 */
import { createBoardPage, createPages, type Page } from './replay/pages.ts'
import { type Cost, PEOPLE_MAX, type Replay, startStage, type Way } from './replay/replay.ts'

/** What the API takes from one address a minute. */
const API_CALLS_PER_MINUTE = 1_200

const isShort = process.argv.includes('--short')
const REPLAY: Replay = isShort ? { people: 2, minutes: 1 } : { people: PEOPLE_MAX, minutes: 5 }
const only = process.argv.includes('--only')
  ? (process.argv[process.argv.indexOf('--only') + 1] ?? '')
  : ''
const NO_LISTS = { LIST_FRESH_SECONDS: '0', LIST_STALE_SECONDS: '0' }

interface Row {
  name: string
  page: Page
  way: Way
}

const stage = await startStage()
const pages = createPages(stage.harnessIds)
const rows: Row[] = pages.flatMap((page) => [
  { name: `${page.name}, directly`, page, way: 'directly' },
  { name: `${page.name}, edge without lists`, page, way: NO_LISTS },
  { name: `${page.name}, edge`, page, way: {} },
])
rows.splice(3, 0, { name: 'board, edge, one request', page: createBoardPage(), way: {} })

const written = (value: number) => value.toFixed(1)
const kilobytes = (bytes: number) => Math.round(bytes / 1_000).toLocaleString('en')

const faults: string[] = []
console.log(
  `${REPLAY.people} people of one organization, each with the page open for ${REPLAY.minutes} min; a person and minute:\n`,
)
console.log('| page | requests | calls of the API | KB from the API | KB to the browser | people |')
console.log('|---|--:|--:|--:|--:|--:|')
const direct = new Map<string, Cost>()
try {
  for (const { name, page, way } of rows.filter((row) => row.name.includes(only))) {
    const cost = await stage.replay(page, way, REPLAY)
    if (way === 'directly') direct.set(page.name, cost)
    const most = direct.get(page.name)?.calls ?? Number.POSITIVE_INFINITY
    // Where lists are kept: without them a proof of access comes on top.
    const isKept = way !== 'directly' && way !== NO_LISTS
    if (isKept && cost.calls > most) faults.push(`${name}: ${cost.calls} calls, ${most} directly`)
    const cells = [
      written(cost.requests),
      written(cost.calls),
      kilobytes(cost.sentBytes),
      kilobytes(cost.receivedBytes),
      Math.floor(API_CALLS_PER_MINUTE / cost.calls).toLocaleString('en'),
    ]
    console.log(`| ${[name, ...cells].join(' | ')} |`)
  }
} finally {
  await stage.stop()
}
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0
