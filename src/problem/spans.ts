/** A part of a text: where it begins, and where what follows it does. */
export type Span = readonly [start: number, end: number]

/** Returns where a pattern with the flag `g` matches. */
export function matchesOf(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length])
}

/** Returns a text with a mask in the place of spans; one mask stands for spans that touch. */
export function mask(text: string, spans: Span[], by: string): string {
  if (spans.length === 0) return text
  spans.sort(([one], [other]) => one - other)
  let out = ''
  let copied = 0
  for (const [start, end] of spans) {
    if (start > copied || copied === 0) out += text.slice(copied, start) + by
    copied = Math.max(copied, end)
  }
  return out + text.slice(copied)
}
