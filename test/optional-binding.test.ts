import { describe, expect, it } from 'vitest'
import { createOptionalBinding } from '../src/optional-binding.ts'

interface Lamp {
  shine(): void
}

function guard(binding: unknown) {
  const clock = { ms: 1_000_000 }
  const reports: string[] = []
  const lamp = createOptionalBinding<Lamp>({
    name: 'LAMP',
    binding,
    method: 'shine',
    now: () => clock.ms,
    report: (name, reason) => reports.push(`${name}: ${reason}`),
  })
  return { lamp, clock, reports }
}

describe('an optional binding', () => {
  it.each([undefined, null])('that is %s is off and not broken', (binding) => {
    const { lamp, reports } = guard(binding)
    expect(lamp.get()).toBeUndefined()
    expect(lamp.isBroken()).toBe(false)
    expect(reports).toEqual([])
  })

  it('is given out while it works', () => {
    const binding = { shine: () => undefined }
    const { lamp, reports } = guard(binding)
    expect(lamp.get()).toBe(binding)
    expect(lamp.isBroken()).toBe(false)
    expect(reports).toEqual([])
  })

  it.each(['text', 7, {}, { shine: 1 }, []])(
    'that is %j is broken, and said to be once',
    (binding) => {
      const { lamp, reports } = guard(binding)
      expect(lamp.get()).toBeUndefined()
      expect(lamp.get()).toBeUndefined()
      expect(lamp.isBroken()).toBe(true)
      expect(reports).toEqual(['LAMP: must have a method shine'])
    },
  )

  it('whose members cannot be read is broken', () => {
    const hostile = new Proxy({}, { get: () => { throw new Error('hunter2') } }) // biome-ignore format: one line
    const { lamp, reports } = guard(hostile)
    expect(lamp.isBroken()).toBe(true)
    expect(reports.join()).not.toContain('hunter2')
  })

  it('that fails is off for 30 s, said once, and then tried again', () => {
    const { lamp, clock, reports } = guard({ shine: () => undefined })
    lamp.fail(new TypeError('hunter2'))
    lamp.fail('hunter2')
    expect(lamp.get()).toBeUndefined()
    expect(lamp.isBroken()).toBe(true)
    expect(reports).toEqual(['LAMP: TypeError'])
    clock.ms += 29_999
    expect(lamp.get()).toBeUndefined()
    clock.ms += 1
    expect(lamp.get()).toBeDefined()
    expect(lamp.isBroken()).toBe(false)
    lamp.fail('hunter2')
    expect(reports).toEqual(['LAMP: TypeError', 'LAMP: unknown'])
  })
})
