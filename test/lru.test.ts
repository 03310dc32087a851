import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLru } from '../src/lru.ts'

type Operation =
  | { kind: 'get' | 'delete'; key: string }
  | { kind: 'set'; key: string; bytes: number }

const key = fc.constantFrom('a', 'b', 'c', 'd', 'longer-key', 'e'.repeat(40))
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constantFrom('get' as const, 'delete' as const), key }),
  fc.record({ kind: fc.constant('set' as const), key, bytes: fc.nat({ max: 3_000 }) }),
)

/** What one entry takes, told from outside. */
function sizeOf(entryKey: string, bytes: number): number {
  const lru = createLru<number>({ maxEntries: 1, maxBytes: Number.POSITIVE_INFINITY })
  lru.set(entryKey, 1, bytes)
  return lru.bytes
}

/** The plainest thing that does the same: a list, the least recently used first. */
function createModel(maxEntries: number, maxBytes: number) {
  let items: { key: string; value: number; bytes: number }[] = []
  const total = () => items.reduce((sum, { bytes }) => sum + bytes, 0)
  const without = (entryKey: string) => items.filter((item) => item.key !== entryKey)
  return {
    get(entryKey: string) {
      const found = items.find((item) => item.key === entryKey)
      if (found) items = [...without(entryKey), found]
      return found?.value
    },
    set(entryKey: string, value: number, bytes: number) {
      items = without(entryKey)
      if (bytes > maxBytes) return
      items.push({ key: entryKey, value, bytes })
      while (items.length > maxEntries || total() > maxBytes) items.shift()
    },
    delete(entryKey: string) {
      items = without(entryKey)
    },
    size: () => items.length,
    total,
  }
}

test('it holds what a list by last use would, within both bounds', () => {
  fc.assert(
    fc.property(
      fc.array(operation, { maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 200, max: 6_000 }),
      (operations, maxEntries, maxBytes) => {
        const lru = createLru<number>({ maxEntries, maxBytes })
        const model = createModel(maxEntries, maxBytes)
        for (const [at, op] of operations.entries()) {
          if (op.kind === 'get') expect(lru.get(op.key)).toBe(model.get(op.key))
          if (op.kind === 'delete') {
            lru.delete(op.key)
            model.delete(op.key)
          }
          if (op.kind === 'set') {
            lru.set(op.key, at, op.bytes)
            model.set(op.key, at, sizeOf(op.key, op.bytes))
          }
          expect([lru.size, lru.bytes]).toEqual([model.size(), model.total()])
        }
      },
    ),
    { numRuns: 300 },
  )
})

test('a value larger than the whole bound takes the place of nothing, its own older value aside', () => {
  const lru = createLru<string>({ maxEntries: 9, maxBytes: 2_000 })
  lru.set('kept', 'small', 10)
  lru.set('grown', 'small', 10)
  lru.set('grown', 'large', 5_000)
  expect([lru.get('kept'), lru.get('grown')]).toEqual(['small', undefined])
})

test('a key counts beside its value: long paths cannot fill the memory', () => {
  const lru = createLru<string>({ maxEntries: 1_000, maxBytes: 100_000 })
  for (let n = 0; n < 100; n++) lru.set(`${n}${'k'.repeat(10_000)}`, '', 0)
  expect(lru.size).toBeLessThanOrEqual(5)
})
