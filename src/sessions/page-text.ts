import { JsonTextError, readJson } from '../syntax/json-text.ts'

/** The text of a list's page, cut into the original texts of its parts. */
export interface PageText {
  /** Each element of `data`. */
  readonly rows: readonly string[]
  /** Every other member, in the page's order. */
  readonly members: ReadonlyMap<string, string>
}

const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b

/**
 * Cuts a page's JSON text into the texts of its rows and members, so that another page can be put
 * together from them with numbers, order and unknown members as they were. Of members of one name
 * the last counts, as with `JSON.parse`.
 *
 * The text must be valid JSON: what it says inside the parts is not checked.
 *
 * @throws JsonTextError when it is no object with a `data` array
 */
export function cutPageText(text: string): PageText {
  const json = readJson(text)
  const members = new Map<string, string>()
  let rows: string[] | undefined
  const start = json.skipSpace(0)
  if (text.charCodeAt(start) !== OPEN_OBJECT) throw new JsonTextError('The page is no object')
  json.eachMember(start, (nameStart, nameEnd, at) => {
    if (!json.isName(nameStart, nameEnd, 'data')) {
      const end = json.valueEnd(at)
      members.set(String(json.stringAt(nameStart, nameEnd)), text.slice(at, end))
      return end
    }
    if (text.charCodeAt(at) !== OPEN_ARRAY) {
      throw new JsonTextError('The data of the page is no array')
    }
    const found: string[] = []
    rows = found
    return json.eachElement(at, (row) => {
      const end = json.valueEnd(row)
      found.push(text.slice(row, end))
      return end
    })
  })
  if (rows === undefined) throw new JsonTextError('The page has no data')
  return { rows, members }
}

/** A page's JSON text from the texts of its rows and of its other members. */
export function composePageText(
  rows: readonly string[],
  members: Iterable<readonly [string, string]>,
): string {
  const others = Array.from(members, ([name, value]) => `,${JSON.stringify(name)}:${value}`)
  return `{"data":[${rows.join(',')}]${others.join('')}}`
}
