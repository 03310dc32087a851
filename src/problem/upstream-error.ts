import { CATALOGUE, catalogueRow, codeOfStatus } from './catalogue.ts'
import { entityOfPath } from './not-found.ts'
import type { FailedRequest, InputError, Problem } from './problem.ts'
import { isPublicText } from './redaction.ts'
import { clampSeconds, parseRetryAfter } from './retry-after.ts'

/** An upstream's answer of 400 and above, in whichever of its forms. */
export interface UpstreamAnswer {
  /** 400 to 599. */
  status: number
  /** The `Content-Type` header; null where absent. */
  contentType: string | null
  /** The `Retry-After` header; null where absent. */
  retryAfter: string | null
  /** The edge repeats an earlier answer: `retryAfter` is what is left of its wait, whatever the body says. */
  isHeld?: boolean
  /** The body's text, cut where it was too long to be worth reading. */
  text: string
}

/** The members that an error body of any form may give; each is checked before it is used. */
interface ErrorMembers {
  type?: unknown
  title?: unknown
  detail?: unknown
  code?: unknown
  actions?: unknown
  retryAfterSeconds?: unknown
  errors?: unknown
  /** A sentence from a form other than a problem: shown for a 4xx only. */
  sentence?: unknown
}

const MAX_ERRORS = 50
const SNAKE_CASE = /^(?=.{1,64}$)[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Makes one problem of the upstream's many error forms: keeps what is valid, fills in what is missing,
 * and lets nothing through that a caller should not read.
 *
 * @returns the problem, with the upstream's own actions unchecked beside it
 */
export function problemFromAnswer(
  answer: UpstreamAnswer,
  failed: FailedRequest,
  nowMs: number,
): Omit<Problem, 'allowed_actions'> & { actions: unknown } {
  const { status } = answer
  const given = readMembers(answer)
  const isServerText = status >= 500
  const isPublic = (text: unknown): text is string =>
    typeof text === 'string' && isPublicText(text, failed.upstreamUrl, isServerText)

  const code = codeOf(isPublic(given.code) ? given.code : undefined, status, failed.path)
  const row = catalogueRow(code) ?? CATALOGUE[codeOfStatus(status)]
  const sentence = isServerText ? undefined : given.sentence
  const detail = [given.detail, sentence].find(isPublic)
  const wait = waitOf(answer, given.retryAfterSeconds, nowMs)
  const errors = errorsOf(given.errors, isPublic)
  return {
    type: isDocumentationUrl(given.type, failed) ? given.type : `${API_ERRORS_URL}/${code}`,
    title: isPublic(given.title) ? given.title : row.title,
    status,
    detail: detail ?? row.meaning,
    instance: failed.instance,
    code,
    request_id: failed.requestId,
    ...(wait === undefined ? {} : { retry_after_seconds: wait }),
    ...(errors.length > 0 ? { errors } : {}),
    actions: given.actions,
  }
}

function readMembers({ contentType, text }: UpstreamAnswer): ErrorMembers {
  const body = parseJson(text)
  if (!isRecord(body)) {
    const isPlainText = contentType === null || /^text\/plain\b/i.test(contentType)
    return isPlainText ? { sentence: text.trim() } : {}
  }
  // The legacy forms: {"error":"…"} and {"error":{"code":…,"message":…}}.
  if (typeof body.error === 'string') return { sentence: body.error, code: body.code }
  if (isRecord(body.error)) return { sentence: body.error.message, code: body.error.code }
  return {
    type: body.type,
    title: body.title,
    detail: body.detail,
    code: body.code,
    actions: body.allowed_actions,
    retryAfterSeconds: body.retry_after_seconds,
    errors: body.errors,
    sentence: body.message,
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function codeOf(given: string | undefined, status: number, path: string): string {
  if (given !== undefined && SNAKE_CASE.test(given)) return given
  return (status === 404 ? entityOfPath(path)?.notFound : undefined) ?? codeOfStatus(status)
}

/** The wait that an answer asks for, in its header or its body, in whole seconds. */
export function waitOfAnswer(answer: UpstreamAnswer, nowMs: number): number | undefined {
  return waitOf(answer, readMembers(answer).retryAfterSeconds, nowMs)
}

function waitOf(answer: UpstreamAnswer, inBody: unknown, nowMs: number): number | undefined {
  const inHeader = parseRetryAfter(answer.retryAfter, nowMs)
  if (answer.isHeld) return inHeader
  const isNumber = typeof inBody === 'number' && Number.isFinite(inBody) && inBody >= 0
  const waits = [inHeader, isNumber ? clampSeconds(inBody) : undefined]
  const known = waits.filter((wait) => wait !== undefined)
  return known.length > 0 ? Math.max(...known) : undefined
}

function errorsOf(given: unknown, isPublic: (text: unknown) => text is string): InputError[] {
  if (!Array.isArray(given)) return []
  return given.slice(0, MAX_ERRORS).flatMap((item: unknown) => {
    if (!isRecord(item) || typeof item.pointer !== 'string' || !isPublic(item.detail)) return []
    return isPublic(item.pointer) ? [{ pointer: item.pointer, detail: item.detail }] : []
  })
}

/** Only addresses of the API's public documentation: any other could name a host that is nobody's business. */
function isDocumentationUrl(type: unknown, { upstreamUrl }: FailedRequest): type is string {
  return (
    typeof type === 'string' &&
    /^https:\/\/(?:docs|errors)\.everruns\.com\/[\w/.-]*$/.test(type) &&
    isPublicText(type, upstreamUrl)
  )
}

/** Where the API documents its codes. */
export const API_ERRORS_URL = 'https://docs.everruns.com/errors'
