/** W3C Trace Context section 3.2: version, trace ID, parent ID, flags; IDs of zeros only are invalid. */
const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/

/**
 * Takes a trace that cannot be gone on with off the headers, so that the upstream begins a new one:
 * an invalid `traceparent`, and a `tracestate` without one.
 */
export function dropInvalidTrace(headers: Headers): void {
  const parent = headers.get('traceparent')
  if (parent !== null && TRACEPARENT.test(parent)) return
  headers.delete('traceparent')
  headers.delete('tracestate')
}
