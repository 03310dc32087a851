import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSingleFlight, type Flight } from '../../src/cache/single-flight.ts'

const TIMEOUT_MS = 1_000
const FLIGHT = { startedAt: 10, notBefore: 0, isJoinable: true }

/** A platform that keeps what it is given, as `ctx.waitUntil` does. */
let background: Promise<unknown>[]
const waitUntil = (promise: Promise<unknown>) => {
  background.push(promise)
}
let unhandled: unknown[]
const note = (reason: unknown) => {
  unhandled.push(reason)
}

beforeEach(() => {
  background = []
  unhandled = []
  process.on('unhandledRejection', note)
  vi.useFakeTimers()
})

afterEach(async () => {
  vi.useRealTimers()
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

/** Loads under the test's control, counted. */
function createLoads() {
  const loads: PromiseWithResolvers<string>[] = []
  const load = () => {
    const next = Promise.withResolvers<string>()
    loads.push(next)
    return next.promise
  }
  return { loads, flight: (given: Partial<Flight<string>> = {}) => ({ ...FLIGHT, load, ...given }) }
}

describe('one flight', () => {
  test('takes along everybody who asks while it is under way', async () => {
    const flights = createSingleFlight(TIMEOUT_MS)
    const { loads, flight } = createLoads()
    const all = Array.from({ length: 50 }, (_, n) =>
      flights.run('key', flight({ startedAt: 10 + n }), waitUntil),
    )
    loads[0]?.resolve('result')
    const result = await Promise.all(all)
    expect(loads).toHaveLength(1)
    expect(result.map(({ isCollapsed }) => isCollapsed)).toEqual([false, ...Array(49).fill(true)])
    expect(new Set(result.map(({ value, startedAt }) => `${value}${startedAt}`))).toEqual(
      new Set(['result10']),
    )
  })

  test('of another key takes nobody along', async () => {
    const flights = createSingleFlight(TIMEOUT_MS)
    const { loads, flight } = createLoads()
    const both = [flights.run('one', flight(), waitUntil), flights.run('two', flight(), waitUntil)]
    loads[0]?.resolve('first')
    loads[1]?.resolve('second')
    expect((await Promise.all(both)).map(({ value }) => value)).toEqual(['first', 'second'])
  })

  test('is forgotten when it has result', async () => {
    const flights = createSingleFlight(TIMEOUT_MS)
    const { loads, flight } = createLoads()
    const first = flights.run('key', flight(), waitUntil)
    expect(flights.isInFlight('key')).toBe(true)
    loads[0]?.resolve('first')
    await first
    await Promise.all(background)
    expect(flights.isInFlight('key')).toBe(false)
    const second = flights.run('key', flight(), waitUntil)
    loads[1]?.resolve('second')
    expect((await second).isCollapsed).toBe(false)
  })

  test('is given to waitUntil from its first moment on: a leader may leave early', async () => {
    const flights = createSingleFlight(TIMEOUT_MS)
    const { loads, flight } = createLoads()
    void flights.run('key', flight(), waitUntil)
    expect(background).toHaveLength(1)
    const follower = flights.run('key', flight(), waitUntil)
    loads[0]?.resolve('result')
    expect(await follower).toMatchObject({ value: 'result', isCollapsed: true })
    expect(loads).toHaveLength(1)
  })
})

describe('a follower', () => {
  test('asks for itself when the leader fails, and the failure is forgotten', async () => {
    const flights = createSingleFlight(TIMEOUT_MS)
    const { loads, flight } = createLoads()
    const leader = flights.run('key', flight(), waitUntil)
    const follower = flights.run('key', flight({ startedAt: 11 }), waitUntil)
    loads[0]?.reject(new Error('lost'))
    await expect(leader).rejects.toThrow('lost')
    await vi.waitFor(() => expect(loads).toHaveLength(2))
    loads[1]?.resolve('own')
    expect(await follower).toEqual({ value: 'own', isCollapsed: false, startedAt: 11 })
    await Promise.all(background)
    expect(flights.isInFlight('key')).toBe(false)
  })

  test('asks for itself when the flight never ends, and not before its own deadline', async () => {
    const flights = createSingleFlight(TIMEOUT_MS)
    const { loads, flight } = createLoads()
    void flights.run('key', flight(), waitUntil)
    const follower = flights.run('key', flight(), waitUntil)
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS - 1)
    expect(loads).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(loads).toHaveLength(2)
    loads[1]?.resolve('own')
    expect(await follower).toMatchObject({ value: 'own', isCollapsed: false })
  })

  test('leaves no timer behind when it has result', async () => {
    const flights = createSingleFlight(TIMEOUT_MS)
    const { loads, flight } = createLoads()
    const both = [flights.run('key', flight(), waitUntil), flights.run('key', flight(), waitUntil)]
    loads[0]?.resolve('result')
    await Promise.all(both)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('that gave a hanging flight up is no obstacle: the next is taken along by its own', async () => {
    const flights = createSingleFlight(TIMEOUT_MS)
    const { loads, flight } = createLoads()
    void flights.run('key', flight(), waitUntil)
    const follower = flights.run('key', flight({ startedAt: 20 }), waitUntil)
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS)
    const next = flights.run('key', flight({ startedAt: 30 }), waitUntil)
    loads[1]?.resolve('second')
    expect(await next).toEqual({ value: 'second', isCollapsed: true, startedAt: 20 })
    await follower
    expect(loads).toHaveLength(2)
  })

  test('does not forget a flight that is not the one it gave up', async () => {
    const flights = createSingleFlight(TIMEOUT_MS)
    const { loads, flight } = createLoads()
    void flights.run('key', flight(), waitUntil)
    void flights.run('key', flight({ startedAt: 20, notBefore: 15 }), waitUntil)
    expect(loads).toHaveLength(2)
    loads[0]?.resolve('first')
    await background[0]
    expect(flights.isInFlight('key')).toBe(true)
  })
})

describe('nobody joins', () => {
  test.each([
    [9, 10],
    [10, 10],
  ])('a flight of %d where the caller changed something at %d', async (startedAt, notBefore) => {
    const flights = createSingleFlight(TIMEOUT_MS)
    const { loads, flight } = createLoads()
    void flights.run('key', flight({ startedAt }), waitUntil)
    const own = flights.run('key', flight({ startedAt: 11, notBefore }), waitUntil)
    expect(loads).toHaveLength(2)
    loads[0]?.resolve('before the write')
    loads[1]?.resolve('after it')
    expect((await own).value).toBe('after it')
  })

  test('a flight when it must have an answer of its own', async () => {
    const flights = createSingleFlight(TIMEOUT_MS)
    const { loads, flight } = createLoads()
    void flights.run('key', flight(), waitUntil)
    const own = flights.run('key', flight({ isJoinable: false }), waitUntil)
    loads[1]?.resolve('own')
    expect(await own).toMatchObject({ value: 'own', isCollapsed: false })
  })

  test('a flight that belongs to one request alone', async () => {
    const flights = createSingleFlight(TIMEOUT_MS)
    const { loads, flight } = createLoads()
    void flights.run('key', flight({ isJoinable: false }), waitUntil)
    expect(flights.isInFlight('key')).toBe(false)
    void flights.run('key', flight(), waitUntil)
    expect(loads).toHaveLength(2)
  })
})

test('a failed flight that nobody waits for is no unhandled rejection', async () => {
  const flights = createSingleFlight(TIMEOUT_MS)
  const { loads, flight } = createLoads()
  const leader = flights.run('key', flight(), waitUntil)
  leader.catch(() => undefined)
  loads[0]?.reject(new Error('lost'))
  await expect(Promise.all(background)).resolves.toBeDefined()
})
