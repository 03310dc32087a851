import { describe, expect, test } from 'vitest'
import { dropInvalidTrace } from '../../src/upstream/trace-context.ts'

const VALID = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

function kept(given: Record<string, string>): string[] {
  const headers = new Headers(given)
  dropInvalidTrace(headers)
  return [...headers.keys()]
}

describe('trace context', () => {
  test('a valid trace goes on, with its state', () => {
    expect(kept({ traceparent: VALID, tracestate: 'a=1' })).toEqual(['traceparent', 'tracestate'])
  })

  test.each([
    ['zeros for a trace ID', VALID.replace('4bf92f3577b34da6a3ce929d0e0e4736', '0'.repeat(32))],
    ['zeros for a parent ID', VALID.replace('00f067aa0ba902b7', '0'.repeat(16))],
    ['the forbidden version', VALID.replace('00-', 'ff-')],
    ['capitals', VALID.toUpperCase()],
    ['garbage', 'yes'],
  ])('one with %s ends here, and its state too', (_, traceparent) => {
    expect(kept({ traceparent, tracestate: 'a=1' })).toEqual([])
  })

  test('a state without its trace is dropped', () => {
    expect(kept({ tracestate: 'a=1' })).toEqual([])
  })
})
