import { describe, expect, it } from 'vitest'
import { idHashOf, idHashWidthBytes, MAX_ID_HASHES } from '../../../src/sessions/walk/id-hash.ts'

const IDS = Array.from({ length: 100_000 }, (_, index) => `session_${index.toString(16)}`)

describe('a idHash', () => {
  it('is sixteen hexadecimal digits, the same for the same ID', () => {
    expect(idHashOf('session_1')).toMatch(/^[0-9a-f]{16}$/)
    expect(idHashOf('session_1')).toBe(idHashOf('session_1'))
  })

  it('tells IDs apart that differ little', () => {
    expect(new Set(IDS.map(idHashOf)).size).toBe(IDS.length)
  })

  it('cut to four bytes collides no more than chance would have it', () => {
    const kept = new Set(IDS.map((id) => idHashOf(id).slice(0, 8)))
    // 100,000 draws from 2^32 share a value 1.2 times on average.
    expect(IDS.length - kept.size).toBeLessThanOrEqual(6)
  })
})

describe('the width of a idHash', () => {
  it('is eight bytes up to 128 of them and never under four', () => {
    expect(idHashWidthBytes(0)).toBe(8)
    expect(idHashWidthBytes(128)).toBe(8)
    expect(idHashWidthBytes(129)).toBe(7)
    expect(idHashWidthBytes(MAX_ID_HASHES)).toBe(4)
  })
})
