import {
  createLinkFinder,
  createLinkMover,
  type Entity,
  type EntityLinkScope,
  type FoundLink,
} from '../resources/entity-links.ts'
import { hasControls, JsonTextError, readJson } from '../syntax/json-text.ts'
import type { SortKey } from './list-query.ts'
import type { Row } from './walk/cursor-state.ts'

/** The body is not what the edge relies on: an object whose `data` are sessions with `id` and `created_at`. */
export class WindowShapeError extends Error {
  override readonly name = 'WindowShapeError'
}

/** How a window's text is read. */
export interface WindowReading {
  /** The timestamp that the list is ordered by. */
  readonly key: SortKey
  /** The members that each row is to hold; undefined for all. */
  readonly fields: ReadonlySet<string> | undefined
  readonly links: EntityLinkScope
}

/** The upstream's answer to a call of its list, as bytes that hold nothing of its text. */
export interface WindowText {
  readonly rows: readonly Row[]
  /** The `created_at` of each row, by whichever key the list is read. */
  readonly createdAt: readonly string[]
  /** Every member of the body but `data`: its JSON, by its name. */
  readonly members: ReadonlyMap<string, Uint8Array>
}

/** A place in a text, and which of the links that were found lie in it: those from the first one to before the last. */
interface Span {
  readonly start: number
  readonly end: number
  readonly firstLink: number
  readonly lastLink: number
}

/** A row as it was found: the strings that the edge reads, and what of its text it gives. */
interface FoundRow {
  readonly id: string
  readonly key: string
  readonly createdAt: string
  /** The row's object, or the members that were asked for. */
  readonly spans: readonly Span[]
}

const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b

/**
 * Reads a window's text in one look: finds its rows, what the walk compares, the links to be moved and the members
 * that were asked for. A row keeps its bytes but for its own links. Of several members of one name the last counts,
 * as with `JSON.parse`; of `data` too.
 *
 * @throws JsonTextError, SyntaxError where the text is not JSON
 * @throws WindowShapeError where it is not what the edge relies on
 */
export function readWindowText(text: string, { key, fields, links }: WindowReading): WindowText {
  // Where there is white space of that kind, or worse, the platform's parser says which.
  if (hasControls(text)) JSON.parse(text)
  const json = readJson(text)
  const finder = createLinkFinder(json)
  const body: Entity = { base: undefined }
  const members = new Map<string, Span>()
  let found: FoundRow[] | undefined
  const start = json.skipSpace(0)
  if (text.charCodeAt(start) !== OPEN_OBJECT) throw new WindowShapeError('The body is no object')
  const end = json.eachMember(start, (nameStart, nameEnd, at) => {
    if (json.isName(nameStart, nameEnd, 'data')) {
      if (text.charCodeAt(at) !== OPEN_ARRAY) throw new WindowShapeError('The data is no array')
      const rows: FoundRow[] = []
      found = rows
      return json.eachElement(at, (row) => readRow(row, rows))
    }
    const name = json.stringAt(nameStart, nameEnd) ?? ''
    const firstLink = finder.links.length
    const end = finder.readMember(body, nameStart, nameEnd, at)
    members.set(name, { start: at, end, firstLink, lastLink: finder.links.length })
    return end
  })
  if (json.skipSpace(end) !== text.length) throw new JsonTextError('The text goes on')
  if (found === undefined) throw new WindowShapeError('The body has no data')

  function readRow(start: number, rows: FoundRow[]): number {
    if (text.charCodeAt(start) !== OPEN_OBJECT) throw new WindowShapeError('A row is no object')
    const entity: Entity = { base: undefined }
    const spans: Span[] = []
    const ownFirstLink = finder.links.length
    let id: string | undefined
    let createdAt: string | undefined
    let updatedAt: string | undefined
    const end = json.eachMember(start, (nameStart, nameEnd, at) => {
      const isId = json.isName(nameStart, nameEnd, 'id')
      const isCreated = json.isName(nameStart, nameEnd, 'created_at')
      const isUpdated = json.isName(nameStart, nameEnd, 'updated_at')
      const isKept = fields?.has(json.stringAt(nameStart, nameEnd) ?? '')
      const firstLink = finder.links.length
      const end = finder.readMember(entity, nameStart, nameEnd, at)
      if (isId) id = json.stringAt(at, end)
      if (isCreated) createdAt = json.stringAt(at, end)
      if (isUpdated) updatedAt = json.stringAt(at, end)
      if (isKept) spans.push({ start: nameStart, end, firstLink, lastLink: finder.links.length })
      return end
    })
    if (id === undefined || createdAt === undefined) {
      throw new WindowShapeError('A session has no ID or no time of creation')
    }
    if (!fields) {
      spans.push({ start, end, firstLink: ownFirstLink, lastLink: finder.links.length })
    }
    rows.push({ id, key: key === 'created_at' ? createdAt : (updatedAt ?? ''), createdAt, spans })
    return end
  }

  const write = createSpanWriter(text, finder.links, createLinkMover(links))
  return {
    ...detachRows(found, (spans) => {
      const texts = spans.map(write).join(',')
      return fields ? `{${texts}}` : texts
    }),
    members: new Map(Array.from(members, ([name, span]) => [name, encode(write(span))])),
  }
}

const encoder = new TextEncoder()
const encode = (text: string) => encoder.encode(text)

/** Creates the function that gives the text of a span with the links in it moved. */
function createSpanWriter(
  text: string,
  links: readonly FoundLink[],
  move: ReturnType<typeof createLinkMover>,
): (span: Span) => string {
  return ({ start, end, firstLink, lastLink }) => {
    let out = ''
    let copied = start
    for (let at = firstLink; at < lastLink; at += 1) {
      const link = links[at]
      if (link === undefined) break
      out += text.slice(copied, link.start) + move(text.slice(link.start, link.end), link.entity)
      copied = link.end
    }
    return out + text.slice(copied, end)
  }
}

/** The rows' bytes, side by side in one buffer, and their strings: nothing of it keeps the window's text alive. */
function detachRows(
  found: readonly FoundRow[],
  write: (spans: readonly Span[]) => string,
): Pick<WindowText, 'rows' | 'createdAt'> {
  let text = ''
  const ends = found.map(({ spans }) => {
    text += write(spans)
    return text.length
  })
  const bytes = encode(text)
  const isAscii = bytes.length === text.length
  const strings = detach(found.flatMap(({ id, key, createdAt }) => [id, key, createdAt]))
  let [at, byteAt] = [0, 0]
  const rows = ends.map((end, index) => {
    const byteEnd = byteAt + (isAscii ? end - at : utf8Length(text, at, end))
    const [id = '', key = ''] = strings.slice(3 * index, 3 * index + 2)
    const row: Row = { id, key, bytes: bytes.subarray(byteAt, byteEnd) }
    at = end
    byteAt = byteEnd
    return row
  })
  return { rows, createdAt: rows.map((_, index) => strings[3 * index + 2] ?? '') }
}

/** Copies of strings: a string that was cut from a longer one keeps that one in memory. */
function detach(strings: readonly string[]): string[] {
  const all = strings.join('')
  let at = 0
  return strings.map(({ length }) => {
    at += length
    return all.slice(at - length, at)
  })
}

/** Bytes that the text between two positions takes as UTF-8. It has no half of a surrogate pair. */
function utf8Length(text: string, start: number, end: number): number {
  let length = end - start
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code < 0x80) continue
    // A pair is two units and four bytes.
    length += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2
  }
  return length
}
