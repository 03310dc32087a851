import { appendMessage, endTurn, readConversation, startTurn } from './conversation.ts'
import { type BodyShape, readJson } from './json-body.ts'
import type { Content, Session } from './model.ts'
import { Answer, json, plain, refuse } from './problem.ts'
import type { Call, Handler } from './router.ts'
import { requireOwnedSession, requireSession } from './session-lookup.ts'

const MESSAGE: BodyShape = { required: ['message'], members: { message: 'object' } }
const TOOL_RESULTS: BodyShape = {
  required: ['tool_results'],
  members: { tool_results: 'array' },
}

/** `POST /v1/sessions/{id}/cancel`: 200 also when there is nothing to cancel. */
export const cancelTurn: Handler = (call) => {
  const session = find(call)
  if (session.status !== 'active') return json({ status: 'no_op', message: 'No active turn' })
  endTurn(call.world, session, 'cancelled')
  return json({ status: 'cancelled', message: 'Turn cancelled successfully' })
}

/** `GET /v1/sessions/{id}/messages`. */
export const listMessages: Handler = (call) => json({ data: readConversation(find(call)).messages })

/** `POST /v1/sessions/{id}/messages`: starts a turn, which ends by itself. */
export const createMessage: Handler = async (call) => {
  const { message } = await readJson(call.request, MESSAGE)
  const { content } = message as { content?: unknown }
  if (!Array.isArray(content)) throw new Answer(plain(422, 'message: missing field `content`'))
  const session = find(call)
  if (session.archived) refuseArchived(call, session)
  const created = appendMessage(call.world, session, 'user', content as Content[])
  startTurn(call.world, session)
  return json(created, 201)
}

/** `POST /v1/sessions/{id}/tool-results`: only for a session that waits for them. */
export const submitToolResults: Handler = async (call) => {
  const { tool_results } = await readJson(call.request, TOOL_RESULTS)
  const session = requireOwnedSession(call.caller, call.params.id ?? '')
  if (session.status !== 'waitingfortoolresults') {
    refuse(409, 'Session is not waiting for tool results')
  }
  const results = tool_results as Content[]
  const content = results.map((result) => ({ type: 'tool_result', ...result }))
  appendMessage(call.world, session, 'tool_result', content)
  startTurn(call.world, session)
  return json({ accepted: results.length, status: 'active' })
}

function find({ params, caller }: Call): Session {
  return requireSession(caller, params.id ?? '')
}

function refuseArchived({ world }: Call, { id }: Session): never {
  const href = `${world.options.publicBase}/v1/sessions/${id}/unarchive`
  return refuse(409, 'Session is archived', {
    code: 'conflict',
    allowed_actions: [{ rel: 'unarchive', method: 'POST', href, hint: 'Unarchive it first.' }],
  })
}
