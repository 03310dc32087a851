import { type Attendance, BEAT_MS } from './attendance.ts'
import { type AnswerForm, makeAnswer } from './error-forms.ts'
import { repeat, type Schedule } from './options.ts'

/** Replaces, delays or damages answers. The first rule that fits and is not used up applies. */
export interface FaultRule {
  /** Regular expression, searched in path and query without `/api`. */
  match: string
  method?: string
  /** First name of the user who asks. */
  caller?: string
  /** Lets so many fitting requests pass first. */
  skip?: number
  /** How many requests it applies to: 1 unless given, 0 for all until the rules are cleared. */
  times?: number
  /** One of the known forms of errors and redirects as the answer. */
  form?: AnswerForm
  /** Answer with this status (200 when only `body` is given) instead of the real one. */
  status?: number
  /** Text, or JSON for anything else. */
  body?: unknown
  /** Set on the answer, the real one too; null removes. A list appends each (Set-Cookie). */
  headers?: Record<string, string | string[] | null>
  /** Waits before answering; the real answer is made after the wait. */
  delay_ms?: number
  /** Never answers; ends when the client leaves. */
  hang?: boolean
  /** Breaks the body off after so many bytes. */
  cut_after?: number
  /** Sends so many bytes of the body and then nothing more, without an end. */
  stall_after?: number
}

/** A rule with what is left of it. */
interface ActiveRule {
  rule: FaultRule
  pattern: RegExp
  skips: number
  left: number
}

/** The rules in force. */
export interface Faults {
  add(rules: FaultRule[]): void
  clear(): void
  /** Takes one use from the first rule that fits. */
  take(request: Request, path: string, callerName: string | undefined): FaultRule | undefined
}

/** What is at most waited for nobody, so that the platform sees work to be done. */
const HANG_MS = 600_000
const BODILESS = [101, 204, 205, 304]

/** An empty set of rules. */
export function createFaults(): Faults {
  let active: ActiveRule[] = []
  return {
    add: (rules) => {
      active.push(...rules.map(activate))
    },
    clear: () => {
      active = []
    },
    take: (request, path, callerName) => {
      const fitting = active.filter(
        ({ rule, pattern, left }) =>
          left > 0 &&
          pattern.test(path) &&
          (rule.method ?? request.method) === request.method &&
          (rule.caller ?? callerName) === callerName,
      )
      const found = fitting.find(({ skips }) => skips === 0)
      for (const each of fitting) if (each !== found && each.skips > 0) each.skips -= 1
      if (found) found.left -= 1
      return found?.rule
    },
  }
}

/** What carrying out a rule needs of the stage. */
export interface FaultStage {
  world: { options: { schedule: Schedule } }
  held: Attendance
}

/** Carries a rule out; `proceed` makes the real answer. */
export async function applyFault(
  stage: FaultStage,
  rule: FaultRule,
  signal: AbortSignal,
  proceed: () => Promise<Response>,
): Promise<Response> {
  const waitMs = rule.hang ? HANG_MS : (rule.delay_ms ?? 0)
  if (waitMs > 0) await hold(stage, signal, waitMs)
  const answer = await chooseAnswer(rule, proceed)
  const headers = new Headers(answer.headers)
  for (const [name, value] of Object.entries(rule.headers ?? {})) setHeader(headers, name, value)
  return new Response(damage(stage, answer.body, rule), { status: answer.status, headers })
}

async function chooseAnswer(rule: FaultRule, proceed: () => Promise<Response>): Promise<Response> {
  if (rule.form) return makeAnswer(rule.form)
  const isReplaced = rule.status !== undefined || rule.body !== undefined
  return isReplaced ? replacement(rule) : proceed()
}

function activate(rule: FaultRule): ActiveRule {
  const left = rule.times === 0 ? Number.POSITIVE_INFINITY : (rule.times ?? 1)
  return { rule, pattern: new RegExp(rule.match), skips: rule.skip ?? 0, left }
}

function replacement({ status = 200, body }: FaultRule): Response {
  const isText = typeof body === 'string'
  const text = body === undefined ? null : isText ? body : JSON.stringify(body)
  return new Response(BODILESS.includes(status) ? null : text, {
    status,
    headers: text === null ? {} : { 'content-type': isText ? 'text/plain' : 'application/json' },
  })
}

function setHeader(headers: Headers, name: string, value: string | string[] | null): void {
  headers.delete(name)
  for (const each of value === null ? [] : [value].flat()) headers.append(name, each)
}

function damage(
  { world }: FaultStage,
  body: ReadableStream<Uint8Array> | null,
  { cut_after, stall_after }: FaultRule,
): ReadableStream<Uint8Array> | null {
  const keep = cut_after ?? stall_after
  if (!body || keep === undefined) return body
  let left = keep
  const stall = () =>
    new Promise<void>((resolve) => {
      world.options.schedule(resolve, HANG_MS)
    })
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        if (left > 0) controller.enqueue(chunk.subarray(0, left))
        left -= Math.min(left, chunk.length)
        if (left === 0 && cut_after !== undefined) controller.error(new Error('cut by a fault'))
      },
      flush: () => (stall_after === undefined ? undefined : stall()),
    }),
  )
}

/** Waits, showing that it does, until the time is over or the client has left. */
function hold({ world, held }: FaultStage, signal: AbortSignal, ms: number): Promise<void> {
  const { schedule } = world.options
  const presence = held.enter('')
  const stopBeats = repeat(schedule, BEAT_MS, presence.beat)
  return new Promise((resolve) => {
    const end = () => {
      stopBeats()
      cancel()
      presence.leave()
      resolve()
    }
    const cancel = schedule(end, ms)
    signal.addEventListener('abort', end, { once: true })
  })
}
