import { edgeCache, STORED } from '../../openapi/lifetimes.ts'
import { holdsEntities } from '../../src/resources/families.ts'
import { RESOURCES, type Resource } from '../../src/resources/table.ts'

/** What handlers add to a route besides what its row of the table of resources says. */
const BESIDES: Readonly<Record<string, string>> = {
  [RESOURCES.latest.path]: '`Prefer: wait=N`',
  [RESOURCES.run.path]: '`Prefer: wait=N`',
}

/** What is in no row of the table of resources. */
const BOARD =
  "| `GET /v1/harnesses?expand=stats` | the list with each harness's stats, from the same entries | that of its members |"

const OTHERS = [
  `| \`GET ${RESOURCES.sessions.path}\` | cursor, \`limit\` up to 500, \`fields\`, \`Link\`, \`ETag\` | never stored |`,
  "| any other method and route under `/v1` | forwarded as it is, streamed both ways; a harness's name where its ID stands; links of its entities lead to the edge | never stored |",
  '| `GET /healthz`, `GET /readyz` | alive; the API behind is healthy | never stored |',
  '| `GET /problems`, `GET /problems/{code}` | what the codes mean | |',
  '| `/`, `/console`, `/reference`, `/openapi.json`, `robots.txt` | static, never through the Worker | |',
]

/** Returns README's table of routes: a row a stored resource, one for all short-lived lists, and what is no resource. */
export function routeTable(): string[] {
  const lists = STORED.filter(({ isList }) => isList)
  const resources = STORED.filter(({ isList }) => !isList)
  return [
    '| route | what the edge adds | fresh, then served while refreshed, then while the API fails |',
    '|---|---|---|',
    ...resources.map(
      (row) => `| \`GET ${shownPath(row.path)}\` | ${additions(row)} | ${ages(row)} |`,
    ),
    BOARD,
    `| \`GET\` of ${listPaths(lists)} | cache, an entry for each caller | ${ages(lists[0])} |`,
    ...OTHERS,
  ]
}

/** A harness's name stands wherever its ID does. */
const shownPath = (path: string) => path.replace('{harness_id}', '{id or name}')

function additions({ path, isShared }: Resource): string {
  const parts = [
    ...(path.includes('{harness_id}') ? ['names'] : []),
    ...(holdsEntities(path) ? ['links'] : []),
    isShared ? 'shared cache' : 'cache',
    ...(BESIDES[path] ? [BESIDES[path]] : []),
  ]
  return parts.join(', ')
}

/** The three lifetimes as a deployment that sets no variable has them; none that is 0. */
function ages(row: Resource | undefined): string {
  if (!row) return ''
  const cache = edgeCache(row)
  if (cache.final_max_age !== undefined) {
    return `${time(cache.final_max_age)} once completed or failed, else ${time(cache.max_age)}`
  }
  return [cache.max_age, cache.stale_while_revalidate, cache.stale_if_error]
    .filter((seconds) => seconds !== 0)
    .map(time)
    .join(', ')
}

const time = (seconds: unknown) => (seconds === 3_600 ? '1 h' : `${seconds} s`)

/** Every list's path; those of the configurations share one pattern. */
function listPaths(lists: readonly Resource[]): string {
  const CONFIG = /^\/v1\/([^/]+)\/config$/
  const families = lists.flatMap(({ path }) => CONFIG.exec(path)?.[1] ?? [])
  const others = lists.map(({ path }) => path).filter((path) => !CONFIG.test(path))
  return [...others, `/v1/{${families.sort().join(',')}}/config`]
    .map((path) => `\`${path}\``)
    .join(', ')
}
