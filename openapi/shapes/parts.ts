import * as z from 'zod/mini'
import { count, flag, integer, opaque, openEnum, text, texts } from './documented.ts'

const capability = z.looseObject({ ref: z.string() })

const initialFile = z.looseObject({
  path: z.string(),
  content: z.string(),
  encoding: text,
  is_readonly: flag,
})

const networkAccess = z.looseObject({ allowed: texts, blocked: texts })

/** What a harness and a session have in common: how the agent in them is set up. */
export const setup = {
  capabilities: z.nullish(z.array(capability)),
  initial_files: z.nullish(z.array(initialFile)),
  mcpServers: z.nullish(z.catchall(z.object({}), opaque)),
  network_access: z.nullish(networkAccess),
  parallel_tool_calls: flag,
  system_prompt: text,
  tags: texts,
}

/** Who owns a session. */
export const principal = z.looseObject({
  id: z.string(),
  kind: openEnum(['user', 'agent_identity', 'system']),
  subject_id: text,
})

/** Tokens that a session has used, and what they cost in US dollars. */
export const usage = z.looseObject({
  input_tokens: integer,
  output_tokens: integer,
  cache_creation_tokens: count,
  cache_read_tokens: count,
  actual_cost_usd: z.nullish(z.number()),
  effective_cost_usd: z.nullish(z.number()),
  estimated_cost_usd: z.nullish(z.number()),
})
