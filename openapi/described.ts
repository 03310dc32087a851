import type { Json } from './json.ts'

/** How long a cached route's answer serves; each bound names its variable. */
export interface CacheFacts {
  /** Served without asking. */
  maxAge: Bound
  /** After that: served at once, while one refresh runs behind it. */
  staleWhileRevalidate?: Bound
  /** After `maxAge`: may be served while the API fails. */
  staleIfError?: Bound
  /** What else decides, in words. */
  note?: string
}

/** Name of the variable whose value, in seconds, bounds it. */
export type Bound = string

/** What is known of an operation beyond what the upstream's listing says. */
export interface Described {
  summary: string
  description?: string
  /** Beside those of the path. */
  parameters?: readonly Json[]
  requestBody?: Json
  /** By status; a 304 is added where `cache` says that there is one. */
  responses: Json
  cache?: CacheFacts
  /** Whether it is answered to anybody. */
  isPublic?: true
}

/** Operations by `METHOD /path`. */
export type DescribedOperations = Readonly<Record<string, Described>>
