/** W3C Trace Context section 3.2: version, trace ID, parent ID, flags; IDs of zeros only are invalid. */
const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/

/** Tells whether a `traceparent` can be gone on with; where it cannot, the upstream begins a new trace. */
export function isTraceParent(value: string | undefined): boolean {
  return value !== undefined && TRACEPARENT.test(value)
}
