import { useSignal } from '@preact/signals'
import { AnswerPane } from './answer-pane.tsx'
import type { Operation, Parameter } from './description.ts'
import { prepare, toCurl } from './request.ts'
import { type Sent, send } from './send.ts'
import { org, token } from './state.ts'

/** A form for everything an operation takes, and the answer of this very edge. */
export function TryIt({ operation }: { operation: Operation }) {
  const values = useSignal<Record<string, string>>({})
  const body = useSignal('')
  const sent = useSignal<Sent | undefined>(undefined)
  const stop = useSignal<AbortController | undefined>(undefined)
  const asksAgain = useSignal(false)
  const isWrite = operation.method !== 'GET'
  const prepared = prepare(operation, { values: values.value, body: body.value })

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    if (!prepared.ok || stop.value) return
    if (isWrite && !asksAgain.value) {
      asksAgain.value = true
      return
    }
    asksAgain.value = false
    const controller = new AbortController()
    stop.value = controller
    await send(
      { ...prepared, token: token.value, org: org.value, signal: controller.signal },
      (now) => {
        sent.value = now
      },
    )
    stop.value = undefined
  }

  return (
    <section class="try" aria-labelledby="try">
      <h2 id="try">Try it</h2>
      <form onSubmit={submit} onInput={() => (asksAgain.value = false)}>
        {!operation.isPublic && <Caller />}
        {operation.parameters.map((parameter) => (
          <Field key={parameter.in + parameter.name} parameter={parameter} values={values} />
        ))}
        {operation.body && (
          <label class="wide">
            <span>Body</span>
            <textarea
              rows={6}
              spellcheck={false}
              placeholder={operation.body.media === 'application/json' ? '{ }' : ''}
              value={body.value}
              onInput={(event) => {
                body.value = event.currentTarget.value
              }}
            />
          </label>
        )}
        <div class="buttons">
          <button
            type="submit"
            class={asksAgain.value ? 'danger' : ''}
            disabled={!prepared.ok || stop.value !== undefined}
          >
            {asksAgain.value ? `Really send ${operation.method}?` : `Send ${operation.method}`}
          </button>
          {stop.value && (
            <button type="button" onClick={() => stop.value?.abort()}>
              Stop
            </button>
          )}
          {!prepared.ok && <span class="muted">Needs {prepared.missing.join(', ')}</span>}
        </div>
      </form>
      {prepared.ok && (
        <details>
          <summary>As curl</summary>
          <pre>{toCurl(prepared, location.origin, org.value)}</pre>
        </details>
      )}
      <div aria-live="polite">
        {sent.value && <AnswerPane sent={sent.value} onFollow={follow} />}
      </div>
    </section>
  )

  async function follow(href: string): Promise<void> {
    const { pathname, search } = new URL(href)
    const controller = new AbortController()
    stop.value = controller
    const request = { method: 'GET', url: pathname + search, headers: {} }
    await send(
      { ...request, token: token.value, org: org.value, signal: controller.signal },
      (now) => {
        sent.value = now
      },
    )
    stop.value = undefined
  }
}

/** Who asks: kept while the page is open, and nowhere else. */
function Caller() {
  return (
    <>
      <label>
        <span>Token</span>
        <input
          type="password"
          autocomplete="off"
          placeholder="none: the cookie of a session, if there is one"
          value={token.value}
          onInput={(event) => {
            token.value = event.currentTarget.value
          }}
        />
      </label>
      <label>
        <span>Organization</span>
        <input
          autocomplete="off"
          spellcheck={false}
          placeholder="org_… (optional)"
          value={org.value}
          onInput={(event) => {
            org.value = event.currentTarget.value.trim()
          }}
        />
      </label>
    </>
  )
}

interface FieldProps {
  parameter: Parameter
  values: { value: Record<string, string> }
}

function Field({ parameter: { name, in: place, type, isRequired }, values }: FieldProps) {
  const key = `${place}:${name}`
  return (
    <label>
      <span>
        {name}
        {isRequired && <b aria-hidden="true"> *</b>}
      </span>
      <input
        required={isRequired}
        autocomplete="off"
        spellcheck={false}
        placeholder={place === 'path' ? '' : `${place}, ${type}`}
        value={values.value[key] ?? ''}
        onInput={(event) => {
          values.value = { ...values.value, [key]: event.currentTarget.value }
        }}
      />
    </label>
  )
}
