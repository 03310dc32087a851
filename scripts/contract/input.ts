import { readFile } from 'node:fs/promises'
import { type Description, parseDescription, UnusableInput } from './description.ts'

/**
 * Reads the description that a script was given as its only argument.
 * @throws UnusableInput for other arguments, a file that cannot be read, or what is no description
 */
export async function readDescription(
  script: string,
  args: readonly string[],
): Promise<Description> {
  const [path, ...more] = args
  if (path === undefined || more.length > 0) {
    throw new UnusableInput(`usage: node ${script} <openapi.json>`)
  }
  return parseDescription(await read(path))
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown error'
    throw new UnusableInput(`cannot read ${path} (${code})`)
  }
}
