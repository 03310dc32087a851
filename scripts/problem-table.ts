/**
 * `npm run docs`: writes the table of problems into README.md from the catalogue. With `--check` it writes
 * nothing and exits 1 where the table is not what it would write.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { explainAll } from '../src/problem/catalogue.ts'

const README = join(import.meta.dirname, '../README.md')
const BETWEEN_MARKS = /(<!-- problems -->\n)[\s\S]*(<!-- \/problems -->)/

const ADVICE = { never: 'no', changed: 'after a fix', later: 'after a wait' } as const

const rows = explainAll().map(
  ({ code, status, owner, retry, meaning }) =>
    `| \`${code}\` | ${status} | ${owner === 'edge' ? 'edge' : 'API'} | ${ADVICE[retry]} | ${meaning} |`,
)
const table = [
  '| code | status | comes from | send again? | meaning |',
  '|---|---|---|---|---|',
  ...rows,
]

const present = readFileSync(README, 'utf8')
const written = present.replace(BETWEEN_MARKS, `$1${table.join('\n')}\n$2`)
if (!process.argv.includes('--check')) writeFileSync(README, written)
else if (written !== present) {
  console.error('README.md: the table of problems is not what the catalogue says; npm run docs')
  process.exitCode = 1
}
