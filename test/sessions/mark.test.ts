import { describe, expect, it } from 'vitest'
import { MAX_MARKS, markOf, markWidthBytes } from '../../src/sessions/mark.ts'

const IDS = Array.from({ length: 100_000 }, (_, index) => `session_${index.toString(16)}`)

describe('a mark', () => {
  it('is sixteen hexadecimal digits, the same for the same ID', () => {
    expect(markOf('session_1')).toMatch(/^[0-9a-f]{16}$/)
    expect(markOf('session_1')).toBe(markOf('session_1'))
  })

  it('tells IDs apart that differ little', () => {
    expect(new Set(IDS.map(markOf)).size).toBe(IDS.length)
  })

  it('cut to four bytes collides no more than chance would have it', () => {
    const kept = new Set(IDS.map((id) => markOf(id).slice(0, 8)))
    // 100,000 draws from 2^32 share a value 1.2 times on average.
    expect(IDS.length - kept.size).toBeLessThanOrEqual(6)
  })
})

describe('the width of a mark', () => {
  it('is eight bytes up to 128 of them and never under four', () => {
    expect(markWidthBytes(0)).toBe(8)
    expect(markWidthBytes(128)).toBe(8)
    expect(markWidthBytes(129)).toBe(7)
    expect(markWidthBytes(MAX_MARKS)).toBe(4)
  })
})
