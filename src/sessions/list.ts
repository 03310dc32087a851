import type { EdgeContext } from '../http/context.ts'
import { cookieValues } from '../syntax/cookies.ts'
import { bindCursor, type CursorBinding, decodeCursor, encodeCursor } from './cursor.ts'
import { type ListQuery, parametersOf, withPaging } from './list-query.ts'
import { forgetOrder, isOrderHonoured } from './order.ts'
import { composePageText } from './page-text.ts'
import type { CursorState } from './walk/cursor-state.ts'
import type { Page } from './walk/page.ts'
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
  key: ListQuery['order']
  binding: CursorBinding
}

/**
 * Reads the page that a query asks for; undefined where its cursor is not one of this list.
 *
 * @throws WindowFailure, SortKeyError, SortOrderError, WalkUnsettledError
 */
export async function readSessionPage(
  c: EdgeContext,
  query: ListQuery,
): Promise<SessionPage | undefined> {
  const start = await startOf(c, query)
  if (!start) return undefined
  if (query.order === 'created_at') return walkFrom(c, query, start)
  const page = await inOrder(walkFrom(c, query, start))
  if (!page) forgetOrder(c)
  // The upstream has learnt the order, or forgotten it, since the cursor was made.
  if (start.state) return page
  if (page && (page.nextCursor === null || (await isOrderHonoured(c, page.windows)))) return page
  const binding = await bindingFor(c, query, 'created_at')
  return walkFrom(c, query, { state: null, key: 'created_at', binding })
}

/** The page, or undefined where the list has another order than it is walked by. */
async function inOrder(page: Promise<SessionPage>): Promise<SessionPage | undefined> {
  try {
    return await page
  } catch (error) {
    if (error instanceof SortOrderError) return undefined
    throw error
  }
}

async function walkFrom(
  c: EdgeContext,
  query: ListQuery,
  { state, key, binding }: Start,
): Promise<SessionPage> {
  const askWindow = await createWindows(c, query.filters, key)
  const windows: PageWindow[] = []
  const { limit, offset } = query
  const page = await walkPage({
    limit,
    state,
    offset,
    async fetchWindow(from, rows) {
      const window = await askWindow(from, rows)
      windows.push(window)
      return window
    },
  })
  const nextCursor = page.next ? encodeCursor(page.next, binding) : null
  return { page, nextCursor, windows }
}

async function startOf(c: EdgeContext, query: ListQuery): Promise<Start | undefined> {
  const binding = await bindingFor(c, query, query.order)
  if (query.cursor === undefined) return { state: null, key: query.order, binding }
  if (query.hasOffset) return undefined
  const decoded = decodeCursor(query.cursor, binding)
  if (decoded.ok) return { state: decoded.state, key: query.order, binding }
  if (query.order === 'created_at') return undefined
  const ignored = await bindingFor(c, query, 'created_at')
  const again = decodeCursor(query.cursor, ignored)
  return again.ok ? { state: again.state, key: 'created_at', binding: ignored } : undefined
}

/** A cursor is bound to its filters and organisation, and to the key its list was walked by. */
function bindingFor(
  c: EdgeContext,
  { filters }: ListQuery,
  key: ListQuery['order'],
): Promise<CursorBinding> {
  const { headers } = c.req.raw
  const cookie = cookieValues(headers.get('cookie'), 'everruns_org')[0]
  const organisation = headers.get('x-org-id') ?? cookie ?? null
  return bindCursor(organisation, [...parametersOf(filters), ['walked by', key]])
}

/** The page's JSON: the upstream's members, a superset of them, its rows untouched. */
export function pageText(
  c: EdgeContext,
  query: ListQuery,
  { page, nextCursor, windows }: SessionPage,
): string {
  const last = windows.at(-1)?.members ?? new Map<string, string>()
  const others = [...last].filter(([name]) => !OWN_MEMBERS.has(name))
  const own: [string, unknown][] = [
    ['total', page.total],
    ['offset', page.offset],
    ['limit', query.limit],
    ...offsetLinks(c, query, page, windows),
    ['has_more', nextCursor !== null],
    ['next_cursor', nextCursor],
  ]
  const members = own.map(([name, value]) => [name, JSON.stringify(value)] as const)
  return composePageText(
    page.items.map((item) => item.raw),
    [...members, ...others],
  )
}

/** The upstream's own links by offset, where it sends such, for this page instead of its windows. */
function offsetLinks(
  c: EdgeContext,
  { filters, limit, hasLimit }: ListQuery,
  page: Page,
  windows: readonly PageWindow[],
): [string, string][] {
  const { apiBase } = c.var.exchange
  const link = (offset: number) => {
    const query = withPaging(filters, { limit: hasLimit ? limit : undefined, offset })
    return `${apiBase}/v1/sessions${query}`
  }
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
 * Whether the upstream sends links. A window is larger than its page and may hold the whole list: that it has
 * no link then says nothing.
 */
function sendsLinks(windows: readonly PageWindow[]): boolean {
  const isSent = windows.some(({ members }) => members.has('next_url') || members.has('prev_url'))
  const isDue = windows.some(
    ({ offset, limit, total }) => limit > 0 && (offset > 0 || offset + limit < total),
  )
  return isSent || !isDue
}

/** RFC 8288: the cursor and the first page as absolute links. */
export function linkHeader(c: EdgeContext, query: ListQuery, nextCursor: string | null): string {
  const { apiBase } = c.var.exchange
  const limit = query.hasLimit ? query.limit : undefined
  const link = (cursor: string | undefined, rel: string) =>
    `<${apiBase}/v1/sessions${withPaging(query.filters, { limit, cursor })}>; rel="${rel}"`
  return [...(nextCursor ? [link(nextCursor, 'next')] : []), link(undefined, 'first')].join(', ')
}
