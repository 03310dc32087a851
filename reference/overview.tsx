import type { Description } from './description.ts'
import { groups } from './state.ts'
import { Text } from './text.tsx'

const INTRODUCTION = [
  'One origin for every frontend of the Everruns API. The same routes answer under `/api/v1`, and `HEAD` works where `GET` does.',
  'What the edge stores says in `Cache-Status` and `Age` what answered and how old it is. A failure is a problem document: its `code` is what programs decide by, its `allowed_actions` say what can be done next.',
  'Where nothing else is said an operation is forwarded to the API as it is, streamed both ways.',
]

/** What the page shows before an operation is chosen. */
export function Overview({ description: { info, components } }: { description: Description }) {
  const enhanced = groups.value
    .flatMap(({ operations }) => operations)
    .filter(({ cache, isEnhanced, group }) => isEnhanced && (cache || group === 'sessions'))
  return (
    <>
      <h1>
        {info.title} <span class="version">{info.version}</span>
      </h1>
      {INTRODUCTION.map((paragraph) => (
        <p key={paragraph} class="lead">
          <Text>{paragraph}</Text>
        </p>
      ))}
      <p>
        <a href="/console">Console</a> · <a href="/openapi.json">openapi.json</a> ·{' '}
        <a href="/problems">Problem codes</a>
      </p>
      <h2>Who asks</h2>
      <dl class="schemes">
        {Object.entries(components.securitySchemes ?? {}).map(([name, scheme]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{schemeText(scheme)}</code>{' '}
              {typeof scheme.description === 'string' && <Text>{scheme.description}</Text>}
            </dd>
          </div>
        ))}
      </dl>
      <h2>What the edge keeps, or does more with</h2>
      <ul class="enhanced">
        {enhanced.map(({ id, method, path, title }) => (
          <li key={id}>
            <a href={`#${id}`}>{title}</a>
            <code>
              {method} {path}
            </code>
          </li>
        ))}
      </ul>
    </>
  )
}

function schemeText(scheme: Record<string, unknown>): string {
  const { type, scheme: name, in: place, name: header } = scheme as Record<string, string>
  if (type === 'http') return `Authorization: ${name === 'bearer' ? 'Bearer …' : name}`
  return place === 'cookie' ? `Cookie: ${header}=…` : `${header}: …`
}
