/** Who asks. It lives in memory, and in sessionStorage where that was chosen; nowhere else. */
export interface Caller {
  kind: 'token' | 'cookie'
  /** Value of the `Authorization` header; undefined for a cookie, which the page never sees. */
  authorization: string | undefined
  /** Empty for whatever the API takes without a choice. */
  org: string
}

const STORAGE_KEY = 'everruns-edge-console'

/** Keeps a caller until the tab is closed. */
export function keepCaller({ authorization, org }: Caller): void {
  withStorage((storage) => storage.setItem(STORAGE_KEY, JSON.stringify({ authorization, org })))
}

/** Forgets the caller that was kept. */
export function forgetCaller(): void {
  withStorage((storage) => storage.removeItem(STORAGE_KEY))
}

/** Returns the caller that was kept for this tab. */
export function keptCaller(): Caller | undefined {
  const text = withStorage((storage) => storage.getItem(STORAGE_KEY))
  if (!text) return undefined
  try {
    const { authorization, org } = JSON.parse(text)
    if (typeof authorization !== 'string' || typeof org !== 'string') return undefined
    return { kind: 'token', authorization, org }
  } catch {
    return undefined
  }
}

/** A browser may forbid storage altogether. */
function withStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(sessionStorage)
  } catch {
    return undefined
  }
}
