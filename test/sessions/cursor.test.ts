import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bindCursor, decodeCursor, encodeCursor } from '../../src/sessions/cursor.ts'
import type { CursorState } from '../../src/sessions/walk/cursor-state.ts'
import { idHashOf, idHashWidthBytes } from '../../src/sessions/walk/id-hash.ts'
import { timestampOf } from './walk/timestamp.ts'

const BINDING = await bindCursor('org_1', [['search', 'deploy']])

const boundaries = fc
  .record({
    tick: fc.nat(),
    spelling: fc.double({ min: 0, max: 1, noNaN: true }),
    ids: fc.uniqueArray(fc.uuid(), { maxLength: 20 }),
    more: fc.constantFrom(0, 0, 80, 108, 236),
    offset: fc.nat({ max: 0xffffffff }),
    total: fc.nat({ max: 0xffffffff }),
  })
  .map(({ tick, spelling, ids, more, offset, total }): CursorState => {
    const all = [...ids, ...Array.from({ length: more }, (_, index) => `session_${index}`)]
    const length = 2 * idHashWidthBytes(all.length)
    const idHashes = all.map((id) => idHashOf(id).slice(0, length))
    return { key: timestampOf(tick, spelling), idHashes, offset, total }
  })

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

describe('a cursor', () => {
  it('gives back the state it was made from', () => {
    fc.assert(
      fc.property(boundaries, (state) => {
        const decoded = decodeCursor(encodeCursor(state, BINDING), BINDING)
        expect(decoded).toEqual({ ok: true, state })
      }),
      { numRuns: 500 },
    )
  })

  it('is URL-safe and under 1,500 characters with as many ties as it may name', () => {
    fc.assert(
      fc.property(boundaries, (state) => {
        const cursor = encodeCursor(state, BINDING)
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
      const cursor = encodeCursor({ key, idHashes, offset: 9900, total: 10_000 }, BINDING)
      expect(cursor.length).toBeLessThan(1500)
    }
  })

  it('is refused with any one character changed', () => {
    fc.assert(
      fc.property(boundaries, fc.nat(), fc.nat({ max: 63 }), (state, place, letter) => {
        const cursor = encodeCursor(state, BINDING)
        const index = place % cursor.length
        const changed = `${cursor.slice(0, index)}${ALPHABET[letter]}${cursor.slice(index + 1)}`
        fc.pre(changed !== cursor)
        expect(decodeCursor(changed, BINDING).ok).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })

  it('has one spelling of its last character', () => {
    for (const key of [
      '2026-01-01T00:00:00Z',
      '2026-01-01T00:00:00.1Z',
      '2026-01-01T00:00:00.12Z',
    ]) {
      const cursor = encodeCursor({ key, idHashes: [], offset: 1, total: 2 }, BINDING)
      const spellings = [...ALPHABET].map((letter) => cursor.slice(0, -1) + letter)
      expect(spellings.filter((text) => decodeCursor(text, BINDING).ok)).toEqual([cursor])
    }
  })

  it('is refused cut short, run on or with two characters swapped', () => {
    fc.assert(
      fc.property(boundaries, fc.nat(), fc.string({ minLength: 1 }), (state, place, junk) => {
        const cursor = encodeCursor(state, BINDING)
        const index = place % (cursor.length - 1)
        const [left, right] = [cursor[index], cursor[index + 1]]
        const swapped = `${cursor.slice(0, index)}${right}${left}${cursor.slice(index + 2)}`
        for (const broken of [cursor.slice(0, index), cursor + junk, `${cursor}=`, junk + cursor]) {
          expect(decodeCursor(broken, BINDING).ok).toBe(false)
        }
        expect(decodeCursor(swapped, BINDING).ok).toBe(left === right)
      }),
      { numRuns: 500 },
    )
  })

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(decodeCursor(text, BINDING).ok).toBe(false)
      }),
      { numRuns: 500 },
    )
    expect(decodeCursor('A'.repeat(100_000), BINDING)).toEqual({ ok: false, reason: 'malformed' })
  })

  it('of another version says so', () => {
    const cursor = encodeCursor(
      { key: timestampOf(1, 0), idHashes: [], offset: 0, total: 0 },
      BINDING,
    )
    const next = `Ag${cursor.slice(2)}`
    expect(cursor.slice(0, 2)).toMatch(/^A[Q-Za-f]$/)
    expect(decodeCursor(next, BINDING)).toEqual({ ok: false, reason: 'version' })
  })

  it('of more idHashes than it may hold, or an overlong key, is not made', () => {
    const idHashes = Array.from({ length: 257 }, (_, index) => idHashOf(`${index}`).slice(0, 6))
    const state = { key: timestampOf(1, 0), idHashes, offset: 0, total: 0 }
    expect(() => encodeCursor(state, BINDING)).toThrow(RangeError)
    const overlong = { ...state, idHashes: [], key: 'x'.repeat(51) }
    expect(() => encodeCursor(overlong, BINDING)).toThrow(RangeError)
  })

  it('holding no timestamp is malformed', () => {
    const cursor = encodeCursor({ key: 'yesterday', idHashes: [], offset: 0, total: 0 }, BINDING)
    expect(decodeCursor(cursor, BINDING)).toEqual({ ok: false, reason: 'malformed' })
  })
})

describe('the binding of a cursor', () => {
  const state = { key: timestampOf(1, 0), idHashes: [idHashOf('a')], offset: 3, total: 9 }
  async function readUnder(organisation: string | null, query: [string, string][]) {
    return decodeCursor(encodeCursor(state, BINDING), await bindCursor(organisation, query))
  }

  it.each<[string | null, [string, string][]]>([
    ['org_2', [['search', 'deploy']]],
    [null, [['search', 'deploy']]],
    ['org_1', []],
    ['org_1', [['search', 'deploys']]],
    ['org_1', [['searchd', 'eploy']]],
    [
      'org_1',
      [
        ['search', 'deploy'],
        ['agent_id', 'agent_1'],
      ],
    ],
    [
      'org_1',
      [
        ['search', 'deploy'],
        ['order', 'last_activity'],
      ],
    ],
  ])('refuses it for the list of %j with %j', async (organisation, query) => {
    expect(await readUnder(organisation, query)).toEqual({ ok: false, reason: 'binding' })
  })

  it.each<[[string, string][]]>([
    [
      [
        ['search', 'deploy'],
        ['limit', '50'],
      ],
    ],
    [
      [
        ['cursor', 'abc'],
        ['search', 'deploy'],
        ['offset', '3'],
      ],
    ],
    [
      [
        ['search', 'deploy'],
        ['order', 'created_at'],
      ],
    ],
  ])('is the same for %j', async (query) => {
    expect(await readUnder('org_1', query)).toEqual({ ok: true, state })
  })

  it('does not depend on the order of the filters', async () => {
    const one = await bindCursor(null, [
      ['a', '1'],
      ['b', '2'],
    ])
    expect(
      await bindCursor(null, [
        ['b', '2'],
        ['a', '1'],
      ]),
    ).toEqual(one)
  })
})
