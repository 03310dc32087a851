// The core alone: what zod puts around it for chains of methods is 2.5 KiB of the bundle.
import * as z from 'zod/v4/core'
import { HOP_BY_HOP } from './syntax/hop-by-hop.ts'

/** The upstream a deployment without any variable works against. */
export const DEFAULT_UPSTREAM_URL = 'https://app.everruns.com/api'

const ONE_YEAR_SECONDS = 31_536_000
const MAX_TIMEOUT_MS = 600_000

/** A read that outlives `waitUntil` (30 s after the response) would be lost with what it brings. */
const MAX_READ_TIMEOUT_MS = 25_000

const MAX_CALLS_PER_MINUTE = 1_000_000

/**
 * Describes a variable: its value where it is not set, the rule that a given one breaks, and the value of one that
 * breaks none. `[vars]` holds strings, `wrangler.toml` may also hold TOML integers: both are read as text.
 */
function variable<Value>(
  fallback: Value,
  brokenRule: (given: unknown) => string | undefined,
  read: (text: string) => Value,
) {
  return checked(
    (given) => (given === undefined ? undefined : brokenRule(given)),
    (given) => (given === undefined ? fallback : read(String(given))),
  )
}

function checked<Value>(
  brokenRule: (given: unknown) => string | undefined,
  read: (given: unknown) => Value,
) {
  const transform: z.$ZodTransformDef['transform'] = (given, { issues }) => {
    const message = brokenRule(given)
    if (message === undefined) return read(given)
    issues.push({ code: 'custom', input: given, message })
    return z.NEVER
  }
  const schema = new z.$ZodTransform({ type: 'transform', transform })
  return schema as z.$ZodTransform<Value, unknown>
}

function text<Value>(
  fallback: Value,
  rule: string,
  isValid: (given: string) => boolean,
  read: (given: string) => Value,
) {
  return variable(fallback, (given) => brokenTextRule(given, rule, isValid), read)
}

function brokenTextRule(given: unknown, rule: string, isValid: (given: string) => boolean) {
  if (typeof given !== 'string') return 'must be a string'
  return isValid(given) ? undefined : rule
}

/** Describes a number within bounds, in the form that a pattern allows. */
function number(fallback: number, rule: string, form: RegExp, min: number, max: number) {
  const isValid = (given: unknown) =>
    (typeof given === 'string' || typeof given === 'number') &&
    form.test(String(given)) &&
    Number(given) >= min &&
    Number(given) <= max
  return variable(fallback, (given) => (isValid(given) ? undefined : rule), Number)
}

const wholeNumber = (fallback: number, min: number, max: number) =>
  number(fallback, `must be a whole number from ${min} to ${max}`, /^\d{1,10}$/, min, max)

const seconds = (fallback: number) => wholeNumber(fallback, 0, ONE_YEAR_SECONDS)

const share = (fallback: number) =>
  number(fallback, 'must be a number from 0 to 1', /^(?:0|1|[01]?\.\d{1,9}|[01]\.0*)$/, 0, 1)

/** Names, separated by commas, each of which follows the rule. */
function list(rule: string, isValid: (item: string) => boolean) {
  return text<string[]>([], rule, (given) => splitList(given).every(isValid), splitList)
}

const splitList = (given: string) =>
  given
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

/** A pattern is an origin to the URL parser, and to no browser: it would allow nobody. */
const isOrigin = (value: string) =>
  URL.canParse(value) && new URL(value).origin === value && !value.includes('*')

/** RFC 9110 section 5.6.2, `token`; a cookie's name is one too. */
const TOKEN = /^(?:cookie:)?[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/

/**
 * What a hop takes off or the edge itself sets never reaches the API as it came: it would be keyed and not sent. Of
 * cookies reads carry those alone that are named one by one.
 */
const NEVER_SENT_ON: readonly string[] = [
  ...HOP_BY_HOP,
  ...['host', 'expect', 'content-length', 'content-type', 'content-encoding', 'accept'],
  ...['accept-encoding', 'user-agent', 'via', 'cookie', 'x-forwarded-for'],
  ...['x-forwarded-proto', 'x-request-id', 'everruns-edge-written'],
  'cookie:everruns_edge_written',
]

const isIdentityName = (name: string) =>
  TOKEN.test(name) && !NEVER_SENT_ON.includes(name.toLowerCase())

function isUpstreamBase(value: string): boolean {
  if (!URL.canParse(value)) return false
  const url = new URL(value)
  const isHttp = url.protocol === 'https:' || url.protocol === 'http:'
  return isHttp && !url.username && !url.password && !/[?#]/.test(value)
}

const URL_RULE = 'must be an absolute http(s) URL without credentials, query, fragment'

function toBase(value: string): string {
  if (value === '') return ''
  const { origin, pathname } = new URL(value)
  let end = pathname.length
  while (pathname[end - 1] === '/') end--
  return origin + pathname.slice(0, end)
}

/** `Name: value`, a token and visible characters. The value is a secret. */
const UPSTREAM_HEADER = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}:[ \t]*[\x21-\x7e][\x20-\x7e]{0,4095}$/

/** One that tells callers apart would make every caller the edge itself. */
const NOT_THE_EDGES: readonly string[] = [
  ...HOP_BY_HOP,
  ...['host', 'expect', 'authorization', 'cookie', 'x-org-id', 'x-request-id'],
]
const NOT_THE_EDGES_PREFIX = /^(?:content|proxy)-/

const OWNED_HEADER_RULE = 'must be a header that neither callers nor the connection own'

interface UpstreamHeader {
  name: string
  value: string
}

function toHeader(given: string): UpstreamHeader {
  const colon = given.indexOf(':')
  return { name: given.slice(0, colon).toLowerCase(), value: given.slice(colon + 1).trim() }
}

function brokenHeaderRule(given: unknown): string | undefined {
  const isHeader = (text: string) => UPSTREAM_HEADER.test(text)
  const rule = brokenTextRule(given, 'must be one header as `Name: value`', isHeader)
  if (rule !== undefined) return rule
  const { name } = toHeader(String(given))
  const isOwned = NOT_THE_EDGES.includes(name) || NOT_THE_EDGES_PREFIX.test(name)
  return isOwned ? OWNED_HEADER_RULE : undefined
}

const isNamespace = (value: unknown) =>
  typeof value === 'object' && value !== null && 'get' in value && 'put' in value

const VARIABLES = {
  UPSTREAM_URL: text(DEFAULT_UPSTREAM_URL, URL_RULE, isUpstreamBase, toBase),
  ALLOWED_ORIGINS: list(
    'must be exact origins such as https://app.example, comma-separated',
    isOrigin,
  ),
  UPSTREAM_TIMEOUT_MS: wholeNumber(10_000, 1, MAX_READ_TIMEOUT_MS),
  FORWARD_TIMEOUT_MS: wholeNumber(100_000, 1, MAX_TIMEOUT_MS),
  UPSTREAM_CALLS_PER_MINUTE: wholeNumber(600, 1, MAX_CALLS_PER_MINUTE),
  UPSTREAM_HEADER: variable<UpstreamHeader | undefined>(undefined, brokenHeaderRule, toHeader),
  IDENTITY_EXTRA: list(
    'must be names of headers that neither the connection nor the edge sets, ' +
      'and of cookies (cookie:name), comma-separated',
    isIdentityName,
  ),
  KV_WRITE_SECONDS: seconds(60),
  STATS_FRESH_SECONDS: seconds(15),
  STATS_STALE_SECONDS: seconds(45),
  STATS_ERROR_SECONDS: seconds(600),
  HARNESS_FRESH_SECONDS: seconds(30),
  HARNESS_STALE_SECONDS: seconds(30),
  STATS_SHARING: variable<'proved' | 'off'>(
    'proved',
    (given) => (given === 'proved' || given === 'off' ? undefined : 'must be "proved" or "off"'),
    (given) => given as 'proved' | 'off',
  ),
  ACCESS_PROOF_SECONDS: seconds(60),
  ADMISSION_SECONDS: seconds(3600),
  CHECK_FRESH_SECONDS: seconds(2),
  RUN_FRESH_SECONDS: seconds(3600),
  NEGATIVE_FRESH_SECONDS: seconds(5),
  LIST_FRESH_SECONDS: seconds(5),
  LIST_STALE_SECONDS: seconds(10),
  CLIENT_FRESH_SECONDS: seconds(0),
  PUBLIC_URL: text('', URL_RULE, (given) => given === '' || isUpstreamBase(given), toBase),
  LOG_HIT_SAMPLE: share(0.01),
  CACHE_EPOCH: text(
    '',
    'must be at most 64 letters, digits, dots, hyphens or underscores',
    (given) => /^[\w.-]{0,64}$/.test(given),
    String,
  ),
  CACHE: checked(
    (given) => (isNamespace(given) ? undefined : 'must be bound to a KV namespace'),
    (given) => given as KVNamespace,
  ),
}

const configSchema = new z.$ZodObject({
  type: 'object',
  shape: VARIABLES,
}) as z.$ZodObject<typeof VARIABLES>

/** A deployment's checked configuration; the names are those of `wrangler.toml`. */
export type Config = z.output<typeof configSchema>

/** One variable that breaks its rule. The value itself is never repeated: it may be a secret. */
export interface ConfigFault {
  variable: string
  rule: string
}

/** What {@link parseConfig} found: a configuration, or every fault of it. */
type ConfigResult = { ok: true; config: Config } | { ok: false; faults: ConfigFault[] }

/**
 * Checks the Worker's variables and bindings against the one schema of them.
 *
 * @param env the Worker's `env`, unchecked
 */
export function parseConfig(env: unknown): ConfigResult {
  const parsed = z.safeParse(configSchema, env)
  if (parsed.success) return { ok: true, config: parsed.data }
  return { ok: false, faults: parsed.error.issues.map(toFault) }
}

function toFault(issue: z.$ZodIssue): ConfigFault {
  return { variable: String(issue.path[0] ?? 'env'), rule: issue.message }
}

/** Bindings that a deployment may have: a broken one is logged and off, never a fault. */
const OPTIONAL_BINDINGS = ['METRICS', 'LIMIT', 'VERSION'] as const

/** Every name that the edge knows: its variables, its secret, the binding it needs and those it may have. */
export const KNOWN_NAMES: readonly string[] = [...Object.keys(VARIABLES), ...OPTIONAL_BINDINGS]

/** A name of a deployment that is none of the edge's, and the one that was probably meant. */
interface NearMiss {
  given: string
  meant: string
}

/**
 * Returns the variables and bindings whose names differ from one of the edge's own by a slip:
 * in case, by a hyphen, or by one letter (two in a name of more than eight) left out, added,
 * changed or swapped. They have no effect, and nothing else would say so.
 *
 * @param env the Worker's `env`, unchecked
 */
export function nearMisses(env: unknown): NearMiss[] {
  if (typeof env !== 'object' || env === null) return []
  return Object.keys(env).flatMap((given) => {
    if (KNOWN_NAMES.includes(given)) return []
    const spelt = given.toUpperCase().replaceAll('-', '_')
    const ranked = KNOWN_NAMES.map((meant) => ({ given, meant, slips: slipsBetween(spelt, meant) }))
      .filter(({ meant, slips }) => slips <= (meant.length > 8 ? 2 : 1))
      .toSorted((a, b) => a.slips - b.slips)
    return ranked.slice(0, 1).map(({ meant }) => ({ given, meant }))
  })
}

/** Returns the optimal string alignment distance; 3 for all whose lengths differ by more than two. */
function slipsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const next = [row]
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1]
      const isSwap = row > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      next[column] = Math.min(
        (last[column] as number) + 1,
        (next[column - 1] as number) + 1,
        (last[column - 1] as number) + (isSame ? 0 : 1),
        isSwap ? (before[column - 2] as number) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    ;[before, last] = [last, next]
  }
  return last[b.length] as number
}
