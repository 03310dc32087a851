import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningEdge, startEdge } from '../support/edge.ts'
import { send } from '../support/http-client.ts'
import { type ScriptedUpstream, startScriptedUpstream } from '../support/scripted-upstream.ts'
import { answerWindow, secondsAgo, sessionId, sessionText } from '../support/session-list.ts'
import { listPage } from '../support/session-walk.ts'

let scripted: ScriptedUpstream
let edge: RunningEdge
const askScripted = (path: string) => send(edge.origin + path, {})

beforeAll(async () => {
  scripted = await startScriptedUpstream()
  edge = await startEdge({ vars: { UPSTREAM_URL: scripted.url } })
})

afterAll(async () => {
  await edge?.stop()
  await scripted?.stop()
})

describe('sessions of a merged page', () => {
  const EXTRAS = [
    [
      '"z":1.0,"a":1e400,"big":12345678901234567890',
      '"a":{"b":[1.50,-0,"\\u00e9\\/\\ud83d\\ude00"]}',
    ],
    ['"created":"x","data":[{"id":"session_x"}],"total":7', '"next_cursor":null,"  ":[ ],"":{ }'],
  ].flat()
  const sessions = Array.from({ length: 320 }, (_, n) => {
    const time = secondsAgo(n)
    return { id: sessionId(n), created_at: time, updated_at: time, extra: EXTRAS[n % 4] ?? '' }
  })

  it('are byte for byte the upstream’s', async () => {
    scripted.script((call, answer) => answerWindow(call, answer, sessions))
    const { text } = await askScripted('/v1/sessions?limit=300')
    const expected = sessions.slice(0, 300).map(sessionText).join(',')
    expect(text.startsWith(`{"data":[${expected}],"total":320,"offset":0,"limit":300,`)).toBe(true)
  })

  it('are without page links where the upstream sends none', async () => {
    scripted.script((call, answer) => answerWindow(call, answer, sessions))
    for (const query of ['limit=300', 'limit=5&offset=5', 'offset=315']) {
      const page = await listPage(askScripted, query)
      expect([page.next_url, page.prev_url]).toEqual([undefined, undefined])
    }
  })

  it('stand beside the page’s unknown members', async () => {
    const others = '"as_of":1.0,"facets":{"idle":[1.0]},"has_more":"theirs","next_cursor":7'
    scripted.script((_, answer) => {
      const page = `{ "v" : 2e0 ,"data":[${sessionText({ id: 's', created_at: secondsAgo(0), updated_at: '' })}],"total":1,"offset":0,"limit":20,${others}}`
      answer.writeHead(200, { 'content-type': 'application/json' }).end(page)
    })
    const { text } = await askScripted('/v1/sessions')
    expect(text).toContain('"has_more":false,"next_cursor":null')
    expect(text).toContain('"v":2e0,"as_of":1.0,"facets":{"idle":[1.0]}}')
    expect(text).not.toContain('theirs')
  })
})
