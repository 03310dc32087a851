import { describe, expect, it } from 'vitest'
import { startEdge } from '../support/edge.ts'
import { send } from '../support/http-client.ts'
import { openRequest } from '../support/open-request.ts'
import { startScriptedUpstream } from '../support/scripted-upstream.ts'
import { answerWindow, secondsAgo, sessionId } from '../support/session-list.ts'

describe('a client that reads slowly', () => {
  it('has no more held for it than two steps', async () => {
    const upstream = await startScriptedUpstream()
    const edge = await startEdge({ vars: { UPSTREAM_URL: upstream.url } })
    // A step of these is more than what the sockets on the way hold.
    const extra = `"preview":"${'long '.repeat(5_000)}"`
    const sessions = Array.from({ length: 1_500 }, (_, n) => {
      const time = secondsAgo(n)
      return { id: sessionId(n), created_at: time, updated_at: time, extra }
    })
    upstream.script((call, answer) => answerWindow(call, answer, sessions))
    const windows = () => upstream.calls.filter((call) => call.includes('limit=100')).length
    const url = `${edge.origin}/v1/sessions`
    const { outgoing, answer } = openRequest(url, 'GET', { accept: 'application/x-ndjson' })
    await answer
    for (let quiet = 0, known = 0; quiet < 15; quiet += 1) {
      await send(`${url}?limit=1`, {})
      if (windows() > known) quiet = 0
      known = windows()
    }
    expect(windows()).toBeGreaterThan(0)
    expect(windows()).toBeLessThanOrEqual(12)
    outgoing.socket?.resetAndDestroy()
    await edge.stop()
    await upstream.stop()
  })
})
