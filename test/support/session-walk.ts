import { expect } from 'vitest'
import { parseInstant } from '../../sample/instant.ts'
import type { EdgeStage } from './edge-stage.ts'
import type { Answer } from './http-client.ts'

/** What a walk looks at in a session. */
export interface ListedSession {
  id: string
  created_at: string
  updated_at: string
  title?: string
}

/** A page as the edge answers it. */
export interface ListedPage {
  data: ListedSession[]
  total: number
  offset: number
  limit: number
  has_more: boolean
  next_cursor: string | null
  next_url?: string
  prev_url?: string
}

/** Asks for a path of the list. */
export type AskList = (path: string) => Promise<Answer>

/** A walk: its first query, and what happens on the way. */
export interface Walking {
  /** `limit=7&…`, without a cursor. */
  query: string
  /** Runs between two pages. */
  between?: (page: ListedPage) => Promise<void>
  maxPages?: number
}

/** One page; the test fails where there is none. */
export async function listPage(ask: AskList, query: string): Promise<ListedPage> {
  const { status, text } = await ask(`/v1/sessions?${query}`)
  expect({ status, text: status === 200 ? '' : text }).toEqual({ status: 200, text: '' })
  return JSON.parse(text)
}

/** Follows `next_cursor` to the end. */
export async function walkList(
  ask: AskList,
  { query, between, maxPages = 1500 }: Walking,
): Promise<ListedPage[]> {
  const pages: ListedPage[] = []
  const filters = query.replace(/(?:^|&)offset=[^&]*/, '')
  for (let next = query; pages.length < maxPages; ) {
    const page = await listPage(ask, next)
    pages.push(page)
    if (page.next_cursor === null) return pages
    await between?.(page)
    next = `${filters}&cursor=${page.next_cursor}`
  }
  return pages
}

/** The sessions of all pages, in the order they came. */
export const rowsOf = (pages: readonly ListedPage[]): ListedSession[] =>
  pages.flatMap(({ data }) => data)

/** Fails where a session comes twice, or one comes before a newer one. */
export function expectOrderly(rows: readonly ListedSession[], key: 'created_at' | 'updated_at') {
  const ids = rows.map(({ id }) => id)
  expect(ids.length - new Set(ids).size, 'repeated').toBe(0)
  const times = rows.map((row) => parseInstant(row[key]) ?? Number.NaN)
  const isBack = (time: number, at: number) => !(time <= (times[at - 1] ?? time))
  expect(times.findIndex(isBack), 'order goes back at').toBe(-1)
}

/** Everything of the list as the sample has it, read in windows that overlap by more than its largest tie. */
export async function readSample(ask: AskList): Promise<Map<string, ListedSession>> {
  const known = new Map<string, ListedSession>()
  for (let offset = 0; ; offset += 50) {
    const page = JSON.parse((await ask(`/v1/sessions?limit=100&offset=${offset}`)).text)
    for (const session of page.data) known.set(session.id, session)
    if (page.data.length < 50) {
      expect(known.size).toBe(page.total)
      return known
    }
  }
}

/** Waits until the sample holds back that many requests. */
export async function untilHeld(stage: EdgeStage, count: number): Promise<void> {
  while ((await stage.state()).held !== count);
}

/** The queries of the list's calls that reached the sample since the last look. */
export async function listCalls(stage: EdgeStage): Promise<URLSearchParams[]> {
  const targets = (await stage.calls()).map(({ target }) => target)
  const lists = targets.filter((target) => target.startsWith('/v1/sessions?'))
  return lists.map((target) => new URLSearchParams(target.slice(target.indexOf('?'))))
}
