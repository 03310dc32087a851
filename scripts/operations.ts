/**
 * Writes src/problem/operation-table.ts from a description of the upstream's API.
 * Run by `node scripts/operations.ts <openapi.json>`; exits 2 when there is nothing to read.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UnusableInput } from './contract/description.ts'
import { readDescription } from './contract/input.ts'
import { readTable, renderTable } from './operations/table.ts'

const TARGET = join(import.meta.dirname, '../src/problem/operation-table.ts')
const UNUSABLE = 2

async function generate(args: readonly string[]): Promise<void> {
  const table = readTable(await readDescription('scripts/operations.ts', args))
  await writeFile(TARGET, renderTable(table))
  console.log(`operations: ${table.lines.length} paths`)
  for (const id of table.duplicates) console.log(`operations: kept the shortest path for ${id}`)
}

try {
  await generate(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UnusableInput)) throw error
  console.error(`operations: ${error.message}`)
  process.exitCode = UNUSABLE
}
