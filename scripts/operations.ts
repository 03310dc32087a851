/**
 * Writes src/problem/operation-table.ts and openapi/upstream-operations.ts from a description of the upstream's API.
 * Run by `node scripts/operations.ts <openapi.json>`; exits 2 when there is nothing to read.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UnusableInput } from './contract/description.ts'
import { readDescription } from './contract/input.ts'
import { listOperations, renderListing } from './operations/listing.ts'
import { readTable, renderTable } from './operations/table.ts'

const TARGET = join(import.meta.dirname, '../src/problem/operation-table.ts')
const LISTING = join(import.meta.dirname, '../openapi/upstream-operations.ts')
const UNUSABLE = 2

async function generate(args: readonly string[]): Promise<void> {
  const description = await readDescription('scripts/operations.ts', args)
  const table = readTable(description)
  await writeFile(TARGET, renderTable(table))
  await writeFile(LISTING, renderListing(listOperations(description)))
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
