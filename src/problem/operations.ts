import { OPERATION_TABLE } from './operation-table.ts'

/** An operation of the upstream's API: an upper-case method and a path template such as `/v1/sessions/{session_id}`. */
export type Operation = { readonly method: string; readonly path: string }

let operations: ReadonlyMap<string, Operation> | undefined

/** The operation of an ID in the description of the upstream's API; undefined for an ID that is not in it. */
export function operation(id: string): Operation | undefined {
  // Read on first use, since most isolates never meet a problem with an operation in it.
  operations ??= readTable(OPERATION_TABLE)
  return operations.get(id)
}

/**
 * The nearest address at or above a path that can be read, with the operation that reads it: a collection
 * itself, the thing for a command such as `…/copy`. Undefined where there is none.
 */
export function nearestReadable(path: string): { path: string; operationId: string } | undefined {
  for (let at = path; at.startsWith('/v1/'); at = at.slice(0, at.lastIndexOf('/'))) {
    const operationId = readerOf(at.split('/'))
    if (operationId !== undefined) return { path: at, operationId }
  }
  return undefined
}

/** The operation that GETs a path; a template with a parameter does not count where one without fits. */
function readerOf(segments: readonly string[]): string | undefined {
  operations ??= readTable(OPERATION_TABLE)
  const fitting = [...operations].flatMap(([id, { method, path }]) => {
    const literals = literalsOf(path, segments)
    return literals === undefined ? [] : [{ id, method, literals }]
  })
  const closest = Math.max(...fitting.map(({ literals }) => literals))
  return fitting.find(({ method, literals }) => method === 'GET' && literals === closest)?.id
}

/** How many segments of a path a template names literally; undefined where it is not the path's. */
function literalsOf(template: string, segments: readonly string[]): number | undefined {
  const parts = template.split('/')
  if (parts.length !== segments.length) return undefined
  const literals = parts.filter((part) => !part.startsWith('{'))
  const fits = parts.every((part, at) => part.startsWith('{') || part === segments[at])
  return fits ? literals.length : undefined
}

function readTable(table: string): ReadonlyMap<string, Operation> {
  const byId = new Map<string, Operation>()
  const open: string[] = []
  for (const line of table.trim().split('\n')) {
    const [rest = '', ...entries] = line.trimStart().split(' ')
    const depth = line.length - line.trimStart().length
    const path = (open[depth - 1] ?? '') + rest
    open[depth] = path
    for (const entry of entries) {
      const [id = '', method = 'GET'] = entry.split(':')
      byId.set(id, { method, path })
    }
  }
  return byId
}
