import { describe, expect, test } from 'vitest'
import { isTraceParent } from '../../src/upstream/trace-context.ts'

const VALID = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

describe('trace context', () => {
  test('a valid trace goes on', () => {
    expect(isTraceParent(VALID)).toBe(true)
  })

  test.each([
    ['zeros for a trace ID', VALID.replace('4bf92f3577b34da6a3ce929d0e0e4736', '0'.repeat(32))],
    ['zeros for a parent ID', VALID.replace('00f067aa0ba902b7', '0'.repeat(16))],
    ['the forbidden version', VALID.replace('00-', 'ff-')],
    ['capitals', VALID.toUpperCase()],
    ['garbage', 'yes'],
    ['nothing', undefined],
  ])('one with %s does not', (_, traceparent) => {
    expect(isTraceParent(traceparent)).toBe(false)
  })
})
