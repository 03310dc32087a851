import { OPERATION_TABLE } from './operation-table.ts'

/** An operation of the upstream's API: an upper-case method and a path template such as `/v1/sessions/{session_id}`. */
type Operation = { readonly method: string; readonly path: string }

let operations: ReadonlyMap<string, Operation> | undefined

/** Returns the operation of an ID in the description of the upstream's API; undefined for an ID that is not in it. */
export function operation(id: string): Operation | undefined {
  // Read on first use, since most isolates never meet a problem with an operation in it.
  operations ??= readTable(OPERATION_TABLE)
  return operations.get(id)
}

/**
 * Returns the nearest address at or above a path that can be read, with the operation that reads it: a collection
 * itself, the thing for a command such as `…/copy`. Undefined where there is none.
 */
export function nearestReadable(path: string): { path: string; operationId: string } | undefined {
  templates ??= readTemplates()
  // A path may be long: no template is deeper than so many segments.
  const segments = path.split('/', templates.length)
  for (let length = segments.length; length > 0; length--) {
    const prefix = segments.slice(0, length)
    const operationId = readerOf(prefix, templates[length] ?? [])
    if (operationId !== undefined) return { path: prefix.join('/'), operationId }
  }
  return undefined
}

interface Template {
  id: string
  method: string
  parts: readonly string[]
}

/** By how many segments they have. */
let templates: Template[][] | undefined

function readTemplates(): Template[][] {
  operations ??= readTable(OPERATION_TABLE)
  const byLength: Template[][] = []
  for (const [id, { method, path }] of operations) {
    const parts = path.split('/')
    const list = byLength[parts.length] ?? []
    byLength[parts.length] = [...list, { id, method, parts }]
  }
  return byLength
}

/** Returns the operation that GETs a path; a template with a parameter does not count where one without fits. */
function readerOf(segments: readonly string[], ofLength: readonly Template[]): string | undefined {
  const fitting = ofLength.flatMap((template) => {
    const literals = literalsOf(template.parts, segments)
    return literals === undefined ? [] : [{ ...template, literals }]
  })
  const closest = Math.max(...fitting.map(({ literals }) => literals))
  return fitting.find(({ method, literals }) => method === 'GET' && literals === closest)?.id
}

/** Counts how many segments of a path a template names literally; undefined where it is not the path's. */
function literalsOf(parts: readonly string[], segments: readonly string[]): number | undefined {
  const literals = parts.filter((part) => !part.startsWith('{'))
  const fits = parts.every((part, at) =>
    part.startsWith('{') ? segments[at] !== '' : part === segments[at],
  )
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
