import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { etagOf } from '../../src/cache/digest.ts'
import { currentAgeMs, type Envelope, lifetimeMs } from '../../src/cache/entry.ts'
import { openEntry } from '../../src/cache/kv-store.ts'

const KEY = '2/stats/caller/digest'
const BODY = new TextEncoder().encode('{"session_count":3}')
const ENVELOPE: Envelope = {
  key: KEY,
  requestedAt: 1_000,
  storedAt: 1_200,
  correctedInitialAgeMs: 200,
  maxAgeMs: 15_000,
  staleWhileRevalidateMs: 45_000,
  staleIfErrorMs: 600_000,
  clientMaxAgeMs: 0,
  kvWrittenAt: 0,
  etag: await etagOf(BODY),
}
const buffer = (bytes: Uint8Array) => bytes.slice().buffer

describe('what is found in KV', () => {
  test('an entry comes back byte for byte', async () => {
    const entry = await openEntry(KEY, buffer(BODY), ENVELOPE)
    expect(entry).toEqual({ envelope: ENVELOPE, body: BODY })
  })

  test('members of a later version are no reason to refuse it, and are not kept', async () => {
    const entry = await openEntry(KEY, buffer(BODY), { ...ENVELOPE, later: true })
    expect(entry?.envelope).toEqual(ENVELOPE)
  })

  test('an envelope found under another key is nothing', async () => {
    expect(await openEntry('2/stats/other/digest', buffer(BODY), ENVELOPE)).toBeUndefined()
    expect(await openEntry(`${KEY} `, buffer(BODY), ENVELOPE)).toBeUndefined()
  })

  test('a body that is not the one stored is nothing, whichever byte is another', async () => {
    const change = fc.tuple(fc.nat({ max: BODY.length - 1 }), fc.integer({ min: 1, max: 255 }))
    await fc.assert(
      fc.asyncProperty(change, async ([at, difference]) => {
        const changed = BODY.slice()
        changed[at] = (changed[at] ?? 0) ^ difference
        expect(await openEntry(KEY, buffer(changed), ENVELOPE)).toBeUndefined()
      }),
      { numRuns: 100 },
    )
  })

  test.each([
    ['cut', buffer(BODY.slice(0, -1))],
    ['longer', buffer(new Uint8Array([...BODY, 32]))],
    ['empty', new ArrayBuffer(0)],
    ['null', null],
    ['text', '{"session_count":3}'],
    ['a view', BODY],
    ['a stream', new ReadableStream()],
  ])('a body that is %s is nothing', async (_, body) => {
    expect(await openEntry(KEY, body, ENVELOPE)).toBeUndefined()
  })

  test('rubbish is nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.anything(), async (body, metadata) => {
        expect(await openEntry(KEY, body, metadata)).toBeUndefined()
        expect(await openEntry(KEY, buffer(BODY), metadata)).toBeUndefined()
      }),
      { numRuns: 300 },
    )
  })

  const members = Object.keys(ENVELOPE) as (keyof Envelope)[]

  test.each(members)('an envelope without %s is nothing', async (member) => {
    const { [member]: _, ...rest } = ENVELOPE
    expect(await openEntry(KEY, buffer(BODY), rest)).toBeUndefined()
  })

  test.each(members)('an envelope whose %s is of another type is nothing', async (member) => {
    for (const value of [
      null,
      true,
      [],
      {},
      Number.NaN,
      typeof ENVELOPE[member] === 'string' ? 1 : '1',
    ]) {
      expect(await openEntry(KEY, buffer(BODY), { ...ENVELOPE, [member]: value })).toBeUndefined()
    }
  })

  test.each([
    'correctedInitialAgeMs',
    'maxAgeMs',
    'staleWhileRevalidateMs',
    'staleIfErrorMs',
  ] as const)('a negative %s is nothing', async (member) => {
    expect(await openEntry(KEY, buffer(BODY), { ...ENVELOPE, [member]: -1 })).toBeUndefined()
  })

  test('an envelope fits the 1,024 bytes that KV takes beside a value', () => {
    const largest = {
      ...ENVELOPE,
      key: 'k'.repeat(128),
      requestedAt: 4e12,
      storedAt: 4e12,
      staleIfErrorMs: 3e10,
    }
    expect(new TextEncoder().encode(JSON.stringify(largest)).length).toBeLessThan(1_024)
  })
})

describe('age', () => {
  const envelope = fc.record({
    storedAt: fc.nat({ max: 1e9 }),
    correctedInitialAgeMs: fc.nat({ max: 1e6 }),
    maxAgeMs: fc.nat({ max: 1e6 }),
    staleWhileRevalidateMs: fc.nat({ max: 1e6 }),
    staleIfErrorMs: fc.nat({ max: 1e6 }),
  })

  test('is what it was when it was stored, and the time in store', () => {
    fc.assert(
      fc.property(envelope, fc.nat({ max: 1e9 }), (times, later) => {
        const entry = { ...ENVELOPE, ...times }
        expect(currentAgeMs(entry, times.storedAt + later)).toBe(
          times.correctedInitialAgeMs + later,
        )
      }),
      { numRuns: 200 },
    )
  })

  test('a clock that goes back makes nothing younger than it was when it was stored', () => {
    expect(currentAgeMs(ENVELOPE, ENVELOPE.storedAt - 60_000)).toBe(ENVELOPE.correctedInitialAgeMs)
  })

  test('the two lifetimes after fresh run at the same time', () => {
    expect(
      lifetimeMs({ ...ENVELOPE, maxAgeMs: 10, staleWhileRevalidateMs: 7, staleIfErrorMs: 3 }),
    ).toBe(17)
    expect(
      lifetimeMs({ ...ENVELOPE, maxAgeMs: 10, staleWhileRevalidateMs: 3, staleIfErrorMs: 7 }),
    ).toBe(17)
  })
})

test('an entity tag is strong, quoted, and of the bytes alone', async () => {
  expect(await etagOf(BODY)).toMatch(/^"[\w-]{43}"$/)
  expect(await etagOf(BODY.slice())).toBe(ENVELOPE.etag)
  expect(await etagOf(BODY.slice(1))).not.toBe(ENVELOPE.etag)
})
