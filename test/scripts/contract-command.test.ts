import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EXCEPTIONS } from '../../scripts/contract/exceptions.ts'
import { ROUTES } from '../../scripts/contract/routes.ts'
import { describeRoutes } from './api.ts'

const SCRIPT = join(import.meta.dirname, '../../scripts/contract.ts')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'contract-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], {
    encoding: 'utf8',
  })
  return { status, out: stdout, err: stderr }
}

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

it('exits 0 when nothing breaks, and says so last', () => {
  const { status, out } = run(file('fits.json', JSON.stringify(describeRoutes(ROUTES))))
  expect(out.trimEnd().split('\n').at(-1)).toBe(
    `nothing breaks the edge: 0 breaks, ${EXCEPTIONS.length} notices`,
  )
  expect(status).toBe(0)
})

it('exits 1 when something breaks, with a sorted line for each finding', () => {
  const description = describeRoutes(ROUTES)
  delete description.paths['/v1/sessions']
  delete description.paths['/v1/harnesses']
  const { status, out } = run(file('breaks.json', JSON.stringify(description)))
  const lines = out.trimEnd().split('\n')
  expect(lines.slice(0, 2)).toEqual([
    'breaks get:/v1/harnesses is gone, the edge relies on it',
    'breaks get:/v1/sessions is gone, the edge relies on it',
  ])
  expect(lines.at(-1)).toMatch(/^the edge would break: 2 breaks, /)
  expect(status).toBe(1)
})

it.each([
  ['no argument', () => []],
  ['two arguments', () => ['a.json', 'b.json']],
  ['a missing file', () => [join(folder, 'missing.json')]],
  ['a folder', () => [folder]],
  ['what is not JSON', () => [file('text.json', 'openapi: 3.1.0')]],
  ['an empty file', () => [file('empty.json', '')]],
  ['JSON that is no object', () => [file('list.json', '[]')]],
  ['Swagger 2', () => [file('old.json', '{"swagger":"2.0","paths":{}}')]],
  ['OpenAPI 4', () => [file('new.json', '{"openapi":"4.0.0","paths":{}}')]],
  ['OpenAPI without paths', () => [file('bare.json', '{"openapi":"3.1.0"}')]],
])('exits 2 with one clear line on %s', (_name, args) => {
  const { status, out, err } = run(...args())
  expect(err).toMatch(/^contract: [^\n]{8,}\n$/)
  expect(out).toBe('')
  expect(status).toBe(2)
})

it.each([
  ['a path', { '/v1/sessions': null, '/v1/harnesses': 'x' }],
  ['a method', { '/v1/sessions': { get: [] } }],
  [
    'what is inside',
    { '/v1/sessions': { get: { parameters: 7, responses: { 200: { content: [] } } } } },
  ],
])('takes rubbish in place of %s for what is gone', (_name, paths) => {
  const { status, err } = run(file('odd.json', JSON.stringify({ openapi: '3.0.3', paths })))
  expect(err).toBe('')
  expect(status).toBe(1)
})
