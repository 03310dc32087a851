import { DEFAULT_ALIAS, isName } from './harness-lookup.ts'
import type { BodyShape } from './json-body.ts'
import type { Content } from './model.ts'
import { refuse } from './problem.ts'

/** Members that a harness keeps exactly as they were sent. */
const CONTENT_MEMBERS = {
  display_name: 'string',
  icon: 'string',
  description: 'string',
  system_prompt: 'string',
  default_model_id: 'string',
  tags: 'array',
  capabilities: 'array',
  initial_files: 'array',
  network_access: 'object',
  parallel_tool_calls: 'boolean',
  mcpServers: 'object',
  embedder_metadata: 'object',
} as const

const MEMBERS = { ...CONTENT_MEMBERS, name: 'string', parent_harness_id: 'string' } as const

/** Body of creation and of an import without an example. */
export const CREATE_HARNESS: BodyShape = { required: ['name'], members: MEMBERS }
/** Body of PATCH: everything optional. */
export const UPDATE_HARNESS: BodyShape = { members: { ...MEMBERS, status: 'string' } }
/** Body of preview. */
export const PREVIEW_HARNESS: BodyShape = {
  members: {
    system_prompt: 'string',
    parent_harness_id: 'string',
    capabilities: 'array',
    mcpServers: 'object',
  },
}

const encoder = new TextEncoder()

/** Longest text of a member, in bytes. */
const LIMITS_BYTES: Record<string, number> = { display_name: 2048, description: 10_240 }

/** The members of a body that belong to the content. */
export function pickContent(body: Content): Content {
  return Object.fromEntries(Object.keys(CONTENT_MEMBERS).flatMap((key) => pair(body, key)))
}

/** 400 unless the name fits the grammar and is not reserved. */
export function checkName(name: unknown): void {
  if (typeof name !== 'string') return
  if (!isName(name)) {
    refuse(400, 'Invalid harness name: use lowercase letters, digits and single hyphens')
  }
  if (name === DEFAULT_ALIAS) refuse(400, 'The harness name "default" is reserved')
}

/** 400 when a text is too long. */
export function checkLimits(body: Content): void {
  for (const [member, limit] of Object.entries(LIMITS_BYTES)) {
    const value = body[member]
    if (typeof value === 'string' && encoder.encode(value).length > limit) {
      refuse(400, `${member} exceeds the limit of ${limit} bytes`)
    }
  }
}

function pair(body: Content, key: string): [string, unknown][] {
  return body[key] === undefined ? [] : [[key, body[key]]]
}
