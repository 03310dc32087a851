import { type Attendance, createAttendance } from './attendance.ts'
import { CALLS_MAX, type ReceivedCall } from './calls.ts'
import { createFaults, type FaultRule, type Faults } from './faults.ts'
import { type AddressLimiter, createAddressLimiter, DEFAULT_LIMITS } from './limits.ts'
import type { Limits, World } from './model.ts'
import { createMotion, type Motion } from './motion.ts'
import { changeMember, type MemberChange, type Mutation, mutate } from './mutations.ts'
import type { SampleOptions } from './options.ts'
import { empty, json, problem } from './problem.ts'
import { createWorld } from './world.ts'

/** Counts that a test may want to see from outside the API. */
export interface SampleState {
  now_ms: number
  /**
   * Requests that a fault delays or leaves hanging. workerd ends those whose client resets the
   * connection, and does not notice one that closes it in order before it got the headers.
   */
  held: number
  /** Open SSE connections. */
  open_streams: number
  sessions: Record<string, number>
}

/** What tests do to the sample beside its API; the same functions stand behind `/__sample/`. */
export interface Control {
  calls(): ReceivedCall[]
  clearCalls(): void
  /** Moves the clock; timers of open streams do not see it. */
  advance(ms: number): void
  /** Everything as the seed makes it: data, clock, faults, limits, calls. */
  reset(): void
  addFaults(...rules: FaultRule[]): void
  clearFaults(): void
  setLimits(limits: Partial<Limits>): void
  changeMembers(...changes: MemberChange[]): void
  /** IDs of the touched rows, a list a change. */
  mutate(...changes: Mutation[]): string[][]
  state(): SampleState
}

/** State shared by the API and its control; `world` is replaced on reset. */
export interface Stage {
  world: World
  limiter: AddressLimiter
  faults: Faults
  received: ReceivedCall[]
  /** Requests that a fault holds back. */
  held: Attendance
  /** Undefined where nothing moves by itself. */
  motion: Motion | undefined
}

/** A fresh stage. */
export function createStage(options: SampleOptions): Stage {
  const world = createWorld(options)
  const limiter = createAddressLimiter(world)
  return {
    world,
    limiter,
    faults: createFaults(),
    received: [],
    held: createAttendance(options),
    motion: options.moving ? createMotion(world) : undefined,
  }
}

/** Remembers a call, and forgets the oldest past the limit. */
export function remember(stage: Stage, call: ReceivedCall): void {
  stage.received.push(call)
  if (stage.received.length > CALLS_MAX) stage.received.shift()
}

/** The control over a stage. */
export function createControl(stage: Stage): Control {
  return {
    calls: () => [...stage.received],
    clearCalls: () => {
      stage.received = []
    },
    advance: (ms) => stage.world.advance(ms),
    reset: () => {
      Object.assign(stage, createStage(stage.world.options))
    },
    addFaults: (...rules) => stage.faults.add(rules),
    clearFaults: () => stage.faults.clear(),
    setLimits: (limits) => {
      Object.assign(stage.world.limits, DEFAULT_LIMITS, limits)
      stage.limiter.reset()
    },
    changeMembers: (...changes) => {
      for (const change of changes) changeMember(stage.world, change)
    },
    mutate: (...changes) => changes.map((change) => mutate(stage.world, change)),
    state: () => ({
      now_ms: stage.world.now() / 1000,
      held: stage.held.count(),
      open_streams: stage.world.streams.count(),
      sessions: Object.fromEntries(
        [...stage.world.orgs].map(([id, { sessions }]) => [id, sessions.size]),
      ),
    }),
  }
}

type Command = (control: Control, body: unknown) => unknown

const COMMANDS: Record<string, Command> = {
  'GET /calls': (control) => control.calls(),
  'DELETE /calls': (control) => control.clearCalls(),
  'GET /state': (control) => control.state(),
  'POST /clock': (control, body) => control.advance((body as { advance_ms: number }).advance_ms),
  'POST /reset': (control) => control.reset(),
  'POST /faults': (control, body) => control.addFaults(...listOf<FaultRule>(body)),
  'DELETE /faults': (control) => control.clearFaults(),
  'POST /limits': (control, body) => control.setLimits(body as Partial<Limits>),
  'POST /members': (control, body) => control.changeMembers(...listOf<MemberChange>(body)),
  'POST /mutate': (control, body) => control.mutate(...listOf<Mutation>(body)),
}

/** Serves `/__sample/…`: 200 with what there is to tell, else 204; a bad command is a 400. */
export async function serveControl(control: Control, request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace('/__sample', '')
  const command = COMMANDS[`${request.method} ${path}`]
  if (!command) return problem(404, `No such command: ${request.method} ${path}`)
  try {
    const text = await request.text()
    const told = command(control, text ? JSON.parse(text) : undefined)
    return told === undefined ? empty(204) : json(told)
  } catch (error) {
    return problem(400, error instanceof Error ? error.message : 'Bad command')
  }
}

function listOf<T>(body: unknown): T[] {
  return (Array.isArray(body) ? body : [body]) as T[]
}
