import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createReadingGate, MAX_JSON_BYTES, type Reading } from '../../src/upstream/reading-gate.ts'

const MIB = 1024 * 1024
const LIMIT = 32 * MIB
const NEVER = new AbortController().signal

const gateAt = (nowMs = 0) => createReadingGate(() => nowMs)
const isWaiting = (room: Promise<void> | undefined) => room !== undefined

describe('what an isolate reads at the same time', () => {
  it('has room at once up to 32 MiB, where the eldest has half of it', () => {
    const gate = gateAt()
    const rooms = [16, 8, 8].map((size) => gate.begin(9).need(size * MIB, NEVER))
    expect(rooms).toEqual([undefined, undefined, undefined])
    expect(isWaiting(gate.begin(9).need(1, NEVER))).toBe(true)
    expect(gate.bytes).toBe(LIMIT)
  })

  it('goes on in its order when room is given back', async () => {
    const gate = gateAt()
    const readings = Array.from({ length: 4 }, () => gate.begin(9))
    const order: number[] = []
    for (const [nth, reading] of readings.entries()) {
      void reading.need(12 * MIB, NEVER)?.then(() => order.push(nth))
    }
    expect(gate.bytes).toBe(24 * MIB)
    readings[1]?.end()
    await Promise.resolve()
    expect(order).toEqual([2])
    readings[0]?.end()
    await Promise.resolve()
    expect(order).toEqual([2, 3])
  })

  it('does not count a body twice that grows', () => {
    const gate = gateAt()
    const [first, second] = [gate.begin(9), gate.begin(9)]
    for (const size of [1, 5, 9, 9, 3]) expect(first.need(size * MIB, NEVER)).toBeUndefined()
    expect(second.need(16 * MIB, NEVER)).toBeUndefined()
    expect(gate.bytes).toBe(25 * MIB)
    first.end()
    second.end()
    first.end()
    expect(gate.bytes).toBe(0)
  })

  it('a wait ends with the signal, and leaves nothing behind', async () => {
    const gate = gateAt()
    const [first, second, third] = [gate.begin(9), gate.begin(9), gate.begin(9)]
    void first.need(16 * MIB, NEVER)
    void second.need(10 * MIB, NEVER)
    const leaving = new AbortController()
    const room = third.need(10 * MIB, leaving.signal)
    leaving.abort(new Error('too late'))
    await expect(room).rejects.toThrow('too late')
    await expect(
      gate.begin(9).need(10 * MIB, AbortSignal.abort(new Error('before'))),
    ).rejects.toThrow('before')
    expect(gate.bytes).toBe(26 * MIB)
  })

  it('a request that the platform ended gives its room back when its time is over', () => {
    let nowMs = 0
    const gate = createReadingGate(() => nowMs)
    void gate.begin(5_000).need(16 * MIB, NEVER)
    void gate.begin(6_000).need(16 * MIB, NEVER)
    nowMs = 6_000
    expect(gate.begin(20_000).need(16 * MIB, NEVER)).toBeUndefined()
    expect(gate.bytes).toBe(16 * MIB)
  })
})

it('whatever is read in whatever steps: never more than 32 MiB, and all come to their end', async () => {
  const body = fc.record({
    bytes: fc.integer({ min: 0, max: MAX_JSON_BYTES }),
    steps: fc.integer({ min: 1, max: 8 }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(body, { maxLength: 30 }),
      fc.scheduler(),
      async (bodies, scheduler) => {
        const gate = gateAt()
        let done = 0
        const read = async (reading: Reading, bytes: number, steps: number) => {
          for (let step = 1; step <= steps; step++) {
            await scheduler.schedule(Promise.resolve())
            await reading.need(Math.ceil((bytes * step) / steps), NEVER)
            expect(gate.bytes).toBeLessThanOrEqual(LIMIT)
          }
          reading.end()
          done++
        }
        const all = bodies.map(({ bytes, steps }) => read(gate.begin(9), bytes, steps))
        await scheduler.waitFor(Promise.all(all))
        expect([done, gate.bytes]).toEqual([bodies.length, 0])
      },
    ),
    { numRuns: 200 },
  )
})
