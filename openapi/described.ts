import type { Json } from './json.ts'

/** What is known of an operation beyond what the upstream's listing says. */
export interface Described {
  summary: string
  description?: string
  /** Beside those of the path, of the upstream's listing, and of every cached route. */
  parameters?: readonly Json[]
  /** Name of the body's schema. */
  takes?: string
  /** Status of the success; 200 where it is left out. */
  status?: number
  /** Schema of the success's body; nothing is said of a body where it is left out. */
  gives?: Json
  /** Other media types of the success, with their schemas. */
  alsoGives?: Readonly<Record<string, Json>>
  /** Response headers beside those that all of its kind have. */
  headers?: readonly string[]
  /** Whether its pages have an `ETag` and a 304 though nothing is stored. */
  isConditional?: true
}

/** Operations by `METHOD /path`. */
export type DescribedOperations = Readonly<Record<string, Described>>
