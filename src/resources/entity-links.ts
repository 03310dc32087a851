import { DEFAULT_UPSTREAM_URL } from '../config.ts'
import { type JsonText, readJson } from '../syntax/json-text.ts'

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
  base: string | undefined
}

/** A link's string in the text, its quotes included. */
export interface FoundLink {
  readonly start: number
  readonly end: number
  /** The entity whose link it is. */
  readonly entity: Entity
}

/** Finds the links of the entities in one text; `links` are those found so far, in the text's order. */
export interface LinkFinder {
  readonly links: FoundLink[]
  /** Reads a member of an entity; returns the position behind its value. */
  readMember(entity: Entity, nameStart: number, nameEnd: number, valueStart: number): number
  /** Reads a value that is an entity if it is an object; returns the position behind it. */
  readEntity(start: number): number
}

const QUOTE = 0x22
const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b

/**
 * The paths by which a `self_url` is known; what stands before them is the base that the API knows itself by. That
 * base is the API's own configuration, which the edge cannot see.
 */
const KNOWN_PATH = /\/v1\/(?:agents|apps|harnesses|orgs|sessions)\//

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
 * @returns the text as it came where it is not JSON
 */
export function moveEntityLinks(json: string, scope: EntityLinkScope): string {
  const links = findEntityLinks(json)
  if (links.length === 0) return json
  const move = createLinkMover(scope)
  let moved = ''
  let copied = 0
  for (const { start, end, entity } of links) {
    moved += json.slice(copied, start) + move(json.slice(start, end), entity)
    copied = end
  }
  return moved + json.slice(copied)
}

function findEntityLinks(text: string): readonly FoundLink[] {
  const json = readJson(text)
  const finder = createLinkFinder(json)
  try {
    const start = json.skipSpace(0)
    const isList = text.charCodeAt(start) === OPEN_ARRAY
    const end = isList ? json.eachElement(start, finder.readEntity) : readBody(json, start, finder)
    return json.skipSpace(end) === text.length ? finder.links : []
  } catch {
    return []
  }
}

function readBody(json: JsonText, start: number, finder: LinkFinder): number {
  if (json.text.charCodeAt(start) !== OPEN_OBJECT) return json.valueEnd(start)
  const entity: Entity = { base: undefined }
  return json.eachMember(start, (nameStart, nameEnd, at) => {
    if (json.isName(nameStart, nameEnd, 'run')) return finder.readEntity(at)
    const isList = json.text.charCodeAt(at) === OPEN_ARRAY
    if (isList && json.isName(nameStart, nameEnd, 'data')) {
      return json.eachElement(at, finder.readEntity)
    }
    return finder.readMember(entity, nameStart, nameEnd, at)
  })
}

/** Creates the finder for one text. */
export function createLinkFinder(json: JsonText): LinkFinder {
  const { text } = json
  const links: FoundLink[] = []

  function readLink(entity: Entity, start: number): number {
    if (text.charCodeAt(start) !== QUOTE) return json.valueEnd(start)
    const end = json.stringEnd(start)
    links.push({ start, end, entity })
    return end
  }

  function readAction(entity: Entity, start: number): number {
    if (text.charCodeAt(start) !== OPEN_OBJECT) return json.valueEnd(start)
    return json.eachMember(start, (nameStart, nameEnd, at) =>
      json.isName(nameStart, nameEnd, 'href') ? readLink(entity, at) : json.valueEnd(at),
    )
  }

  function readMember(entity: Entity, nameStart: number, nameEnd: number, at: number): number {
    if (json.isName(nameStart, nameEnd, 'self_url')) {
      const end = readLink(entity, at)
      entity.base = baseOf(json.stringAt(at, end))
      return end
    }
    if (json.isName(nameStart, nameEnd, 'allowed_actions') && text.charCodeAt(at) === OPEN_ARRAY) {
      return json.eachElement(at, (action) => readAction(entity, action))
    }
    return json.valueEnd(at)
  }

  function readEntity(start: number): number {
    if (text.charCodeAt(start) !== OPEN_OBJECT) return json.valueEnd(start)
    const entity: Entity = { base: undefined }
    return json.eachMember(start, (nameStart, nameEnd, at) =>
      readMember(entity, nameStart, nameEnd, at),
    )
  }

  return { links, readMember, readEntity }
}

/** What a `self_url` has before its known path; undefined where it is no absolute URL with such a path. */
function baseOf(link: string | undefined): string | undefined {
  const base = link?.slice(0, Math.max(0, link.search(KNOWN_PATH)))
  return base !== undefined && /^https?:\/\/[^?#]+$/.test(base) ? base : undefined
}

/** Creates the function that gives the string of an entity's link as it is on the edge. */
export function createLinkMover({ apiBase, upstreamUrl }: EntityLinkScope) {
  const known = [upstreamUrl, DEFAULT_UPSTREAM_URL]
  const bases = [...new Set([...known, ...known.map(pathOf), ''])]
  const prefix = JSON.stringify(apiBase).slice(0, -1)

  return (literal: string, { base: own }: Entity): string => {
    const isEscaped = literal.includes('\\')
    const link: string = isEscaped ? JSON.parse(literal) : literal.slice(1, -1)
    const isBelow = (base: string) => link.startsWith(base) && link.startsWith('/v1/', base.length)
    const base = own !== undefined && isBelow(own) ? own : bases.find(isBelow)
    if (base === undefined) return literal
    if (isEscaped) return JSON.stringify(apiBase + link.slice(base.length))
    return prefix + literal.slice(1 + base.length)
  }
}

/** The path of a URL without a slash at its end. */
function pathOf(url: string): string {
  return new URL(url).pathname.replace(/\/$/, '')
}
