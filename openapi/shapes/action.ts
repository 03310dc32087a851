import * as z from 'zod/mini'
import { text } from './documented.ts'

/** One thing a caller may do next. An entity's action has an absolute `href` on the upstream, an error's may have none. */
export const allowedAction = z.looseObject({
  rel: z.string(),
  method: text,
  href: text,
  hint: text,
  operation_id: text,
  schema_ref: text,
})

/** See `allowedAction`. */
export type AllowedAction = z.infer<typeof allowedAction>

/** What wraps every resource. Optional, since older deployments answer without it. */
export const wrapper = {
  self_url: text,
  view_url: text,
  ui_link: text,
  allowed_actions: z.nullish(z.array(allowedAction)),
}
