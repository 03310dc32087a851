/** A stream of numbers that depends on nothing but its seed. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform integer in [low, high]. */
  between(low: number, high: number): number
  /** `digits` lowercase hex digits. */
  hex(digits: number): string
  /** One item of a list that is not empty. */
  pick<T>(items: readonly [T, ...T[]]): T
}

const UINT32 = 2 ** 32

/** mulberry32: 32 bits of state, fast, good enough to shuffle and to make up data. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / UINT32
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    hex: (digits) => hexOf(next, digits),
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
  }
}

function hexOf(next: () => number, digits: number): string {
  let text = ''
  while (text.length < digits) {
    text += Math.floor(next() * UINT32)
      .toString(16)
      .padStart(8, '0')
  }
  return text.slice(0, digits)
}
