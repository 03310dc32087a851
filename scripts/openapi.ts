/**
 * `npm run openapi`: writes openapi/openapi.json, the description that the edge serves. With `--check` it writes
 * nothing and exits 1 where the file is not what it would write.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeEdge } from '../openapi/document.ts'
import { renderDescription } from '../openapi/render.ts'

const ROOT = join(import.meta.dirname, '..')
const TARGET = join(ROOT, 'openapi/openapi.json')

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const written = renderDescription(describeEdge(version))
if (!process.argv.includes('--check')) writeFileSync(TARGET, written)
else if (written !== readFileSync(TARGET, 'utf8')) {
  console.error('openapi/openapi.json is not what its sources say; npm run openapi')
  process.exitCode = 1
}
