import { type AST, RegExpParser } from '@eslint-community/regexpp'

/** Whether a character, or none at an end, is one that is looked for. */
type CharacterTest = (code: number) => boolean

/** One instruction of a backtracking matcher. */
export type Instruction =
  | { op: 'character'; test: CharacterTest }
  /** As many characters as there are, or as few: a loop of its own, since most loops are of one character. */
  | { op: 'repeat'; test: CharacterTest; max: number; isGreedy: boolean }
  /** Tries `first`, and should that fail `second`. */
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  /** Remembers the place where a round of a loop begins. */
  | { op: 'mark'; slot: number }
  /** Fails where the round has taken nothing: JavaScript ends such a loop. */
  | { op: 'progress'; slot: number }
  | { op: 'assert'; kind: 'start' | 'end' | 'word' | 'no-word'; isMultiline: boolean }
  | { op: 'look'; program: readonly Instruction[]; isNegated: boolean; behind: number | undefined }
  | { op: 'match' }

/** A regular expression as a backtracking matcher runs it. */
export interface RegexProgram {
  instructions: readonly Instruction[]
  slots: number
  isUnicode: boolean
  /** The characters that a match can begin with; found when first asked for. */
  beginnings?: readonly CharacterTest[] | 'anywhere'
}

/** Compiles what this project's regular expressions are made of, and refuses the rest. */
export function compileRegex({ source, flags }: RegExp): RegexProgram {
  const isUnicode = flags.includes('u') || flags.includes('v')
  const pattern = new RegExpParser().parsePattern(source, 0, source.length, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  })
  let slots = 0

  function compile(nodes: readonly AST.Element[], out: Instruction[]): Instruction[] {
    for (const node of nodes) compileElement(node, out)
    return out
  }

  function compileElement(node: AST.Element, out: Instruction[]): void {
    switch (node.type) {
      case 'Character':
      case 'CharacterClass':
      case 'CharacterSet':
      case 'ExpressionCharacterClass':
        out.push({ op: 'character', test: characterTest(node.raw, flags) })
        return
      case 'Group':
      case 'CapturingGroup':
        compileAlternatives(node.alternatives, out)
        return
      case 'Quantifier':
        compileQuantifier(node, out)
        return
      case 'Assertion':
        compileAssertion(node, out)
        return
      default:
        throw new Error(`The step counter knows no ${node.type}: ${source}`)
    }
  }

  function compileAlternatives(alternatives: readonly AST.Alternative[], out: Instruction[]): void {
    const jumps: { op: 'jump'; to: number }[] = []
    for (const [index, { elements }] of alternatives.entries()) {
      if (index === alternatives.length - 1) {
        compile(elements, out)
        break
      }
      const split = { op: 'split' as const, first: out.length + 1, second: 0 }
      out.push(split)
      compile(elements, out)
      const jump = { op: 'jump' as const, to: 0 }
      out.push(jump)
      jumps.push(jump)
      split.second = out.length
    }
    for (const jump of jumps) jump.to = out.length
  }

  function compileQuantifier({ element, min, max, greedy }: AST.Quantifier, out: Instruction[]) {
    for (let count = 0; count < min; count++) compileElement(element, out)
    const isCharacter = element.type.startsWith('Character')
    if (isCharacter && !isUnicode && max > min) {
      const test = characterTest(element.raw, flags)
      out.push({ op: 'repeat', test, max: max - min, isGreedy: greedy })
      return
    }
    const split = () => {
      const instruction = { op: 'split' as const, first: 0, second: 0 }
      out.push(instruction)
      return {
        body: () => setWay(instruction, greedy ? 'first' : 'second', out.length),
        exit: () => setWay(instruction, greedy ? 'second' : 'first', out.length),
      }
    }
    if (max === Number.POSITIVE_INFINITY) {
      const start = out.length
      const ways = split()
      ways.body()
      const slot = slots++
      out.push({ op: 'mark', slot })
      compileElement(element, out)
      out.push({ op: 'progress', slot }, { op: 'jump', to: start })
      ways.exit()
      return
    }
    const exits: (() => void)[] = []
    for (let count = min; count < max; count++) {
      const ways = split()
      ways.body()
      exits.push(ways.exit)
      compileElement(element, out)
    }
    for (const exit of exits) exit()
  }

  function compileAssertion(node: AST.Assertion, out: Instruction[]): void {
    const isMultiline = flags.includes('m')
    switch (node.kind) {
      case 'start':
      case 'end':
        out.push({ op: 'assert', kind: node.kind, isMultiline })
        return
      case 'word':
        out.push({ op: 'assert', kind: node.negate ? 'no-word' : 'word', isMultiline })
        return
      default: {
        const program: Instruction[] = []
        compileAlternatives(node.alternatives, program)
        program.push({ op: 'match' })
        const behind = node.kind === 'lookbehind' ? fixedWidth(node.alternatives) : undefined
        out.push({ op: 'look', program, isNegated: node.negate, behind })
      }
    }
  }

  const instructions: Instruction[] = []
  compileAlternatives(pattern.alternatives, instructions)
  instructions.push({ op: 'match' })
  return { instructions, slots, isUnicode }
}

function setWay(
  split: { first: number; second: number },
  way: 'first' | 'second',
  to: number,
): void {
  split[way] = to
}

/** How many characters a lookbehind takes. One that may take more or fewer is refused. */
function fixedWidth(alternatives: readonly AST.Alternative[]): number {
  const widths = new Set(
    alternatives.map(({ elements }) => elements.reduce((sum, node) => sum + widthOf(node), 0)),
  )
  const [width] = widths
  if (width === undefined || widths.size > 1) throw new Error('A lookbehind of several widths')
  return width
}

function widthOf(node: AST.Element): number {
  switch (node.type) {
    case 'Character':
    case 'CharacterClass':
    case 'CharacterSet':
      return 1
    case 'Assertion':
      return 0
    case 'Group':
    case 'CapturingGroup':
      return fixedWidth(node.alternatives)
    case 'Quantifier':
      if (node.min === node.max) return node.min * widthOf(node.element)
  }
  throw new Error(`A lookbehind with ${node.raw}`)
}

/** The engine itself says what a class of characters holds, once a character. */
function characterTest(raw: string, flags: string): CharacterTest {
  const known = new Map<number, boolean>()
  const native = new RegExp(`^(?:${raw})$`, flags.replace(/[gym]/g, ''))
  const exec = NATIVE_EXEC
  return (code) => {
    let isIn = known.get(code)
    if (isIn === undefined) {
      isIn = exec.call(native, String.fromCodePoint(code)) !== null
      known.set(code, isIn)
    }
    return isIn
  }
}

/** The engine's own, whatever a test puts in its place. */
export const NATIVE_EXEC = RegExp.prototype.exec
