import { NATIVE_EXEC } from './regex-program.ts'
import { execCounted } from './regex-steps.ts'

/** Where the built-in functions count: places of a text or list that they look at or write. */
export const NATIVE_STEPS: { count: number; regex: number; error: unknown } = {
  count: 0,
  regex: 0,
  /** What went wrong in the counting itself. */
  error: undefined,
}

// biome-ignore lint/suspicious/noExplicitAny: methods of every kind of built-in
type Method = (this: any, ...parameters: any[]) => unknown

const count = (steps: number) => {
  NATIVE_STEPS.count += steps
}

const lengthOf = (value: unknown) => {
  const isCountable = typeof value === 'string' || Array.isArray(value)
  return isCountable ? value.length : 0
}

/** Whole text read, result written. */
const wholeText: Cost = (text, result) => lengthOf(text) + lengthOf(result)
const written: Cost = (_, result) => lengthOf(result)
const found: Cost = (text, result, [sought, from = 0]) => {
  const end = typeof result === 'number' && result >= 0 ? result : lengthOf(text)
  return Math.max(0, end - Number(from)) + lengthOf(sought)
}
const foundBackwards: Cost = (text, result, [sought, from = lengthOf(text)]) => {
  const begin = typeof result === 'number' && result >= 0 ? result : 0
  return Math.max(0, Number(from) - begin) + lengthOf(sought)
}
const sought: Cost = (_self, _result, [value]) => lengthOf(value)
const joined: Cost = (self, result) => lengthOf(self) + lengthOf(result)

/** What a call cost: of its object, its result and its parameters. */
type Cost = (self: unknown, result: unknown, parameters: readonly unknown[]) => number

/** Methods whose work does not show in the steps of the code that calls them. */
const METHODS: readonly [object, Readonly<Record<string, Cost>>][] = [
  [
    String.prototype,
    {
      ...{ slice: written, substring: written, concat: joined, repeat: written, padStart: written },
      ...{ trim: wholeText, trimStart: wholeText, trimEnd: wholeText, normalize: wholeText },
      ...{ toLowerCase: wholeText, toUpperCase: wholeText, split: wholeText, replace: wholeText },
      ...{ replaceAll: wholeText, match: wholeText, search: wholeText, localeCompare: wholeText },
      ...{ indexOf: found, lastIndexOf: foundBackwards, startsWith: sought, endsWith: sought },
      includes: (text, isFound, [part]) =>
        (isFound ? INDEX_OF.call(String(text), String(part)) : lengthOf(text)) + lengthOf(part),
    },
  ],
  [
    Array.prototype,
    {
      ...{ join: joined, concat: joined, slice: written, splice: joined, reverse: joined },
      ...{ toSorted: joined, sort: joined, shift: joined, unshift: joined, flat: joined },
      ...{ indexOf: found, lastIndexOf: foundBackwards, fill: joined, with: joined },
      includes: (list, isFound, [value]) =>
        isFound ? LIST_INDEX_OF.call(list, value) : lengthOf(list),
    },
  ],
  [Map.prototype, { get: sought, set: sought, has: sought, delete: sought }],
  [Set.prototype, { add: sought, has: sought, delete: sought }],
  [URLSearchParams.prototype, { getAll: joined, toString: written }],
  [TextEncoder.prototype, { encode: sought }],
  [TextDecoder.prototype, { decode: written }],
  [JSON, { parse: sought, stringify: written }],
  [Date, { parse: sought }],
  [Math, { min: parameters, max: parameters }],
  [
    globalThis,
    {
      ...{ decodeURIComponent: sought, encodeURIComponent: sought, decodeURI: sought },
      ...{ encodeURI: sought, atob: sought, btoa: sought },
    },
  ],
]

function parameters(_self: unknown, _result: unknown, given: readonly unknown[]): number {
  return given.length
}

const INDEX_OF = String.prototype.indexOf
const LIST_INDEX_OF = Array.prototype.indexOf

/**
 * Runs something while built-in functions and regular expressions count what they do. What operators do to
 * whole texts, joining and comparing, and what a spread does to an object, they cannot see.
 */
export async function withCountedNatives<T>(run: () => T | Promise<T>): Promise<T> {
  const undo: (() => void)[] = []
  const replace = (object: object, name: string, value: unknown) => {
    const was = Object.getOwnPropertyDescriptor(object, name)
    if (!was) throw new Error(`There is no ${name} to count`)
    undo.push(() => Object.defineProperty(object, name, was))
    Object.defineProperty(object, name, { ...was, value })
  }
  let depth = 0
  for (const [object, costs] of METHODS) {
    for (const [name, cost] of Object.entries(costs)) {
      const native = Object.getOwnPropertyDescriptor(object, name)?.value as Method
      replace(object, name, function counted(this: unknown, ...given: unknown[]) {
        const result = Reflect.apply(native, this, given)
        if (depth === 0) count(cost(this, result, given) + 1)
        return result
      } satisfies Method)
    }
  }
  replace(RegExp.prototype, 'exec', function counted(this: RegExp, text: string) {
    // The counter itself is made of these too.
    if (depth > 0) return NATIVE_EXEC.call(this, text)
    depth += 1
    try {
      return execCounted(this, String(text), (steps) => {
        NATIVE_STEPS.regex += steps
      })
    } catch (error) {
      NATIVE_STEPS.error ??= error
      throw error
    } finally {
      depth -= 1
    }
  })
  for (const name of ['URL', 'URLSearchParams'] as const) {
    const native = (globalThis as unknown as Record<string, new (given: string) => object>)[name]
    if (!native) throw new Error(`There is no ${name}`)
    // What the platform's own classes are made of is theirs: they are linear.
    replace(
      globalThis,
      name,
      new Proxy(native, {
        construct(target, given: [string]) {
          if (depth === 0) count(given.reduce((sum, each) => sum + lengthOf(each), 1))
          depth += 1
          try {
            return Reflect.construct(target, given) as object
          } finally {
            depth -= 1
          }
        },
      }),
    )
  }
  for (const prototype of [Array.prototype, String.prototype]) {
    const iterate = (prototype as unknown as Record<symbol, Method>)[Symbol.iterator] as Method
    const was = Object.getOwnPropertyDescriptor(prototype, Symbol.iterator)
    if (!was) throw new Error('There is no iterator to count')
    undo.push(() => Object.defineProperty(prototype, Symbol.iterator, was))
    Object.defineProperty(prototype, Symbol.iterator, {
      ...was,
      value: function counted(this: unknown) {
        if (depth === 0) count(lengthOf(this))
        return Reflect.apply(iterate, this, [])
      },
    })
  }
  try {
    return await run()
  } finally {
    for (const restore of undo.reverse()) restore()
  }
}
