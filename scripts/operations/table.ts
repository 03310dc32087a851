import { type Description, resolvePlain, UnusableInput } from '../contract/description.ts'

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'trace'] as const

type Named = { readonly id: string; readonly method: string; readonly path: string }

/** The operations of a description, ready to be written down. */
export type Table = {
  /** A tree of paths, see {@link linesOf}. */
  readonly lines: readonly string[]
  /** Operation IDs that stand for more than one operation, sorted. */
  readonly duplicates: readonly string[]
}

/**
 * Reads the operations of a description, in an order that does not depend on the description's.
 * Of operations with the same ID the one with the fewest path segments is kept, of those the first
 * by path and method. @throws UnusableInput for an ID or path that a line of the table cannot hold
 */
export function readTable(description: Description): Table {
  const all = readOperations(description).sort(byRank)
  const kept = new Map<string, Named>()
  const duplicates = new Set<string>()
  for (const one of all) {
    if (kept.has(one.id)) duplicates.add(one.id)
    else kept.set(one.id, one)
  }
  const root = emptyNode()
  for (const operation of kept.values()) place(root, operation)
  return { lines: linesOf(root, ''), duplicates: [...duplicates].sort() }
}

/** A segment of paths. */
type Node = { readonly entries: string[]; readonly below: Map<string, Node> }

const emptyNode = (): Node => ({ entries: [], below: new Map() })

function place(root: Node, { id, method, path }: Named): void {
  let node = root
  for (const segment of path.split('/').slice(1)) {
    const next = node.below.get(segment) ?? emptyNode()
    node.below.set(segment, next)
    node = next
  }
  node.entries.push(method === 'GET' ? id : `${id}:${method}`)
}

/**
 * One line a path: as many blanks as there are lines above that its path goes on from, what it adds to them,
 * and the ID of each operation with its method, GET left out. Where nothing branches off, segments share a line.
 */
function linesOf({ below }: Node, indent: string): string[] {
  return [...below]
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([segment, first]) => {
      let [text, node] = [`/${segment}`, first]
      for (let only = onlyChild(node); only; only = onlyChild(node)) {
        text += `/${only[0]}`
        node = only[1]
      }
      return [[indent + text, ...node.entries].join(' '), ...linesOf(node, `${indent} `)]
    })
}

function onlyChild({ entries, below }: Node): [string, Node] | undefined {
  const [child, ...others] = below
  return entries.length === 0 && others.length === 0 ? child : undefined
}

/** The source file that holds a table. */
export function renderTable({ lines, duplicates }: Table): string {
  return `// Generated from the description of the upstream's API by
// \`node scripts/operations.ts <openapi.json>\`. Do not edit.
${duplicates.map((id) => `// Stands for several operations, the shortest path is kept: ${id}\n`).join('')}
/** A line a path that goes on from the lines above it with less blanks; operation IDs, each with its method, or a GET. */
export const OPERATION_TABLE = \`
${lines.join('\n')}
\`
`
}

function readOperations(description: Description): Named[] {
  return Object.entries(description.paths).flatMap(([path, item]) => {
    const methods = resolvePlain(description, item)
    return METHODS.flatMap((method) => {
      const id = resolvePlain(description, methods?.[method])?.operationId
      return typeof id === 'string' ? [checked({ id, method: method.toUpperCase(), path })] : []
    })
  })
}

/** The table separates by white space and stands in a template literal. */
function checked(operation: Named): Named {
  const { id, path } = operation
  for (const text of [id, path]) {
    if (text === '' || /[\s:`\\]|\$\{/.test(text)) {
      throw new UnusableInput(`cannot write ${JSON.stringify(text)} into the table of operations`)
    }
  }
  return operation
}

function byRank(a: Named, b: Named): number {
  return depth(a) - depth(b) || compare(a.path, b.path) || compare(a.method, b.method)
}

function depth({ path }: Named): number {
  return path.split('/').length
}

/** By code unit, which is the same on every machine. */
function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
