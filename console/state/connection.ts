import { batch, signal } from '@preact/signals'
import { isValidBoard } from '../harness-row.ts'
import { ownProblem, type Problem } from '../problem.ts'
import { type Caller, forgetCaller, keepCaller, keptCaller } from './caller.ts'
import { createEdge, type Edge, type EdgeAnswer } from './edge.ts'
import { clearLog } from './log.ts'

/** Whether there is somebody to ask as. */
export type Connection =
  /** Looks whether the browser has the cookie of a session, or the tab a token. */
  | { phase: 'looking' }
  | { phase: 'none' }
  | { phase: 'connecting' }
  | { phase: 'connected'; caller: Caller; edge: Edge; isKept: boolean }
  /** What was given was not taken, or is not taken any more. */
  | { phase: 'refused'; problem: Problem; wasConnected: boolean }

/** What the board asks for; its answer is also what a credential is tried with. */
export const BOARD_QUERY = { expand: 'stats' } as const

/** The state of the connection. */
export const connection = signal<Connection>({ phase: 'looking' })

type Reset = (first: EdgeAnswer | undefined) => void
const resets: Reset[] = []
let edge: Edge | undefined
/** Grows with every attempt: an answer to an earlier one is nobody's any more. */
let attempt = 0

/**
 * Registers what has to be emptied whenever another caller connects, and when one leaves.
 *
 * @param reset is given the first answer of the new caller's board
 */
export function onCallerChange(reset: Reset): void {
  resets.push(reset)
}

/** Connects with what the tab has kept, or else with the cookie of a session where there is one. */
export async function reconnect(): Promise<void> {
  const kept = keptCaller()
  if (kept) return connect(kept, true)
  await connectAs({ kind: 'cookie', authorization: undefined, org: '' }, false, true)
}

/** Connects as a caller: tries it first, and shows the problem if it is refused. */
export function connect(caller: Caller, isKept: boolean): Promise<void> {
  return connectAs(caller, isKept, false)
}

/** Leaves: everything that was shown or kept is forgotten. */
export function leave(): void {
  disconnect()
  forgetCaller()
  connection.value = { phase: 'none' }
}

async function connectAs(caller: Caller, isKept: boolean, isQuiet: boolean): Promise<void> {
  disconnect()
  attempt += 1
  const mine = attempt
  connection.value = { phase: isQuiet ? 'looking' : 'connecting' }
  const tried = createEdge(caller, (problem) => {
    if (edge === tried) refuse(problem)
  })
  const answer = await tried.ask(({ GET }) =>
    GET('/v1/harnesses', { params: { query: BOARD_QUERY } }),
  )
  if (mine !== attempt) return tried.end()
  if (!answer.isOk || !isValidBoard(answer.body)) {
    tried.end()
    forgetCaller()
    const problem = answer.problem ?? NO_BOARD
    const isNobody = isQuiet && answer.status !== 0
    connection.value = isNobody
      ? { phase: 'none' }
      : { phase: 'refused', problem, wasConnected: false }
    return
  }
  edge = tried
  if (isKept) keepCaller(caller)
  batch(() => {
    for (const reset of resets) reset(answer)
    connection.value = { phase: 'connected', caller, edge: tried, isKept }
  })
}

function refuse(problem: Problem): void {
  disconnect()
  forgetCaller()
  connection.value = { phase: 'refused', problem, wasConnected: true }
}

function disconnect(): void {
  attempt += 1
  const last = edge
  edge = undefined
  last?.end()
  batch(() => {
    if (last) clearLog()
    for (const reset of resets) reset(undefined)
  })
}

const NO_BOARD = ownProblem(
  200,
  'This is no list of harnesses',
  'The edge answered, but not with what this page can read.',
)
