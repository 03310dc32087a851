import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lengthPrefixed } from '../../src/cache/digest.ts'
import { type CacheKey, callerPrefix, createDigestKey, memoryKey } from '../../src/cache/key.ts'

const UPSTREAM = 'https://api.example/api'
const digestKey = (key: CacheKey, upstreamUrl: string, epoch = '') =>
  createDigestKey(upstreamUrl, epoch)(key)

const NAME: CacheKey = {
  caller: 'c'.repeat(43),
  kind: 'harness',
  resource: '/v1/harnesses/harness_1',
  query: '',
  linkBase: 'https://edge.example',
  lowestTier: 'kv',
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
    linkBase: text,
    lowestTier: fc.constant('kv' as const),
  })

  test('two names have one key in memory, and in KV, only where all their parts are equal', async () => {
    await fc.assert(
      fc.asyncProperty(name, name, async (a, b) => {
        const isSame = JSON.stringify(a) === JSON.stringify(b)
        expect(memoryKey(a) === memoryKey(b)).toBe(isSame)
        expect((await digestKey(a, UPSTREAM)) === (await digestKey(b, UPSTREAM))).toBe(isSame)
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['caller', 'd'.repeat(43)],
    ['kind', 'stats'],
    ['resource', '/v1/harnesses/harness_2'],
    ['query', '?a=1'],
    ['linkBase', 'http://edge.example'],
  ] as const)('a change of the %s alone is another key in both tiers', async (part, value) => {
    const other = { ...NAME, [part]: value }
    expect(memoryKey(other)).not.toBe(memoryKey(NAME))
    expect(await digestKey(other, UPSTREAM)).not.toBe(await digestKey(NAME, UPSTREAM))
  })

  test('another upstream is another key in KV, which deployments may share', async () => {
    expect(await digestKey(NAME, 'https://other.example/api')).not.toBe(
      await digestKey(NAME, UPSTREAM),
    )
  })

  test('the tier is no part: an entry is found wherever it was put', async () => {
    const inMemory: CacheKey = { ...NAME, lowestTier: 'memory' }
    expect(memoryKey(inMemory)).toBe(memoryKey(NAME))
    expect(await digestKey(inMemory, UPSTREAM)).toBe(await digestKey(NAME, UPSTREAM))
  })

  test('a key in KV is far below the 512 bytes that KV takes, however long its parts are', async () => {
    const long = { ...NAME, resource: `/v1/${'x'.repeat(16_000)}`, query: `?${'q'.repeat(9_000)}` }
    expect((await digestKey(long, UPSTREAM)).length).toBeLessThan(128)
  })

  test('all of one caller’s keys in memory have one beginning, and nobody else’s has it', () => {
    const prefix = callerPrefix(NAME.caller)
    expect(memoryKey({ ...NAME, resource: '/v1/other' }).startsWith(prefix)).toBe(true)
    expect(memoryKey({ ...NAME, caller: `${'c'.repeat(42)}d` }).startsWith(prefix)).toBe(false)
    expect(memoryKey({ ...NAME, caller: `${NAME.caller}c` }).startsWith(prefix)).toBe(false)
  })

  test('another CACHE_EPOCH is another key: a deployment with it begins with an empty cache', async () => {
    expect(await digestKey(NAME, UPSTREAM, '2')).not.toBe(await digestKey(NAME, UPSTREAM))
  })
})
