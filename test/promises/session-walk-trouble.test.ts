import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FaultRule } from '../../sample/app.ts'
import { SESSIONS_ONE } from '../../sample/catalogue.ts'
import { startEdge } from '../support/edge.ts'
import { type EdgeStage, expectProblem, startEdgeStage } from '../support/edge-stage.ts'
import { send } from '../support/http-client.ts'
import { startScriptedUpstream } from '../support/scripted-upstream.ts'
import {
  answerWindow,
  pagingOf,
  secondsAgo,
  sessionId,
  sessionText,
} from '../support/session-list.ts'
import { listCalls, listPage, untilHeld } from '../support/session-walk.ts'

let stage: EdgeStage
const ada = { as: 'ada' } as const

/** Where the windows of a page of 500 begin. */
let offsets: string[]

beforeAll(async () => {
  stage = await startEdgeStage()
  await listPage((path) => stage.ask(path, ada), 'limit=500')
  offsets = (await listCalls(stage)).map((query) => query.get('offset') ?? '')
})

afterAll(() => stage?.stop())

const WRONG = { data: [{ id: 7 }], total: 1, offset: 0, limit: 1 }

describe('one window of six in trouble makes the page one problem', () => {
  const CASES: [string, Partial<FaultRule>, number, string][] = [
    ['503', { status: 503, body: { title: 'Down' } }, 503, 'service_unavailable'],
    ['500 as HTML', { status: 500, body: '<h1>Oh</h1>' }, 500, 'internal_error'],
    ['of a wrong shape', { body: WRONG }, 502, 'upstream_invalid_response'],
    ['no JSON', { body: '{"data":[' }, 502, 'upstream_invalid_response'],
    ['a redirect', { status: 302 }, 502, 'upstream_invalid_response'],
    ['401', { status: 401, body: { error: 'Who?' } }, 401, 'unauthorized'],
    ['429', { status: 429, headers: { 'retry-after': '3' } }, 429, 'rate_limited'],
  ]
  it.each(CASES.map((each, at) => [...each, (2 * at) % 6] as const))(
    '%s',
    async (name, fault, status, code, place) => {
      const mark = `mark=${name.replaceAll(' ', '-')}`
      await stage.fault({ match: `${mark}&offset=${offsets[place]}&`, times: 0, ...fault })
      const { problem } = await stage.fail(`/v1/sessions?limit=500&${mark}`, status, ada)
      expect(problem.code).toBe(code)
      expect(problem).not.toHaveProperty('data')
    },
  )

  it('cut', async () => {
    const upstream = await startScriptedUpstream()
    const edge = await startEdge({ vars: { UPSTREAM_URL: upstream.url } })
    const sessions = Array.from({ length: 600 }, (_, n) => {
      const time = secondsAgo(n)
      return { id: sessionId(n), created_at: time, updated_at: time }
    })
    upstream.script((call, answer) => {
      if (`${pagingOf(call).offset}` !== offsets[2]) return answerWindow(call, answer, sessions)
      answer.writeHead(200, { 'content-type': 'application/json', 'content-length': 50_000 })
      answer.write(`{"data":[${sessions.slice(0, 50).map(sessionText).join(',')},`, () =>
        call.socket.end(),
      )
    })
    const answer = await send(`${edge.origin}/v1/sessions?limit=500`, {})
    const { problem } = expectProblem(answer, 502, edge.origin, upstream.url)
    expect(problem.code).toBe('upstream_invalid_response')
    await edge.stop()
    await upstream.stop()
  })

  it('and no further windows are asked', async () => {
    const match = (place: number) => `mark=stop&offset=${offsets[place]}&`
    const slow = [1, 2, 3, 4].map((place) => ({ match: match(place), delay_ms: 600 }))
    await stage.fault(...slow, { match: match(0), status: 500 })
    await stage.calls()
    await stage.fail('/v1/sessions?limit=500&mark=stop', 500, ada)
    await untilHeld(stage, 0)
    // Were there another, it would have been asked before this many other requests are answered.
    for (let other = 0; other < 5; other += 1) await stage.ask('/v1/sessions/stats', ada)
    const asked = (await listCalls(stage)).map((query) => query.get('offset'))
    expect(asked.sort()).toEqual(offsets.slice(0, 5).sort())
  })

  it('while a passing trouble is tried again unseen', async () => {
    await stage.fault({ match: `mark=once&offset=${offsets[3]}&`, status: 503 })
    const page = await listPage((path) => stage.ask(path, ada), 'limit=500&mark=once')
    expect(page.data).toHaveLength(500)
  })
})

describe('identical reads at the same time', () => {
  it('of one caller are one read upstream', async () => {
    await stage.fault({ match: 'mark=same&', delay_ms: 600, times: 0 })
    await stage.calls()
    const ask = () => stage.ask('/v1/sessions?limit=40&mark=same', ada)
    const answers = await Promise.all(Array.from({ length: 8 }, ask))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers[0]?.status).toBe(200)
    expect(await listCalls(stage)).toHaveLength(1)
  })

  it('of different callers are never', async () => {
    await stage.fault({ match: 'mark=others&', delay_ms: 600, times: 0 })
    await stage.calls()
    const ask = (as: 'ada' | 'gina' | 'ben') =>
      stage.ask('/v1/sessions?limit=40&mark=others', { as })
    const answers = [ask('ada'), ask('gina'), ask('ben')]
    await untilHeld(stage, 3)
    const [ada, gina, ben] = (await Promise.all(answers)).map(({ text }) => JSON.parse(text))
    expect(await listCalls(stage)).toHaveLength(3)
    const pinned = ({ data }: { data: { id: string; is_pinned: boolean }[] }) =>
      data.filter(({ is_pinned }) => is_pinned).map(({ id }) => id)
    expect(pinned(ada)).toEqual([SESSIONS_ONE.pinnedByAda])
    expect(pinned(gina)).toEqual([])
    expect([ada.total, gina.total, ben.total]).toEqual([1200, 1200, 36])
  })

  it('of one caller under unknown selectors are never', async () => {
    await stage.fault({ match: 'mark=selected&', delay_ms: 600, times: 0 })
    const ask = (project: string) =>
      stage.ask('/v1/sessions?mark=selected', { ...ada, headers: { 'x-project': project } })
    const answers = [ask('a'), ask('a'), ask('b')]
    await untilHeld(stage, 3)
    for (const { status } of await Promise.all(answers)) expect(status).toBe(200)
  })

  it('share a failure, and the next asks again', async () => {
    await stage.fault({ match: 'mark=failing&', delay_ms: 600, status: 500 })
    await stage.calls()
    const path = '/v1/sessions?mark=failing'
    await Promise.all([stage.fail(path, 500, ada), stage.fail(path, 500, ada)])
    expect(await listCalls(stage)).toHaveLength(1)
    expect((await stage.ask(path, ada)).status).toBe(200)
  })
})
