import { describe, expect, it } from 'vitest'
import { idHashOf } from '../../../src/sessions/walk/id-hash.ts'
import { parseInstant } from '../../../src/sessions/walk/instant.ts'
import { sweepTies } from '../../../src/sessions/walk/tie-group.ts'
import { readWindow, type Slice, type Span } from '../../../src/sessions/walk/window.ts'
import { wholeBytes } from '../../../src/syntax/edited-bytes.ts'
import { timestampOf } from './timestamp.ts'

const GROUP = Array.from({ length: 96 }, (_, index) => `session_${index}`)
const KEY = timestampOf(5000, 0)

// The list with `newer` rows before the group and 200 older ones behind it.
function sliceOf(newer: number, group: readonly string[], { offset, limit }: Span): Slice {
  const before = Array.from({ length: newer }, (_, index) => ({ id: `newer_${index}`, tick: 9000 }))
  const behind = Array.from({ length: 200 }, (_, index) => ({ id: `older_${index}`, tick: 10 }))
  const list = [...before, ...group.map((id) => ({ id, tick: 5000 })), ...behind]
  const rows = list.slice(offset, offset + limit).map(({ id, tick }) => ({
    id,
    key: timestampOf(tick, 0),
    bytes: wholeBytes(new Uint8Array(2)),
  }))
  return readWindow({ rows, total: list.length, offset, limit }, limit)
}

function positionWith(delivered: number) {
  const idHashes = new Set(GROUP.slice(0, delivered).map(idHashOf))
  return {
    key: KEY,
    at: parseInstant(KEY),
    idHashes,
    idHashLength: 16,
    start: 101,
    end: 101 + delivered,
    isCounted: false,
  }
}

describe('the sweep of a tie group', () => {
  it('ends with one call where a window shows the whole group', async () => {
    const spans: Span[] = []
    const sweep = await sweepTies({
      position: positionWith(91),
      wanted: 500,
      windowRows: 100,
      calls: 12,
      readSlice: async (span) => {
        spans.push(span)
        return sliceOf(101, GROUP, span)
      },
    })
    expect(spans).toEqual([{ offset: 100, limit: 100 }])
    expect(sweep.outcome).toBe('passed')
    expect(sweep.fresh.map((item) => item.row.id)).toEqual([
      ...GROUP.slice(91),
      ...['older_0', 'older_1', 'older_2'],
    ])
  })

  it('does not count a group that fits into a window as finished while rows move', async () => {
    const rotated = [...GROUP.slice(92), ...GROUP.slice(0, 92)]
    let calls = 0
    const sweep = await sweepTies({
      position: positionWith(91),
      wanted: 500,
      windowRows: 100,
      calls: 12,
      readSlice: async (span) => {
        calls += 1
        return calls === 1 ? sliceOf(108, GROUP, span) : sliceOf(100, rotated, span)
      },
    })
    expect(sweep.outcome).toBe('lost')
    expect(sweep.fresh.map((item) => item.row.id)).toEqual([GROUP[91]])
  })
})
