/** What the windows of all pages that an isolate reads at the same time may hold: a quarter of its 128 MB. */
const MAX_HELD_BYTES = 32 * 1024 * 1024

/** A page always has room for so much, so that no walk stands still. */
const MIN_PAGE_BYTES = 1024 * 1024

/** What one page holds of the isolate's memory until it is made. */
export interface PageShare {
  /** Notes a window that the page holds. */
  hold(bytes: number): void
  /** Returns the bytes that the page may have: what the others leave. It ends where these are used up. */
  maxBytes(): number
  /** Gives everything back. */
  close(): void
}

/** The memory that the pages of an isolate share. */
export interface PageRoom {
  open(): PageShare
}

/** Creates the room of an isolate. */
export function createPageRoom(): PageRoom {
  let held = 0
  return {
    open() {
      let own = 0
      return {
        hold(bytes) {
          own += bytes
          held += bytes
        },
        maxBytes: () => Math.max(MIN_PAGE_BYTES, MAX_HELD_BYTES - (held - own)),
        close() {
          held -= own
          own = 0
        },
      }
    },
  }
}
