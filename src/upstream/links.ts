import { type LinkScope, toEdgeHref } from '../problem/href.ts'

/**
 * Puts the links of an entity's JSON on the edge: every `self_url`, every `href` inside `allowed_actions`,
 * and whichever other keys are named. Works on the text, so that unknown fields, the order of members and
 * the spelling of numbers stay byte for byte as they came. `view_url` and `ui_link` lead to pages, not to
 * the API, and stay.
 *
 * @param json text that `JSON.parse` accepts
 * @param keys further keys whose string values are links to the API, such as `next_url`
 */
export function rewriteLinks(json: string, scope: LinkScope, keys: readonly string[] = []): string {
  const toEdge = (link: string) => toEdgeLink(link, scope)
  const pattern = keyPattern(['self_url', 'allowed_actions', ...keys])
  let out = ''
  let copied = 0
  for (let match = pattern.exec(json); match; match = pattern.exec(json)) {
    const start = pattern.lastIndex
    const isString = json[start] === '"'
    if (!isString && !(match[1] === 'allowed_actions' && json[start] === '[')) continue
    const end = isString ? endOfString(json, start) : endOfArray(json, start)
    const value = json.slice(start, end)
    out += json.slice(copied, start)
    out += isString ? mapString(value, toEdge) : mapHrefs(value, toEdge)
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
function keyPattern(keys: readonly string[]): RegExp {
  return new RegExp(`(?<!\\\\)"(${keys.join('|')})"\\s*:\\s*`, 'g')
}

function mapHrefs(actions: string, toEdge: (link: string) => string): string {
  return actions.replace(
    /((?<!\\)"href"\s*:\s*)("(?:[^"\\]|\\.)*")/g,
    (_, key: string, value: string) => key + mapString(value, toEdge),
  )
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

function endOfString(json: string, start: number): number {
  let at = json.indexOf('"', start + 1)
  while (isEscaped(json, at)) at = json.indexOf('"', at + 1)
  return at + 1
}

function isEscaped(json: string, at: number): boolean {
  let backslashes = 0
  while (json[at - 1 - backslashes] === '\\') backslashes++
  return backslashes % 2 === 1
}

function endOfArray(json: string, start: number): number {
  let depth = 0
  for (let at = start; at < json.length; at++) {
    const character = json[at]
    if (character === '"') at = endOfString(json, at) - 1
    else if (character === '[') depth++
    else if (character === ']' && --depth === 0) return at + 1
  }
  return json.length
}
