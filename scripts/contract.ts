/**
 * Compares what the edge relies on with a description of the upstream's API.
 * Run by `node scripts/contract.ts <openapi.json>`; exits 0 when nothing would break, 1 when
 * something would, 2 when there is nothing to compare.
 */
import { findDrift } from './contract/drift.ts'
import { EXCEPTIONS } from './contract/exceptions.ts'
import { report } from './contract/finding.ts'
import { readDescription } from './contract/input.ts'
import { ROUTES } from './contract/routes.ts'

const NOTHING_BREAKS = 0
const BREAKS = 1
const UNUSABLE = 2

async function check(args: readonly string[]): Promise<number> {
  const description = await readDescription('scripts/contract.ts', args)
  const findings = findDrift(description, ROUTES, EXCEPTIONS)
  console.log(report(findings))
  return findings.some(({ severity }) => severity === 'breaks') ? BREAKS : NOTHING_BREAKS
}

try {
  process.exitCode = await check(process.argv.slice(2))
} catch (error) {
  // A description too odd to compare must not look like one that breaks the edge.
  console.error(`contract: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = UNUSABLE
}
