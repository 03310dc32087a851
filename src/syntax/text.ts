/** Returns the beginning of a text: so many UTF-16 units at most, none of them half of a character. */
export function cutText(text: string, maxLength: number): string {
  const isInside = isHighSurrogate(text.charCodeAt(maxLength - 1)) && text.length > maxLength
  return text.slice(0, isInside ? maxLength - 1 : maxLength)
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff
