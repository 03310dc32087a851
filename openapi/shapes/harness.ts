import * as z from 'zod/mini'
import { wrapper } from './action.ts'
import { count, decidedEnum, flag, text } from './documented.ts'
import { setup } from './parts.ts'

/** The harness states known today; a harness of another state passes too. */
export const HARNESS_STATUSES = ['active', 'archived', 'deleted'] as const

/** A harness as one GET and the list give it. Answers to POST and PATCH lack both counts. */
export const harness = z.looseObject({
  id: z.string(),
  name: z.string(),
  status: decidedEnum(HARNESS_STATUSES),
  created_at: z.string(),
  updated_at: z.string(),
  archived_at: text,
  deleted_at: text,
  display_name: text,
  description: text,
  default_model_id: text,
  parent_harness_id: text,
  is_built_in: flag,
  embedder_metadata: z.nullish(z.catchall(z.object({}), z.string())),
  session_count: count,
  app_count: count,
  ...setup,
  ...wrapper,
})

/** See `harness`. */
export type Harness = z.infer<typeof harness>

/** All harnesses of the caller's organisation; the upstream does not page them. */
export const harnessList = z.looseObject({ data: z.array(harness) })

/** See `harnessList`. */
export type HarnessList = z.infer<typeof harnessList>
