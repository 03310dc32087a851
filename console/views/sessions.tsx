import { useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { looksLikeToken } from '../credential.ts'
import { formatCost, formatCount } from '../format.ts'
import { SessionStatus } from '../parts/badge.tsx'
import { Empty, SkeletonRows } from '../parts/faces.tsx'
import { Ago, Num } from '../parts/number.tsx'
import { ProblemPanel } from '../parts/problem.tsx'
import { formatRoute, type SessionFilters } from '../route.ts'
import type { SessionRow } from '../session-rows.ts'
import { amendAddress, go } from '../state/router.ts'
import { loadMore, reloadSessions, sessions, showNewcomers } from '../state/sessions.ts'
import { board } from '../state/watch.ts'
import { isNearEnd, scrollToRow, visibleRows } from '../virtual-list.ts'

const ROW_PX = 52
const NARROW_ROW_PX = 64
const OVERSCAN = 8
/** Rows left below when the next page is asked for. */
const AHEAD = 30
const TYPING_MS = 250

const ACTIVITIES = [
  ['', 'Any activity'],
  ['running', 'Running'],
  ['paused', 'Paused'],
  ['failed', 'Failed'],
  ['completed', 'Completed'],
  ['idle', 'Not begun'],
] as const

const ORDERS = [
  ['', 'Newest first'],
  ['last_activity', 'Last activity first'],
] as const

/** Where the list stood when it was left: coming back finds it there. */
let leftAt = { scrollTop: 0, query: '' }

/** All sessions, endlessly. */
export function SessionsList({ filters }: { filters: SessionFilters }) {
  const { list, topAtMs, isTopFailing, problem } = sessions.value
  const isFailing = isTopFailing || problem !== undefined
  const change = (changed: SessionFilters) => ({
    view: 'sessions' as const,
    filters: { ...filters, ...changed },
  })
  return (
    <div class="view fill">
      <div class="headline">
        <h1>Sessions</h1>
        <p class={`freshness ${isFailing ? 'failing' : ''}`}>
          <i class="pulse" aria-hidden="true" />
          {list.cursor === undefined ? (
            <span>not seen yet</span>
          ) : (
            <span class="num">
              {formatCount(list.rows.length)} of {formatCount(list.total)} loaded
            </span>
          )}
          {topAtMs !== undefined && (
            <span>
              top seen <Ago at={topAtMs} />
            </span>
          )}
          {isTopFailing && <span class="says">newer ones can’t be looked for now</span>}
          <button type="button" class="quiet" onClick={reloadSessions}>
            Begin anew
          </button>
        </p>
      </div>
      <Filters filters={filters} change={change} />
      <Rows filters={filters} />
    </div>
  )
}

function Filters({
  filters,
  change,
}: {
  filters: SessionFilters
  change: (changed: SessionFilters) => { view: 'sessions'; filters: SessionFilters }
}) {
  const [text, setText] = useState(filters.search ?? '')
  const [hint, setHint] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  /** What of the address this field has put there. */
  const searched = useRef(filters.search ?? '')
  const latest = useRef(change)
  latest.current = change
  useLayoutEffect(() => {
    const { search = '' } = filters
    // What comes back of what was typed is not newer than what is being typed.
    if (search !== searched.current) setText(search)
    searched.current = search
  }, [filters.search])
  useEffect(() => () => clearTimeout(timer.current), [])

  function search(typed: string) {
    clearTimeout(timer.current)
    if (looksLikeToken(typed)) {
      setText('')
      setHint(
        'That looked like a credential, and a search is part of the address: it was taken out.',
      )
      return
    }
    setHint('')
    setText(typed)
    timer.current = setTimeout(() => {
      searched.current = typed.trim()
      // With the filters of then: one may have been chosen since the key was pressed.
      amendAddress(latest.current({ search: searched.current }))
    }, TYPING_MS)
  }

  return (
    <div class="toolbar">
      <div class="grow">
        <input
          type="search"
          aria-label="Search by title"
          placeholder="Search by title"
          value={text}
          onInput={(event) => search(event.currentTarget.value)}
        />
      </div>
      <Choice
        label="Activity"
        value={filters.status}
        options={ACTIVITIES}
        choose={(status) => go(change({ status }))}
      />
      <Choice
        label="Order"
        value={filters.order}
        options={ORDERS}
        choose={(order) => go(change({ order }))}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={filters.mine === 'true'}
          onChange={(event) => go(change({ mine: event.currentTarget.checked ? 'true' : '' }))}
        />
        Mine
      </label>
      {filters.agent_id && (
        <button type="button" class="chip" onClick={() => go(change({ agent_id: '' }))}>
          Agent …{filters.agent_id.slice(-4)} ✕<span class="hidden"> remove this filter</span>
        </button>
      )}
      {hint && (
        <p class="small hint" role="status">
          {hint}
        </p>
      )}
    </div>
  )
}

interface ChoiceProps {
  label: string
  value: string | undefined
  options: readonly (readonly [value: string, label: string])[]
  choose: (value: string) => void
}

function Choice({ label, value, options, choose }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {options.map(([option, text]) => (
        <option key={option} value={option}>
          {text}
        </option>
      ))}
    </select>
  )
}

function Rows({ filters }: { filters: SessionFilters }) {
  const { list, isLoading, problem } = sessions.value
  const scroller = useRef<HTMLDivElement>(null)
  const viewport = useSignal({ scrollTop: 0, height: 0 })
  const [isNarrow, setNarrow] = useState(matchMedia('(max-width: 640px)').matches)
  const rowPx = isNarrow ? NARROW_ROW_PX : ROW_PX
  const { rows } = list
  const shown = visibleRows(viewport.value, rowPx, rows.length, OVERSCAN)
  const query = JSON.stringify(filters)

  useLayoutEffect(() => {
    const target = scroller.current
    if (!target) return
    const measure = () => {
      viewport.value = { scrollTop: target.scrollTop, height: target.clientHeight }
      leftAt = { scrollTop: target.scrollTop, query }
    }
    target.scrollTop = leftAt.query === query ? leftAt.scrollTop : 0
    measure()
    const resized = new ResizeObserver(measure)
    resized.observe(target)
    const width = matchMedia('(max-width: 640px)')
    const narrow = () => setNarrow(width.matches)
    width.addEventListener('change', narrow)
    target.addEventListener('scroll', measure, { passive: true })
    return () => {
      resized.disconnect()
      width.removeEventListener('change', narrow)
      target.removeEventListener('scroll', measure)
    }
  }, [query, viewport])

  useSignalEffect(() => {
    const { list: now, isLoading: isBusy, problem: fault } = sessions.value
    const range = visibleRows(viewport.value, rowPx, now.rows.length, OVERSCAN)
    const hasMore = typeof now.cursor === 'string'
    if (hasMore && !isBusy && !fault && isNearEnd(range, now.rows.length, AHEAD)) void loadMore()
  })

  function move(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const row = (event.target as HTMLElement).closest('[data-row]')
    const target = scroller.current
    if (step === 0 || !target) return
    // From the list itself into its rows: to the first in sight.
    const to = row
      ? Number(row.getAttribute('data-row')) + step
      : Math.ceil(viewport.peek().scrollTop / rowPx)
    if (to < 0 || to >= rows.length) return
    event.preventDefault()
    target.scrollTop = scrollToRow(to, rowPx, viewport.peek())
    viewport.value = { ...viewport.peek(), scrollTop: target.scrollTop }
    requestAnimationFrame(() => {
      target.querySelector<HTMLElement>(`[data-row="${to}"] a`)?.focus({ preventScroll: true })
    })
  }

  const offered = list.newcomers.length
  const takeUp = () => {
    scroller.current?.scrollTo(0, 0)
    showNewcomers()
  }
  const names = new Map(board.value.rows?.map(({ id, displayName }) => [id, displayName]))
  const isEmpty = list.cursor === null && rows.length === 0
  return (
    <div class="list">
      <div class="table" role="table" aria-label="Sessions" aria-rowcount={rows.length + 1}>
        <div class="list-head" role="row" aria-rowindex={1}>
          <span role="columnheader">Status</span>
          <span role="columnheader">Title</span>
          <span role="columnheader" class="c-harness">
            Harness
          </span>
          <span role="columnheader" class="c-tokens right">
            Tokens
          </span>
          <span role="columnheader" class="c-cost right">
            Cost
          </span>
          <span role="columnheader" class="right">
            Created
          </span>
          <span role="columnheader" class="c-updated right">
            Changed
          </span>
        </div>
        <div class="scroller" ref={scroller} role="rowgroup" tabIndex={0} onKeyDown={move}>
          {rows.length > 0 && <div role="none" style={{ height: `${shown.topPx}px` }} />}
          {rows.slice(shown.first, shown.end).map((row, at) => (
            <Row
              key={row.id}
              row={row}
              at={shown.first + at}
              harness={names.get(row.harness_id ?? '')}
            />
          ))}
          {rows.length > 0 && <div role="none" style={{ height: `${shown.bottomPx}px` }} />}
          <Foot isEmpty={isEmpty} filters={filters} />
        </div>
      </div>
      <div class="offer" role="status">
        {offered > 0 && (
          <button type="button" class="primary" onClick={takeUp}>
            {list.isCutOff ? `${offered} or more` : offered} new: show
          </button>
        )}
      </div>
      {problem && (
        <div class="over">
          <ProblemPanel problem={problem} onRetry={loadMore} />
        </div>
      )}
      {isLoading && rows.length > 0 && (
        <span class="loading-more" role="status">
          Loading more…
        </span>
      )}
    </div>
  )
}

function Foot({ isEmpty, filters }: { isEmpty: boolean; filters: SessionFilters }) {
  const { list, problem } = sessions.value
  if (problem) return null
  if (list.cursor === undefined) return <SkeletonRows rows={10} label="Loading the list" />
  if (isEmpty) {
    const isFiltered = Object.values(filters).some(Boolean)
    return (
      <div role="row">
        <div role="cell">
          <Empty title={isFiltered ? 'Nothing fits' : 'Nothing here yet'}>
            {isFiltered ? (
              <a href={formatRoute({ view: 'sessions', filters: {} })}>Take the filters off</a>
            ) : (
              'As soon as somebody talks to an agent, it is offered above.'
            )}
          </Empty>
        </div>
      </div>
    )
  }
  if (list.cursor !== null) return null
  return (
    <div role="row">
      <p role="cell" class="end-of-list muted">
        That is all of them.
      </p>
    </div>
  )
}

function Row({ row, at, harness }: { row: SessionRow; at: number; harness: string | undefined }) {
  const { id, title, status, usage, is_pinned: isPinned } = row
  const tokens = usage === undefined ? null : (usage.input_tokens ?? 0) + (usage.output_tokens ?? 0)
  return (
    <div class="list-row" role="row" aria-rowindex={at + 2} data-row={at}>
      <span role="cell">
        <SessionStatus status={status} />
      </span>
      <span role="cell" class="c-title">
        <a href={formatRoute({ view: 'session', id })}>{title || 'Without a title'}</a>
        {isPinned && (
          <span class="pin" title="Pinned by you">
            pinned
          </span>
        )}
      </span>
      <span role="cell" class="c-harness muted">
        {harness ?? '–'}
      </span>
      <span role="cell" class="c-tokens right">
        <Num value={tokens} format={formatCount} />
      </span>
      <span role="cell" class="c-cost right">
        <Num value={usage?.effective_cost_usd} format={formatCost} />
      </span>
      <span role="cell" class="right muted">
        <Ago at={row.created_at} />
      </span>
      <span role="cell" class="c-updated right muted">
        <Ago at={row.updated_at} />
      </span>
    </div>
  )
}
