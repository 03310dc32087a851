/** What the platform allows one request: cloudflare.com/workers/platform/limits, on the smallest plan. */
export interface PlatformLimits {
  /** Outgoing connections at the same time; the platform would let the next one wait, this fake refuses it. */
  connections: number
  /** Outgoing operations in all; this fake refuses the next one, as the platform does. */
  subrequests: number
}

/** One request's outgoing operations, refused where the platform would not do them. */
export interface LimitedPlatform {
  /** Runs an operation as a connection of its own, open until it settles. */
  connect<T>(operation: () => Promise<T>): Promise<T>
  /** How many have been begun. */
  readonly begun: number
  /** The most that were open at the same time. */
  readonly peak: number
  /** What was refused, in words; a test expects none. */
  readonly refusals: readonly string[]
}

/** Creates the platform of one request. */
export function createPlatformLimits(
  limits: PlatformLimits = { connections: 6, subrequests: 45 },
): LimitedPlatform {
  let open = 0
  let begun = 0
  let peak = 0
  const refusals: string[] = []

  function refuse(what: string): never {
    refusals.push(what)
    throw new Error(what)
  }

  return {
    refusals,
    get begun() {
      return begun
    },
    get peak() {
      return peak
    },
    async connect(operation) {
      if (begun >= limits.subrequests) refuse(`subrequest ${begun + 1}`)
      if (open >= limits.connections) refuse(`connection ${open + 1}`)
      begun++
      open++
      peak = Math.max(peak, open)
      try {
        return await operation()
      } finally {
        open--
      }
    },
  }
}
