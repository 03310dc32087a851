import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Node, parse } from 'acorn'
import { transform } from 'esbuild'
import { beforeAll, expect, test } from 'vitest'
import { ROOT } from '../support/build.ts'
import { ambiguitiesOf } from '../support/regex-ambiguity.ts'

interface Found {
  file: string
  source: string
  flags: string
}

let expressions: Found[]
let constructed: string[]

beforeAll(async () => {
  expressions = []
  constructed = []
  for (const file of await readdir(join(ROOT, 'src'), { recursive: true })) {
    if (!file.endsWith('.ts')) continue
    const typescript = await readFile(join(ROOT, 'src', file), 'utf8')
    const { code } = await transform(typescript, { loader: 'ts', target: 'es2024' })
    visit(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), (node) => {
      const { regex, callee } = node as {
        regex?: { pattern: string; flags: string }
        callee?: { name?: string }
      }
      if (regex) expressions.push({ file, source: regex.pattern, flags: regex.flags })
      if (callee?.name === 'RegExp') constructed.push(file)
    })
  }
})

function visit(node: Node, enter: (node: Node) => void): void {
  enter(node)
  for (const child of Object.values(node)) {
    for (const each of Array.isArray(child) ? child : [child]) {
      if (typeof each === 'object' && each !== null && 'type' in each) visit(each as Node, enter)
    }
  }
}

test('no regular expression has two quantifiers that can take the same characters', () => {
  expect(expressions.length).toBeGreaterThan(50)
  const faults = expressions.flatMap((found) =>
    ambiguitiesOf(found).map((fault) => `${found.file}: /${found.source}/${found.flags}: ${fault}`),
  )
  expect(faults).toEqual([])
})

test.each([
  [/^\s*([\w-]+)\s*(?:=\s*"?([^"]*?)"?\s*)?$/],
  [/^(a+)+$/],
  [/^(?:a|a)*b/],
  [/\s+$/],
  [/=+$/],
  [/\/\/.*@/],
  [/^\s*domain\s*=\s*\.?([^\s]*)\s*$/i],
  [/^(?:\w+\s?)*$/],
  [/^(?:.*;)?.*=/],
  [/^https?:\/\/[^/?#]+(?:\/[^?#]*?)?(\/v1\/.*)$/],
])('%s would be found', (expression) => {
  expect(ambiguitiesOf(expression)).not.toEqual([])
})

test.each([
  [/^\s*([\w-]+)\s*=/],
  [/^[a-z0-9]+(?:-[a-z0-9]+)*$/],
  [/^"[^"\\]*(?:\\.[^"\\]*)*"$/],
  [/\d+/g],
  [/[a-z]{1,30}[a-z]{1,30}$/],
  [/\S+\s*/y],
  [/-----BEGIN [A-Z ]*/],
  [/"[^"]*"\s*:/],
])('%s would be left alone', (expression) => {
  expect(ambiguitiesOf(expression)).toEqual([])
})

/** Those that are made of texts are not seen above: each is looked at by who adds it here. */
const CONSTRUCTED: readonly string[] = [
  'problem/host-spans.ts',
  'problem/secret-spans.ts',
  'resources/families.ts',
  'upstream/headers.ts',
]

test('regular expressions that are made of texts are known', () => {
  expect([...new Set(constructed)].toSorted()).toEqual(CONSTRUCTED)
})
