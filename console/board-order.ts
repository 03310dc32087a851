import { readInstant } from './format.ts'
import type { HarnessRow } from './harness-row.ts'
import type { BoardSort } from './route.ts'
import { type Stats, sumTokens } from './stats.ts'

const VALUES: Record<Exclude<BoardSort, 'name'>, (stats: Stats) => number> = {
  cost: ({ costUsd }) => costUsd,
  tokens: sumTokens,
  sessions: ({ sessions }) => sessions,
  active: ({ active }) => active,
  used: ({ lastExecutionAt }) => readInstant(lastExecutionAt) ?? 0,
}

/** Returns the rows that hold every word of a search, highest first, those without numbers at the end. */
export function sortBoard(
  rows: readonly HarnessRow[],
  sort: BoardSort,
  search: string,
): HarnessRow[] {
  const words = search.toLowerCase().split(' ').filter(Boolean)
  const found = rows.filter(({ displayName, name, description, tags, id }) => {
    const text = [displayName, name, description, id, ...tags].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const byName = (a: HarnessRow, b: HarnessRow) =>
    a.displayName.localeCompare(b.displayName, 'en') || a.name.localeCompare(b.name, 'en')
  if (sort === 'name') return found.sort(byName)
  const value = ({ stats }: HarnessRow) => (stats ? VALUES[sort](stats) : -1)
  return found.sort((a, b) => value(b) - value(a) || byName(a, b))
}

/** Returns the numbers of all rows together; rows without numbers add nothing. */
export function sumBoard(rows: readonly HarnessRow[]) {
  const known = rows.flatMap(({ stats }) => stats ?? [])
  const sum = (read: (stats: Stats) => number) =>
    known.reduce((total, stats) => total + read(stats), 0)
  return {
    sessions: sum(({ sessions }) => sessions),
    active: sum(({ active }) => active),
    tokens: sum(sumTokens),
    costUsd: sum(({ costUsd }) => costUsd),
  }
}
