/**
 * `npm run types -w everruns-edge-client`: writes src/schema.ts, the types of the edge's description. With
 * `--check` it writes nothing and exits 1 where the file is not what it would write.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import openapiTS, { astToString } from 'openapi-typescript'
import ts from 'typescript'

const DESCRIPTION = join(import.meta.dirname, '../../../openapi/openapi.json')
const TARGET = join(import.meta.dirname, '../src/schema.ts')

const { factory } = ts
const STRING = factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword)

/** An open set: the known values complete in an editor, and every other string is one too. */
function openSet(values: readonly string[]): ts.TypeNode {
  const known = values.map((value) =>
    factory.createLiteralTypeNode(factory.createStringLiteral(value)),
  )
  const other = factory.createIntersectionTypeNode([STRING, factory.createTypeLiteralNode([])])
  return factory.createUnionTypeNode([...known, factory.createParenthesizedType(other)])
}

const nodes = await openapiTS(JSON.parse(readFileSync(DESCRIPTION, 'utf8')), {
  emptyObjectsUnknown: true,
  transform: (schema) => {
    const values = (schema as Record<string, unknown>)['x-extensible-enum']
    return Array.isArray(values) ? openSet(values) : undefined
  },
})
const written = `// Made of openapi/openapi.json by \`npm run types\`. Do not edit.\n\n${astToString(nodes)}`
if (!process.argv.includes('--check')) writeFileSync(TARGET, written)
else if (written !== readFileSync(TARGET, 'utf8')) {
  console.error('src/schema.ts is not what the description says; npm run types')
  process.exitCode = 1
}
