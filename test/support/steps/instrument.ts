import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Node, parse } from 'acorn'
import { build } from 'esbuild'
import { ROOT } from '../build.ts'

/** Where instrumented code counts: functions entered, and rounds of loops. */
export const CODE_STEPS = { count: 0 }

const GLOBAL_NAME = '__codeSteps'

/**
 * Bundles a module and imports it with a counter in every function and in every round of every loop, all that it
 * is made of included.
 *
 * @param file from the project's root
 */
export async function importInstrumented<T>(file: string): Promise<T> {
  Object.assign(globalThis, { [GLOBAL_NAME]: CODE_STEPS })
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
  })
  const code = withCounters(outputFiles[0]?.text ?? '')
  const folder = await mkdtemp(join(ROOT, 'node_modules/.steps-'))
  try {
    const output = join(folder, 'parsers.mjs')
    await writeFile(output, code)
    return (await import(/* @vite-ignore */ pathToFileURL(output).href)) as T
  } finally {
    await rm(folder, { recursive: true })
  }
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])
const LOOPS = new Set([
  ...['ForStatement', 'ForInStatement', 'ForOfStatement'],
  ...['WhileStatement', 'DoWhileStatement'],
])

function withCounters(code: string): string {
  const insertions: { at: number; text: string }[] = []
  const tick = `${GLOBAL_NAME}.count++`
  visit(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), (node) => {
    const { body } = node as { body?: Node }
    if (!body || !(FUNCTIONS.has(node.type) || LOOPS.has(node.type))) return
    if (body.type === 'BlockStatement') {
      insertions.push({ at: body.start + 1, text: `${tick};` })
    } else if (LOOPS.has(node.type)) {
      insertions.push({ at: body.start, text: `{${tick};` }, { at: body.end, text: '}' })
    } else {
      insertions.push({ at: body.start, text: `(${tick},(` }, { at: body.end, text: '))' })
    }
  })
  let out = ''
  let copied = 0
  // Of two at one place the one that was found first stands outside, and so comes first, or last where it closes.
  for (const { at, text } of orderInsertions(insertions)) {
    out += code.slice(copied, at) + text
    copied = at
  }
  return out + code.slice(copied)
}

/** By place; at one place what closes comes before what opens, and inner closes before outer. */
function orderInsertions(insertions: readonly { at: number; text: string }[]) {
  const isClosing = (text: string) => text === '}' || text === '))'
  return insertions
    .map((insertion, index) => ({ ...insertion, index, isClosing: isClosing(insertion.text) }))
    .toSorted((a, b) => {
      if (a.at !== b.at) return a.at - b.at
      if (a.isClosing !== b.isClosing) return a.isClosing ? -1 : 1
      return a.isClosing ? b.index - a.index : a.index - b.index
    })
}

function visit(node: Node, enter: (node: Node) => void): void {
  enter(node)
  for (const child of Object.values(node)) {
    for (const each of Array.isArray(child) ? child : [child]) {
      if (typeof each === 'object' && each !== null && 'type' in each) visit(each as Node, enter)
    }
  }
}
