import { utf8Bytes } from '../syntax/bytes.ts'
import { type ErrorMembers, readErrorBody } from './error-forms.ts'
import type { ErrorHeaders } from './error-headers.ts'
import type { InputError } from './problem.ts'
import { isPublicServerText, isPublicText, publicText } from './redaction.ts'
import { clampSeconds, parseRetryAfter } from './retry-after.ts'

/**
 * An upstream's answer of 400 and above, as far as a caller may know of it. Plain values: requests share it. What
 * depends on the request that failed, a missing code or where an action leads, is decided when a problem is made.
 */
export interface UpstreamError {
  /** 400 to 599. */
  status: number
  /** Snake-case; undefined where the upstream named none. */
  code?: string | undefined
  /** An address of the API's public documentation. */
  type?: string | undefined
  title?: string | undefined
  detail?: string | undefined
  errors: readonly InputError[]
  /** As they came, unchecked; `actionsFromUpstream` makes them safe. */
  actions: readonly RawAction[]
  /** Whole seconds, from when the answer came. */
  retryAfterSeconds?: number | undefined
  /** A `Retry-After` header came: the limit of a whole address has one, that of an organisation has not. */
  hasRetryAfter: boolean
  /** Members of the upstream's own: RFC 9457 section 3.2. */
  extensions: Readonly<Record<string, unknown>>
  headers: ErrorHeaders
}

/** An action of the upstream's, of whatever types: `false` stands for an object. */
export type RawAction = Readonly<Record<string, string | number | boolean | null>>

/** An answer of 400 and above as it came. */
interface RawError {
  status: number
  /** The `Content-Type` header; null where absent. */
  contentType: string | null
  /** The `Retry-After` header; null where absent. */
  retryAfter: string | null
  /** The body's text, cut where it was too long to be worth reading. */
  text: string
  /** Those that stay. */
  headers: ErrorHeaders
}

const MAX_ACTIONS = 20
const MAX_POINTER_LENGTH = 256
const SNAKE_CASE = /^[a-z][a-z0-9_]{0,63}$/

/**
 * Parses an error of the upstream's in whichever of its forms: keeps what is valid, and lets nothing through that a
 * caller should not read.
 *
 * @param upstreamUrl base of the upstream, whose host name is never shown
 * @param nowMs epoch milliseconds, for a `Retry-After` that is a date
 */
export function parseUpstreamError(
  raw: RawError,
  upstreamUrl: string,
  nowMs: number,
): UpstreamError {
  const given = readErrorBody(raw.contentType, raw.text)
  const say = sayer(raw.status, upstreamUrl)
  const sentences = raw.status >= 500 ? [] : given.sentences
  const title = typeof given.title === 'string' ? given.title : ''
  const errors = given.errors.flatMap((error) => errorOf(error, say, upstreamUrl))
  const detail = first([...given.details, ...sentences], say)
  return {
    status: raw.status,
    code: codeIn(given.code, upstreamUrl),
    type: isDocumentationUrl(given.type, upstreamUrl) ? given.type : undefined,
    title: say(title) === title ? title : undefined,
    detail: detail ?? (raw.status < 500 ? say(joined(errors)) : undefined),
    errors,
    actions: plainActions(given.actions),
    retryAfterSeconds: waitOf(raw, given, nowMs),
    hasRetryAfter: parseRetryAfter(raw.retryAfter, nowMs) !== undefined,
    extensions: publicExtensions(given.extensions, raw.status, upstreamUrl),
    headers: raw.headers,
  }
}

const ACTION_MEMBERS = ['rel', 'method', 'href', 'operation_id', 'hint', 'schema_ref']

/** Makes actions flat, so that they can be remembered: what is nested deep enough cannot be written as JSON. */
function plainActions(actions: unknown): RawAction[] {
  if (!Array.isArray(actions)) return []
  return actions.slice(0, MAX_ACTIONS).flatMap((action: unknown) => {
    if (typeof action !== 'object' || action === null) return []
    const members = ACTION_MEMBERS.flatMap((name) => {
      const value = (action as Record<string, unknown>)[name]
      const isPlain = typeof value !== 'object' || value === null
      return value === undefined ? [] : [[name, isPlain ? value : false]]
    })
    return [Object.fromEntries(members)]
  })
}

/** Says a text as far as it may be said; undefined where nothing of it may. */
type Say = (text: string) => string | undefined

/** Creates a {@link Say}: of a 5xx a text is said whole or not at all, of a 4xx with what must not be said masked. */
function sayer(status: number, upstreamUrl: string, maxLength?: number): Say {
  if (status < 500) return (text) => publicText(text, upstreamUrl, maxLength)
  return (text) => (isPublicServerText(text, upstreamUrl, maxLength) ? text : undefined)
}

function first(texts: readonly unknown[], say: Say): string | undefined {
  for (const text of texts) {
    const said = typeof text === 'string' ? say(text) : undefined
    if (said !== undefined) return said
  }
  return undefined
}

function codeIn(code: unknown, upstreamUrl: string): string | undefined {
  const isCode =
    typeof code === 'string' &&
    SNAKE_CASE.test(code) &&
    !code.endsWith('_') &&
    !code.includes('__') &&
    isPublicText(code, upstreamUrl)
  return isCode ? code : undefined
}

function waitOf(
  { retryAfter }: RawError,
  { retryAfterSeconds: inBody }: ErrorMembers,
  nowMs: number,
): number | undefined {
  const inHeader = parseRetryAfter(retryAfter, nowMs)
  const isNumber = typeof inBody === 'number' && Number.isFinite(inBody) && inBody >= 0
  const waits = [inHeader, isNumber ? clampSeconds(inBody) : undefined]
  const known = waits.filter((wait) => wait !== undefined)
  return known.length > 0 ? Math.max(...known) : undefined
}

function errorOf({ pointer, detail }: InputError, say: Say, upstreamUrl: string): InputError[] {
  const read = pointer.replaceAll('~1', '/').replaceAll('~0', '~')
  const isPointer =
    pointer.length <= MAX_POINTER_LENGTH &&
    !pointer.includes('<') &&
    // Dots between its names or slashes: neither may show a host.
    [read, read.slice(1).replaceAll('/', '.')].every((name) => isShownName(name, upstreamUrl))
  const said = say(detail)
  return isPointer && said !== undefined ? [{ pointer, detail: said }] : []
}

/** Faults alone say in a sentence what is wrong. */
function joined(errors: readonly InputError[]): string {
  const said = errors.slice(0, 5).map(({ pointer, detail }) => {
    const name = pointer.slice(1).replaceAll('/', '.')
    return name === '' ? detail : `${name}: ${detail}`
  })
  return said.join('; ')
}

/** Tells whether a name may be shown, as it is or not at all. The empty pointer is the whole of the input. */
function isShownName(name: string, upstreamUrl: string): boolean {
  return name === '' || isPublicText(name, upstreamUrl)
}

/** Allows only addresses of the API's public documentation: any other could name a host that is nobody's business. */
function isDocumentationUrl(type: unknown, upstreamUrl: string): type is string {
  return (
    typeof type === 'string' &&
    /^https:\/\/(?:docs|errors)\.everruns\.com\/[\w/.-]*$/.test(type) &&
    isPublicText(type, upstreamUrl)
  )
}

/** RFC 9457 section 3.2: names that every format can hold. */
const EXTENSION_NAME = /^[A-Za-z][A-Za-z0-9_]{2,63}$/

/** Bytes of JSON of all extensions of a problem. */
const MAX_EXTENSIONS_BYTES = 16 * 1024

const MAX_EXTENSION_DEPTH = 8

/** Members of the upstream's own, with the same masks in all their texts; none where they are too large together. */
function publicExtensions(
  members: ErrorMembers['extensions'],
  status: number,
  upstreamUrl: string,
): Record<string, unknown> {
  // A member is whole: what is longer than all may be together shows in their length.
  const say = sayer(status, upstreamUrl, MAX_EXTENSIONS_BYTES)
  const kept = members.flatMap(([name, value]) => {
    if (!EXTENSION_NAME.test(name) || !isPublicText(name, upstreamUrl)) return []
    const shown = shownValue(value, say, upstreamUrl, 0)
    return shown === undefined ? [] : [[name, shown] as const]
  })
  const extensions = Object.fromEntries(kept)
  return utf8Bytes(JSON.stringify(extensions)).length < MAX_EXTENSIONS_BYTES ? extensions : {}
}

function shownValue(value: unknown, say: Say, upstreamUrl: string, depth: number): unknown {
  if (typeof value === 'string') return value === '' ? value : say(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_EXTENSION_DEPTH) return undefined
  const inside = (item: unknown) => shownValue(item, say, upstreamUrl, depth + 1)
  if (Array.isArray(value)) return value.map(inside).filter((item) => item !== undefined)
  const members = Object.entries(value).flatMap(([name, item]) => {
    const shown = isShownName(name, upstreamUrl) ? inside(item) : undefined
    return shown === undefined ? [] : [[name, shown] as const]
  })
  return Object.fromEntries(members)
}
