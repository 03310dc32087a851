import { describe, expect, it } from 'vitest'
import { ORG_ONE, ORG_TWO, ORG_UNKNOWN, UNKNOWN_PAT, USERS } from '../callers.ts'
import { type Ask, createBench } from './bench.ts'

const { ada, ben, cleo, dora } = USERS
const PATH = '/v1/harnesses/support-triage'

function cookie(...pairs: string[]): Record<string, string> {
  return { cookie: pairs.join('; ') }
}

async function statusOf(how: Ask, options = {}): Promise<number> {
  return (await createBench(options).ask(PATH, how)).status
}

describe('credentials', () => {
  const token = `access_token=${ada.jwt}`
  it.each<[string, Ask, number]>([
    ['a PAT as Bearer', { auth: `Bearer ${ada.pat}` }, 200],
    ['a scheme in any case', { auth: `bEaReR ${ada.pat}` }, 200],
    ['an access token as Bearer', { auth: `Bearer ${ada.jwt}` }, 200],
    ['a PAT as ApiKey', { auth: `apikey ${ada.pat}` }, 200],
    ['a bare PAT', { auth: ada.pat }, 200],
    ['the cookie', { auth: null, headers: cookie('a=b', token) }, 200],
    [
      'another scheme, falling through to the cookie',
      { auth: 'Basic x', headers: cookie(token) },
      200,
    ],
    ['an access token as ApiKey', { auth: `ApiKey ${ada.jwt}` }, 401],
    ['a bare access token', { auth: ada.jwt }, 401],
    ['a PAT in the cookie', { auth: null, headers: cookie(`access_token=${ada.pat}`) }, 401],
    ['an unknown PAT, whatever the cookie', { auth: UNKNOWN_PAT, headers: cookie(token) }, 401],
    ['an old key', { auth: 'ApiKey evr_0123' }, 401],
    ['a header that is not UTF-8', { auth: 'Bearer \xff', headers: cookie(token) }, 401],
    ['nothing', { auth: null }, 401],
  ])('takes or refuses %s', async (_name, how, status) => {
    expect(await statusOf(how)).toBe(status)
  })

  it('refuses with problem JSON, and in the older form when told so', async () => {
    const modern = await createBench().ask(PATH, { auth: null })
    expect(modern.headers.get('content-type')).toBe('application/problem+json')
    expect(modern.json).toMatchObject({ title: 'Unauthorized', status: 401, code: 'unauthorized' })
    expect(modern.headers.has('www-authenticate')).toBe(false)
    const legacy = await createBench({ errorStyle: 'legacy' }).ask(PATH, { auth: null })
    expect(legacy.headers.get('content-type')).toBe('application/json')
    expect(legacy.json).toEqual({ error: 'Unauthorized' })
  })

  it('needs none in development mode, where only the cookie selects', async () => {
    const bench = createBench({ authMode: 'none' })
    const one = await bench.ask(PATH, { auth: null, headers: { 'x-org-id': ORG_TWO } })
    const two = await bench.ask(PATH, { auth: null, headers: cookie(`everruns_org=${ORG_TWO}`) })
    expect([one.text.includes('Northwind'), two.text.includes('Contoso')]).toEqual([true, true])
  })
})

describe('organisation selection', () => {
  const jwt = { auth: `Bearer ${cleo.jwt}` }
  const select = (orgId: string) => ({ 'x-org-id': orgId })
  it.each<[string, Ask, number | string]>([
    ['one membership', { auth: ben.pat }, 'Contoso'],
    ['no membership', { auth: dora.pat }, 401],
    ['several memberships of a PAT', { auth: cleo.pat }, 400],
    ['several memberships of a JWT', jwt, 'Northwind'],
    ['the header', { auth: cleo.pat, headers: select(ORG_TWO) }, 'Contoso'],
    ['the cookie', { auth: cleo.pat, headers: cookie(`everruns_org=${ORG_TWO}`) }, 'Contoso'],
    [
      'the header over the cookie',
      { auth: cleo.pat, headers: { ...select(ORG_ONE), ...cookie(`everruns_org=${ORG_TWO}`) } },
      'Northwind',
    ],
    ['a malformed selector', { auth: ada.pat, headers: select('org_1') }, 401],
    ['an upper-case selector', { auth: ada.pat, headers: select(`org_${'A'.repeat(32)}`) }, 401],
    ['an organisation the caller is not in', { auth: ada.pat, headers: select(ORG_TWO) }, 404],
    ['one that does not exist', { auth: ada.pat, headers: select(ORG_UNKNOWN) }, 404],
  ])('decides by %s', async (_name, how, expected) => {
    const told = await createBench().ask(PATH, how)
    if (typeof expected === 'number') expect(told.status).toBe(expected)
    else expect(told.text).toContain(expected)
  })

  it('names no code when it refuses the selection', async () => {
    const several = await createBench().ask(PATH, { auth: cleo.pat })
    const foreign = await createBench().ask(PATH, { headers: select(ORG_TWO) })
    expect(several.json).not.toHaveProperty('code')
    expect(foreign.json).toEqual({
      title: 'Not Found',
      status: 404,
      detail: 'Organization not found',
    })
  })
})

describe('account routes', () => {
  it('sets the organisation cookie in a GET when it is missing', async () => {
    const { ask } = createBench()
    const first = await ask('/v1/auth/me')
    expect(first.headers.get('set-cookie')).toMatch(new RegExp(`^everruns_org=${ORG_ONE};.*Secure`))
    const again = await ask('/v1/auth/me', { headers: cookie(`everruns_org=${ORG_ONE}`) })
    expect(again.headers.has('set-cookie')).toBe(false)
  })

  it('switches to an organisation of the caller only', async () => {
    const { ask } = createBench()
    const how = { method: 'POST', auth: cleo.pat, body: { org_id: ORG_TWO } }
    const switched = await ask('/v1/users/me/switch-org', how)
    expect(switched.json).toEqual({ success: true, org_id: ORG_TWO })
    expect(switched.headers.get('set-cookie')).toContain(ORG_TWO)
    expect((await ask('/v1/users/me/switch-org', { ...how, auth: ada.pat })).status).toBe(404)
  })

  it('tells which organisation owns a resource, to members', async () => {
    const { ask } = createBench()
    const two = `/v1/resolve-org?id=harness_01925a00000070008000000000000004`
    expect((await ask(two, { auth: cleo.pat })).json).toEqual({
      org_id: ORG_TWO,
      org_name: 'Contoso',
    })
    expect((await ask(two)).status).toBe(404)
  })
})
