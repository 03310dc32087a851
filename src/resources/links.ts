import { type LinkScope, toEdgeHref } from '../problem/href.ts'
import { stringEnd, valueEnd } from '../syntax/json-text.ts'

/**
 * Puts the links of an entity's JSON on the edge: every `self_url`, and the `href` of each action in
 * `allowed_actions`. Works on the text, so that unknown fields, the order of members and the spelling of
 * numbers stay byte for byte as they came. `view_url` and `ui_link` lead to pages, not to the API, and stay.
 *
 * @param json text that `JSON.parse` accepts
 */
export function rewriteLinks(json: string, scope: LinkScope): string {
  const toEdge = (link: string) => toEdgeLink(link, scope)
  const next = MEMBERS.map((name) => json.indexOf(name))
  let out = ''
  let copied = 0
  for (;;) {
    const index = next.indexOf(Math.min(...next.filter((at) => at >= 0)))
    const [name, at] = [MEMBERS[index], next[index]]
    if (name === undefined || at === undefined) return out + json.slice(copied)
    const start = at < copied ? -1 : valueStart(json, at, name)
    const end = start < 0 ? -1 : linkEnd(json, start, name)
    if (end >= 0) {
      const value = json.slice(start, end)
      out += json.slice(copied, start)
      out += name === ACTIONS ? mapActions(value, toEdge) : mapString(value, toEdge)
      copied = end
    }
    next[index] = json.indexOf(name, Math.max(end, at + name.length))
  }
}

const ACTIONS = '"allowed_actions"'

/** The keys whose values are links, or hold them. */
const MEMBERS: readonly string[] = ['"self_url"', ACTIONS]

/**
 * Where the value of a member begins; negative where what was found is not its key. In valid JSON a quoted name
 * with a colon behind it is a key: inside a string every quote has a backslash before it, and a string that is a
 * value has no colon behind it.
 */
function valueStart(json: string, at: number, name: string): number {
  if (json[at - 1] === '\\') return -1
  COLON.lastIndex = at + name.length
  return COLON.test(json) ? COLON.lastIndex : -1
}

const COLON = /\s*:\s*/y

/** Where a member's value ends; negative where it is of another type than it should be. */
function linkEnd(json: string, start: number, name: string): number {
  if (name === ACTIONS) return json[start] === '[' ? valueEnd(json, start) : -1
  return json[start] === '"' ? stringEnd(json, start) : -1
}

/** Strings with the colon that makes them a key, and the brackets; numbers and words need no look. */
const TOKENS = /[[\]{}]|("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?/g

/**
 * Maps the links of an `allowed_actions` list: the `href` of each action itself, since one deeper inside is
 * a payload's and no link of the API's, and a `self_url` wherever it stands.
 */
function mapActions(list: string, toEdge: (link: string) => string): string {
  const open: ('actions' | 'action' | 'other')[] = []
  let nextKey = 'allowed_actions'
  return list.replace(TOKENS, (token, text?: string, colon?: string) => {
    if (text !== undefined && colon !== undefined) {
      nextKey = textOf(text)
      return token
    }
    const key = nextKey
    nextKey = ''
    if (token === '[') open.push(key === 'allowed_actions' ? 'actions' : 'other')
    else if (token === '{') open.push(open.at(-1) === 'actions' ? 'action' : 'other')
    else if (text === undefined) open.pop()
    else if (key === 'self_url' || (key === 'href' && open.at(-1) === 'action')) {
      return mapString(text, toEdge)
    }
    return token
  })
}

function mapString(literal: string, toEdge: (link: string) => string): string {
  const link = textOf(literal)
  const mapped = toEdge(link)
  return mapped === link ? literal : JSON.stringify(mapped)
}

/** What a string's literal says; most have nothing to unescape. */
function textOf(literal: string): string {
  return literal.includes('\\') ? JSON.parse(literal) : literal.slice(1, -1)
}

/**
 * An entity's links carry the upstream's configured public base, which the edge cannot know: whatever
 * the base, the part from `/v1/` on is the API's own path.
 */
function toEdgeLink(link: string, scope: LinkScope): string {
  const plain = PLAIN_LINK.exec(link)?.[1]
  const isPlain = plain !== undefined && !DOT_SEGMENT.test(plain)
  if (isPlain && !scope.upstreamUrl.includes('/v1')) return scope.apiBase + plain
  const known = toEdgeHref(link, scope)
  if (known) return known
  const path = /^https?:\/\/[^/?#]+(?:\/[^?#]*?)?(\/v1\/.*)$/.exec(link)?.[1]
  return path === undefined ? link : scope.apiBase + path
}

/**
 * A link in which a URL parser would change nothing, relative or below an origin or its `/api`, and so nearly
 * every one: parsing URLs took half of the time of a page of sessions.
 */
const PLAIN_LINK =
  /^(?:https?:\/\/[\w.:-]+(?:\/api)?)?(\/v1\/[\w\-~!$&*+,;=:@%/.]*(?:\?[\w\-~!$&*+,;=:@%/.?]+)?)$/
const DOT_SEGMENT = /\/\.|%2e/i
