/** A source of numbers from 0 to 1 that gives the same ones for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Ranks of 0 to `count - 1`, the first the likeliest, and how likely each is. */
export interface Zipf {
  /** @param random 0 to 1 */
  draw(random: number): number
  share(rank: number): number
}

/** Zipf's law: the rank r has the weight 1 / (r + 1) to the power of the exponent. */
export function createZipf(count: number, exponent: number): Zipf {
  const cumulative = new Float64Array(count)
  let total = 0
  for (let rank = 0; rank < count; rank++) {
    total += 1 / (rank + 1) ** exponent
    cumulative[rank] = total
  }
  const at = (rank: number) => (rank < 0 ? 0 : (cumulative[rank] ?? total))
  return {
    draw(random) {
      const wanted = random * total
      let [low, high] = [0, count - 1]
      while (low < high) {
        const middle = (low + high) >> 1
        if (at(middle) > wanted) high = middle
        else low = middle + 1
      }
      return low
    },
    share: (rank) => (at(rank) - at(rank - 1)) / total,
  }
}
