import { isObject, parseJson } from '../syntax/json.ts'
import type { InputError } from './problem.ts'

/** The members that an error body of any form may give; none is checked yet. */
export interface ErrorMembers {
  type?: unknown
  title?: unknown
  code?: unknown
  actions?: unknown
  retryAfterSeconds?: unknown
  /** What may be the problem's `detail`, the best first. */
  details: readonly unknown[]
  /** The same from a form other than a problem: shown for a 4xx only. */
  sentences: readonly unknown[]
  errors: readonly InputError[]
  /** Every other member. */
  extensions: readonly (readonly [string, unknown])[]
}

const MAX_ERRORS = 50

/** How deep faults are looked for in the faults of an object. */
const MAX_DEPTH = 3

/** Members that the edge's problem has of its own; RFC 9457 section 3.2 calls all others extensions. */
const OWN_MEMBERS: ReadonlySet<string> = new Set([
  ...['type', 'title', 'status', 'detail', 'instance', 'code', 'request_id', 'allowed_actions'],
  ...['retry_after_seconds', 'errors'],
])

const NOTHING: ErrorMembers = { details: [], sentences: [], errors: [], extensions: [] }

/**
 * Reads an error's body in whichever form it has: problem JSON, `{"error":"…"}`, `{"error":{code,message}}`,
 * OAuth's `error_description`, faults as a list or an object, plain text.
 *
 * @param contentType the `Content-Type` header; null where absent
 */
export function readErrorBody(contentType: string | null, text: string): ErrorMembers {
  const body = parseJson(text)
  if (isObject(body)) return readRecord(body)
  const isPlainText = contentType === null || /^text\/plain\b/i.test(contentType)
  const isSentence = isPlainText && typeof body !== 'object'
  return isSentence ? { ...NOTHING, sentences: [text] } : NOTHING
}

function readRecord(body: Record<string, unknown>): ErrorMembers {
  const { detail, error, error_description: description } = body
  const nested = isObject(error) ? error : {}
  const isOAuth = typeof error === 'string' && typeof description === 'string'
  const errors = [...faultsIn(body.errors), ...faultsIn(detail)]
  return {
    type: body.type,
    title: body.title,
    code: body.code ?? nested.code ?? (isOAuth ? error : undefined),
    actions: body.allowed_actions,
    retryAfterSeconds: body.retry_after_seconds,
    details: [detail, isObject(detail) ? sentenceIn(detail) : undefined],
    sentences: [description, error, sentenceIn(nested), body.message],
    errors: errors.slice(0, MAX_ERRORS),
    extensions: Object.entries(body).filter(([name]) => !OWN_MEMBERS.has(name)),
  }
}

/** Names that a sentence goes by; in the items of a list more of them do. */
const SENTENCE_NAMES = ['detail', 'message', 'msg']
const ITEM_SENTENCE_NAMES = [...SENTENCE_NAMES, 'description', 'reason', 'error', 'title']

function sentenceIn(
  record: Record<string, unknown>,
  names: readonly string[] = SENTENCE_NAMES,
): string | undefined {
  const name = names.find((known) => typeof record[known] === 'string')
  return name === undefined ? undefined : String(record[name])
}

/** Returns the faults of a list; a sentence, or an object around one, lists none. */
function faultsIn(value: unknown): InputError[] {
  const isList = Array.isArray(value) || (isObject(value) && sentenceIn(value) === undefined)
  return isList ? faultsOf(value, 0, '') : []
}

/**
 * Returns the faults in a list of sentences or objects, or in an object whose members are named like the input's.
 *
 * @param pointer RFC 6901, of the value that they are faults of
 */
function faultsOf(value: unknown, depth: number, pointer: string): InputError[] {
  if (typeof value === 'string') return [{ pointer, detail: value }]
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) {
    return value.slice(0, MAX_ERRORS).flatMap((item) => itemFaults(item, pointer))
  }
  const record = value as Record<string, unknown>
  const detail = depth > 0 ? sentenceIn(record) : undefined
  if (detail !== undefined) return [{ pointer, detail }]
  return Object.entries(record)
    .slice(0, MAX_ERRORS)
    .flatMap(([name, item]) => faultsOf(item, depth + 1, `${pointer}/${escaped(name)}`))
}

function itemFaults(item: unknown, pointer: string): InputError[] {
  if (!isObject(item)) return typeof item === 'string' ? [{ pointer, detail: item }] : []
  const detail = sentenceIn(item, ITEM_SENTENCE_NAMES)
  return detail === undefined ? [] : [{ pointer: pointerIn(item) ?? pointer, detail }]
}

/** Names that a fault's place goes by, besides `pointer` and JSON:API's `source.pointer`. */
const PLACE_NAMES = ['pointer', 'loc', 'path', 'field', 'param', 'parameter', 'property', 'name']

function pointerIn(record: Record<string, unknown>): string | undefined {
  if (isObject(record.source)) return pointerIn(record.source)
  const places = PLACE_NAMES.map((name) => record[name])
  const place = places.find((known) => typeof known === 'string' || Array.isArray(known))
  if (typeof place === 'string') {
    if (place === '' || place.startsWith('/')) return place
    return place.startsWith('#/') ? place.slice(1) : `/${escaped(place).replaceAll('.', '/')}`
  }
  if (!Array.isArray(place)) return undefined
  const parts = place.filter((part) => typeof part === 'string' || typeof part === 'number')
  // A validator's `loc` begins with where the input was: of the body a pointer says no more.
  const inside = parts[0] === 'body' ? parts.slice(1) : parts
  return inside.map((part) => `/${escaped(String(part))}`).join('')
}

/** Escapes a name for a pointer, RFC 6901 section 3. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
