import { DEFAULT_UPSTREAM_URL } from '../config.ts'
import { holdsAt, utf8Bytes } from '../syntax/bytes.ts'
import { type Edit, editedBytes, joinEdited } from '../syntax/edited-bytes.ts'
import { type JsonBytes, memberNames, readJson, stringOf } from '../syntax/json-bytes.ts'

/** Where an entity's links lead from and to. */
export interface EntityLinkScope {
  /** What the edge's `/v1/…` is below, without a slash at its end: `https://edge.example/api`. */
  apiBase: string
  /** Base of the upstream, with its path prefix, without a slash at its end. */
  upstreamUrl: string
}

/** What an entity's links have in common. */
export interface Entity {
  /** The base that the API knows itself by, as the entity's `self_url` shows it. */
  base: Base | undefined
}

/** A base of links, and its bytes with the first of the path behind it. */
interface Base {
  readonly text: string
  readonly below: Uint8Array
}

/** A link's string in the text, its quotes included. */
interface FoundLink {
  readonly start: number
  readonly end: number
  /** Whether it holds nothing but ASCII without escapes. */
  readonly isPlain: boolean
  /** The entity whose link it is. */
  readonly entity: Entity
}

/** Finds the links of the entities in one JSON text; `links` are those found so far, in the text's order. */
interface LinkFinder {
  readonly links: FoundLink[]
  /** Reads a member of an entity, one of {@link LINK_NAMES} or any; returns the position behind its value. */
  readMember(entity: Entity, name: string, valueStart: number): number
  /** Reads a value that is an entity if it is an object; returns the position behind it. */
  readEntity(start: number): number
}

/** What every path of the API begins with. */
const API_PATH = '/v1/'

const QUOTE = 0x22
const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b

/** The members of an entity that hold its links. */
export const LINK_NAMES: readonly string[] = ['self_url', 'allowed_actions']

const ENTITY = memberNames(LINK_NAMES)
const BODY = memberNames([...LINK_NAMES, 'data', 'run'])
const ACTION = memberNames(['href'])

/**
 * The paths by which a `self_url` is known; what stands before them is the base that the API knows itself by. That
 * base is the API's own configuration, which the edge cannot see.
 */
const KNOWN_PATH = /\/v1\/(?:agents|apps|harnesses|orgs|sessions)\//

const FAMILIES = ['agents', 'apps', 'harnesses', 'orgs', 'sessions'].map((family) =>
  utf8Bytes(`${API_PATH}${family}/`),
)

/**
 * Puts an entity's own links on the edge: its `self_url`, and the `href` of each of its `allowed_actions`. An entity
 * is the body itself, an object in a top-level array or in the body's `data`, or the body's `run`. Whatever lies
 * deeper in it is somebody's data and stays byte for byte, as does all else: numbers, escapes, the order of members.
 *
 * A link moves where it is below a base of the API and goes on with `/v1/`: UPSTREAM_URL, the default base, or what
 * the entity's `self_url` has before a known path. A link without a host is the API's own too and becomes absolute,
 * where it begins with `/v1/` or with the path of one of the first two bases (`/api/v1/`). Bases are compared as
 * text. Names and links count by what they say, however they are escaped. Of several members of one name each is
 * moved; the base is read from the last, which is the one that `JSON.parse` keeps.
 *
 * @returns the same bytes where nothing moves, or where they are not JSON
 */
export function moveEntityLinks(json: Uint8Array, scope: EntityLinkScope): Uint8Array {
  const links = findEntityLinks(json)
  if (links.length === 0) return json
  const edits = linkEdits(json, links, scope)
  if (edits.every((edit) => edit === undefined)) return json
  return joinEdited([editedBytes(json, [0, json.length], edits)])
}

function findEntityLinks(bytes: Uint8Array): readonly FoundLink[] {
  const json = readJson(bytes)
  const finder = createLinkFinder(json)
  try {
    const start = json.skipSpace(0)
    const isList = bytes[start] === OPEN_ARRAY
    const end = isList ? json.eachElement(start, finder.readEntity) : readBody(json, start, finder)
    return json.skipSpace(end) === bytes.length ? finder.links : []
  } catch {
    return []
  }
}

function readBody(json: JsonBytes, start: number, finder: LinkFinder): number {
  const { bytes } = json
  if (bytes[start] !== OPEN_OBJECT) return json.valueEnd(start)
  const entity: Entity = { base: undefined }
  return json.eachMember(start, BODY, (name, at) => {
    if (name === 'run') return finder.readEntity(at)
    if (name !== 'data') return finder.readMember(entity, name, at)
    return bytes[at] === OPEN_ARRAY ? json.eachElement(at, finder.readEntity) : json.valueEnd(at)
  })
}

/** Creates the finder for one JSON text. */
export function createLinkFinder(json: JsonBytes): LinkFinder {
  const { bytes } = json
  const links: FoundLink[] = []
  let lastBase: Base | undefined

  function readLink(entity: Entity, start: number): number {
    if (bytes[start] !== QUOTE) return json.valueEnd(start)
    const end = json.stringEnd(start)
    links.push({ start, end, isPlain: json.isPlain(), entity })
    return end
  }

  /** The base that a `self_url` shows; nearly always it is the one that the last one has shown. */
  function readBase(start: number, end: number): Base | undefined {
    if (lastBase && holdsAt(bytes, start + 1, lastBase.below)) {
      const path = start + 1 + lastBase.text.length
      if (FAMILIES.some((family) => holdsAt(bytes, path, family))) return lastBase
    }
    const base = baseOf(stringOf(bytes, start, end))
    lastBase = base ?? lastBase
    return base
  }

  function readAction(entity: Entity, start: number): number {
    if (bytes[start] !== OPEN_OBJECT) return json.valueEnd(start)
    return json.eachMember(start, ACTION, (_, at) => readLink(entity, at))
  }

  function readMember(entity: Entity, name: string, at: number): number {
    if (name === 'self_url') {
      const end = readLink(entity, at)
      entity.base = readBase(at, end)
      return end
    }
    if (name === 'allowed_actions' && bytes[at] === OPEN_ARRAY) {
      return json.eachElement(at, (action) => readAction(entity, action))
    }
    return json.valueEnd(at)
  }

  function readEntity(start: number): number {
    if (bytes[start] !== OPEN_OBJECT) return json.valueEnd(start)
    const entity: Entity = { base: undefined }
    return json.eachMember(start, ENTITY, (name, at) => readMember(entity, name, at))
  }

  return { links, readMember, readEntity }
}

/** Returns what a `self_url` has before its known path; undefined where it is no absolute URL with such a path. */
function baseOf(link: string | undefined): Base | undefined {
  const text = link?.slice(0, Math.max(0, link.search(KNOWN_PATH)))
  return text !== undefined && /^https?:\/\/[^?#]+$/.test(text) ? toBase(text) : undefined
}

function toBase(text: string): Base {
  return { text, below: utf8Bytes(`${text}${API_PATH}`) }
}

/** Returns what puts each of the links that were found on the edge; undefined for one that stays as it is. */
export function linkEdits(
  json: Uint8Array,
  links: readonly FoundLink[],
  { apiBase, upstreamUrl }: EntityLinkScope,
): readonly (Edit | undefined)[] {
  const known = [upstreamUrl, DEFAULT_UPSTREAM_URL]
  const bases = [...new Set([...known, ...known.map(pathOf), ''])].map(toBase)
  const opening = utf8Bytes(JSON.stringify(apiBase).slice(0, -1))

  /** The base that the link is below; undefined where it leads elsewhere. */
  function baseAt(start: number, own: Base | undefined): Base | undefined {
    if (own !== undefined && holdsAt(json, start, own.below)) return own
    for (const base of bases) {
      if (holdsAt(json, start, base.below)) return base
    }
    return undefined
  }

  function plainEdit({ start, entity }: FoundLink): Edit | undefined {
    const base = baseAt(start + 1, entity.base)
    return base && { start, end: start + 1 + base.below.length - API_PATH.length, bytes: opening }
  }

  /** Of a link that holds an escape, or more than ASCII. */
  function spelledEdit({ start, end, entity }: FoundLink): Edit | undefined {
    const link = stringOf(json, start, end) as string
    const isBelow = ({ text }: Base) => link.startsWith(text + API_PATH)
    const own = entity.base
    const base = own && isBelow(own) ? own : bases.find(isBelow)
    if (!base) return undefined
    const moved = JSON.stringify(apiBase + link.slice(base.text.length))
    return { start, end, bytes: utf8Bytes(moved) }
  }

  return links.map((link) => (link.isPlain ? plainEdit(link) : spelledEdit(link)))
}

/** Returns the path of a URL without a slash at its end. */
function pathOf(url: string): string {
  const path = url.indexOf('/', url.indexOf('//') + 2)
  return path < 0 ? '' : url.slice(path).replace(/\/$/, '')
}
