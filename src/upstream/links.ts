import { stringEnd, valueEnd } from '../json-text.ts'
import { type LinkScope, toEdgeHref } from '../problem/href.ts'

/**
 * Puts the links of an entity's JSON on the edge: every `self_url`, and the `href` of each action in
 * `allowed_actions`. Works on the text, so that unknown fields, the order of members and the spelling of
 * numbers stay byte for byte as they came. `view_url` and `ui_link` lead to pages, not to the API, and stay.
 *
 * @param json text that `JSON.parse` accepts
 */
export function rewriteLinks(json: string, scope: LinkScope): string {
  const toEdge = (link: string) => toEdgeLink(link, scope)
  const pattern = new RegExp(LINK_MEMBER, 'g')
  let out = ''
  let copied = 0
  for (let match = pattern.exec(json); match; match = pattern.exec(json)) {
    const start = pattern.lastIndex
    const isActions = match[1] === 'allowed_actions'
    if (json[start] !== (isActions ? '[' : '"')) continue
    const end = isActions ? valueEnd(json, start) : stringEnd(json, start)
    const value = json.slice(start, end)
    out += json.slice(copied, start)
    out += isActions ? mapActions(value, toEdge) : mapString(value, toEdge)
    copied = end
    pattern.lastIndex = end
  }
  return out + json.slice(copied)
}

/**
 * Matches a member's key and what stands between it and its value. In valid JSON these characters can
 * stand nowhere else: inside a string every quote has a backslash before it, and a string that is a value
 * has no colon behind it.
 */
const LINK_MEMBER = /(?<!\\)"(self_url|allowed_actions)"\s*:\s*/

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
      nextKey = JSON.parse(text)
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
  const link: unknown = JSON.parse(literal)
  if (typeof link !== 'string') return literal
  const mapped = toEdge(link)
  return mapped === link ? literal : JSON.stringify(mapped)
}

/**
 * An entity's links carry the upstream's configured public base, which the edge cannot know: whatever
 * the base, the part from `/v1/` on is the API's own path.
 */
function toEdgeLink(link: string, scope: LinkScope): string {
  const known = toEdgeHref(link, scope)
  if (known) return known
  const path = /^https?:\/\/[^/?#]+(?:\/[^?#]*?)?(\/v1\/.*)$/.exec(link)?.[1]
  return path === undefined ? link : scope.edgeOrigin + path
}
