import type { Answer, Json, Operation, Parameter } from './description.ts'
import { SchemaView } from './schema-view.tsx'
import { Text } from './text.tsx'
import { TryIt } from './try-it.tsx'

/** One operation: what it takes, what it answers, and a form that sends it. */
export function OperationView({ operation }: { operation: Operation }) {
  const { method, path, title, description, cache, parameters, body, answers, id, isEnhanced } =
    operation
  return (
    <article>
      <h1>{title}</h1>
      <p class="address">
        <span class={`method ${method.toLowerCase()}`}>{method}</span> <code>{path}</code>
      </p>
      <p class="muted">
        <code>{id}</code>
        {!isEnhanced && ' · forwarded to the API as it is'}
      </p>
      {description && (
        <p class="lead">
          <Text>{description}</Text>
        </p>
      )}
      {cache && <Lifetimes cache={cache} />}
      <TryIt operation={operation} />
      {parameters.length > 0 && <Parameters parameters={parameters} />}
      {body && (
        <section>
          <h2>Body</h2>
          <p class="muted">
            <code>{body.media}</code>
            {body.isRequired ? ', required' : ''}
          </p>
          {body.schema && <SchemaView schema={body.schema} />}
        </section>
      )}
      <section>
        <h2>Answers</h2>
        {answers.map((answer) => (
          <AnswerView key={answer.status} answer={answer} />
        ))}
      </section>
    </article>
  )
}

const LIFETIMES = [
  ['max_age', 'fresh'],
  ['final_max_age', 'fresh once final'],
  ['stale_while_revalidate', 'then served while it is refreshed'],
  ['stale_if_error', 'served while the API fails'],
] as const

function Lifetimes({ cache }: { cache: Json }) {
  const said = LIFETIMES.filter(([name]) => Number(cache[name]) > 0)
  const variables = (cache.variables ?? []) as string[]
  return (
    <section class="lifetimes" aria-label="Lifetimes">
      <ul>
        {said.map(([name, meaning]) => (
          <li key={name}>
            <strong>{String(cache[name])} s</strong> {meaning}
          </li>
        ))}
      </ul>
      <p class="muted">
        Unless this deployment sets {variables.join(', ')} otherwise
        {cache.shared ? '; one body for all callers who may see it' : ''}.
      </p>
    </section>
  )
}

function Parameters({ parameters }: { parameters: readonly Parameter[] }) {
  return (
    <section>
      <h2>Parameters</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">In</th>
            <th scope="col">Type</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {parameters.map(({ name, in: place, type, isRequired, description }) => (
            <tr key={place + name}>
              <th scope="row">
                <code>{name}</code>
                {isRequired && <span class="required"> required</span>}
              </th>
              <td>{place}</td>
              <td>
                <code>{type}</code>
              </td>
              <td>
                <Text>{description}</Text>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function AnswerView({ answer: { status, description, headers, content } }: { answer: Answer }) {
  return (
    <details class="answer" open={status.startsWith('2')}>
      <summary>
        <strong>{status === 'default' ? '4XX, 5XX' : status}</strong> <Text>{description}</Text>
      </summary>
      {content.map(({ media, schema }) => (
        <div key={media}>
          <p class="muted">
            <code>{media}</code>
          </p>
          {schema && <SchemaView schema={schema} />}
        </div>
      ))}
      {headers.length > 0 && (
        <dl class="headers">
          {headers.map((header) => (
            <div key={header.name}>
              <dt>{header.name}</dt>
              <dd>
                <Text>{header.description}</Text>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </details>
  )
}
