import type { Operation } from './description.ts'
import { found, operation, searched, shown } from './state.ts'

/** All operations by family, and a field that searches them. */
export function Navigation() {
  const isOverview = operation.value === undefined
  const isSearching = searched.value.trim() !== ''
  return (
    <nav aria-label="Operations">
      <p class="brand">
        <a href="/">Everruns edge</a> <span>reference</span>
      </p>
      <label class="search">
        <span class="hidden">Search operations</span>
        <input
          type="search"
          placeholder="Search operations"
          value={searched.value}
          onInput={(event) => {
            searched.value = event.currentTarget.value
          }}
        />
      </label>
      <p class="hidden" role="status">
        {isSearching
          ? `${found.value.reduce((sum, one) => sum + one.operations.length, 0)} found`
          : ''}
      </p>
      <div class="groups">
        <a class="entry" href="#overview" aria-current={isOverview ? 'page' : undefined}>
          Overview
        </a>
        {found.value.map(({ name, operations }) => (
          <details key={name} open={isSearching || operations.some(({ id }) => id === shown.value)}>
            <summary>
              {name} <span class="count">{operations.length}</span>
            </summary>
            {operations.map((one) => (
              <Entry key={one.id} operation={one} />
            ))}
          </details>
        ))}
        {found.value.length === 0 && <p class="muted">No operation is found.</p>}
      </div>
    </nav>
  )
}

function Entry({ operation: { id, method, title } }: { operation: Operation }) {
  return (
    <a class="entry" href={`#${id}`} aria-current={shown.value === id ? 'page' : undefined}>
      <span class={`method ${method.toLowerCase()}`}>{method}</span> {title}
    </a>
  )
}
