import { cutText } from '../syntax/text.ts'
import type { EdgeContext } from './context.ts'
import { failWith } from './problems.ts'

/** How much of a message and of a stack is worth a line. */
const MAX_TEXT_LENGTH = 500

/** Answers an error that nobody foresaw: the caller gets a problem with the request's ID, the log what happened. */
export function failInternally(error: Error, c: EdgeContext): Response {
  const line = {
    error: error.name,
    message: cutText(error.message, MAX_TEXT_LENGTH),
    // The first line is the message again, the second is where it happened.
    place: cutText(error.stack?.split('\n', 2)[1]?.trim() ?? '', MAX_TEXT_LENGTH),
    request_id: c.get('exchange').requestId,
  }
  // biome-ignore lint/suspicious/noConsole: the log of a Worker is its console
  console.error(JSON.stringify(line))
  return failWith(c, 'edge_internal_error')
}
