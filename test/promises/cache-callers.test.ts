import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ORG_ONE, ORG_TWO, USERS } from '../../sample/callers.ts'
import { HARNESSES_ONE } from '../../sample/catalogue.ts'
import { type CacheStage, startCacheStage } from '../support/cache-stage.ts'
import { send } from '../support/http-client.ts'

const HARNESS = `/v1/harnesses/${HARNESSES_ONE.supportTriage}`
const { ada, gina, cleo } = USERS
const ATTEMPTS = 2

let stage: CacheStage

beforeAll(async () => {
  stage = await startCacheStage()
})
afterAll(() => stage?.stop())
/** Everybody who may see the harness has an entry of it, in memory and in KV. */
beforeEach(async () => {
  await stage.reset()
  const credentials = [ada.pat, gina.pat, `Bearer ${ada.jwt}`, `Bearer ${gina.jwt}`]
  for (const authorization of credentials) await stage.ask(HARNESS, { headers: { authorization } })
  for (const { jwt } of [ada, gina]) {
    await stage.ask(HARNESS, { headers: { cookie: `access_token=${jwt}` } })
  }
  await stage.edge.idle()
})

describe('forms of one credential', () => {
  test.each([
    ['bare', ada.pat],
    ['Bearer', `Bearer ${ada.pat}`],
    ['bearer', `bearer ${ada.pat}`],
    ['ApiKey', `ApiKey ${ada.pat}`],
  ])('share one entry: %s', async (_, authorization) => {
    expect((await stage.ask(HARNESS, { headers: { authorization } })).cache).toMatch(/^hit/)
  })

  test('the header beats the cookie, as at the upstream', async () => {
    const headers = { authorization: ada.pat, cookie: `access_token=${gina.jwt}` }
    expect((await stage.ask(HARNESS, { headers })).cache).toMatch(/^hit/)
  })

  test('what the upstream does not take leaves the cookie to count, and both are in the key', async () => {
    const basic = { authorization: 'Basic c2FtZTpzYW1l' }
    for (const { jwt, name } of [ada, gina]) {
      const headers = { ...basic, cookie: `access_token=${jwt}` }
      const { status, cache } = await stage.ask(HARNESS, { headers })
      expect([status, cache]).toEqual([200, 'fwd=uri-miss; fwd-status=200; stored'])
      expect((await stage.calls()).at(-1)?.caller).toBe(`${name} (jwt)`)
    }
    expect((await stage.ask(HARNESS, { headers: basic })).status).toBe(401)
  })
})

describe('the organisation', () => {
  test('is in the key in every way to choose one', async () => {
    const ways = [
      { 'x-org-id': ORG_ONE },
      { 'x-org-id': ORG_TWO },
      { cookie: `everruns_org=${ORG_ONE}` },
      { cookie: `everruns_org=${ORG_TWO}` },
      { 'x-org-id': ORG_ONE, cookie: `everruns_org=${ORG_TWO}` },
      {},
    ]
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      for (const way of ways) {
        const headers = { authorization: cleo.pat, ...way }
        const asked = { headers }
        const [edge, sample] = [
          await stage.ask(HARNESS, asked),
          await stage.askSample(HARNESS, asked),
        ]
        expect(edge.status, JSON.stringify(way)).toBe(sample.status)
      }
    }
  })

  test.each(['org_1', '', 'ORG', `${ORG_ONE} `, `${ORG_ONE}, ${ORG_ONE}`])(
    'that is malformed gets the upstream’s answer: %j',
    async (orgId) => {
      const asked = { as: 'cleo', headers: { 'x-org-id': orgId } } as const
      await stage.ask(HARNESS, { as: 'cleo', headers: { 'x-org-id': ORG_ONE } })
      const sample = await stage.askSample(HARNESS, asked)
      expect((await stage.ask(HARNESS, asked)).status).toBe(sample.status)
    },
  )
})

type Pair = readonly [string, string]
const auth = (value: string): Pair => ['Authorization', value]
const cookie = (value: string): Pair => ['Cookie', value]
const LONG = 'a'.repeat(100_000)

/** Requests that nobody well-meaning sends. None of them is anybody's whose entry is stored. */
const AWKWARD: readonly (readonly [string, readonly Pair[]])[] = [
  ['nothing', []],
  ['a credential of 100 KB', [auth(`Bearer ${LONG}`)]],
  ['a personal access token with 100 KB behind it', [auth(`${ada.pat}${LONG}`)]],
  ['a cookie of 100 KB', [cookie(`access_token=${LONG}`)]],
  ['two credentials', [auth(ada.pat), auth(gina.pat)]],
  ['the same credential twice', [auth(ada.pat), auth(ada.pat)]],
  ['two credentials in one header', [auth(`${ada.pat}, ${gina.pat}`)]],
  ['two words behind Bearer', [auth(`Bearer ${ada.pat} ${ada.pat}`)]],
  ['quotes around it', [auth(`"${ada.pat}"`)]],
  ['a cookie in quotes', [cookie(`access_token="${ada.jwt}"`)]],
  ['a cookie with half a quote', [cookie(`access_token="${ada.jwt}`)]],
  ['a cookie with space in it', [cookie(`access_token=${ada.jwt} ${gina.jwt}`)]],
  ['a cookie name in another case', [cookie(`Access_Token=${ada.jwt}`)]],
  ['a cookie inside another', [cookie(`x="access_token=${ada.jwt}"`)]],
  ['cookies joined by a comma', [cookie(`x=1, access_token=${ada.jwt}`)]],
  ['a personal access token as a cookie', [cookie(`access_token=${ada.pat}`)]],
  ['an empty cookie before one', [cookie(`access_token=; access_token=${ada.jwt}`)]],
  ['a stranger’s cookie before one', [cookie(`access_token=x; access_token=${ada.jwt}`)]],
  ['a credential named by Connection', [auth(ada.pat), ['Connection', 'Authorization']]],
  [
    'a credential named by Connection, twice',
    [auth(ada.pat), ['Connection', 'close, authorization ']],
  ],
  ['a cookie named by Connection', [cookie(`access_token=${ada.jwt}`), ['Connection', 'cookie']]],
  ['a credential for a proxy', [['Proxy-Authorization', ada.pat]]],
  ['a credential under another name', [['X-Authorization', ada.pat]]],
  [
    'a user that somebody claims to be',
    [
      ['X-User-Id', ada.id],
      ['X-Forwarded-User', 'ada'],
    ],
  ],
]

describe('awkward requests', () => {
  test.each(AWKWARD)(
    '%s: what the upstream would answer, or a 400; nobody’s entry',
    async (_, pairs) => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const { status, headers, text } = await send(stage.edge.origin + HARNESS, {
          headers: pairs,
        })
        expect([400, 401]).toContain(status)
        expect(headers.get('content-type')).toBe('application/problem+json')
        expect(text).not.toContain('Northwind')
      }
    },
  )

  test('the last of two cookies is not taken for the first: each order is a caller of its own', async () => {
    const orders = [
      `access_token=${ada.jwt}; access_token=x`,
      `access_token=x; access_token=${ada.jwt}`,
      `access_token=${gina.jwt}; access_token=${ada.jwt}`,
    ]
    for (const order of [...orders, ...orders]) {
      const asked = { headers: { cookie: order } }
      const sample = await stage.askSample(HARNESS, asked)
      expect((await stage.ask(HARNESS, asked)).status, order).toBe(sample.status)
    }
  })

  test('a credential that Connection names is gone for the cookie to count', async () => {
    const headers: Pair[] = [
      auth(ada.pat),
      cookie(`access_token=${gina.jwt}`),
      ['Connection', 'authorization'],
    ]
    const { status, headers: given } = await send(stage.edge.origin + HARNESS, { headers })
    expect([status, given.get('cache-status')]).toEqual([200, expect.stringMatching(/; hit/)])
    await stage.pass(100_000)
    await send(stage.edge.origin + HARNESS, { headers })
    expect((await stage.calls()).at(-1)?.caller).toBe('gina (jwt)')
  })

  test('a selector that Connection names goes no further, and selects nothing', async () => {
    const headers: Pair[] = [auth(ada.pat), ['X-Project', 'blue'], ['Connection', 'x-project']]
    const { headers: given } = await send(stage.edge.origin + HARNESS, { headers })
    expect(given.get('cache-status')).toMatch(/^everruns-edge; hit; /)
  })

  test('an organisation that Connection names is not chosen', async () => {
    const headers: Pair[] = [auth(cleo.pat), ['X-Org-Id', ORG_ONE], ['Connection', 'x-org-id']]
    expect((await send(stage.edge.origin + HARNESS, { headers })).status).toBe(400)
  })
})

describe('bytes that are not ASCII', () => {
  const latin = (value: string) => Buffer.from(value, 'latin1')
  const requests: readonly (readonly [string, Buffer])[] = [
    ['half a character', latin('Authorization: Bearer \xff')],
    ['another half', latin('Authorization: Bearer \xfe\xff')],
    ['an accent in Latin-1', latin(`Authorization: ${ada.pat}\xe9`)],
    ['an accent in UTF-8', Buffer.from(`Authorization: ${ada.pat}é`)],
    ['in a cookie', latin(`Cookie: access_token=${ada.jwt}\xff`)],
    ['in the cookie’s name', latin(`Cookie: access_token\xa0=${ada.jwt}`)],
    ['a space that is none', latin(`Authorization: Bearer\xa0${ada.pat}`)],
    ['a zero', latin(`Authorization: ${ada.pat}\x00`)],
    ['a folded header', latin(`Authorization:\r\n ${ada.pat}`)],
    ['a name with a space behind it', latin(`Authorization : ${ada.pat}`)],
  ]

  test.each(requests)('%s: no answer of anybody else’s', async (_, header) => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const answer = await sendRaw(header)
      expect(answer).toMatch(/^HTTP\/1\.1 40[01] /)
      expect(answer).not.toContain('Northwind')
    }
  })

  test('the same request is answered when it is all right', async () => {
    expect(await sendRaw(Buffer.from(`Authorization: ${ada.pat}`))).toMatch(/^HTTP\/1\.1 200 /)
  })
})

/** The whole of what comes back for one header line, byte for byte as given. */
function sendRaw(header: Buffer): Promise<string> {
  const { port, host } = new URL(stage.edge.origin)
  const start = Buffer.from(`GET ${HARNESS} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n`)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
    socket.write(Buffer.concat([start, header, Buffer.from('\r\n\r\n')]))
  })
}
