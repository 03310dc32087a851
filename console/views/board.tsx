import { sortBoard, sumBoard } from '../board-order.ts'
import { formatCost, formatCount } from '../format.ts'
import type { HarnessRow } from '../harness-row.ts'
import { Badge } from '../parts/badge.tsx'
import { Empty, SkeletonRows } from '../parts/faces.tsx'
import { Freshness } from '../parts/freshness.tsx'
import { Ago, ExactSwitch, Num } from '../parts/number.tsx'
import { ProblemPanel } from '../parts/problem.tsx'
import { Sparkline } from '../parts/sparkline.tsx'
import { StatusBar } from '../parts/status-bar.tsx'
import { type BoardSort, formatRoute } from '../route.ts'
import { amendAddress, go } from '../state/router.ts'
import { board, boardPoller, samples, seriesOf } from '../state/watch.ts'
import { sumTokens } from '../stats.ts'

interface BoardRoute {
  sort?: BoardSort
  search?: string
  archived?: boolean
}

/** All harnesses beside each other. */
export function BoardView({ sort = 'cost', search = '', archived = false }: BoardRoute) {
  const { rows, seen, problem } = board.value
  // Each sample moves a sparkline.
  void samples.value
  const shown = rows && sortBoard(rows, sort, search)
  const address = (changed: BoardRoute) => ({
    ...{ view: 'harnesses' as const, sort, search, archived, ...changed },
  })
  return (
    <div class="view">
      <div class="headline">
        <h1>Harnesses</h1>
        <Freshness seen={seen} poller={boardPoller.value} isFailing={problem !== undefined} />
      </div>
      {problem && <ProblemPanel problem={problem} onRetry={() => boardPoller.value?.lookNow()} />}
      {rows && <Totals rows={rows} />}
      <div class="toolbar">
        <label class="grow">
          <span class="hidden">Find by name</span>
          <input
            type="search"
            placeholder="Find by name"
            value={search}
            onInput={(event) => amendAddress(address({ search: event.currentTarget.value }))}
          />
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={archived}
            onChange={(event) => go(address({ archived: event.currentTarget.checked }))}
          />
          With archived
        </label>
        <ExactSwitch />
      </div>
      {!rows && !problem && <SkeletonRows rows={7} label="Loading harnesses" />}
      {rows?.length === 0 && (
        <Empty title="No harness yet">
          This organization has none. Create one in Everruns; it shows here within seconds.
        </Empty>
      )}
      {rows && rows.length > 0 && shown?.length === 0 && (
        <Empty title="No harness of that name">
          <button type="button" onClick={() => amendAddress(address({ search: '' }))}>
            Show all
          </button>
        </Empty>
      )}
      {shown && shown.length > 0 && (
        <table class="board">
          <thead>
            <tr>
              <Heading name="name" sort={sort} to={address}>
                Harness
              </Heading>
              <th scope="col" class="c-activity">
                Tokens / min
              </th>
              <Heading name="sessions" sort={sort} to={address} kind="c-sessions right">
                Sessions
              </Heading>
              <Heading name="active" sort={sort} to={address} kind="c-active right">
                Active
              </Heading>
              <Heading name="tokens" sort={sort} to={address} kind="c-tokens right">
                Tokens
              </Heading>
              <Heading name="cost" sort={sort} to={address} kind="right">
                Cost
              </Heading>
              <Heading name="used" sort={sort} to={address} kind="c-used right">
                Last used
              </Heading>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

function Heading({
  name,
  sort,
  to,
  kind = '',
  children,
}: {
  name: BoardSort
  sort: BoardSort
  to: (changed: BoardRoute) => { view: 'harnesses' } & BoardRoute
  kind?: string
  children: string
}) {
  const isSorted = sort === name
  const direction = name === 'name' ? 'ascending' : 'descending'
  return (
    <th scope="col" class={kind} aria-sort={isSorted ? direction : undefined}>
      <button type="button" class="sort" onClick={() => go(to({ sort: name }))}>
        {children}
        <i aria-hidden="true">{isSorted ? (name === 'name' ? '↑' : '↓') : ''}</i>
      </button>
    </th>
  )
}

function Row({ row }: { row: HarnessRow }) {
  const { id, name, displayName, status, isBuiltIn, stats, statsProblem } = row
  return (
    <tr class={status === 'archived' ? 'archived' : ''}>
      <th scope="row">
        <a class="name" href={formatRoute({ view: 'harness', id })}>
          {displayName}
        </a>
        <span class="sub">
          <code>{name}</code>
          {isBuiltIn && <Badge>built in</Badge>}
          {status === 'archived' && <Badge tone="warn">archived</Badge>}
        </span>
      </th>
      {stats ? (
        <>
          <td class="c-activity">
            <Sparkline series={seriesOf(id)} />
          </td>
          <td class="c-sessions right">
            <Num value={stats.sessions} format={formatCount} />
            <StatusBar stats={stats} />
          </td>
          <td class="c-active right">
            <Num value={stats.active} format={formatCount} />
          </td>
          <td class="c-tokens right">
            <Num value={sumTokens(stats)} format={formatCount} />
          </td>
          <td class="right">
            <Num value={stats.costUsd} format={formatCost} />
          </td>
          <td class="c-used right">
            <Ago at={stats.lastExecutionAt} />
          </td>
        </>
      ) : (
        <td colSpan={6} class="without">
          <WithoutStats row={row} problem={statsProblem} />
        </td>
      )}
    </tr>
  )
}

function WithoutStats({ row, problem }: { row: HarnessRow; problem: HarnessRow['statsProblem'] }) {
  if (!problem) return <span class="muted">No numbers came with it.</span>
  if (problem.code === 'stats_pending') {
    return <span class="muted">Its numbers come with the next look.</span>
  }
  return (
    <span>
      <Badge tone="warn">{problem.code ?? problem.status}</Badge>{' '}
      <span class="muted">{problem.detail ?? problem.title}</span>{' '}
      <a href={formatRoute({ view: 'harness', id: row.id })}>What can be done</a>
    </span>
  )
}

function Totals({ rows }: { rows: readonly HarnessRow[] }) {
  const { sessions, active, tokens, costUsd } = sumBoard(rows)
  return (
    <dl class="tiles">
      <div>
        <dt>Cost</dt>
        <dd>
          <Num value={costUsd} format={formatCost} />
        </dd>
      </div>
      <div>
        <dt>Tokens</dt>
        <dd>
          <Num value={tokens} format={formatCount} />
        </dd>
      </div>
      <div>
        <dt>Sessions</dt>
        <dd>
          <Num value={sessions} format={formatCount} />
        </dd>
      </div>
      <div>
        <dt>Active now</dt>
        <dd>
          <Num value={active} format={formatCount} />
        </dd>
      </div>
    </dl>
  )
}
