import { ORG_ONE, ORG_TWO, USERS, type UserName } from '../../sample/callers.ts'

/** Pages of the edge, by the word that they are printed under. */
const PAGES = { Console: '/console', Reference: '/reference' }

/** Who the users of the sample are. */
const PEOPLE: Record<UserName, string> = {
  ada: 'administrator of Northwind',
  ben: 'administrator of Contoso',
  cleo: 'administrator of both: needs an organization',
  dora: 'member of nothing: 401',
  finn: 'member of Northwind who may not see stats: 403',
  gina: 'member of Northwind',
}

/** The addresses that answer, a line each. */
export async function describeAddresses(origin: string, sampleUrl?: string): Promise<string> {
  const lines = [['Edge', origin]]
  for (const [name, path] of Object.entries(PAGES)) {
    if (await isServed(origin + path)) lines.push([name, origin + path])
  }
  if (sampleUrl) {
    lines.push(['Sample API', sampleUrl])
    lines.push(['its control', `${new URL(sampleUrl).origin}/__sample/state`])
  }
  return lines.map(([name = '', address]) => `  ${name.padEnd(13)}${address}`).join('\n')
}

/** The sample's tokens with whose they are, and how to use one. */
export function describeTokens(origin: string): string {
  const people = Object.entries(PEOPLE) as [UserName, string][]
  return [
    '  Tokens of the sample, each 64 times one digit:',
    ...people.map(([name, about]) => `    ${USERS[name].pat}  ${name}, ${about}`),
    '  Organizations, for X-Org-Id:',
    `    ${ORG_ONE}  Northwind`,
    `    ${ORG_TWO}  Contoso`,
    '  Try:',
    `    curl -i -H "Authorization: ${USERS.ada.pat}" ${origin}/v1/harnesses/support-triage/stats`,
    `  With a cookie, once a name: open ${origin}/v1/auth/callback?code=ada in a browser.`,
  ].join('\n')
}

async function isServed(address: string): Promise<boolean> {
  const response = await fetch(address).catch(() => undefined)
  await response?.body?.cancel()
  return response?.ok === true
}
