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

function readTable(table: string): ReadonlyMap<string, Operation> {
  const byId = new Map<string, Operation>()
  for (const line of table.trim().split('\n')) {
    const [path = '', ...pairs] = line.split(' ')
    for (let index = 0; index + 1 < pairs.length; index += 2) {
      byId.set(pairs[index] ?? '', { method: pairs[index + 1] ?? '', path })
    }
  }
  return byId
}
