import { type EdgeContext, fail } from './context.ts'
import { pathFault } from './target.ts'

const SHOWN_PATH_LENGTH = 256

/** Refuses a path that no route can have, before anything reads it. */
export function checkPath(c: EdgeContext): Response | undefined {
  const facts = c.get('facts')
  const code = pathFault(facts)
  if (!code) return undefined
  // A problem repeats its path, in links too: one that is too long is not worth it.
  facts.instance = facts.instance.slice(0, SHOWN_PATH_LENGTH)
  facts.path = facts.path.slice(0, SHOWN_PATH_LENGTH)
  facts.query = ''
  return fail(c, { kind: 'edge', code })
}
