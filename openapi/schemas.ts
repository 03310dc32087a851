import * as z from 'zod/mini'
import { CATALOGUE } from '../src/problem/catalogue.ts'
import type { Json } from './json.ts'
import { schema } from './json.ts'
import { documented } from './shapes/documented.ts'
import {
  allowedAction,
  harness,
  healthCheckRun,
  latestHealthCheck,
  resourceStats,
  session,
} from './shapes.ts'

const PREFIX = '#/components/schemas/'

/** What the API's bodies look like, by the names that the description gives them. */
const NAMED = {
  Action: allowedAction,
  Harness: harness,
  Stats: resourceStats,
  Session: session,
  HealthCheckRun: healthCheckRun,
  LatestHealthCheck: latestHealthCheck,
}

/** Returns every schema of the description. */
export function schemas(): Json {
  const registry = z.registry<{ id: string }>()
  for (const [id, shape] of Object.entries(NAMED)) registry.add(shape, { id })
  const options = { metadata: documented, unrepresentable: 'any', uri: (id: string) => PREFIX + id }
  const { schemas: written } = z.toJSONSchema(registry, options as never) as unknown as {
    schemas: Record<string, Json>
  }
  const { Session: whole, ...others } = compact(written) as { Session: Json }
  return { ...others, ...sessionSchemas(whole), ...OWN }
}

/** A row of a page has each member of a session or, with `fields`, any of them. */
function sessionSchemas({ required, ...row }: Json): Json {
  return { SessionRow: row, Session: { allOf: [schema('SessionRow')], required } }
}

/**
 * Leaves out what says nothing (`additionalProperties: {}`, `$schema`, a bound of doubles), writes "a type or null"
 * in one word, and opens the sets of values: the API adds to them.
 */
function compact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(compact)
  if (typeof value !== 'object' || value === null) return value
  const { $schema: _, $id: __, 'x-decides': ___, additionalProperties, ...rest } = value as Json
  const entries = Object.entries(rest).map(([name, member]): [string, unknown] =>
    name === 'enum' ? ['x-extensible-enum', member] : [name, compact(member)],
  )
  const more = compact(additionalProperties)
  if (isSchema(more) && Object.keys(more).length > 0) entries.push(['additionalProperties', more])
  return withoutAlternatives(Object.fromEntries(entries))
}

const isSchema = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** `anyOf` of a plain type and null is the list of both types. */
function withoutAlternatives(of: Json): Json {
  const { anyOf, ...rest } = of
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return of
  const [first, second] = anyOf as Json[]
  if (second?.type !== 'null' || typeof first?.type !== 'string') return of
  return { ...first, ...rest, type: [first.type, 'null'] }
}

const text = { type: 'string' }
const whole = { type: 'integer', minimum: 0 }
const maybe = (type: string) => ({ type: [type, 'null'] })
const list = (items: Json) => ({ type: 'array', items })

function object(properties: Json, required: readonly string[] = Object.keys(properties)): Json {
  return { type: 'object', ...(required.length > 0 && { required }), properties }
}

const intersection = (...parts: Json[]): Json => ({ allOf: parts })

/** Members that a harness or a session is set up with, as a caller may send them. */
const SETUP = {
  capabilities: list(object({ ref: text })),
  initial_files: list(object({ path: text, content: text })),
  mcpServers: { type: 'object' },
  network_access: object({ allowed: list(text), blocked: list(text) }, []),
  system_prompt: maybe('string'),
  tags: list(text),
}

const HARNESS_INPUT = {
  name: {
    ...text,
    pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
    maxLength: 64,
    description: 'Unique; `default` is reserved.',
  },
  display_name: maybe('string'),
  description: maybe('string'),
  default_model_id: maybe('string'),
  parent_harness_id: maybe('string'),
  embedder_metadata: { type: ['object', 'null'], additionalProperties: text },
  ...SETUP,
}

const PROBLEM = {
  type: { ...text, description: 'Page that explains the code.' },
  title: text,
  status: { type: 'integer', description: 'The status line again.' },
  detail: text,
  instance: { ...text, description: 'Path of the request.' },
  code: {
    ...text,
    description: 'What programs decide by; the set is open.',
    'x-extensible-enum': Object.keys(CATALOGUE),
  },
  allowed_actions: {
    ...list(schema('ProblemAction')),
    minItems: 1,
  },
  retry_after_seconds: { ...whole, description: 'The number of `Retry-After`.' },
  errors: {
    ...list(
      object({
        pointer: { ...text, description: 'JSON pointer into the body, `/query/…` or `/header/…`.' },
        detail: text,
      }),
    ),
    description: 'Where the input is invalid.',
  },
}

const OWN: Json = {
  StatsProblem: object(
    PROBLEM,
    Object.keys(PROBLEM).filter((name) => name !== 'errors' && name !== 'retry_after_seconds'),
  ),
  Problem: {
    ...intersection(schema('StatsProblem'), object({ request_id: text })),
    description: 'RFC 9457. Further members of the API stay.',
  },
  ProblemAction: intersection(schema('Action'), {
    ...object({ method: text, href: { ...text, format: 'uri' } }),
    description: '`href` is on this edge.',
  }),
  BoardHarness: intersection(
    schema('Harness'),
    object(
      {
        stats: {
          anyOf: [schema('Stats'), { type: 'null' }],
          description: 'Null where `stats_problem` says why.',
        },
        stats_problem: {
          ...schema('StatsProblem'),
          description: '`stats_pending`: a later poll brings them.',
        },
      },
      [],
    ),
  ),
  HarnessList: object({ data: list(schema('BoardHarness')) }),
  SessionPage: {
    ...object(
      {
        data: list(schema('SessionRow')),
        total: whole,
        offset: whole,
        limit: whole,
        has_more: { type: 'boolean', description: 'Whether `next_cursor` leads on.' },
        next_cursor: { ...maybe('string'), description: 'Opaque; null at the end.' },
        next_url: maybe('string'),
        prev_url: maybe('string'),
      },
      ['data', 'total', 'offset', 'limit', 'has_more', 'next_cursor'],
    ),
    description: 'Rows are whole sessions; with `fields` they have the members asked for only.',
  },
  SessionLine: {
    anyOf: [schema('SessionStreamEnd'), schema('SessionRow')],
    description: 'The last line says whether that was all.',
  },
  SessionStreamEnd: object(
    {
      complete: { type: 'boolean' },
      sessions: whole,
      next_cursor: text,
      problem: schema('Problem'),
    },
    ['complete', 'sessions'],
  ),
  SessionStats: object({
    total: whole,
    active: whole,
    idle: whole,
    started: whole,
    waiting_for_tool_results: whole,
  }),
  HarnessInput: intersection(schema('HarnessPatch'), object({ name: text })),
  HarnessPatch: object(HARNESS_INPUT, []),
  SessionInput: {
    ...object(
      {
        harness_id: maybe('string'),
        harness_name: maybe('string'),
        agent_id: maybe('string'),
        agent_name: maybe('string'),
        agent_identity_id: maybe('string'),
        workspace_id: maybe('string'),
        model_id: maybe('string'),
        title: maybe('string'),
        locale: maybe('string'),
        max_iterations: maybe('integer'),
        parallel_tool_calls: maybe('boolean'),
        hints: maybe('object'),
        tools: list({ type: 'object' }),
        ...SETUP,
      },
      [],
    ),
    description: 'A harness by ID or by name, not both.',
  },
  SessionPatch: object(
    {
      title: maybe('string'),
      locale: maybe('string'),
      tags: { type: ['array', 'null'], items: text },
      agent_identity_id: maybe('string'),
    },
    [],
  ),
  Health: object({ status: { const: 'ok' }, version: text, deployment: {}, off: list(text) }, [
    'status',
    'version',
  ]),
  ProblemCode: object({
    code: text,
    status: whole,
    title: text,
    meaning: text,
    retry: { enum: ['never', 'changed', 'later'] },
  }),
}
