import { type AST, RegExpParser } from '@eslint-community/regexpp'

/**
 * Finds out whether a backtracking engine can take more than linear time for a regular expression: whether there
 * are two ways to read one text that an ever longer text makes ever more of. It is so where, in the automaton of the
 * expression, a loop `p` leads to another loop `q` by a text that both loops can take as well (A. Weber and
 * H. Seidl, "On the degree of ambiguity of finite automata", 1991), or where a loop can take one text in two ways.
 * To search for a match everywhere is a loop, too, that stands in front.
 */

/** Characters as bits; one stands for many that no expression here tells apart. */
type Characters = bigint

/** A place in the expression where one character is taken. */
interface Position {
  raw: string
  characters: Characters
  /** What can come next, once for each way. */
  next: number[]
}

/** A part of an expression: how it can begin and end, and whether it can be empty. */
interface Part {
  first: readonly number[]
  last: readonly number[]
  isEmpty: boolean
  /** An assertion that can fail stands in it: who has come to its end has not won. */
  canFail: boolean
}

const ALPHABET = [
  ...Array.from({ length: 0x100 }, (_, code) => code),
  ...[0x17f, 0x3b1, 0x212a, 0x2028, 0x2029, 0x2026, 0xfeff, 0xffff],
]
const ALL: Characters = (1n << BigInt(ALPHABET.length)) - 1n

/** Of a part that is repeated a bounded number of times so many are looked at: no bound makes work grow. */
const MAX_COPIES = 3

/** Says, once for each, what of an expression takes more than linear time. */
export function ambiguitiesOf({ source, flags }: Pick<RegExp, 'source' | 'flags'>): string[] {
  const faults = new Set<string>()
  const unicode = flags.includes('u')
  const unicodeSets = flags.includes('v')
  const { alternatives } = new RegExpParser().parsePattern(source, 0, source.length, {
    unicode,
    unicodeSets,
  })
  const looks: (readonly AST.Alternative[])[] = [alternatives]
  for (const part of looks) {
    const isSearched = part === alternatives && !flags.includes('y') && !isAnchored(part, flags)
    for (const fault of check(part, flags, isSearched, looks)) faults.add(fault)
  }
  return [...faults]
}

/** Whether a match can begin at the beginning of the text only. */
function isAnchored(alternatives: readonly AST.Alternative[], flags: string): boolean {
  const isStart = (node: AST.Element | undefined) =>
    node?.type === 'Assertion' && node.kind === 'start' && !flags.includes('m')
  return alternatives.every(({ elements }) => isStart(elements[0]))
}

function check(
  alternatives: readonly AST.Alternative[],
  flags: string,
  isSearched: boolean,
  looks: (readonly AST.Alternative[])[],
): string[] {
  const positions: Position[] = []
  const add = (raw: string, characters: Characters) =>
    positions.push({ raw, characters, next: [] }) - 1
  const link = (from: readonly number[], to: readonly number[]) => {
    for (const each of from) positions[each]?.next.push(...to)
  }

  function either(parts: readonly Part[]): Part {
    return {
      first: parts.flatMap(({ first }) => first),
      last: parts.flatMap(({ last }) => last),
      isEmpty: parts.some(({ isEmpty }) => isEmpty),
      canFail: parts.some(({ canFail }) => canFail),
    }
  }

  function sequence(parts: readonly Part[]): Part {
    return parts.reduce((before, part) => {
      link(before.last, part.first)
      return {
        first: before.isEmpty ? [...before.first, ...part.first] : before.first,
        last: part.isEmpty ? [...before.last, ...part.last] : part.last,
        isEmpty: before.isEmpty && part.isEmpty,
        canFail: part.canFail || (part.isEmpty && before.canFail),
      }
    }, NOTHING)
  }

  function read(node: AST.Element): Part {
    switch (node.type) {
      case 'Assertion':
        if ('alternatives' in node) looks.push(node.alternatives)
        return { ...NOTHING, canFail: true }
      case 'Group':
      case 'CapturingGroup':
        return either(node.alternatives.map(({ elements }) => sequence(elements.map(read))))
      case 'Quantifier':
        return repeat(node)
      case 'Backreference':
        throw new Error(`A backreference: ${node.raw}`)
      default: {
        const at = [add(node.raw, charactersOf(node.raw, flags))]
        return { first: at, last: at, isEmpty: false, canFail: false }
      }
    }
  }

  function repeat({ element, min, max }: AST.Quantifier): Part {
    const parts = Array.from({ length: Math.min(min, MAX_COPIES) }, () => read(element))
    const hasLoop = max === Number.POSITIVE_INFINITY
    const rest = hasLoop ? Number(min === 0) : Math.min(max - min, MAX_COPIES)
    for (let copy = 0; copy < rest; copy++) parts.push({ ...read(element), isEmpty: true })
    const last = parts.at(-1)
    if (hasLoop && last) link(last.last, last.first)
    return sequence(parts)
  }

  const whole = either(alternatives.map(({ elements }) => sequence(elements.map(read))))
  const wins = new Set(whole.canFail ? [] : whole.last)
  const search = isSearched ? add('the search', ALL) : -1
  if (isSearched) positions[search]?.next.push(search, ...whole.first)
  return faultsOf(positions, search, wins)
}

const NOTHING: Part = { first: [], last: [], isEmpty: true, canFail: false }

function charactersOf(raw: string, flags: string): Characters {
  const native = new RegExp(`^(?:${raw})$`, flags.replace(/[gym]/g, ''))
  return ALPHABET.reduce(
    (all, code, bit) => (native.test(String.fromCodePoint(code)) ? all | (1n << BigInt(bit)) : all),
    0n,
  )
}

function faultsOf(positions: readonly Position[], search: number, wins: ReadonlySet<number>) {
  const nextOf = (at: number) => positions[at]?.next ?? []
  const charactersAt = (at: number) => positions[at]?.characters ?? 0n
  const raw = (at: number) => positions[at]?.raw ?? ''
  const reachable = positions.map((_, from) => reach(from, nextOf))
  const isLooping = (at: number) => reachable[at]?.has(at) ?? false
  const inLoop = (at: number, of: number) =>
    (reachable[of]?.has(at) && reachable[at]?.has(of)) ?? false
  const loops = positions.map((_, at) => at).filter(isLooping)
  const faults: string[] = []

  for (const p of loops) {
    const inside = nextOf(p).filter((to) => inLoop(to, p))
    if (new Set(inside).size < inside.length) faults.push(`${raw(p)} can be repeated in two ways`)
    for (const q of loops) {
      if (p === q || !reachable[p]?.has(q)) continue
      // A search that comes to where the match is won looks no further.
      if (p === search && wins.has(q)) continue
      if (leads(p, q)) faults.push(`${raw(p)} and ${raw(q)} can take the same text`)
    }
  }
  return faults

  /** Whether one text leads from `p` to `p`, from `p` to `q`, and from `q` to `q`. */
  function leads(p: number, q: number): boolean {
    const seen = new Set<string>()
    const open: [number, number, number][] = [[p, p, q]]
    for (let at = open.pop(); at; at = open.pop()) {
      const [one, way, other] = at
      for (const nextOne of nextOf(one).filter((to) => inLoop(to, p))) {
        for (const nextOther of nextOf(other).filter((to) => inLoop(to, q))) {
          const both = charactersAt(nextOne) & charactersAt(nextOther)
          if (both === 0n) continue
          for (const nextWay of nextOf(way)) {
            if ((both & charactersAt(nextWay)) === 0n) continue
            if (nextOne === p && nextWay === q && nextOther === q) return true
            const key = `${nextOne}/${nextWay}/${nextOther}`
            if (seen.has(key)) continue
            seen.add(key)
            open.push([nextOne, nextWay, nextOther])
          }
        }
      }
    }
    return false
  }
}

function reach(from: number, nextOf: (at: number) => readonly number[]): Set<number> {
  const seen = new Set<number>()
  const open = [from]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const next of nextOf(at)) {
      if (seen.has(next)) continue
      seen.add(next)
      open.push(next)
    }
  }
  return seen
}
