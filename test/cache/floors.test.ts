import { expect, test } from 'vitest'
import { createFloors } from '../../src/cache/floors.ts'

test('a floor is one caller’s and one kind’s', () => {
  const floors = createFloors()
  floors.raise('ada', 'stats', 100)
  expect(floors.of('ada', 'stats')).toBe(100)
  expect([floors.of('ada', 'harness'), floors.of('ben', 'stats')]).toEqual([0, 0])
})

test('a floor never comes down, even where a clock went back', () => {
  const floors = createFloors()
  floors.raise('ada', 'stats', 100)
  floors.raise('ada', 'stats', 50)
  expect(floors.of('ada', 'stats')).toBe(100)
})

test('however many write, nobody’s change is forgotten', () => {
  const floors = createFloors()
  floors.raise('ada', 'stats', 100)
  for (let n = 0; n < 30_000; n++) floors.raise(`caller ${n}`, 'stats', 200 + n)
  expect(floors.of('ada', 'stats')).toBeGreaterThanOrEqual(100)
  expect(floors.of('caller 0', 'stats')).toBeGreaterThanOrEqual(200)
})

test('to raise it to nothing, as who has changed nothing does, takes nobody else’s place', () => {
  const floors = createFloors()
  floors.raise('ada', 'stats', 100)
  for (let n = 0; n < 30_000; n++) floors.raise(`caller ${n}`, 'stats', 0)
  expect(floors.of('ben', 'stats')).toBe(0)
})
