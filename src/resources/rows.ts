import { textOf } from '../syntax/bytes.ts'
import { isObject } from '../syntax/json.ts'
import { memberNames, readJson } from '../syntax/json-bytes.ts'

/** A row of a list, as it stands in the text. */
interface ListRow {
  id: string
  /** The row's own bytes, an object. */
  text: string
  isArchived: boolean
}

/** A list's text, cut into its rows. */
interface CutList {
  /** Up to the first row. */
  before: string
  rows: ListRow[]
  /** From behind the last row on. */
  after: string
}

const DATA = memberNames(['data'])

/**
 * Cuts the text of a list of harnesses into its rows, so that each can be added to while its bytes stay.
 *
 * @param text JSON that was checked: an object whose `data` is a list of objects with an `id`
 */
export function cutRows(text: string): CutList {
  const { data } = JSON.parse(text) as { data: unknown[] }
  const bytes = new TextEncoder().encode(text)
  const json = readJson(bytes)
  let starts: number[] = []
  let ends: number[] = []
  let listStart = 0
  let listEnd = 0
  json.eachMember(json.skipSpace(0), DATA, (_, valueStart) => {
    // Of two members of one name the later counts, as it does for `JSON.parse`.
    starts = []
    ends = []
    listStart = valueStart + 1
    const end = json.eachElement(valueStart, (start) => {
      starts.push(start)
      const rowEnd = json.valueEnd(start)
      ends.push(rowEnd)
      return rowEnd
    })
    listEnd = end - 1
    return end
  })
  const rows = data.flatMap((row, index) => {
    if (!isObject(row) || typeof row.id !== 'string') return []
    const isArchived = row.status === 'archived'
    const own = textOf(bytes, starts[index] ?? 0, ends[index] ?? 0)
    return [{ id: row.id, text: own, isArchived }]
  })
  const [before, after] = [textOf(bytes, 0, listStart), textOf(bytes, listEnd, bytes.length)]
  return { before, rows, after }
}

/**
 * Returns an object's text with one member more at its end, its value as it is given.
 *
 * @param object the text of a JSON object that has members
 */
export function withMember(object: string, name: string, value: string): string {
  const end = object.lastIndexOf('}')
  return `${object.slice(0, end)},${JSON.stringify(name)}:${value}}`
}
