/** Headers by their names, one value each, as `Response` and `fetch` take them. */
export type HeaderRecord = Record<string, string>

/** What stands in a text for bytes that are no UTF-8. */
const LOST = '\ufffd'

/** Tells whether the text of a header lacks bytes that the header has. */
export const hasLostBytes = (value: string) => value.includes(LOST)
