import {
  createLinkFinder,
  type Entity,
  type EntityLinkScope,
  LINK_NAMES,
  linkEdits,
} from '../resources/entity-links.ts'
import { textOf, utf8Bytes } from '../syntax/bytes.ts'
import { type Edit, type EditedBytes, editedBytes, joinEdited } from '../syntax/edited-bytes.ts'
import { JsonSyntaxError, memberNames, readJson, stringOf } from '../syntax/json-bytes.ts'
import type { SortKey } from './list-query.ts'
import type { Row } from './walk/cursor-state.ts'

/** The body is not what the edge relies on: an object whose `data` are sessions with `id` and `created_at`. */
export class WindowShapeError extends Error {
  override readonly name = 'WindowShapeError'
}

/** How a window is read. */
export interface WindowReading {
  /** The timestamp that the list is ordered by. */
  readonly key: SortKey
  /** The members that each row is to hold; undefined for all. */
  readonly fields: ReadonlySet<string> | undefined
  readonly links: EntityLinkScope
}

/** The upstream's answer to a call of its list. Its rows are parts of the answer's own bytes, but for those cut down. */
export interface WindowBody {
  readonly rows: readonly Row[]
  /** The `created_at` of each row, by whichever key the list is read. */
  readonly createdAt: readonly string[]
  /** Every member of the body but `data`: its JSON, by its name. */
  readonly members: ReadonlyMap<string, Uint8Array>
}

/** A place in the body, and which of the links that were found lie in it: those from the first one to before the last. */
interface Span {
  readonly start: number
  readonly end: number
  readonly firstLink: number
  readonly lastLink: number
}

/** A string that was found, or the place of one that is plain ASCII: these are decoded all at once. */
type FoundText = string | { readonly start: number; readonly end: number }

/** A row as it was found: the values that the edge reads, and what of it is to be given. */
interface FoundRow {
  readonly id: FoundText
  readonly key: FoundText
  readonly createdAt: FoundText
  /** The row's object. */
  readonly whole: Span
  /** The members that were asked for; undefined for all. */
  readonly cut: readonly Span[] | undefined
}

const ROW_NAMES = ['id', 'created_at', 'updated_at', ...LINK_NAMES]
const ROW = memberNames(ROW_NAMES)

/** The first of the three bytes that some put before UTF-8 (RFC 8259 section 8.1). */
const BYTE_ORDER_MARK = 0xef
const QUOTE = 0x22
const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b

const [OPENING, COMMA, CLOSING, EMPTY] = ['{', ',', '}', '{}'].map(utf8Bytes) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
]

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads a window's bytes in one look: finds its rows, what the walk compares, the links to be moved and the members
 * that were asked for. A row keeps its bytes but for its own links. Of several members of one name the last counts,
 * as with `JSON.parse`; of `data` too.
 *
 * @throws JsonSyntaxError where the body is not JSON in UTF-8
 * @throws WindowShapeError where it is not what the edge relies on
 */
export function readWindowBody(
  bytes: Uint8Array,
  { key, fields, links }: WindowReading,
): WindowBody {
  const json = readJson(bytes)
  const finder = createLinkFinder(json)
  const names = fields ? memberNames([...ROW_NAMES, ...fields]) : ROW
  const body: Entity = { base: undefined }
  const members = new Map<string, Span>()
  let found: FoundRow[] | undefined
  const start = json.skipSpace(bytes[0] === BYTE_ORDER_MARK ? 3 : 0)
  if (bytes[start] !== OPEN_OBJECT) throw new WindowShapeError()
  const end = json.eachMember(start, undefined, (name, at) => {
    if (name === 'data') {
      if (bytes[at] !== OPEN_ARRAY) throw new WindowShapeError()
      const rows: FoundRow[] = []
      found = rows
      return json.eachElement(at, (row) => readRow(row, rows))
    }
    const firstLink = finder.links.length
    const end = finder.readMember(body, name, at)
    members.set(name, { start: at, end, firstLink, lastLink: finder.links.length })
    return end
  })
  if (json.skipSpace(end) !== bytes.length) throw new JsonSyntaxError()
  if (!json.isAscii()) checkUtf8(bytes)
  if (found === undefined) throw new WindowShapeError()

  function readRow(start: number, rows: FoundRow[]): number {
    if (bytes[start] !== OPEN_OBJECT) throw new WindowShapeError()
    const entity: Entity = { base: undefined }
    const cut: Span[] | undefined = fields && []
    const ownFirstLink = finder.links.length
    let id: FoundText | undefined
    let createdAt: FoundText | undefined
    let updatedAt: FoundText | undefined
    const end = json.eachMember(start, names, (name, at, nameStart) => {
      const firstLink = finder.links.length
      const end = finder.readMember(entity, name, at)
      if (name === 'id') id = readString(at, end)
      else if (name === 'created_at') createdAt = readString(at, end)
      else if (name === 'updated_at' && key === name) updatedAt = readString(at, end)
      if (fields?.has(name)) {
        cut?.push({ start: nameStart, end, firstLink, lastLink: finder.links.length })
      }
      return end
    })
    if (id === undefined || createdAt === undefined) {
      throw new WindowShapeError()
    }
    const whole = { start, end, firstLink: ownFirstLink, lastLink: finder.links.length }
    const sortKey = key === 'created_at' ? createdAt : (updatedAt ?? '')
    rows.push({ id, key: sortKey, createdAt, whole, cut })
    return end
  }

  /** The value of the body that was read just now, where it is a string. */
  function readString(start: number, end: number): FoundText | undefined {
    return json.isPlain() && bytes[start] === QUOTE
      ? { start: start + 1, end: end - 1 }
      : stringOf(bytes, start, end)
  }

  const edits = linkEdits(bytes, finder.links, links)
  const partOf = ({ start, end, firstLink, lastLink }: Span) =>
    editedBytes(bytes, [start, end], edits, [firstLink, lastLink])
  const ids = decodeAll(bytes, found, ({ id }) => id)
  const keys = decodeAll(bytes, found, ({ key }) => key)
  const parts = fields
    ? writtenRows(found.map((row) => cutRow(bytes, row, edits)))
    : found.map(({ whole }) => partOf(whole))
  const rows = parts.map((part, index): Row => {
    return { id: ids[index] as string, key: keys[index] as string, bytes: part }
  })
  return {
    rows,
    createdAt: key === 'created_at' ? keys : decodeAll(bytes, found, ({ createdAt }) => createdAt),
    members: new Map(Array.from(members, ([name, span]) => [name, joinEdited([partOf(span)])])),
  }
}

/** Returns a row as an object of the members that were asked for: all between them is taken out. */
function cutRow(
  bytes: Uint8Array,
  { whole, cut = [] }: FoundRow,
  links: readonly (Edit | undefined)[],
): EditedBytes {
  const edits: (Edit | undefined)[] = []
  let kept = whole.start
  for (const { start, end, firstLink, lastLink } of cut) {
    edits.push({ start: kept, end: start, bytes: kept === whole.start ? OPENING : COMMA })
    for (let index = firstLink; index < lastLink; index += 1) edits.push(links[index])
    kept = end
  }
  edits.push({ start: kept, end: whole.end, bytes: cut.length > 0 ? CLOSING : EMPTY })
  return editedBytes(bytes, [whole.start, whole.end], edits)
}

/** Writes rows, one behind the other: little is left of what would be kept for them. */
function writtenRows(rows: readonly EditedBytes[]): EditedBytes[] {
  const written = joinEdited(rows)
  let end = 0
  return rows.map(({ length }) => {
    end += length
    return editedBytes(written, [end - length, end])
  })
}

/** Returns one text of each row, of which those that are places are decoded in one. */
function decodeAll(
  bytes: Uint8Array,
  rows: readonly FoundRow[],
  textIn: (row: FoundRow) => FoundText,
): string[] {
  let length = 0
  for (const row of rows) length += lengthOf(textIn(row))
  const gathered = new Uint8Array(length)
  let end = 0
  for (const row of rows) {
    const text = textIn(row)
    if (typeof text === 'string') continue
    for (let at = text.start; at < text.end; at += 1) gathered[end++] = bytes[at] as number
  }
  const all = textOf(gathered, 0, length)
  let next = 0
  return rows.map((row) => {
    const text = textIn(row)
    if (typeof text === 'string') return text
    next += lengthOf(text)
    return all.slice(next - lengthOf(text), next)
  })
}

/** Bytes that are to be decoded. */
const lengthOf = (text: FoundText) => (typeof text === 'string' ? 0 : text.end - text.start)

function checkUtf8(bytes: Uint8Array): void {
  try {
    STRICT_UTF8.decode(bytes)
  } catch {
    throw new JsonSyntaxError()
  }
}
