import { formatInstant, MICROS_PER_MS, type Micros } from './instant.ts'
import type { Content, Message, Session, SessionEvent, World } from './model.ts'
import { createRandom } from './random.ts'

/** What a model call of the sample costs. */
const TURN_USAGE = { input: 640, output: 120, estimatedUsd: 0.0021 }
const ANSWER = 'I looked into it: everything is in order.'

/** Messages and events of a session; a seeded one gets its past on the first look. */
export function readConversation(session: Session): Session {
  if (session.events.length === 0 && session.turns > 0) recallPast(session)
  return session
}

/** Appends a message of the given role and the event that announces it. */
export function appendMessage(
  world: World,
  session: Session,
  role: Message['role'],
  content: Content[],
): Message {
  readConversation(session)
  const at = world.now()
  const message = addMessage(session, world.newId('message'), role, content, at)
  const type = role === 'agent' ? 'output.message.completed' : 'input.message'
  addEvent(session, world.newId('event'), type, { message }, at)
  return message
}

/** Begins a turn that ends by itself when the clock says so. */
export function startTurn(world: World, session: Session): void {
  const at = world.now()
  session.status = 'active'
  session.turns += 1
  session.startedAt ??= at
  session.lastTurnAt = at
  session.updatedAt = at
  session.finishedAt = undefined
  session.turnEndsAt = at + world.options.turnMs * MICROS_PER_MS
  addEvent(session, world.newId('event'), 'turn.started', { turn_id: turnId(session) }, at)
}

/** Ends a running turn: with an answer, or cancelled. */
export function endTurn(world: World, session: Session, how: 'completed' | 'cancelled'): void {
  const at =
    session.turnEndsAt === undefined ? world.now() : Math.min(world.now(), session.turnEndsAt)
  readConversation(session)
  session.turnEndsAt = undefined
  session.status = 'idle'
  session.finishedAt = at
  session.updatedAt = at
  if (how === 'completed') {
    const content = [{ type: 'text', text: ANSWER }]
    const message = addMessage(session, world.newId('message'), 'agent', content, at)
    addEvent(session, world.newId('event'), 'output.message.completed', { message }, at)
    session.content.output_preview = ANSWER
    session.usage.inputTokens += TURN_USAGE.input
    session.usage.outputTokens += TURN_USAGE.output
    session.usage.estimatedCostUsd += TURN_USAGE.estimatedUsd
  }
  addEvent(session, world.newId('event'), `turn.${how}`, { turn_id: turnId(session) }, at)
}

/** Ends every turn whose time is over: rows change with no write through the API. */
export function settleTurns(world: World): void {
  for (const org of world.orgs.values()) {
    for (const session of org.sessions.values()) {
      if (session.turnEndsAt !== undefined && session.turnEndsAt <= world.now()) {
        endTurn(world, session, 'completed')
      }
    }
  }
}

/** The same past for the same session, whoever looks first. */
function recallPast(session: Session): void {
  const random = createRandom(Number.parseInt(session.id.slice(-7), 16))
  const event = () => `event_${random.hex(32)}`
  const message = () => `message_${random.hex(32)}`
  const question = [{ type: 'text', text: String(session.content.preview ?? 'Hello') }]
  for (let turn = 0; turn < session.turns; turn++) {
    const at = session.createdAt + turn * 1_000_000
    const input = addMessage(session, message(), 'user', question, at)
    addEvent(session, event(), 'input.message', { message: input }, at)
    addEvent(session, event(), 'turn.started', { turn_id: turnId(session) }, at)
    const isOpen = turn === session.turns - 1 && session.status !== 'idle'
    if (isOpen) break
    const output = addMessage(session, message(), 'agent', [{ type: 'text', text: ANSWER }], at)
    addEvent(session, event(), 'output.message.completed', { message: output }, at)
    addEvent(session, event(), 'turn.completed', { turn_id: turnId(session), iterations: 1 }, at)
  }
}

function turnId(session: Session): string {
  return `turn_${session.id.slice('session_'.length)}`
}

function addMessage(
  session: Session,
  id: string,
  role: Message['role'],
  content: Content[],
  at: Micros,
): Message {
  const message: Message = {
    id,
    session_id: session.id,
    sequence: session.messages.length + 1,
    role,
    content,
    created_at: formatInstant(at),
  }
  session.messages.push(message)
  return message
}

function addEvent(session: Session, id: string, type: string, data: Content, at: Micros): void {
  const event: SessionEvent = {
    id,
    type,
    ts: formatInstant(at),
    session_id: session.id,
    context: { turn_id: turnId(session) },
    data,
    sequence: session.events.length + 1,
  }
  session.events.push(event)
}
