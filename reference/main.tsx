import { render } from 'preact'
import { Navigation } from './navigation.tsx'
import { OperationView } from './operation-view.tsx'
import { Overview } from './overview.tsx'
import { description, failure, load, operation, shown } from './state.ts'

function App() {
  if (failure.value) {
    return (
      <main class="alone">
        <h1>The description could not be read</h1>
        <p role="alert">{failure.value}</p>
        <button type="button" onClick={load}>
          Try again
        </button>
      </main>
    )
  }
  if (!description.value) {
    return (
      <main class="alone" aria-busy="true">
        <p>Reading the description…</p>
      </main>
    )
  }
  return (
    <>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <Navigation />
      <main id="content" tabIndex={-1}>
        {operation.value ? (
          <OperationView key={shown.value} operation={operation.value} />
        ) : (
          <Overview description={description.value} />
        )}
      </main>
    </>
  )
}

const target = document.getElementById('app')
if (target) render(<App />, target)
load()
