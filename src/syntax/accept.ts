import { splitUnquoted, trimSpace } from './list.ts'

/**
 * Returns the weight that `Accept` gives a media type which it names in full, RFC 9110 section 12.5.1: 0 to 1; 0
 * where it does not name it.
 *
 * @param type in lower case
 */
export function qualityOf(type: string, accept: string | null): number {
  for (const range of splitUnquoted(accept ?? '')) {
    const [name = '', ...parameters] = splitUnquoted(range, ';')
    if (name.toLowerCase() !== type) continue
    const weight = parameters.find((parameter) => /^q[ \t]*=/i.test(parameter))
    return weight === undefined ? 1 : parseWeight(trimSpace(weight.slice(weight.indexOf('=') + 1)))
  }
  return 0
}

/** Parses a weight, section 12.4.2: three digits behind the point at most. What is no weight is none. */
function parseWeight(text: string): number {
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 0
}
