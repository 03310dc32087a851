import { expect, test } from 'vitest'
import { createInvalidations } from '../../src/cache/invalidations.ts'

test('a invalidatedAt is one caller’s and one kind’s', () => {
  const invalidations = createInvalidations()
  invalidations.raise('ada', 'stats', 100)
  expect(invalidations.of('ada', 'stats')).toBe(100)
  expect([invalidations.of('ada', 'harness'), invalidations.of('ben', 'stats')]).toEqual([0, 0])
})

test('a invalidatedAt never comes down, even where a clock went back', () => {
  const invalidations = createInvalidations()
  invalidations.raise('ada', 'stats', 100)
  invalidations.raise('ada', 'stats', 50)
  expect(invalidations.of('ada', 'stats')).toBe(100)
})

test('however many write, nobody’s change is forgotten', () => {
  const invalidations = createInvalidations()
  invalidations.raise('ada', 'stats', 100)
  for (let n = 0; n < 30_000; n++) invalidations.raise(`caller ${n}`, 'stats', 200 + n)
  expect(invalidations.of('ada', 'stats')).toBeGreaterThanOrEqual(100)
  expect(invalidations.of('caller 0', 'stats')).toBeGreaterThanOrEqual(200)
})

test('to raise it to nothing, as who has changed nothing does, takes nobody else’s place', () => {
  const invalidations = createInvalidations()
  invalidations.raise('ada', 'stats', 100)
  for (let n = 0; n < 30_000; n++) invalidations.raise(`caller ${n}`, 'stats', 0)
  expect(invalidations.of('ben', 'stats')).toBe(0)
})
