/** What of a request a command line repeats. */
export interface CurlRequest {
  method: string
  url: string
  /** Headers that the page set, but for the credential. */
  headers: readonly (readonly [name: string, value: string])[]
  /** How the request said who asks. */
  credential: 'token' | 'cookie'
  body: string | undefined
}

/** Names whose values say who somebody is: never part of a text that is copied. */
const SECRET_NAMES = ['authorization', 'cookie', 'proxy-authorization']

/**
 * Returns a command that repeats a request. In the place of the credential stands a variable of the shell, which
 * who runs it has to set: the text may be pasted into an issue.
 */
export function formatCurl({ method, url, headers, credential, body }: CurlRequest): string {
  const parts = [`curl -i ${quote(url)}`]
  if (method !== 'GET') parts.push(`-X ${method}`)
  parts.push(
    credential === 'token' ? '-H "Authorization: $TOKEN"' : '-H "Cookie: access_token=$TOKEN"',
  )
  for (const [name, value] of headers) {
    if (!SECRET_NAMES.includes(name.toLowerCase())) parts.push(`-H ${quote(`${name}: ${value}`)}`)
  }
  if (body !== undefined) parts.push(`--data-raw ${quote(body)}`)
  return parts.join(' \\\n  ')
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
