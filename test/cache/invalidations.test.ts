import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createInvalidations } from '../../src/cache/invalidations.ts'

test('a change is one caller’s and counts for its kinds', () => {
  const invalidations = createInvalidations()
  invalidations.invalidate('ada', ['stats', 'name'], 100)
  expect(invalidations.invalidatedAt('ada', 'stats')).toBe(100)
  expect(invalidations.invalidatedAt('ada', 'harness')).toBe(0)
  expect(invalidations.invalidatedAt('ben', 'stats')).toBe(0)
})

test('an earlier change never hides a later one, even where a clock went back', () => {
  const invalidations = createInvalidations()
  invalidations.invalidate('ada', ['stats'], 100)
  invalidations.invalidate('ada', ['stats'], 50)
  expect(invalidations.invalidatedAt('ada', 'stats')).toBe(100)
})

test('however many write, nobody’s change is forgotten', () => {
  const change = fc.tuple(fc.nat({ max: 40 }), fc.constantFrom('stats', 'harness'), fc.nat())
  const property = fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
    const invalidations = createInvalidations(10)
    const latest = new Map<string, number>()
    for (const [caller, kind, at] of changes) {
      invalidations.invalidate(`caller ${caller}`, [kind], at)
      const key = `${caller} ${kind}`
      latest.set(key, Math.max(at, latest.get(key) ?? 0))
    }
    for (const [key, at] of latest) {
      const [caller, kind = ''] = key.split(' ')
      const known = invalidations.invalidatedAt(`caller ${caller}`, kind)
      expect(known).toBeGreaterThanOrEqual(at)
    }
  })
  fc.assert(property)
})

test('a caller who writes with thousands of names voids nothing that is newer than the oldest of them', () => {
  const invalidations = createInvalidations(1_000)
  for (let n = 0; n < 2_600; n++) invalidations.invalidate(`caller ${n}`, ['stats'], 10_000 + n)
  expect(invalidations.invalidatedAt('ben', 'stats')).toBe(10_000 + 1_599)
})
