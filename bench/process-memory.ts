import { readdirSync, readFileSync } from 'node:fs'

const KIB = 1_024

/** IDs of the processes of a name that this one has started; none where there is no `/proc`. */
export function childrenNamed(name: string): number[] {
  return listProcesses().filter((pid) => {
    const status = readStatus(pid)
    return fieldOf(status, 'PPid') === String(process.pid) && fieldOf(status, 'Name') === name
  })
}

/** Bytes that processes hold in memory, all together; undefined where there is nothing to read. */
export function residentBytes(pids: readonly number[]): number | undefined {
  const sizes = pids.map((pid) => Number.parseInt(fieldOf(readStatus(pid), 'VmRSS') ?? '', 10))
  const known = sizes.filter((kib) => !Number.isNaN(kib))
  return known.length === 0 ? undefined : known.reduce((sum, kib) => sum + kib, 0) * KIB
}

function listProcesses(): number[] {
  try {
    return readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .map(Number)
  } catch {
    return []
  }
}

/** Empty where the process has ended meanwhile. */
function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}

function fieldOf(status: string, name: string): string | undefined {
  return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1]
}
