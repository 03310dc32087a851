import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lengthPrefixed } from '../../src/cache/digest.ts'
import { type CacheKey, kvKey, kvPrefix, memoryKey } from '../../src/cache/key.ts'

const UPSTREAM = 'https://api.example/api'
const NAME: CacheKey = {
  caller: 'c'.repeat(43),
  kind: 'harness',
  resource: '/v1/harnesses/harness_1',
  query: '',
  edgeOrigin: 'https://edge.example',
  tier: 'memory-and-kv',
}

/** Few and awkward: texts that could be mistaken for each other once they are joined. */
const text = fc.oneof(
  fc.constantFrom('', 'a', 'aa', '1:', '1:a', ':', '/', 'a/', '/a', '2:1:', '?a', '0:'),
  fc.string({ unit: 'binary', maxLength: 6 }),
)

describe('length prefixes', () => {
  test('two lists of parts give one text only where they are the same list', () => {
    const parts = fc.array(text, { maxLength: 4 })
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const isSame = JSON.stringify(a) === JSON.stringify(b)
        expect(lengthPrefixed(a) === lengthPrefixed(b)).toBe(isSame)
      }),
      { numRuns: 2_000 },
    )
  })

  test('the same characters, cut elsewhere, give another text', () => {
    const cuts = fc.tuple(
      fc.array(text, { maxLength: 5 }),
      fc.array(fc.boolean(), { maxLength: 5 }),
    )
    fc.assert(
      fc.property(cuts, ([parts, joins]) => {
        const joined: string[] = []
        for (const [at, part] of parts.entries()) {
          const isJoined = joins[at] && joined.length > 0
          if (isJoined) joined.push((joined.pop() ?? '') + part)
          else joined.push(part)
        }
        const isSame = joined.length === parts.length
        expect(lengthPrefixed(joined) === lengthPrefixed(parts)).toBe(isSame)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('keys', () => {
  const name = fc.record({
    caller: text,
    kind: text,
    resource: text,
    query: text,
    edgeOrigin: text,
    tier: fc.constant('memory-and-kv' as const),
  })

  test('two names have one key in memory, and in KV, only where all their parts are equal', async () => {
    await fc.assert(
      fc.asyncProperty(name, name, async (a, b) => {
        const isSame = JSON.stringify(a) === JSON.stringify(b)
        expect(memoryKey(a) === memoryKey(b)).toBe(isSame)
        expect((await kvKey(a, UPSTREAM)) === (await kvKey(b, UPSTREAM))).toBe(isSame)
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['caller', 'd'.repeat(43)],
    ['kind', 'stats'],
    ['resource', '/v1/harnesses/harness_2'],
    ['query', '?a=1'],
    ['edgeOrigin', 'http://edge.example'],
  ] as const)('a change of the %s alone is another key in both tiers', async (part, value) => {
    const other = { ...NAME, [part]: value }
    expect(memoryKey(other)).not.toBe(memoryKey(NAME))
    expect(await kvKey(other, UPSTREAM)).not.toBe(await kvKey(NAME, UPSTREAM))
  })

  test('another upstream is another key in KV, which deployments may share', async () => {
    expect(await kvKey(NAME, 'https://other.example/api')).not.toBe(await kvKey(NAME, UPSTREAM))
  })

  test('the tier is no part: an entry is found wherever it was put', async () => {
    const inMemory: CacheKey = { ...NAME, tier: 'memory' }
    expect(memoryKey(inMemory)).toBe(memoryKey(NAME))
    expect(await kvKey(inMemory, UPSTREAM)).toBe(await kvKey(NAME, UPSTREAM))
  })

  test('a key in KV is far below the 512 bytes that KV takes, however long its parts are', async () => {
    const long = { ...NAME, resource: `/v1/${'x'.repeat(16_000)}`, query: `?${'q'.repeat(9_000)}` }
    expect((await kvKey(long, UPSTREAM)).length).toBeLessThan(128)
  })

  test('all of one caller’s keys of a kind have one prefix, and nobody else’s has it', async () => {
    const prefix = kvPrefix(NAME.kind, NAME.caller)
    const others = [
      { ...NAME, caller: `${'c'.repeat(42)}d` },
      { ...NAME, kind: 'harness2' },
      { ...NAME, kind: 'name' },
    ]
    expect(await kvKey({ ...NAME, resource: '/v1/other' }, UPSTREAM)).toMatch(
      new RegExp(`^${prefix}`),
    )
    for (const other of others) {
      expect((await kvKey(other, UPSTREAM)).startsWith(prefix)).toBe(false)
    }
  })
})
