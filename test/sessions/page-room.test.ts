import { describe, expect, it } from 'vitest'
import { createPageRoom } from '../../src/sessions/page-room.ts'

const MIB = 1024 * 1024

describe('the room of pages', () => {
  it('is all of one page’s while there is no other', () => {
    const share = createPageRoom().open()
    share.hold(20 * MIB)
    expect(share.maxBytes()).toBe(32 * MIB)
  })

  it('is what the others leave, and a little where they leave nothing', () => {
    const room = createPageRoom()
    const [first, second, third] = [room.open(), room.open(), room.open()]
    first.hold(10 * MIB)
    second.hold(12 * MIB)
    expect(first.maxBytes()).toBe(20 * MIB)
    expect(third.maxBytes()).toBe(10 * MIB)
    second.hold(12 * MIB)
    expect(third.maxBytes()).toBe(MIB)
  })

  it('comes back when a page is made, once', () => {
    const room = createPageRoom()
    const [first, second] = [room.open(), room.open()]
    first.hold(30 * MIB)
    first.close()
    first.close()
    expect(second.maxBytes()).toBe(32 * MIB)
  })
})
