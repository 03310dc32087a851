import { findUser, readCookie } from './credentials.ts'
import type { World } from './model.ts'
import { json, refuse } from './problem.ts'
import type { RawHandler } from './router.ts'

const ACCESS_SECONDS = 15 * 60
const REFRESH_SECONDS = 30 * 86_400

/** `GET /v1/auth/login`: to the page of the frontend, by a path alone. */
export const login: RawHandler = () =>
  new Response(null, { status: 303, headers: { location: '/login' } })

/**
 * `GET /v1/auth/callback?code=`: a code, here a user's first name, signs in once and no more. Three cookies,
 * and on to the frontend.
 */
export const finishLogin: RawHandler = ({ world, url }) => {
  const code = url.searchParams.get('code') ?? ''
  const found = world.users.find(({ user, revoked }) => user.name === code && !revoked)
  if (!found || world.usedCodes.has(code)) return refuse(400, 'The code is not valid any more')
  world.usedCodes.add(code)
  return signIn(world, found.user.jwt, found.memberships[0]?.orgId, 303)
}

/** `POST /v1/auth/refresh`: a new access token for the refresh token of the cookie. */
export const refresh: RawHandler = ({ world, request }) => {
  const token = readCookie(request, 'refresh_token')?.replace(/^refresh-/, '') ?? ''
  const found = findUser(world, { kind: 'jwt', token })
  if (!found) return refuse(401, 'Unauthorized', { code: 'unauthorized' })
  return signIn(world, found.user.jwt, undefined, 200)
}

/** `POST /v1/auth/logout`. */
export const logout: RawHandler = ({ world }) => {
  const answer = json({ success: true })
  for (const name of ['access_token', 'refresh_token', 'everruns_org']) {
    answer.headers.append('set-cookie', cookie(world, name, '', 0, 'Lax'))
  }
  return answer
}

function signIn(world: World, jwt: string, orgId: string | undefined, status: 200 | 303): Response {
  const answer =
    status === 200
      ? json({ token_type: 'Bearer', expires_in: ACCESS_SECONDS })
      : new Response(null, { status, headers: { location: '../../' } })
  const add = (text: string) => answer.headers.append('set-cookie', text)
  add(cookie(world, 'access_token', jwt, ACCESS_SECONDS, 'Lax'))
  add(cookie(world, 'refresh_token', `refresh-${jwt}`, REFRESH_SECONDS, 'Strict'))
  if (orgId) add(cookie(world, 'everruns_org', orgId, REFRESH_SECONDS, 'Lax'))
  return answer
}

/** The path is the API's prefix, as where a frontend shares the host; the domain as configured. */
function cookie(
  world: World,
  name: string,
  value: string,
  seconds: number,
  sameSite: 'Lax' | 'Strict',
): string {
  const { cookieDomain, publicBase } = world.options
  const path = name === 'everruns_org' ? '/' : new URL(publicBase).pathname
  const domain = cookieDomain ? `; Domain=${cookieDomain}` : ''
  const hidden = name === 'everruns_org' ? '' : '; HttpOnly'
  return `${name}=${value}; Max-Age=${seconds}; Path=${path}${domain}; SameSite=${sameSite}; Secure${hidden}`
}
