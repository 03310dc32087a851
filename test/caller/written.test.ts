import { expect, test } from 'vitest'
import { writtenAt } from '../../src/caller/written.ts'

const NOW_MS = 1_700_000_000_000

function read(header: string | undefined, cookie: string | null = null): number {
  return writtenAt(
    new Headers(header === undefined ? {} : { 'everruns-edge-written': header }),
    cookie,
    NOW_MS,
  )
}

test.each([
  ['a header', '1600000000000', null, 1_600_000_000_000],
  ['a cookie', undefined, 'a=b; everruns_edge_written=1600000000000', 1_600_000_000_000],
  ['the later of both', '1500000000000', 'everruns_edge_written=1600000000000', 1_600_000_000_000],
  ['the latest of several', '1, 1600000000000, 2', null, 1_600_000_000_000],
  ['now, for a later time', '1700000000001', null, NOW_MS],
  ['now, for a time far away', '999999999999999', null, NOW_MS],
  ['what is a time beside garbage', 'soon, 5', 'everruns_edge_written=x', 5],
])('the last change is told by %s', (_, header, cookie, expected) => {
  expect(read(header, cookie)).toBe(expected)
})

test.each(['', 'soon', '-1', '1.5', '1e3', '0x10', '9'.repeat(16), 'Infinity', '1 2'])(
  'no change is told by %j',
  (header) => {
    expect(read(header)).toBe(0)
    expect(read(undefined, `everruns_edge_written=${header}`)).toBe(0)
  },
)

test('no change is told by nothing', () => {
  expect(read(undefined)).toBe(0)
})
