import {
  createLinkFinder,
  type Entity,
  type EntityLinkScope,
  LINK_NAMES,
  linkEdits,
} from '../resources/entity-links.ts'
import { utf8Bytes } from '../syntax/bytes.ts'
import { type EditedBytes, editedBytes, joinEdited, wholeBytes } from '../syntax/edited-bytes.ts'
import { JsonSyntaxError, memberNames, readJson, stringOf, textOf } from '../syntax/json-bytes.ts'
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
  /** The row's object, or the members that were asked for. */
  readonly spans: readonly Span[]
}

const ROW_NAMES = ['id', 'created_at', 'updated_at', ...LINK_NAMES]
const ROW = memberNames(ROW_NAMES)

/** The first of the three bytes that some put before UTF-8 (RFC 8259 section 8.1). */
const BYTE_ORDER_MARK = 0xef
const QUOTE = 0x22
const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b

const [OPENING, COMMA, CLOSING] = ['{', ',', '}'].map((text) => wholeBytes(utf8Bytes(text))) as [
  EditedBytes,
  EditedBytes,
  EditedBytes,
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
    const spans: Span[] = []
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
        spans.push({ start: nameStart, end, firstLink, lastLink: finder.links.length })
      }
      return end
    })
    if (id === undefined || createdAt === undefined) {
      throw new WindowShapeError()
    }
    if (!fields) {
      spans.push({ start, end, firstLink: ownFirstLink, lastLink: finder.links.length })
    }
    rows.push({ id, key: key === 'created_at' ? createdAt : (updatedAt ?? ''), createdAt, spans })
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
  const parts = found.map(({ spans }) => spans.map(partOf))
  const texts = decodeAll(
    bytes,
    found.flatMap(({ id, key, createdAt }) => [id, key, createdAt]),
  )
  const rowBytes = fields ? cutRows(parts) : parts.map(([row]) => row as EditedBytes)
  return {
    rows: rowBytes.map((bytes, index) => ({
      id: texts[3 * index] as string,
      key: texts[3 * index + 1] as string,
      bytes,
    })),
    createdAt: rowBytes.map((_, index) => texts[3 * index + 2] as string),
    members: new Map(Array.from(members, ([name, span]) => [name, joinEdited([partOf(span)])])),
  }
}

/** Rows of the members that were asked for: written, since little is left of what would be kept for them. */
function cutRows(rows: readonly (readonly EditedBytes[])[]): EditedBytes[] {
  return rows.map((members) => wholeBytes(joinEdited([OPENING, ...separated(members), CLOSING])))
}

function separated(parts: readonly EditedBytes[]): EditedBytes[] {
  return parts.flatMap((part, index) => (index > 0 ? [COMMA, part] : [part]))
}

/** Returns the texts, of which those that are places are decoded in one. */
function decodeAll(bytes: Uint8Array, texts: readonly FoundText[]): string[] {
  const places = texts.filter((text) => typeof text !== 'string')
  const gathered = new Uint8Array(places.reduce((sum, { start, end }) => sum + end - start, 0))
  let length = 0
  for (const { start, end } of places) {
    for (let at = start; at < end; at += 1) gathered[length + at - start] = bytes[at] as number
    length += end - start
  }
  const all = textOf(gathered, 0, length)
  let next = 0
  return texts.map((text) => {
    if (typeof text === 'string') return text
    next += text.end - text.start
    return all.slice(next - text.end + text.start, next)
  })
}

function checkUtf8(bytes: Uint8Array): void {
  try {
    STRICT_UTF8.decode(bytes)
  } catch {
    throw new JsonSyntaxError()
  }
}
