import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cpuMs } from './cpu.ts'

/** One load: so many connections, for a time or an amount of requests. */
export type LoadOptions = {
  url: string
  connections: number
  headers: Readonly<Record<string, string>>
  /** Asks for so many different things as so many callers, instead of for the one of `url`. */
  distinct?: { keys: number; callers: number }
} & ({ seconds: number } | { amount: number })

/** What a load met. */
export interface LoadResult {
  requestsPerSecond: number
  statuses: Readonly<Record<string, number>>
  errors: number
}

/** URLs that one client reads in order on one connection, pass after pass. */
export interface SequenceOptions {
  urls: readonly string[]
  headers: Readonly<Record<string, string>>
  /** Adds `access_token=<pass modulo callers>` to the cookies: each pass is another one's. */
  callers?: number
  /** The status that every answer has to have; 200 where it is not given. */
  status?: number
  /** Passes that do not count, before the others. */
  warmUp: number
  passes: number
}

/** What came of the passes that count. */
export interface SequenceResult {
  /** Of each pass, in milliseconds. */
  passesMs: number[]
  /** Of the bodies of one pass. */
  bytes: number
}

/** How long a measurement takes. */
export interface Extent {
  /** Of each side, after one to warm up. */
  rounds: number
  /** Requests of a round, where each of them takes a Worker about so many milliseconds of CPU: half a second of it. */
  requestsOf(cpuMs: number): number
}

/** A ratio of two medians, and how far the ratios of single rounds lie apart. */
export interface Ratio {
  ours: number
  theirs: number
  ratio: number
  lowest: number
  highest: number
}

/**
 * Puts a load on a server from another process.
 *
 * @throws where an answer had another status than expected
 */
export async function load(options: LoadOptions, expected = '200'): Promise<LoadResult> {
  const script = join(import.meta.dirname, 'load.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(options)])
  const result = JSON.parse(stdout) as LoadResult
  const others = Object.keys(result.statuses).filter((status) => status !== expected)
  if (others.length > 0 || result.errors > 0) {
    throw new Error(`${options.url}: ${JSON.stringify(result.statuses)}, ${result.errors} errors`)
  }
  return result
}

/**
 * Reads from another process, timed there without what the process itself takes to start.
 *
 * @throws where an answer had another status than expected
 */
export async function readInOrder(options: SequenceOptions): Promise<SequenceResult> {
  const script = join(import.meta.dirname, 'sequence.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(options)])
  return JSON.parse(stdout) as SequenceResult
}

/** What a request costs one side. */
export interface Cost {
  /** Of the Worker's process, user and system. */
  cpuMs: number
  requestsPerSecond: number
}

/** Measures what a request costs a side that answers one connection. */
export async function costOf(
  side: { pid: number },
  sequence: Omit<SequenceOptions, 'warmUp'>,
): Promise<Cost> {
  const before = cpuMs(side.pid)
  const { passesMs } = await readInOrder({ ...sequence, warmUp: 0 })
  const requests = passesMs.length * sequence.urls.length
  const elapsedMs = passesMs.reduce((sum, ms) => sum + ms, 0)
  return {
    cpuMs: (cpuMs(side.pid) - before) / requests,
    requestsPerSecond: (1_000 * requests) / elapsedMs,
  }
}

/** Costs of two sides, measured in turn; see {@link compare}. */
export async function compareCosts(
  rounds: number,
  ours: () => Promise<Cost>,
  theirs: () => Promise<Cost>,
): Promise<{ cpu: Ratio; rate: Ratio }> {
  const found: { ours: Cost[]; theirs: Cost[] } = { ours: [], theirs: [] }
  const noted = (costs: Cost[], measure: () => Promise<Cost>) => async () => {
    const cost = await measure()
    costs.push(cost)
    return cost.cpuMs
  }
  const cpu = await compare(rounds, noted(found.ours, ours), noted(found.theirs, theirs))
  const rates = (costs: Cost[]) =>
    costs.slice(-rounds).map(({ requestsPerSecond }) => requestsPerSecond)
  return { cpu, rate: ratioOf(rates(found.ours), rates(found.theirs)) }
}

/** Measures two sides in turn, so that what the machine does besides meets both, and compares their medians. */
export async function compare(
  rounds: number,
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<Ratio> {
  // A single round only shows that nothing breaks.
  if (rounds > 1) {
    await ours()
    await theirs()
  }
  const found: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] }
  for (let round = 0; round < rounds; round++) {
    found.ours.push(await ours())
    found.theirs.push(await theirs())
  }
  return ratioOf(found.ours, found.theirs)
}

/** The ratio of medians of values that were measured side by side. */
function ratioOf(ours: readonly number[], theirs: readonly number[]): Ratio {
  const ratios = ours.map((value, round) => value / (theirs[round] ?? Number.NaN))
  const [lowest, highest] = [Math.min(...ratios), Math.max(...ratios)]
  const [own, other] = [median(ours), median(theirs)]
  return { ours: own, theirs: other, ratio: own / other, lowest, highest }
}

/** The middle of an odd number of values, the upper middle of an even one. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** @param part 0 to 1 */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
  if (value === undefined) throw new Error('no values')
  return value
}
