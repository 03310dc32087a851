/** A credential as the upstream reads `Authorization`: which kind of token, and the token. */
interface Credential {
  kind: 'pat' | 'jwt'
  token: string
}

const PAT_PREFIX = 'evr_pat_'

/**
 * Reads the forms of `Authorization` that the upstream takes: `Bearer`, `ApiKey`, and a bare personal
 * access token. Any other value it ignores, and looks at the cookies instead.
 */
export function parseCredential(authorization: string | null): Credential | undefined {
  if (authorization === null) return undefined
  if (authorization.startsWith(PAT_PREFIX)) return { kind: 'pat', token: authorization }
  const match = /^(bearer|apikey) (\S+)$/i.exec(authorization)
  if (!match?.[1] || !match[2]) return undefined
  const [, scheme, token] = match
  const isPat = scheme.toLowerCase() === 'apikey' || token.startsWith(PAT_PREFIX)
  return { kind: isPat ? 'pat' : 'jwt', token }
}
