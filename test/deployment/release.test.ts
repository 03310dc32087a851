import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../support/build.ts'

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const versionIn = (file: string): string => JSON.parse(read(file)).version

const release = versionIn('package.json')

it('the release is a version that CHANGELOG describes in its first section with a number', () => {
  expect(release).toMatch(/^\d+\.\d+\.\d+$/)
  const changelog = read('CHANGELOG.md')
  const [, first, body = ''] =
    /^## \[(\d[^\]]*)\][^\n]*\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(changelog) ?? []
  expect(first).toBe(release)
  expect(body).toMatch(/^- /m)
})

it('what was released is in CHANGELOG in falling order, each once', () => {
  const numbers = [...read('CHANGELOG.md').matchAll(/^## \[(\d+)\.(\d+)\.(\d+)\]/gm)].map(
    ([, ...parts]) => parts.map((part) => part.padStart(5, '0')).join('.'),
  )
  expect(numbers).toEqual([...new Set(numbers)].toSorted().reverse())
})

it('the lock file and the client carry the number of the release', () => {
  const lock = JSON.parse(read('package-lock.json'))
  const numbers = [
    lock.version,
    lock.packages[''].version,
    lock.packages['packages/client'].version,
  ]
  expect([...numbers, versionIn('packages/client/package.json')]).toEqual(Array(4).fill(release))
})

it('a tag at this commit, or the one that is being deployed, is the release', () => {
  const deployed = process.env.RELEASE_TAG
  const tags = deployed ? [deployed] : tagsHere()
  for (const tag of tags) expect(tag).toBe(`v${release}`)
})

function tagsHere(): string[] {
  try {
    const given = ['tag', '--points-at', 'HEAD', '--list', 'v*']
    const output = execFileSync('git', given, {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return output.split('\n').filter(Boolean)
  } catch {
    // An archive of the sources has no tags to disagree.
    return []
  }
}
