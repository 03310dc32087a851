import { describe, expect, it, vi } from 'vitest'
import { createLimit, type LimitedCall } from '../../src/upstream/limit.ts'

/** Refuses a key that has been asked for more often than allowed, as the platform does. */
function createBinding(allowed: number) {
  const counts = new Map<string, number>()
  return {
    counts,
    async limit({ key }: { key: string }) {
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      return { success: count <= allowed }
    },
  }
}

function start(binding: unknown) {
  const clock = { ms: 1_000_000 }
  const reports: string[] = []
  const report = (name: string, reason: string) => reports.push(`${name}: ${reason}`)
  return { limit: createLimit({ binding, now: () => clock.ms, report }), clock, reports }
}

const READ: LimitedCall = {
  method: 'GET',
  path: '/v1/sessions',
  caller: undefined,
  address: '192.0.2.7',
}
const by = (caller: string | undefined, more: Partial<LimitedCall> = {}) => ({
  ...READ,
  caller,
  ...more,
})

describe('the limit of what goes upstream', () => {
  it('counts an address until a caller has had a 200, and the caller after that', async () => {
    const binding = createBinding(2)
    const { limit } = start(binding)
    expect(await limit.check(by('ada'))).toBe('pass')
    limit.learn(by('ada'), 200)
    for (let call = 0; call < 2; call++) expect(await limit.check(by('ada'))).toBe('pass')
    expect(await limit.check(by('ada'))).toBe('refused')
    expect(await limit.check(by('ben'))).toBe('pass')
    expect(await limit.check(by('cleo'))).toBe('refused')
    expect([...binding.counts.keys()]).toEqual(['address:192.0.2.7', 'caller:ada'])
  })

  it('gives made-up credentials no count of their own, whatever they are answered', async () => {
    const binding = createBinding(5)
    const { limit } = start(binding)
    const outcomes: string[] = []
    for (let call = 0; call < 20; call++) {
      outcomes.push(await limit.check(by(`made-up-${call}`)))
      limit.learn(by(`made-up-${call}`), 401)
      limit.learn(by(`made-up-${call}`, { path: '/v1/auth/config' }), 200)
      limit.learn(by(`made-up-${call}`, { path: '/v1/agents/agent_1/avatar' }), 200)
      limit.learn(by(`made-up-${call}`), 204)
    }
    expect(outcomes.filter((outcome) => outcome === 'pass')).toHaveLength(5)
    expect([...binding.counts.keys()]).toEqual(['address:192.0.2.7'])
  })

  it('never counts who brings no credential as a caller', async () => {
    const binding = createBinding(9)
    const { limit } = start(binding)
    limit.learn(by(undefined), 200)
    await limit.check(by(undefined))
    await limit.check(by(undefined, { address: undefined }))
    expect([...binding.counts.keys()]).toEqual(['address:192.0.2.7', 'address:unknown'])
  })

  it.each([
    ['DELETE', '/v1/sessions/session_1'],
    ['POST', '/v1/sessions/session_1/cancel'],
    ['POST', '/v1/sessions/session_1/tasks/task_1/cancel'],
  ])('never refuses %s %s, and does not count it', async (method, path) => {
    const binding = createBinding(0)
    const { limit } = start(binding)
    expect(await limit.check(by('ada', { method, path }))).toBe('pass')
    expect(binding.counts.size).toBe(0)
  })

  it.each([
    ['POST', '/v1/sessions'],
    ['GET', '/v1/sessions/session_1/cancel'],
    ['POST', '/v1/harnesses/cancel-flights'],
  ])('does refuse %s %s', async (method, path) => {
    const { limit } = start(createBinding(0))
    expect(await limit.check(by('ada', { method, path }))).toBe('refused')
  })

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:0001:2::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['2001:db8:1:2::', '2001:db8:1:2'],
    ['::ffff:192.0.2.9', '192.0.2.9'],
    ['192.0.2.9', '192.0.2.9'],
  ])('counts the client at %s as the network %s', async (address, network) => {
    const binding = createBinding(1)
    await start(binding).limit.check(by(undefined, { address }))
    expect([...binding.counts.keys()]).toEqual([`address:${network}`])
  })

  it('passes all where the deployment has no such binding', async () => {
    const { limit, reports } = start(undefined)
    expect(await limit.check(READ)).toBe('pass')
    expect(limit.isBroken()).toBe(false)
    expect(reports).toEqual([])
  })
})

describe('a limit that is broken', () => {
  const broken: [string, unknown, string][] = [
    ['rejects', { limit: () => Promise.reject(new RangeError('hunter2')) }, 'RangeError'],
    ['throws', { limit: () => { throw new TypeError('hunter2') } }, 'TypeError'], // biome-ignore format: a row
    ['answers nothing', { limit: async () => undefined }, 'TypeError'],
    ['is no limiter', { get: () => undefined }, 'must have a method limit'],
    ['is text', 'hunter2', 'must have a method limit'],
  ]

  it.each(broken)(
    'as one that %s passes all, is reported once and named',
    async (_, binding, reason) => {
      const { limit, reports } = start(binding)
      for (let call = 0; call < 3; call++) expect(await limit.check(by('ada'))).toBe('pass')
      expect(limit.isBroken()).toBe(true)
      expect(reports).toEqual([`LIMIT: ${reason}`])
    },
  )

  it('as one that hangs costs one request a quarter of a second, and is tried again after 30 s', async () => {
    vi.useFakeTimers()
    try {
      let asked = 0
      const { limit, clock, reports } = start({
        limit: () => {
          asked++
          return new Promise(() => undefined)
        },
      })
      const first = limit.check(READ)
      await vi.advanceTimersByTimeAsync(250)
      expect(await first).toBe('pass')
      expect(await limit.check(READ)).toBe('pass')
      expect({ asked, reports }).toEqual({ asked: 1, reports: ['LIMIT: TimeoutError'] })
      clock.ms += 30_000
      const again = limit.check(READ)
      await vi.advanceTimersByTimeAsync(250)
      expect(await again).toBe('pass')
      expect(asked).toBe(2)
    } finally {
      vi.useRealTimers()
    }
  })
})
