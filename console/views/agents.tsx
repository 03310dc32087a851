import { useSignal } from '@preact/signals'
import { Empty, SkeletonRows } from '../parts/faces.tsx'
import { Freshness } from '../parts/freshness.tsx'
import { ProblemPanel } from '../parts/problem.tsx'
import { formatRoute } from '../route.ts'
import { agents, loadAgents } from '../state/health.ts'
import { board } from '../state/watch.ts'

/** All agents, each of which leads to its health checks. */
export function AgentsView() {
  const { rows, total, seen, isLoading, problem } = agents.value
  const search = useSignal('')
  const words = search.value.toLowerCase()
  const shown = rows?.filter(({ displayName, name }) =>
    `${displayName} ${name}`.toLowerCase().includes(words),
  )
  const harnesses = new Map(board.value.rows?.map(({ id, displayName }) => [id, displayName]))
  return (
    <div class="view">
      <div class="headline">
        <h1>Health checks</h1>
        {seen && <Freshness seen={seen} isFailing={problem !== undefined} />}
      </div>
      <p class="muted">Choose an agent: its latest check, its history, and a new one are there.</p>
      {rows && rows.length > 0 && (
        <div class="toolbar">
          <label class="grow">
            <span class="hidden">Find an agent</span>
            <input
              type="search"
              placeholder="Find an agent"
              value={search.value}
              onInput={(event) => {
                search.value = event.currentTarget.value
              }}
            />
          </label>
        </div>
      )}
      {problem && <ProblemPanel problem={problem} onRetry={loadAgents} />}
      {!rows && !problem && <SkeletonRows rows={7} label="Loading agents" />}
      {rows?.length === 0 && (
        <Empty title="No agent yet">Health checks are of agents; this organization has none.</Empty>
      )}
      {rows && rows.length > 0 && shown?.length === 0 && <Empty title="No agent of that name" />}
      {shown && shown.length > 0 && (
        <ul class="cards">
          {shown.map(({ id, name, displayName, description, harnessId }) => (
            <li key={id}>
              <a class="name" href={formatRoute({ view: 'agent', id })}>
                {displayName}
              </a>
              <code>{name}</code>
              {description && <p class="muted">{description}</p>}
              <p class="small muted">
                on {harnesses.get(harnessId ?? '') ?? harnessId ?? 'no harness'}
              </p>
            </li>
          ))}
        </ul>
      )}
      {rows && rows.length < total && (
        <button type="button" aria-busy={isLoading} onClick={loadAgents}>
          Load more
        </button>
      )}
    </div>
  )
}
