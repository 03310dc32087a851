import { explainAll } from '../../src/problem/catalogue.ts'

const ADVICE = { never: 'no', changed: 'after a fix', later: 'after a wait' } as const

/** Returns README's table of problems: a row a code of the catalogue. */
export function problemTable(): string[] {
  const rows = explainAll().map(
    ({ code, status, owner, retry, meaning }) =>
      `| \`${code}\` | ${status} | ${owner === 'edge' ? 'edge' : 'API'} | ${ADVICE[retry]} | ${meaning} |`,
  )
  return [
    '| code | status | comes from | send again? | meaning |',
    '|---|---|---|---|---|',
    ...rows,
  ]
}
