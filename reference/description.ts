/** A JSON object of the description. */
export type Json = { readonly [name: string]: unknown }

/** The parts of an OpenAPI document that the page reads. */
export interface Description {
  info: { title: string; version: string; description?: string }
  paths: Record<string, Record<string, Json>>
  components: Record<string, Record<string, Json>>
}

/** A parameter, with what its schema says in a word. */
export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  isRequired: boolean
  type: string
  description: string
}

/** An answer of an operation. */
export interface Answer {
  status: string
  description: string
  headers: readonly { name: string; description: string }[]
  /** Media types with their schemas. */
  content: readonly { media: string; schema: Json | undefined }[]
}

/** An operation as the page shows it. */
export interface Operation {
  id: string
  method: string
  path: string
  /** Its own summary, or what its ID says. */
  title: string
  description: string
  group: string
  /** Whether the edge does more with it than forward it. */
  isEnhanced: boolean
  parameters: readonly Parameter[]
  body: { media: string; schema: Json | undefined; isRequired: boolean } | undefined
  answers: readonly Answer[]
  cache: Json | undefined
  isPublic: boolean
}

/** Operations of one family. */
export interface Group {
  name: string
  operations: readonly Operation[]
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** Shown before the others: what the edge is about. */
const FIRST = ['harnesses', 'sessions', 'agents', 'edge']

/** Returns all operations by family, those that the edge is about first. */
export function groupsOf(description: Description): Group[] {
  const groups = Map.groupBy(operationsOf(description), ({ group }) => group)
  const rank = (name: string) => (FIRST.indexOf(name) + FIRST.length + 1) % (FIRST.length + 1)
  return [...groups]
    .map(([name, operations]) => ({ name, operations }))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name))
}

function operationsOf(description: Description): Operation[] {
  return Object.entries(description.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const raw = item[method]
      return raw ? [operationOf(description, path, method, item, raw)] : []
    }),
  )
}

function operationOf(
  description: Description,
  path: string,
  method: string,
  item: Json,
  raw: Json,
): Operation {
  const id = String(raw.operationId)
  const body = resolve(description, raw.requestBody)
  const parameters = [...listOf(item.parameters), ...listOf(raw.parameters)]
  const [content] = contentOf(body)
  return {
    id,
    method: method.toUpperCase(),
    path,
    title: typeof raw.summary === 'string' ? raw.summary : sentence(id),
    description: String(raw.description ?? ''),
    group: path.startsWith('/v1/') ? (path.split('/')[2] ?? 'edge') : 'edge',
    isEnhanced: 'summary' in raw || 'x-edge-cache' in raw,
    parameters: parameters.map((one) => parameterOf(resolve(description, one))),
    body: content && { ...content, isRequired: body.required === true },
    answers: Object.entries((raw.responses ?? {}) as Json).map(([status, answer]) =>
      answerOf(description, status, resolve(description, answer)),
    ),
    cache: raw['x-edge-cache'] as Json | undefined,
    isPublic: Array.isArray(raw.security) && raw.security.length === 0,
  }
}

function parameterOf(raw: Json): Parameter {
  const schema = (raw.schema ?? {}) as Json
  return {
    name: String(raw.name),
    in: raw.in as Parameter['in'],
    isRequired: raw.required === true,
    type: typeOf(schema),
    description: String(raw.description ?? ''),
  }
}

function answerOf(description: Description, status: string, raw: Json): Answer {
  return {
    status,
    description: String(raw.description ?? ''),
    headers: Object.entries((raw.headers ?? {}) as Json).map(([name, header]) => ({
      name,
      description: String(resolve(description, header).description ?? ''),
    })),
    content: contentOf(raw),
  }
}

function contentOf(raw: Json): { media: string; schema: Json | undefined }[] {
  return Object.entries((raw.content ?? {}) as Record<string, Json>).map(([media, { schema }]) => ({
    media,
    schema: schema as Json | undefined,
  }))
}

/** What a value stands for: itself, or what its `$ref` points to. */
export function resolve(description: Description, value: unknown): Json {
  const json = (value ?? {}) as Json
  if (typeof json.$ref !== 'string') return json
  const [, , kind = '', name = ''] = json.$ref.split('/')
  return resolve(description, description.components[kind]?.[name])
}

/** The name of the schema that a reference leads to. */
export function referenceName(value: Json): string | undefined {
  return typeof value.$ref === 'string' ? value.$ref.split('/').at(-1) : undefined
}

/** A schema's type in a word or two. */
export function typeOf(schema: Json): string {
  const name = referenceName(schema)
  if (name) return name
  if (Array.isArray(schema.enum)) return schema.enum.map((one) => JSON.stringify(one)).join(' | ')
  if ('const' in schema) return JSON.stringify(schema.const)
  if (Array.isArray(schema.anyOf)) return schema.anyOf.map(typeOf).join(' | ')
  if (Array.isArray(schema.allOf)) return schema.allOf.map(typeOf).join(' & ')
  const types = [schema.type].flat().filter((type) => type !== undefined)
  return (
    types.map((type) => (type === 'array' ? `${itemType(schema)}[]` : type)).join(' | ') || 'any'
  )
}

function itemType(schema: Json): string {
  const type = typeOf((schema.items ?? {}) as Json)
  return type.includes(' ') ? `(${type})` : type
}

/** A member of an object's schema. */
export interface Member {
  name: string
  type: string
  isRequired: boolean
  description: string
  /** Values known today of a set that may grow. */
  values: readonly string[]
  schema: Json
}

/** The members of a schema: its own, those of what it is made of, those of the items of a list. */
export function membersOf(description: Description, value: Json): Member[] {
  const schema = resolve(description, value)
  if (Array.isArray(schema.allOf)) {
    const parts = (schema.allOf as Json[]).map((part) => ({ ...resolve(description, part) }))
    const required = new Set(parts.flatMap((part) => listOf(part.required)))
    const all = parts.flatMap((part) => membersOf(description, part))
    const last = new Map(all.map((member) => [member.name, member]))
    return [...last.values()].map((one) => ({ ...one, isRequired: required.has(one.name) }))
  }
  if (Array.isArray(schema.anyOf)) {
    const [only, ...others] = (schema.anyOf as Json[]).filter(({ type }) => type !== 'null')
    return only && others.length === 0 ? membersOf(description, only) : []
  }
  if ('items' in schema) return membersOf(description, schema.items as Json)
  const required = new Set(listOf(schema.required))
  return Object.entries((schema.properties ?? {}) as Record<string, Json>).map(
    ([name, member]) => ({
      name,
      type: typeOf(member),
      isRequired: required.has(name),
      description: String(member.description ?? ''),
      values: listOf(member['x-extensible-enum']).map(String),
      schema: member,
    }),
  )
}

/** Operations that a search finds: every word in method, path, ID or title. */
export function search(groups: readonly Group[], text: string): Group[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const fits = ({ method, path, id, title }: Operation) => {
    const all = `${method} ${path} ${id} ${title}`.toLowerCase()
    return words.every((word) => all.includes(word))
  }
  return groups
    .map(({ name, operations }) => ({ name, operations: operations.filter(fits) }))
    .filter(({ operations }) => operations.length > 0)
}

function sentence(id: string): string {
  const words = id.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
