import { holdsAt, textOf } from './bytes.ts'

/**
 * Places in the bytes of JSON text, found and checked without building what it says: so that parts of it can be kept,
 * cut out or exchanged while all the rest stays byte for byte.
 */

/** The bytes are not JSON (RFC 8259). Without a message: nobody is told more than that. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError'
}

/** Visits a member; returns the position behind its value. */
export type VisitMember = (name: string, valueStart: number, nameStart: number) => number

/** Names of members that are looked for, as {@link memberNames} prepares them. */
export interface MemberNames {
  readonly names: ReadonlySet<string>
  /** The names by what most members are told from them by: length and first byte. */
  readonly places: readonly (readonly MemberName[])[]
}

interface MemberName {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Finds places in one JSON text, from its beginning to its end. */
export interface JsonBytes {
  readonly bytes: Uint8Array
  /** The position behind the string whose opening quote is at `start`. @throws JsonSyntaxError */
  stringEnd(start: number): number
  /** Whether the string that was read last holds an escape, or anything but ASCII. */
  isPlain(): boolean
  /** Whether everything that was read is ASCII. Else it is UTF-8 as far as a decoder takes it. */
  isAscii(): boolean
  /** The position behind the value that begins at `start`, whatever it holds. @throws JsonSyntaxError */
  valueEnd(start: number): number
  /**
   * The position behind the object at `start`. Its members are visited in order: those of the names, or all.
   *
   * @throws JsonSyntaxError
   */
  eachMember(start: number, names: MemberNames | undefined, visit: VisitMember): number
  /** The position behind the array at `start`, whose elements are visited in order. @throws JsonSyntaxError */
  eachElement(start: number, visit: (start: number) => number): number
  /** The first position from `start` on that holds no white space. */
  skipSpace(start: number): number
}

const TAB = 0x09
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const SPACE = 0x20
const QUOTE = 0x22
const COMMA = 0x2c
const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30
const NINE = 0x39
const COLON = 0x3a
const LARGE_E = 0x45
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const CLOSE_ARRAY = 0x5d
const SMALL_E = 0x65
const SMALL_U = 0x75
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** The bytes that a string does not go on with as they are: 1 where it may, 2 where it ends or is broken. */
const IN_STRING = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte < SPACE || byte === QUOTE) return 2
  return byte === BACKSLASH || byte >= 0x80 ? 1 : 0
})

const encoder = new TextEncoder()

const SIMPLE_ESCAPES: ReadonlySet<number> = new Set(encoder.encode('"\\/bfnrt'))
const WORDS = ['true', 'false', 'null'].map((word) => encoder.encode(word))

/** Returns one of 32 places for a name of so many bytes that begins with this one. */
const placeOf = (length: number, first: number) => (7 * length + first) & 31

/** Prepares names to be looked for. */
export function memberNames(names: Iterable<string>): MemberNames {
  const places: MemberName[][] = Array.from({ length: 32 }, () => [])
  const set = new Set(names)
  for (const name of set) {
    const bytes = encoder.encode(name)
    places[placeOf(bytes.length, bytes[0] ?? 0)]?.push({ name, bytes })
  }
  return { names: set, places }
}

/** Returns what the value between two positions says, where it is a string. */
export function stringOf(bytes: Uint8Array, start: number, end: number): string | undefined {
  return bytes[start] === QUOTE ? JSON.parse(textOf(bytes, start, end)) : undefined
}

/**
 * Reads the bytes of one JSON text by positions. Each is looked at a bounded number of times, and nesting takes no
 * stack. What is read is checked against the whole grammar; whether it is UTF-8 is not.
 */
export function readJson(bytes: Uint8Array): JsonBytes {
  let isPlain = true
  let isAscii = true

  function stringEnd(start: number): number {
    let at = start + 1
    while (IN_STRING[bytes[at] as number] === 0) at += 1
    if (bytes[at] === QUOTE) {
      isPlain = true
      return at + 1
    }
    return unusualStringEnd(at)
  }

  /** {@link stringEnd} of a string that holds more than plain ASCII, from there on. */
  function unusualStringEnd(start: number): number {
    let at = start
    let isUnusual = false
    for (;;) {
      const byte = bytes[at]
      if (byte === QUOTE) break
      if (byte === BACKSLASH) {
        isUnusual = true
        at = escapeEnd(at)
      } else if (byte === undefined || byte < SPACE) {
        throw new JsonSyntaxError()
      } else {
        if (byte >= 0x80) {
          isUnusual = true
          isAscii = false
        }
        at += 1
      }
    }
    isPlain = !isUnusual
    return at + 1
  }

  function escapeEnd(start: number): number {
    const byte = bytes[start + 1] as number
    if (SIMPLE_ESCAPES.has(byte)) return start + 2
    const digits = [2, 3, 4, 5].every((offset) => isHexadecimal(bytes[start + offset] as number))
    if (byte !== SMALL_U || !digits) throw new JsonSyntaxError()
    return start + 6
  }

  function skipSpace(start: number): number {
    let at = start
    for (;;) {
      const byte = bytes[at]
      if (byte !== SPACE && byte !== LINE_FEED && byte !== CARRIAGE_RETURN && byte !== TAB) {
        return at
      }
      at += 1
    }
  }

  /** The position behind a number, or one of the three words. */
  function plainEnd(start: number): number {
    const first = bytes[start] as number
    if (first !== MINUS && !isDigit(first)) {
      const word = WORDS.find((word) => holdsAt(bytes, start, word))
      if (word === undefined) throw new JsonSyntaxError()
      return start + word.length
    }
    let at = first === MINUS ? start + 1 : start
    at = bytes[at] === ZERO ? at + 1 : digitsEnd(at)
    if (bytes[at] === POINT) at = digitsEnd(at + 1)
    if (bytes[at] === SMALL_E || bytes[at] === LARGE_E) {
      const sign = bytes[at + 1]
      at = digitsEnd(sign === MINUS || sign === 0x2b ? at + 2 : at + 1)
    }
    return at
  }

  function digitsEnd(start: number): number {
    let at = start
    while (isDigit(bytes[at] as number)) at += 1
    if (at === start) throw new JsonSyntaxError()
    return at
  }

  function nameEnd(start: number): number {
    if (bytes[start] !== QUOTE) throw new JsonSyntaxError()
    return stringEnd(start)
  }

  /** The position of the value behind a name. */
  function valueStart(end: number): number {
    const colon = bytes[end] === COLON ? end : skipSpace(end)
    if (bytes[colon] !== COLON) throw new JsonSyntaxError()
    return (bytes[colon + 1] as number) > SPACE ? colon + 1 : skipSpace(colon + 1)
  }

  /** The position of the next element or member, or of the bracket that closes. */
  function nextStart(end: number, close: number): number {
    const at = (bytes[end] as number) > SPACE ? end : skipSpace(end)
    if (bytes[at] === close) return at
    if (bytes[at] !== COMMA) throw new JsonSyntaxError()
    const next = (bytes[at + 1] as number) > SPACE ? at + 1 : skipSpace(at + 1)
    if (bytes[next] === close) throw new JsonSyntaxError()
    return next
  }

  function valueEnd(start: number): number {
    const byte = bytes[start]
    if (byte === QUOTE) return stringEnd(start)
    if (byte !== OPEN_OBJECT && byte !== OPEN_ARRAY) return plainEnd(start)
    return nestedEnd(start)
  }

  /** {@link valueEnd} of an object or array: brackets that are open are counted, so that nesting takes no stack. */
  function nestedEnd(start: number): number {
    const open: number[] = []
    let close = 0
    let at = start
    for (;;) {
      const byte = bytes[at]
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        open.push(close)
        close = byte === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY
        at = skipSpace(at + 1)
        if (bytes[at] !== close) {
          if (close === CLOSE_OBJECT) at = valueStart(nameEnd(at))
          continue
        }
      } else {
        at = nextStart(byte === QUOTE ? stringEnd(at) : plainEnd(at), close)
      }
      while (bytes[at] === close) {
        close = open.pop() ?? 0
        if (close === 0) return at + 1
        at = nextStart(at + 1, close)
      }
      if (close === CLOSE_OBJECT) at = valueStart(nameEnd(at))
    }
  }

  function eachMember(start: number, names: MemberNames | undefined, visit: VisitMember): number {
    let at = skipSpace(start + 1)
    while (bytes[at] !== CLOSE_OBJECT) {
      const end = nameEnd(at)
      const name =
        isPlain && names ? wantedName(at + 1, end - 1, names) : unusualName(at, end, names)
      const value = valueStart(end)
      at = nextStart(name === undefined ? valueEnd(value) : visit(name, value, at), CLOSE_OBJECT)
    }
    return at + 1
  }

  function wantedName(start: number, end: number, { places }: MemberNames): string | undefined {
    const candidates = places[placeOf(end - start, bytes[start] as number)] as readonly MemberName[]
    for (let index = 0; index < candidates.length; index += 1) {
      const { name, bytes: own } = candidates[index] as MemberName
      if (own.length === end - start && holdsAt(bytes, start, own)) return name
    }
    return undefined
  }

  /** The name of a member that is spelled with escapes, or that is wanted whatever it is. */
  function unusualName(start: number, end: number, names: MemberNames | undefined) {
    const name = isPlain
      ? textOf(bytes, start + 1, end - 1)
      : (stringOf(bytes, start, end) as string)
    return names === undefined || names.names.has(name) ? name : undefined
  }

  function eachElement(start: number, visit: (start: number) => number): number {
    let at = skipSpace(start + 1)
    while (bytes[at] !== CLOSE_ARRAY) at = nextStart(visit(at), CLOSE_ARRAY)
    return at + 1
  }

  return {
    bytes,
    stringEnd,
    isPlain: () => isPlain,
    isAscii: () => isAscii,
    valueEnd,
    eachMember,
    eachElement,
    skipSpace,
  }
}

const isDigit = (byte: number) => byte >= ZERO && byte <= NINE

const isHexadecimal = (byte: number) =>
  isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
