import { compileRegex, type Instruction, NATIVE_EXEC, type RegexProgram } from './regex-program.ts'

/** Programs by source and flags. */
const programs = new Map<string, RegexProgram>()

/** A match takes this many steps a character at most: what needs more is caught, and not waited for. */
const MAX_STEPS_PER_CHARACTER = 1_000

/** Thrown where a match takes more steps than any linear one. */
export class TooManySteps extends Error {
  override readonly name = 'TooManySteps'
}

/**
 * Runs a regular expression step by step, as an engine that tries and goes back does, and counts the steps. The
 * engine's own answer is returned; the two must agree on where the match is.
 *
 * @param count takes the steps
 */
export function execCounted(
  regex: RegExp,
  text: string,
  count: (steps: number) => void,
): RegExpExecArray | null {
  const key = `${regex.flags}/${regex.source}`
  const program = programs.get(key) ?? compileRegex(regex)
  programs.set(key, program)
  const from = regex.global || regex.sticky ? regex.lastIndex : 0
  const found = search(program, text, from, regex.sticky)
  count(found.steps)
  const result = NATIVE_EXEC.call(regex, text)
  const [start, end] = result ? [result.index, result.index + (result[0]?.length ?? 0)] : [-1, -1]
  if (start !== found.start || end !== found.end) {
    throw new Error(`The step counter disagrees with the engine on ${String(regex)}`)
  }
  return result
}

/** Whether a match can begin with a character, or at the end. Most places are none where one can. */
function canBegin(program: RegexProgram, code: number | undefined): boolean {
  if (program.isUnicode) return true
  let beginnings = program.beginnings
  if (!beginnings) {
    beginnings = beginningsOf(program.instructions)
    program.beginnings = beginnings
  }
  if (beginnings === 'anywhere') return true
  return code !== undefined && beginnings.some((test) => test(code))
}

function beginningsOf(
  instructions: readonly Instruction[],
): NonNullable<RegexProgram['beginnings']> {
  const tests: ((code: number) => boolean)[] = []
  const seen = new Set<number>()
  const open = [0]
  for (let pc = open.pop(); pc !== undefined; pc = open.pop()) {
    const instruction = instructions[pc]
    if (seen.has(pc) || !instruction) continue
    seen.add(pc)
    switch (instruction.op) {
      case 'match':
        return 'anywhere'
      case 'character':
        tests.push(instruction.test)
        break
      case 'repeat':
        tests.push(instruction.test)
        open.push(pc + 1)
        break
      case 'split':
        open.push(instruction.first, instruction.second)
        break
      case 'jump':
        open.push(instruction.to)
        break
      default:
        open.push(pc + 1)
    }
  }
  return tests
}

function search(program: RegexProgram, text: string, from: number, isSticky: boolean) {
  const maxSteps = MAX_STEPS_PER_CHARACTER * (text.length + 1_000)
  let steps = 0
  for (let start = from; start <= text.length; start++) {
    if (!canBegin(program, start < text.length ? text.charCodeAt(start) : undefined)) {
      steps += 1
      if (isSticky) break
      continue
    }
    const run = runAt(program, program.instructions, text, start, maxSteps - steps)
    steps += run.steps
    if (run.end >= 0) return { steps, start, end: run.end }
    if (isSticky) break
  }
  return { steps, start: -1, end: -1 }
}

/** A choice to go back to, the places to go back to one by one, or a slot to restore on the way back. */
type Trail =
  | { pc: number; at: number }
  | { pc: number; at: number; last: number; test?: (code: number) => boolean }
  | { slot: number; was: number }

function runAt(
  { isUnicode, slots }: RegexProgram,
  instructions: readonly Instruction[],
  text: string,
  start: number,
  maxSteps: number,
): { steps: number; end: number } {
  const marks = new Array<number>(slots).fill(-1)
  const trail: Trail[] = []
  let steps = 0
  let pc = 0
  let at = start

  /** Goes back to the last choice; false where there is none left. */
  function goBack(): boolean {
    for (let last = trail.pop(); last; last = trail.pop()) {
      if ('pc' in last) {
        pc = last.pc
        at = last.at
        if (!('last' in last) || last.at === last.last) return true
        if (!last.test) trail.push({ ...last, at: last.at - 1 })
        else if (at < text.length && last.test(text.charCodeAt(at)))
          trail.push({ ...last, at: last.at + 1 })
        return true
      }
      marks[last.slot] = last.was
    }
    return false
  }

  for (;;) {
    steps += 1
    if (steps > maxSteps) throw new TooManySteps(`A match takes more than ${maxSteps} steps`)
    const instruction = instructions[pc]
    if (instruction === undefined) throw new Error('A program without an end')
    let isFailed = false
    switch (instruction.op) {
      case 'match':
        return { steps, end: at }
      case 'character': {
        const code = isUnicode ? text.codePointAt(at) : text.charCodeAt(at)
        if (at < text.length && code !== undefined && instruction.test(code)) {
          at += code > 0xffff ? 2 : 1
          pc += 1
        } else isFailed = true
        break
      }
      case 'repeat': {
        const { test, isGreedy } = instruction
        const furthest = Math.min(text.length, at + instruction.max)
        pc += 1
        if (isGreedy) {
          const begin = at
          while (at < furthest && test(text.charCodeAt(at))) at += 1
          steps += at - begin
          if (at > begin) trail.push({ pc, at: at - 1, last: begin })
        } else if (at < furthest && test(text.charCodeAt(at))) {
          trail.push({ pc, at: at + 1, last: furthest, test })
        }
        break
      }
      case 'split':
        trail.push({ pc: instruction.second, at })
        pc = instruction.first
        break
      case 'jump':
        pc = instruction.to
        break
      case 'mark':
        trail.push({ slot: instruction.slot, was: marks[instruction.slot] ?? -1 })
        marks[instruction.slot] = at
        pc += 1
        break
      case 'progress':
        if (marks[instruction.slot] === at) isFailed = true
        else pc += 1
        break
      case 'assert':
        if (holds(instruction, text, at)) pc += 1
        else isFailed = true
        break
      case 'look': {
        const begin = at - (instruction.behind ?? 0)
        const look =
          begin < 0
            ? { steps: 1, end: -1 }
            : runAt({ instructions, isUnicode, slots }, instruction.program, text, begin, maxSteps)
        steps += look.steps
        if (look.end >= 0 !== instruction.isNegated) pc += 1
        else isFailed = true
      }
    }
    if (isFailed && !goBack()) return { steps, end: -1 }
  }
}

const WORD = /\w/

function holds(
  { kind, isMultiline }: Extract<Instruction, { op: 'assert' }>,
  text: string,
  at: number,
): boolean {
  const isBreak = (index: number) => '\n\r\u2028\u2029'.includes(text.charAt(index))
  const isWord = (index: number) =>
    index >= 0 && index < text.length && NATIVE_EXEC.call(WORD, text.charAt(index)) !== null
  switch (kind) {
    case 'start':
      return at === 0 || (isMultiline && isBreak(at - 1))
    case 'end':
      return at === text.length || (isMultiline && isBreak(at))
    case 'word':
      return isWord(at - 1) !== isWord(at)
    case 'no-word':
      return isWord(at - 1) === isWord(at)
  }
}
