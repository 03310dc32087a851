import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CacheKey, createDigestKey, memoryKey } from '../../src/cache/key.ts'
import { createCallers } from '../../src/caller/caller.ts'

const UPSTREAM = 'https://api.example/api'
const PAT = `evr_pat_${'1a'.repeat(32)}`
const OTHER_PAT = `evr_pat_${'2b'.repeat(32)}`
const JWT = 'aaaa.bbbb.cccc'
const ORG_A = `org_${'a'.repeat(32)}`
const ORG_B = `org_${'b'.repeat(32)}`

const digestKey = createDigestKey(UPSTREAM, '')

type Given = Record<string, string>

const OPTIONS = { upstreamUrl: UPSTREAM, identityExtra: [], epoch: '' }
const NOW_MS = 1_700_000_000_000

const callers = createCallers(OPTIONS)

const prepare = (headers: Given, from = callers) => from.prepare(new Headers(headers), NOW_MS)
const identify = async (headers: Given, from = callers) => from.identify(prepare(headers, from))
const sent = (headers: Given, from = callers) => ({ ...prepare(headers, from).headers })

function withoutUndefined(given: Record<string, string | undefined>): Given {
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/** Forms of one and the same credential, as the upstream reads them, a group a credential. */
const CREDENTIALS: readonly (readonly Given[])[] = [
  [
    { authorization: PAT },
    { authorization: `Bearer ${PAT}` },
    { authorization: `bearer ${PAT}` },
    { authorization: `ApiKey ${PAT}` },
    { authorization: `APIKEY ${PAT}` },
    // A credential in the header beats whatever cookie there is.
    { authorization: PAT, cookie: `access_token=${JWT}` },
    { authorization: `  ${PAT}  ` },
  ],
  [{ authorization: OTHER_PAT }, { authorization: `Bearer ${OTHER_PAT}` }],
  [{ authorization: `Bearer ${JWT}` }, { authorization: `BEARER ${JWT}` }],
  // A personal access token that is none: the same text as a JWT is another credential.
  [{ authorization: `ApiKey ${JWT}` }],
  [{ cookie: `access_token=${JWT}` }, { cookie: `theme=dark; access_token=${JWT}; x=y` }],
  [{ cookie: `access_token=${PAT}` }],
  [{ cookie: `access_token="${JWT}"` }],
  [{ cookie: `access_token=${JWT}; access_token=other` }],
  [{ cookie: `access_token=other; access_token=${JWT}` }],
  [{ cookie: 'access_token=' }],
  // What the upstream does not take it ignores: the cookie counts, and so does the header.
  [{ authorization: 'Basic c2FtZTpzYW1l', cookie: `access_token=${JWT}` }],
  [{ authorization: 'Basic c2FtZTpzYW1l', cookie: 'access_token=other' }],
  [{ authorization: 'Basic c2FtZTpzYW1l' }],
  [{ authorization: 'Basic b3RoZXI6b3RoZXI=', cookie: `access_token=${JWT}` }],
  [{ authorization: `Token ${JWT}`, cookie: `access_token=${JWT}` }],
  [{ authorization: 'evr_old', cookie: `access_token=${JWT}` }],
  [{ authorization: 'Bearer', cookie: `access_token=${JWT}` }],
  [{ authorization: `Bearer  ${JWT}` }],
  [{ authorization: `Bearer ${JWT} ${JWT}` }],
  [{ authorization: `${PAT}, ${OTHER_PAT}` }],
  [{ authorization: `${PAT}, ${PAT}` }],
  [{ authorization: '' }],
  [{}, { cookie: 'theme=dark' }, { cookie: '' }],
]

const SELECTORS: readonly (readonly Given[])[] = [
  [{}],
  [{ 'x-org-id': ORG_A }],
  [{ 'x-org-id': ORG_B }],
  [{ 'x-org-id': '' }],
  [{ cookie: `everruns_org=${ORG_A}` }, { cookie: `a=b;everruns_org=${ORG_A} ;c=d` }],
  [{ cookie: `everruns_org=${ORG_B}` }],
  [{ cookie: `everruns_org="${ORG_A}"` }],
  [{ cookie: `everruns_org=${ORG_A}; everruns_org=${ORG_B}` }],
  [{ cookie: `everruns_org=${ORG_B}; everruns_org=${ORG_A}` }],
  [{ 'x-org-id': ORG_A, cookie: `everruns_org=${ORG_B}` }],
  [{ 'x-org-id': `${ORG_A}, ${ORG_B}` }],
  [{ 'x-org-id': 'absent' }],
]

const RESOURCES: readonly Pick<CacheKey, 'kind' | 'resource' | 'query'>[] = [
  { kind: 'harness', resource: '/v1/harnesses/harness_1', query: '' },
  { kind: 'stats', resource: '/v1/harnesses/harness_1/stats', query: '' },
  { kind: 'stats', resource: '/v1/harnesses/harness_2/stats', query: '' },
  { kind: 'name', resource: '/v1/harnesses/support', query: '' },
  { kind: 'harness', resource: '/v1/harnesses/harness_1', query: '?a=1' },
  { kind: 'latest', resource: '/v1/agents/agent_1/health-checks/latest', query: '' },
  { kind: 'run', resource: '/v1/agents/agent_1/health-checks/healthcheck_1', query: '' },
]

function join(credential: Given, selector: Given): Given {
  const cookies = [credential.cookie, selector.cookie].filter((cookie) => cookie)
  const cookie: Given = cookies.length > 0 ? { cookie: cookies.join('; ') } : {}
  return { ...credential, ...selector, ...cookie }
}

describe('who asks', () => {
  test('all pairs of credential, organisation, route and query have keys of their own', async () => {
    const owners = new Map<string, string>()
    for (const [c, forms] of CREDENTIALS.entries()) {
      for (const [s, selections] of SELECTORS.entries()) {
        for (const headers of forms.flatMap((form) => selections.map((each) => join(form, each)))) {
          const caller = await identify(headers)
          for (const [r, resource] of RESOURCES.entries()) {
            const name: CacheKey = { ...resource, caller, linkBase: '', lowestTier: 'kv' }
            const owner = `${c}/${s}/${r}`
            for (const key of [memoryKey(name), await digestKey(name)]) {
              expect(owners.get(key) ?? owner, JSON.stringify(headers)).toBe(owner)
              owners.set(key, owner)
            }
          }
        }
      }
    }
    // One in memory and one in KV: fewer would mean that equal ones do not find each other.
    expect(owners.size).toBe(CREDENTIALS.length * SELECTORS.length * RESOURCES.length * 2)
  })

  test.each([
    { upstreamUrl: 'https://other.example/api' },
    { epoch: '2' },
    { identityExtra: ['X-User'] },
  ])('the same credential under another configuration is another caller: %j', async (other) => {
    const there = createCallers({ ...OPTIONS, ...other })
    const headers = { authorization: PAT }
    expect(await identify(headers, there)).not.toBe(await identify(headers))
  })

  test('a caller is known again without hashing, and only as what it was', async () => {
    const fresh = createCallers(OPTIONS)
    const headers = { authorization: PAT, 'x-org-id': ORG_A }
    const first = fresh.identify(prepare(headers, fresh))
    expect(first).toBeInstanceOf(Promise)
    const digest = await first
    expect(fresh.identify(prepare(headers, fresh))).toBe(digest)
    expect(await identify({ authorization: PAT }, fresh)).not.toBe(digest)
  })

  test('the digest gives nothing of the credential away, and has always the same form', async () => {
    for (const authorization of [PAT, `Bearer ${'x'.repeat(100_000)}`, 'Bearer \u00ff\u00fe', '']) {
      expect(await identify({ authorization })).toMatch(/^[\w-]{43}$/)
    }
  })

  test('bytes above ASCII make callers of their own', async () => {
    const seen = await Promise.all(
      ['\u00ff', '\u00fe', '\u00c3\u00a9', '\u00e9'].map((token) =>
        identify({ authorization: `Bearer ${token}` }),
      ),
    )
    expect(new Set(seen).size).toBe(seen.length)
  })

  test('a cookie whose name is percent-encoded counts: the upstream may decode it', async () => {
    const tokens = ['x', 'y'].map((token) => identify({ cookie: `access%5Ftoken=${token}` }))
    const organisations = [ORG_A, ORG_B].map((id) => identify({ cookie: `everruns%5forg=${id}` }))
    const seen = await Promise.all([
      ...tokens,
      ...organisations,
      identify({}),
      identify({ cookie: '%' }),
    ])
    expect(new Set(seen).size).toBe(5)
  })

  test('huge credentials are not kept in memory in the place of all others', async () => {
    const fresh = createCallers(OPTIONS)
    const small = { authorization: PAT }
    const digest = await identify(small, fresh)
    for (let index = 0; index < 50; index++) {
      const huge = { authorization: `Bearer ${index}${'x'.repeat(60_000)}` }
      await identify(huge, fresh)
      expect(fresh.identify(prepare(huge, fresh))).toBeInstanceOf(Promise)
    }
    expect(fresh.identify(prepare(small, fresh))).toBe(digest)
  })

  test('what is remembered of a caller does not grow with the cookies that tell nobody apart', () => {
    const cookie = `x=${'y'.repeat(60_000)}; access_token=${JWT}; ${'%;'.repeat(1_000)}`
    const plain = prepare({ cookie: `access_token=${JWT}` })
    expect(prepare({ cookie }).parts).toBe(plain.parts)
    expect(plain.parts.length).toBeLessThan(200)
  })

  test('who was known before is told from everybody else as by one who knows nobody', async () => {
    const value = fc.option(fc.string({ unit: fc.constantFrom(...'0123:- '), maxLength: 4 }), {
      nil: undefined,
    })
    const given = fc.record({ authorization: value, 'x-org-id': value, cookie: value })
    const present = fc.array(given, { minLength: 2, maxLength: 8 })
    const check = async (list: Record<string, string | undefined>[]) => {
      const known = createCallers(OPTIONS)
      for (const headers of list.map(withoutUndefined)) {
        const anew = await identify(headers, createCallers(OPTIONS))
        expect(await identify(headers, known)).toBe(anew)
      }
    }
    await fc.assert(fc.asyncProperty(present, check), { numRuns: 300 })
  })

  /** Cookies and headers made of the very words that the identity is made of. */
  const word = fc.constantFrom('absent', 'organisation', 'other', 'given', 'pat', 'jwt', '1:', 'x')
  const cookie = fc
    .tuple(fc.constantFrom('access_token', 'everruns_org', 'x'), word)
    .map((pair) => pair.join('='))
  const given = fc.record(
    {
      authorization: fc.oneof(
        word,
        word.map((each) => `Bearer ${each}`),
      ),
      'x-org-id': word,
      cookie: fc.array(cookie, { maxLength: 4 }).map((cookies) => cookies.join('; ')),
    },
    { requiredKeys: [] },
  )

  /** What the upstream can see: the header where it takes it, all cookies of both names in their order. */
  function seenUpstream(headers: Given): string {
    const cookies = (headers.cookie ?? '').split('; ')
    const of = (name: string) => cookies.filter((each) => each.startsWith(`${name}=`))
    const isTaken = headers.authorization?.startsWith('Bearer ')
    const credential = isTaken
      ? [headers.authorization]
      : [headers.authorization, ...of('access_token')]
    return JSON.stringify([credential, headers['x-org-id'], ...of('everruns_org')])
  }

  test('no headers are taken for others: not even such as imitate the parts of an identity', async () => {
    await fc.assert(
      fc.asyncProperty(given, given, async (a, b) => {
        const isSame = seenUpstream(a) === seenUpstream(b)
        expect((await identify(a)) === (await identify(b))).toBe(isSame)
      }),
      {
        numRuns: 2_000,
        examples: [
          [
            { cookie: 'access_token=organisation; access_token=absent' },
            { cookie: 'everruns_org=organisation; everruns_org=absent' },
          ],
        ],
      },
    )
  })
})

describe('what goes upstream for a caller', () => {
  test.each<[string, Given, Given]>([
    [
      'the credential and the organisation',
      { authorization: PAT, 'x-org-id': ORG_A, accept: 'x' },
      { authorization: PAT, 'x-org-id': ORG_A },
    ],
    [
      'of the cookies those that are keyed, as they came',
      { cookie: `a=1; everruns_org=${ORG_A};CF_Authorization=x; access%5Ftoken=${JWT} ; b` },
      { cookie: `everruns_org=${ORG_A}; access%5Ftoken=${JWT}` },
    ],
    [
      'no cookie of a credential beside one that the API takes',
      { authorization: PAT, cookie: `access_token=${JWT}; everruns_org=${ORG_A}` },
      { authorization: PAT, cookie: `everruns_org=${ORG_A}` },
    ],
    [
      'the cookie beside a header that the API ignores',
      { authorization: 'Basic eA==', cookie: `access_token=${JWT}` },
      { authorization: 'Basic eA==', cookie: `access_token=${JWT}` },
    ],
    ['nothing where only other cookies are', { cookie: 'theme=dark' }, {}],
    ['not what Connection names', { 'x-org-id': ORG_A, connection: 'close, X-Org-ID' }, {}],
    [
      'no cookie that Connection names',
      { cookie: `access_token=${JWT}`, connection: 'cookie' },
      {},
    ],
    [
      'neither a mark of a change',
      { cookie: 'everruns_edge_written=1', 'everruns-edge-written': '1' },
      {},
    ],
    [
      'an unknown header, with which nothing is cached',
      { 'x-project-id': 'p' },
      { 'x-project-id': 'p' },
    ],
  ])('is %s', (_, given, expected) => {
    expect(sent(given)).toEqual(expected)
  })

  test('is keyed: who drops X-Org-Id by Connection is who sent none', async () => {
    const dropped = { authorization: PAT, 'x-org-id': ORG_A, connection: 'x-org-id' }
    expect(await identify(dropped)).toBe(await identify({ authorization: PAT }))
    expect(await identify(dropped)).not.toBe(
      await identify({ authorization: PAT, 'x-org-id': ORG_A }),
    )
  })

  const extra = createCallers({
    ...OPTIONS,
    identityExtra: ['Cf-Access-Jwt-Assertion', 'cookie:CF_Authorization', 'X-User', 'x-org-id'],
  })

  test('is what IDENTITY_EXTRA names too, keyed', async () => {
    const one = {
      authorization: PAT,
      'x-user': 'ann',
      'cf-access-jwt-assertion': 'j',
      cookie: 'a=1; CF_Authorization=k',
    }
    expect(sent(one, extra)).toEqual({ ...one, cookie: 'CF_Authorization=k' })
    expect(prepare(one, extra).unkeyed).toEqual([])
    const others = [
      { ...one, 'x-user': 'bob' },
      { ...one, 'cf-access-jwt-assertion': 'l' },
      { ...one, cookie: 'CF_Authorization=m' },
      { ...one, cookie: 'CF_Authorization=k; CF_Authorization=m' },
      { authorization: PAT },
    ]
    const seen = await Promise.all([one, ...others].map((each) => identify(each, extra)))
    expect(new Set(seen).size).toBe(seen.length)
    expect(extra.vary).toBe('Authorization, Cookie, X-Org-Id, cf-access-jwt-assertion, x-user')
  })

  const value = fc.constantFrom('absent', 'given a', 'a', 'b', '1:a', '')
  const pair = fc.tuple(
    fc.constantFrom('access_token', 'access%5ftoken', 'everruns_org', 'CF_Authorization', 'x'),
    value,
  )
  const given = fc.record(
    {
      authorization: value,
      'x-org-id': value,
      'x-user': value,
      'cf-access-jwt-assertion': value,
      connection: fc.constantFrom('close', 'x-org-id', 'cookie, x-user', 'authorization'),
      cookie: fc
        .array(pair, { maxLength: 5 })
        .map((all) => all.map((each) => each.join('=')).join('; ')),
    },
    { requiredKeys: [] },
  )

  test('is the same for two requests exactly where they are one caller’s', async () => {
    /** Cookies of different names may change places: no server reads one for another. */
    const seen = (headers: Given) => {
      const { cookie, ...others } = sent(headers, extra)
      const cookies = Object.groupBy((cookie ?? '').split('; '), (each) =>
        decodeURIComponent(each.split('=', 1)[0] ?? ''),
      )
      return JSON.stringify([others, cookies].map((each) => Object.entries(each).toSorted()))
    }
    await fc.assert(
      fc.asyncProperty(given, given, async (a, b) => {
        const isSame = seen(a) === seen(b)
        expect((await identify(a, extra)) === (await identify(b, extra))).toBe(isSame)
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('an organisation that is selected', () => {
  test('is told by header and cookies, and is undefined where nothing selects one', () => {
    const none = [{}, { cookie: 'a=b' }, { 'x-org-id': ORG_A, connection: 'x-org-id' }]
    expect(none.map((each) => prepare(each).organisation)).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    const some = [{ 'x-org-id': '' }, { 'x-org-id': ORG_A }, { cookie: `everruns_org=${ORG_A}` }]
    expect(new Set(some.map((each) => prepare(each).organisation)).size).toBe(3)
  })
})

describe('answers chosen by caller', () => {
  test.each([
    ['Cookie', true],
    ['accept-encoding , AUTHORIZATION', true],
    ['x-org-id', true],
    ['Accept', false],
    ['', false],
    [null, false],
  ])('Vary: %j says so: %j', (vary, isChosen) => {
    expect(callers.isChosenByCaller(vary)).toBe(isChosen)
  })
})
