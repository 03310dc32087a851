import { bindCursor, type CursorBinding, decodeCursor, encodeCursor } from './cursor.ts'
import { type ListQuery, linkTo, parametersOf, type SortKey } from './list-query.ts'
import { isOrderHonoured } from './order.ts'
import { composePage } from './page-bytes.ts'
import type { SessionSource } from './source.ts'
import type { CursorState } from './walk/cursor-state.ts'
import { SortKeyError } from './walk/instant.ts'
import { MAX_PAGE_CALLS, type Page } from './walk/page.ts'
import { walkPage } from './walk/walk.ts'
import { SortOrderError } from './walk/window.ts'
import { createWindows, type PageWindow } from './windows.ts'

/** Members that the edge writes itself, or that speak of a window and not of the page. */
const OWN_MEMBERS: ReadonlySet<string> = new Set([
  ...['total', 'offset', 'limit', 'has_more', 'next_cursor', 'next_url', 'prev_url'],
])

/** A page of the walk with what its links need. */
export interface SessionPage {
  page: Page
  nextCursor: string | null
  /** The windows it was made from, the last one asked at the end. */
  windows: readonly PageWindow[]
}

/** Where to begin, and by which key the list is walked. */
interface Start {
  state: CursorState | null
  key: SortKey
  binding: CursorBinding
}

/**
 * Reads the page that a query asks for; undefined where its cursor is not one of this list.
 *
 * @throws WindowFailure, SortKeyError, SortOrderError
 */
export async function readSessionPage(
  source: SessionSource,
  query: ListQuery,
): Promise<SessionPage | undefined> {
  const start = await startOf(source, query)
  if (!start) return undefined
  const calls = { left: MAX_PAGE_CALLS }
  if (query.order === 'created_at') return walkFrom(source, query, start, calls)
  // One call is kept for the question whether the upstream knows the order, and one for a walk by creation.
  calls.left -= 2
  const page = await inOrder(walkFrom(source, query, start, calls))
  if (!page) source.orders.isHonoured = false
  // The upstream has learnt the order, or forgotten it, since the cursor was made.
  if (start.state) return page
  if (page?.nextCursor === null) return page
  if (page && (await isOrderHonoured(source, page.windows))) return page
  calls.left += page ? 1 : 2
  const key = 'created_at'
  const again: Start = { state: null, key, binding: bindingOf(source, query, key) }
  return walkFrom(source, query, again, calls)
}

/** Returns the page, or undefined where the list has another order than it is walked by. */
async function inOrder(page: Promise<SessionPage>): Promise<SessionPage | undefined> {
  try {
    return await page
  } catch (error) {
    if (error instanceof SortOrderError || error instanceof SortKeyError) return undefined
    throw error
  }
}

async function walkFrom(
  source: SessionSource,
  query: ListQuery,
  { state, key, binding }: Start,
  calls: { left: number },
): Promise<SessionPage> {
  const askWindow = createWindows(source, query, key)
  const windows: PageWindow[] = []
  const { limit, offset } = query
  const share = source.room.open()
  try {
    const page = await walkPage({
      limit,
      state,
      offset,
      maxCalls: calls.left,
      maxBytes: share.maxBytes,
      async fetchWindow(from, rows) {
        calls.left -= 1
        const window = await askWindow(from, rows)
        for (const { bytes } of window.rows) share.hold(bytes.length)
        windows.push(window)
        return window
      },
    })
    const nextCursor = page.next ? await encodeCursor(page.next, binding) : null
    return { page, nextCursor, windows }
  } finally {
    share.close()
  }
}

async function startOf(source: SessionSource, query: ListQuery): Promise<Start | undefined> {
  const binding = bindingOf(source, query, query.order)
  if (query.cursor === undefined) return { state: null, key: query.order, binding }
  if (query.hasOffset) return undefined
  const decoded = await decodeCursor(query.cursor, binding)
  if (decoded.ok) return { state: decoded.state, key: query.order, binding }
  if (query.order === 'created_at') return undefined
  const ignored = bindingOf(source, query, 'created_at')
  const again = await decodeCursor(query.cursor, ignored)
  return again.ok ? { state: again.state, key: 'created_at', binding: ignored } : undefined
}

/** Returns what a cursor is bound to: its filters and organisation, and to the key that its list was walked by. */
function bindingOf(
  { organization, caller }: SessionSource,
  { filters }: ListQuery,
  key: SortKey,
): CursorBinding {
  return bindCursor(organization, caller, [...parametersOf(filters), ['walked by', key]])
}

/** Returns the page's JSON: the upstream's members, a superset of them, its rows untouched. */
export function pageBytes(
  { links }: SessionSource,
  query: ListQuery,
  { page, nextCursor, windows }: SessionPage,
): Uint8Array {
  const last = windows.at(-1)?.members ?? new Map<string, Uint8Array>()
  const total = last.get('total')
  const own: [string, string | Uint8Array][] = [
    ...(total ? [['total', total] as [string, Uint8Array]] : []),
    ['offset', `${page.offset}`],
    ['limit', `${query.limit}`],
    ...offsetLinks(links.apiBase, query, page, windows),
    ['has_more', `${nextCursor !== null}`],
    ['next_cursor', JSON.stringify(nextCursor)],
  ]
  const others = [...last].filter(([name]) => !OWN_MEMBERS.has(name))
  return composePage(
    page.items.map(({ bytes }) => bytes),
    [...own, ...others],
  )
}

/** Returns the upstream's own links by offset, where it sends such, for this page instead of its windows. */
function offsetLinks(
  apiBase: string,
  query: ListQuery,
  page: Page,
  windows: readonly PageWindow[],
): [string, string][] {
  const link = (offset: number) => JSON.stringify(linkTo(apiBase, query, { offset }))
  const { limit } = query
  if (limit === 0 || !sendsLinks(windows)) return []
  const next = page.offset + page.items.length
  return [
    ...(page.hasMore ? [['next_url', link(next)] as [string, string]] : []),
    ...(page.offset > 0
      ? [['prev_url', link(Math.max(0, page.offset - limit))] as [string, string]]
      : []),
  ]
}

/**
 * Tells whether the upstream sends links. A window is larger than its page and may hold the whole list: that it has
 * no link then says nothing.
 */
function sendsLinks(windows: readonly PageWindow[]): boolean {
  const isSent = windows.some(({ members }) => members.has('next_url') || members.has('prev_url'))
  const isDue = windows.some(
    ({ offset, limit, total }) => limit > 0 && (offset > 0 || offset + limit < total),
  )
  return isSent || !isDue
}

/** Returns a `Link` header, RFC 8288: the cursor and the first page as absolute links. */
export function linkHeader(apiBase: string, query: ListQuery, nextCursor: string | null): string {
  const link = (cursor: string | undefined, rel: string) =>
    `<${linkTo(apiBase, query, { cursor })}>; rel="${rel}"`
  return [...(nextCursor ? [link(nextCursor, 'next')] : []), link(undefined, 'first')].join(', ')
}
