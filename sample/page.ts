import type { Content, World } from './model.ts'

/** Asked for; undefined is the default. */
export interface PageQuery {
  offset: number | undefined
  limit: number | undefined
}

const LIMIT_DEFAULT = 20
const LIMIT_MAX = 100

/** A page of rows with its absolute links, which are omitted where there is no such page. */
export function pageOf<T>(
  world: World,
  url: URL,
  rows: readonly T[],
  query: PageQuery,
  present: (row: T) => Content,
): Content {
  const offset = query.offset ?? 0
  const limit = Math.min(query.limit ?? LIMIT_DEFAULT, LIMIT_MAX)
  const total = rows.length
  const link = (to: number) => linkTo(world, url, to)
  return {
    data: rows.slice(offset, offset + limit).map(present),
    total,
    offset,
    limit,
    ...(limit > 0 && offset + limit < total ? { next_url: link(offset + limit) } : {}),
    ...(limit > 0 && offset > 0 ? { prev_url: link(Math.max(0, offset - limit)) } : {}),
  }
}

/** The original query verbatim with its offset replaced, or appended. */
function linkTo(world: World, url: URL, offset: number): string {
  const query = url.search.slice(1)
  const replaced = query.replace(/(^|&)offset=[^&]*/, `$1offset=${offset}`)
  const appended = query ? `${query}&offset=${offset}` : `offset=${offset}`
  const hasOffset = /(^|&)offset=/.test(query)
  return `${world.options.publicBase}${url.pathname}?${hasOffset ? replaced : appended}`
}
