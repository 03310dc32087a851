/** Resolves after so many milliseconds. */
export type Sleep = (milliseconds: number) => Promise<void>

/** Waits in real time. */
export const sleep: Sleep = (milliseconds) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
