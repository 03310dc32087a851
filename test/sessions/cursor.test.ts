import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bindCursor, decodeCursor, encodeCursor } from '../../src/sessions/cursor.ts'
import type { CursorState } from '../../src/sessions/walk/cursor-state.ts'
import { idHashOf, idHashWidthBytes } from '../../src/sessions/walk/id-hash.ts'
import { timestampOf } from './walk/timestamp.ts'

const BINDING = bindCursor('org_1', 'ada', [['search', 'deploy']])

const states = fc
  .record({
    tick: fc.nat(),
    spelling: fc.double({ min: 0, max: 1, noNaN: true }),
    ids: fc.uniqueArray(fc.uuid(), { maxLength: 20 }),
    more: fc.constantFrom(0, 0, 80, 108, 236),
    offset: fc.nat({ max: 0xffffffff }),
    total: fc.nat({ max: 0xffffffff }),
    passed: fc.constantFrom(0, 0, 1, 300, 0xffffffff),
  })
  .map(({ tick, spelling, ids, more, ...numbers }): CursorState => {
    const all = [...ids, ...Array.from({ length: more }, (_, index) => `session_${index}`)]
    const length = 2 * idHashWidthBytes(all.length)
    const idHashes = all.map((id) => idHashOf(id).slice(0, length))
    return { key: timestampOf(tick, spelling), idHashes, ...numbers }
  })

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

describe('a cursor', () => {
  it('gives back the state it was made from', async () => {
    await fc.assert(
      fc.asyncProperty(states, async (state) => {
        const decoded = await decodeCursor(await encodeCursor(state, BINDING), BINDING)
        expect(decoded).toEqual({ ok: true, state })
      }),
      { numRuns: 500 },
    )
  })

  it('is URL-safe and under 1,500 characters with as many ties as it may name', async () => {
    await fc.assert(
      fc.asyncProperty(states, async (state) => {
        const cursor = await encodeCursor(state, BINDING)
        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/)
        expect(cursor.length).toBeLessThan(1500)
      }),
      { numRuns: 300 },
    )
    const key = `2026-01-01T00:00:00.${'1'.repeat(24)}+01:30`
    for (let count = 0; count <= 256; count += 1) {
      const length = 2 * idHashWidthBytes(count)
      const idHashes = Array.from({ length: count }, (_, index) =>
        idHashOf(`${index}`).slice(0, length),
      )
      const cursor = await encodeCursor(
        { key, idHashes, offset: 9900, total: 10_000, passed: 0 },
        BINDING,
      )
      expect(cursor.length).toBeLessThan(1500)
    }
  })

  it('is refused with any one character changed', async () => {
    await fc.assert(
      fc.asyncProperty(states, fc.nat(), fc.nat({ max: 63 }), async (state, place, letter) => {
        const cursor = await encodeCursor(state, BINDING)
        const index = place % cursor.length
        const changed = `${cursor.slice(0, index)}${ALPHABET[letter]}${cursor.slice(index + 1)}`
        fc.pre(changed !== cursor)
        expect((await decodeCursor(changed, BINDING)).ok).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })

  it('has one spelling of its last character', async () => {
    for (const key of [
      '2026-01-01T00:00:00Z',
      '2026-01-01T00:00:00.1Z',
      '2026-01-01T00:00:00.12Z',
    ]) {
      const cursor = await encodeCursor(
        { key, idHashes: [], offset: 1, total: 2, passed: 0 },
        BINDING,
      )
      const spellings = [...ALPHABET].map((letter) => cursor.slice(0, -1) + letter)
      const read = await Promise.all(spellings.map((text) => decodeCursor(text, BINDING)))
      expect(spellings.filter((_, index) => read[index]?.ok)).toEqual([cursor])
    }
  })

  it('is refused cut short, run on or with two characters swapped', async () => {
    await fc.assert(
      fc.asyncProperty(
        states,
        fc.nat(),
        fc.string({ minLength: 1 }),
        async (state, place, junk) => {
          const cursor = await encodeCursor(state, BINDING)
          const index = place % (cursor.length - 1)
          const [left, right] = [cursor[index], cursor[index + 1]]
          const swapped = `${cursor.slice(0, index)}${right}${left}${cursor.slice(index + 2)}`
          for (const broken of [
            cursor.slice(0, index),
            cursor + junk,
            `${cursor}=`,
            junk + cursor,
          ]) {
            expect((await decodeCursor(broken, BINDING)).ok).toBe(false)
          }
          expect((await decodeCursor(swapped, BINDING)).ok).toBe(left === right)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('never throws, whatever it is given', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect((await decodeCursor(text, BINDING)).ok).toBe(false)
      }),
      { numRuns: 500 },
    )
    expect(await decodeCursor('A'.repeat(100_000), BINDING)).toEqual({
      ok: false,
      reason: 'malformed',
    })
  })

  it('of another version says so', async () => {
    const cursor = await encodeCursor(
      { key: timestampOf(1, 0), idHashes: [], offset: 0, total: 0, passed: 0 },
      BINDING,
    )
    const next = `Aw${cursor.slice(2)}`
    expect(cursor.slice(0, 2)).toMatch(/^A[g-v]$/)
    expect(await decodeCursor(next, BINDING)).toEqual({ ok: false, reason: 'version' })
  })

  it('of more ID hashes than it may hold, or an overlong key, is not made', async () => {
    const idHashes = Array.from({ length: 257 }, (_, index) => idHashOf(`${index}`).slice(0, 6))
    const state = { key: timestampOf(1, 0), idHashes, offset: 0, total: 0, passed: 0 }
    await expect(encodeCursor(state, BINDING)).rejects.toThrow(RangeError)
    const overlong = { ...state, idHashes: [], key: 'x'.repeat(51) }
    await expect(encodeCursor(overlong, BINDING)).rejects.toThrow(RangeError)
  })

  it('holding no timestamp is malformed', async () => {
    const cursor = await encodeCursor(
      { key: 'yesterday', idHashes: [], offset: 0, total: 0, passed: 0 },
      BINDING,
    )
    expect(await decodeCursor(cursor, BINDING)).toEqual({ ok: false, reason: 'malformed' })
  })
})

describe('the binding of a cursor', () => {
  const state: CursorState = {
    ...{ key: timestampOf(1, 0), idHashes: [idHashOf('a')] },
    ...{ offset: 3, total: 9, passed: 0 },
  }
  const SEARCH: [string, string] = ['search', 'deploy']

  async function readUnder(
    organization: string | undefined,
    query: [string, string][],
    caller = 'ada',
  ) {
    const cursor = await encodeCursor(state, BINDING)
    return decodeCursor(cursor, bindCursor(organization, caller, query))
  }

  it.each<[string | undefined, [string, string][]]>([
    ['org_2', [SEARCH]],
    [undefined, [SEARCH]],
    ['org_1', []],
    ['org_1', [['search', 'deploys']]],
    ['org_1', [['searchd', 'eploy']]],
    ['org_1', [SEARCH, ['agent_id', 'agent_1']]],
    ['org_1', [SEARCH, ['order', 'last_activity']]],
    ['org_1', [SEARCH, SEARCH]],
  ])('refuses it for the list of %j with %j', async (organization, query) => {
    expect(await readUnder(organization, query)).toEqual({ ok: false, reason: 'foreign' })
  })

  it('does not tell callers apart who select the same organisation', async () => {
    expect(await readUnder('org_1', [SEARCH], 'ben')).toEqual({ ok: true, state })
  })

  it('tells callers apart where no organisation is selected', async () => {
    const cursor = await encodeCursor(state, bindCursor(undefined, 'ada', []))
    const readBy = (caller: string) => decodeCursor(cursor, bindCursor(undefined, caller, []))
    expect(await readBy('ada')).toEqual({ ok: true, state })
    expect(await readBy('ben')).toEqual({ ok: false, reason: 'foreign' })
    const selected = bindCursor('ada', 'ada', [])
    expect(await decodeCursor(cursor, selected)).toEqual({ ok: false, reason: 'foreign' })
  })

  it('is the same for the default order, said or not', async () => {
    expect(await readUnder('org_1', [SEARCH, ['order', 'created_at']])).toEqual({ ok: true, state })
  })

  it('does not depend on the order of the filters', () => {
    const a: [string, string] = ['a', '1']
    const b: [string, string] = ['b', '2']
    expect(bindCursor(undefined, 'ada', [b, a])).toEqual(bindCursor(undefined, 'ada', [a, b]))
  })
})
