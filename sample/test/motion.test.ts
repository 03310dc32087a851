import { describe, expect, it } from 'vitest'
import { SESSIONS_ONE } from '../catalogue.ts'
import type { Bench } from './bench.ts'
import { createBench } from './bench.ts'

const STATS = '/v1/harnesses/support-triage/stats'

interface Stats {
  session_count: number
  execution_count: number
  total_input_tokens: number
}

/** What stats say in each of some minutes. */
async function watch({ read, control }: Bench, minutes: number): Promise<Stats[]> {
  const seen: Stats[] = []
  for (let minute = 0; minute < minutes; minute++) {
    control.advance(60_000)
    seen.push(await read<Stats>(STATS))
  }
  return seen
}

describe('a sample that moves by itself', () => {
  it('is the same whenever it is asked at the same times', async () => {
    const [first, second] = [createBench({ moving: true }), createBench({ moving: true })]
    await second.ask(STATS)
    await second.ask(STATS)
    expect(await watch(first, 5)).toEqual(await watch(second, 5))
  })

  it('stands still with its clock, and shows work, arrivals and departures with time', async () => {
    const bench = createBench({ moving: true })
    expect(await bench.read(STATS)).toEqual(await bench.read(STATS))
    const seen = await watch(bench, 20)
    const counts = seen.map(({ session_count }) => session_count)
    const steps = counts.slice(1).map((count, at) => count - (counts[at] ?? 0))
    expect(steps.some((step) => step > 0)).toBe(true)
    expect(steps.some((step) => step < 0)).toBe(true)
    expect(new Set(seen.map((each) => each.execution_count)).size).toBeGreaterThan(15)
    expect(seen.at(-1)?.total_input_tokens).toBeGreaterThan(seen[0]?.total_input_tokens ?? 0)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThan(200)
  })

  it('brings sessions to the top of the list, and leaves the named ones alone', async () => {
    const { read, control } = createBench({ moving: true })
    const before = await read(`/v1/sessions/${SESSIONS_ONE.paused}`)
    control.advance(10 * 60_000)
    const { data } = await read<{ data: { created_at: string }[] }>('/v1/sessions?limit=5')
    expect(data.every(({ created_at }) => created_at > '2026-10-01T12:00')).toBe(true)
    expect(await read(`/v1/sessions/${SESSIONS_ONE.paused}`)).toEqual(before)
  })

  it('catches up with days in no time', async () => {
    const { read, control } = createBench({ moving: true })
    control.advance(30 * 86_400_000)
    expect(await read(STATS)).toHaveProperty('session_count')
  })
})

it('a sample that does not move has stats that grow by one turn with each reading', async () => {
  const { read, control } = createBench()
  const first = await read<Stats>(STATS)
  control.advance(3_600_000)
  expect((await read<Stats>(STATS)).execution_count).toBe(first.execution_count + 1)
})
