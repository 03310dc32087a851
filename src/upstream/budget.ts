/** What one request may ask of the upstream, KV and the location's cache. */
export interface UpstreamBudget {
  /** Calls of the upstream so far, for the log. */
  upstreamCalls: number
  /** A call met silence: the request makes no more, so that its client waits for one deadline and not for three. */
  hasTimedOut: boolean
  /** Runs an operation in a slot of its own. */
  run<T>(operation: () => Promise<T>): Promise<T>
}

/** Creates the budget of a request. */
export function createUpstreamBudget(): UpstreamBudget {
  return { upstreamCalls: 0, hasTimedOut: false, run: (operation) => operation() }
}
