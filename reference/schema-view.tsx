import { type Json, type Member, membersOf, typeOf } from './description.ts'
import { description } from './state.ts'
import { Text } from './text.tsx'

/** Deeper members are shown when they are asked for. */
const MAX_DEPTH = 5

/** A schema's members, each with those of its own behind a disclosure. */
export function SchemaView({ schema, depth = 0 }: { schema: Json; depth?: number }) {
  if (!description.value) return null
  const members = membersOf(description.value, schema)
  if (members.length === 0) return depth === 0 ? <p class="type">{typeOf(schema)}</p> : null
  return (
    <ul class="members">
      {members.map((member) => (
        <MemberView key={member.name} member={member} depth={depth} />
      ))}
    </ul>
  )
}

function MemberView({ member, depth }: { member: Member; depth: number }) {
  const { name, type, isRequired, description: text, values, schema } = member
  const inner = description.value ? membersOf(description.value, schema) : []
  const line = (
    <>
      <code class="name">{name}</code> <span class="type">{type}</span>
      {isRequired && <span class="required"> required</span>} <Text>{text}</Text>
      {values.length > 0 && <span class="values"> {values.join(', ')}, …</span>}
    </>
  )
  if (inner.length === 0 || depth >= MAX_DEPTH) return <li>{line}</li>
  return (
    <li>
      <details>
        <summary>{line}</summary>
        <SchemaView schema={schema} depth={depth + 1} />
      </details>
    </li>
  )
}
