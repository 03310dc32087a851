/** Headers by their names, one value each, as `Response` and `fetch` take them. */
export type HeaderRecord = Record<string, string>
