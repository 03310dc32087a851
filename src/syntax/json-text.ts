/**
 * Places in JSON text, found and checked without building what it says: so that parts of it can be kept,
 * cut out or exchanged while all the rest stays byte for byte.
 */

/** The text is not JSON (RFC 8259). */
export class JsonTextError extends Error {
  override readonly name = 'JsonTextError'
}

/** Visits a member; returns the position behind its value. */
export type VisitMember = (nameStart: number, nameEnd: number, valueStart: number) => number

/** Finds places in one JSON text, from its beginning to its end: no position may be asked for after a later one. */
export interface JsonText {
  readonly text: string
  /** The position behind the string whose opening quote is at `start`. @throws JsonTextError */
  stringEnd(start: number): number
  /** The position behind the value that begins at `start`, whatever it holds. @throws JsonTextError */
  valueEnd(start: number): number
  /** The position behind the object at `start`, whose members are visited in order. @throws JsonTextError */
  eachMember(start: number, visit: VisitMember): number
  /** The position behind the array at `start`, whose elements are visited in order. @throws JsonTextError */
  eachElement(start: number, visit: (start: number) => number): number
  /** The first position from `start` on that holds no white space. */
  skipSpace(start: number): number
  /** Whether the member's name is `name`, spelled with escapes or without. To be asked before the value is read. */
  isName(nameStart: number, nameEnd: number, name: string): boolean
  /** What the value between the two positions says, where it is a string. */
  stringAt(start: number, end: number): string | undefined
}

const TAB = 0x09
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const SPACE = 0x20
const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

const NUMBER_OR_WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y

/** Every character that a string may not hold as it is (RFC 8259 section 7). */
const CONTROLS: readonly string[] = Array.from({ length: SPACE }, (_, code) =>
  String.fromCharCode(code),
)

/**
 * Whether there is a control character anywhere. Inside a string it makes the text invalid, which {@link readJson}
 * does not look for: 32 searches of the whole text cost a quarter of one look at each character.
 */
export function hasControls(text: string): boolean {
  return CONTROLS.some((control) => text.includes(control))
}

/**
 * Reads one JSON text by positions. Each position is looked at a bounded number of times, and nesting takes no stack.
 * What is read is checked against the whole grammar, but for control characters within strings.
 */
export function readJson(text: string): JsonText {
  // Every string before it is free of escapes.
  let backslash = nextBackslash(0)
  let wasEscaped = false

  function nextBackslash(from: number): number {
    const found = text.indexOf('\\', from)
    return found < 0 ? text.length : found
  }

  function stringEnd(start: number): number {
    const quote = text.indexOf('"', start + 1)
    if (backslash <= start) backslash = nextBackslash(start)
    wasEscaped = backslash < quote
    if (wasEscaped) return escapedStringEnd(quote)
    if (quote < 0) throw new JsonTextError('The text ends inside a string')
    return quote + 1
  }

  /** {@link stringEnd} of a string that holds the next backslash; `first` is the next quote. */
  function escapedStringEnd(first: number): number {
    let quote = first
    while (backslash < quote) {
      ESCAPE.lastIndex = backslash
      if (!ESCAPE.test(text)) throw new JsonTextError('A string holds an escape that is none')
      if (ESCAPE.lastIndex > quote) quote = text.indexOf('"', ESCAPE.lastIndex)
      backslash = nextBackslash(ESCAPE.lastIndex)
    }
    if (quote < 0) throw new JsonTextError('The text ends inside a string')
    return quote + 1
  }

  function skipSpace(start: number): number {
    let at = start
    let code = text.charCodeAt(at)
    // Nearly all that is looked at here is greater than a blank.
    while (code <= SPACE) {
      if (code !== SPACE && code !== LINE_FEED && code !== CARRIAGE_RETURN && code !== TAB) break
      at += 1
      code = text.charCodeAt(at)
    }
    return at
  }

  /** The position behind a number, or one of the three words. */
  function plainEnd(start: number): number {
    NUMBER_OR_WORD.lastIndex = start
    if (!NUMBER_OR_WORD.test(text)) throw new JsonTextError('A value is missing')
    return NUMBER_OR_WORD.lastIndex
  }

  function nameEnd(start: number): number {
    if (text.charCodeAt(start) !== QUOTE) throw new JsonTextError('A name is missing')
    return stringEnd(start)
  }

  /** The position of the value behind a name. */
  function valueStart(end: number): number {
    const colon = skipSpace(end)
    if (text.charCodeAt(colon) !== COLON) throw new JsonTextError('A colon is missing')
    return skipSpace(colon + 1)
  }

  /** The position of the next element or member, or of the bracket that closes. */
  function nextStart(end: number, close: number): number {
    const at = skipSpace(end)
    const code = text.charCodeAt(at)
    if (code === close) return at
    if (code !== COMMA) throw new JsonTextError('A comma is missing')
    const next = skipSpace(at + 1)
    if (text.charCodeAt(next) === close) throw new JsonTextError('Nothing follows a comma')
    return next
  }

  function valueEnd(start: number): number {
    const code = text.charCodeAt(start)
    if (code === QUOTE) return stringEnd(start)
    if (code !== OPEN_OBJECT && code !== OPEN_ARRAY) return plainEnd(start)
    return nestedEnd(start)
  }

  /** {@link valueEnd} of an object or array: brackets that are open are counted, so that nesting takes no stack. */
  function nestedEnd(start: number): number {
    const open: number[] = []
    let close = 0
    let at = start
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
        open.push(close)
        close = code === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY
        at = skipSpace(at + 1)
        if (text.charCodeAt(at) !== close) {
          if (close === CLOSE_OBJECT) at = valueStart(nameEnd(at))
          continue
        }
      } else {
        at = nextStart(code === QUOTE ? stringEnd(at) : plainEnd(at), close)
      }
      while (text.charCodeAt(at) === close) {
        close = open.pop() ?? 0
        if (close === 0) return at + 1
        at = nextStart(at + 1, close)
      }
      if (close === CLOSE_OBJECT) at = valueStart(nameEnd(at))
    }
  }

  function eachMember(start: number, visit: VisitMember): number {
    let at = skipSpace(start + 1)
    while (text.charCodeAt(at) !== CLOSE_OBJECT) {
      const end = nameEnd(at)
      at = nextStart(visit(at, end, valueStart(end)), CLOSE_OBJECT)
    }
    return at + 1
  }

  function eachElement(start: number, visit: (start: number) => number): number {
    let at = skipSpace(start + 1)
    while (text.charCodeAt(at) !== CLOSE_ARRAY) at = nextStart(visit(at), CLOSE_ARRAY)
    return at + 1
  }

  function isName(nameStart: number, nameEnd: number, name: string): boolean {
    const excess = nameEnd - nameStart - 2 - name.length
    if (excess === 0) return text.startsWith(name, nameStart + 1)
    return excess > 0 && wasEscaped && stringAt(nameStart, nameEnd) === name
  }

  function stringAt(start: number, end: number): string | undefined {
    if (text.charCodeAt(start) !== QUOTE) return undefined
    const literal = text.slice(start, end)
    return literal.includes('\\') ? JSON.parse(literal) : literal.slice(1, -1)
  }

  return { text, stringEnd, valueEnd, eachMember, eachElement, skipSpace, isName, stringAt }
}
