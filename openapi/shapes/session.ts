import * as z from 'zod/mini'
import { wrapper } from './action.ts'
import { count, flag, integer, opaque, openEnum, text, texts } from './documented.ts'
import { principal, setup, usage } from './parts.ts'

/** The session states known today, as the wire spells them. */
export const SESSION_STATUSES = [
  'started',
  'active',
  'idle',
  'waitingfortoolresults',
  'paused',
] as const

/** A session as the list gives it. `is_pinned` is the caller's own, all else is the same for the whole organisation. */
export const session = z.looseObject({
  id: z.string(),
  organization_id: z.string(),
  workspace_id: z.string(),
  harness_id: z.string(),
  owner_principal_id: z.string(),
  status: openEnum(SESSION_STATUSES),
  created_at: z.string(),
  updated_at: z.string(),
  started_at: text,
  finished_at: text,
  title: text,
  preview: text,
  output_preview: text,
  locale: text,
  agent_id: text,
  agent_identity_id: text,
  agent_version_id: text,
  blueprint_id: text,
  blueprint_config: z.nullish(opaque),
  model_id: text,
  parent_session_id: text,
  forked_from_session_id: text,
  forked_from_sequence: count,
  active_schedule_count: count,
  max_iterations: count,
  is_pinned: flag,
  features: texts,
  hints: z.nullish(opaque),
  tools: z.nullish(z.array(opaque)),
  owner: z.nullish(principal),
  effective_owner: z.nullish(principal),
  resolved_owner_user_id: text,
  usage: z.nullish(usage),
  ...setup,
  ...wrapper,
})

/** See `session`. */
export type Session = z.infer<typeof session>

/** One page by offset. `next_url` and `prev_url` are absolute, on the upstream, and omitted at the ends. */
export const sessionPage = z.looseObject({
  data: z.array(session),
  total: integer,
  offset: integer,
  limit: integer,
  next_url: text,
  prev_url: text,
})

/** See `sessionPage`. */
export type SessionPage = z.infer<typeof sessionPage>
