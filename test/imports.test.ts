import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

/** The rooms of `src` from the top down, as AGENTS.md has them; the leaves come last. */
const ROOMS = [
  ...['index.ts', 'worker.ts', 'app.ts', 'routes', 'http', 'edge.ts', 'harness', 'access'],
  ...['sessions', 'resources', 'caller', 'cache', 'upstream', 'problem', 'config.ts', 'syntax'],
  ...['metrics.ts', 'version.ts', 'lru.ts', 'optional-binding.ts', 'sleep.ts'],
]

const rankOf = (file: string) => ROOMS.indexOf(file.split('/', 1)[0] ?? '')

/** Returns what each file of a folder imports of the others, types too. */
function importsIn(folder: string): Map<string, string[]> {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
  const sources = files.filter((name) => /\.tsx?$/.test(name))
  return new Map(
    sources.map((file) => {
      const text = readFileSync(join(ROOT, folder, file), 'utf8')
      const named = [...text.matchAll(/^(?:import|export|\}).* from '(\.[^']+\.tsx?)'/gm)]
      return [file, named.map(([, path = '']) => normalize(join(dirname(file), path)))]
    }),
  )
}

/** Returns the files that import each other, one after the other until the first comes again. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>()
  const circles: string[] = []
  const walk = (file: string, path: readonly string[]) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
    if (path.includes(file) || done.has(file)) return
    for (const other of imports.get(file) ?? []) walk(other, [...path, file])
    done.add(file)
  }
  for (const file of imports.keys()) walk(file, [])
  return circles
}

it('imports between the rooms of src point down only', () => {
  const imports = [...importsIn('src')]
  expect(imports.length).toBeGreaterThan(100)
  expect(imports.flatMap(([file]) => (rankOf(file) < 0 ? [file] : []))).toEqual([])
  const up = imports.flatMap(([file, imported]) =>
    imported.filter((other) => rankOf(other) < rankOf(file)).map((other) => `${file} -> ${other}`),
  )
  expect(up).toEqual([])
})

it.each(['src', 'sample', 'console', 'reference', 'openapi', 'packages/client/src', 'bench'])(
  'no files of %s import each other in a circle',
  (folder) => {
    expect(circlesIn(importsIn(folder))).toEqual([])
  },
)
