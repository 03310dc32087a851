/**
 * `npm run docs`: writes README's tables of routes, from the table of resources, and of problems, from the catalogue.
 * With `--check` it writes nothing and exits 1 where a table is not what it would write.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { problemTable } from './readme/problem-table.ts'
import { routeTable } from './readme/route-table.ts'

const README = join(import.meta.dirname, '../README.md')

const present = readFileSync(README, 'utf8')
const written = [['routes', routeTable()] as const, ['problems', problemTable()] as const].reduce(
  (text, [name, rows]) => text.replace(between(name), `$1${rows.join('\n')}\n$2`),
  present,
)

if (!process.argv.includes('--check')) writeFileSync(README, written)
else if (written !== present) {
  console.error('README.md: its tables are not what the code says; npm run docs')
  process.exitCode = 1
}

function between(name: string): RegExp {
  return new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*(<!-- /${name} -->)`)
}
