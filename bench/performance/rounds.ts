import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

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
  secondsEach: number
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
 * @throws where an answer had another status than 200
 */
export async function readInOrder(options: SequenceOptions): Promise<SequenceResult> {
  const script = join(import.meta.dirname, 'sequence.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(options)])
  return JSON.parse(stdout) as SequenceResult
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
  const pairs: [number, number][] = []
  for (let round = 0; round < rounds; round++) pairs.push([await ours(), await theirs()])
  const own = median(pairs.map(([value]) => value))
  const other = median(pairs.map(([, value]) => value))
  const ratios = pairs.map(([a, b]) => a / b)
  const [lowest, highest] = [Math.min(...ratios), Math.max(...ratios)]
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
