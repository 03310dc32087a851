import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HARNESSES_ONE, SESSIONS_ONE } from '../../sample/catalogue.ts'
import { type EdgeStage, startEdgeStage } from '../support/edge-stage.ts'

const HARNESS = `/v1/harnesses/${HARNESSES_ONE.inApp}`
const SESSION = `/v1/sessions/${SESSIONS_ONE.idle}`
const ada = { as: 'ada' } as const

type Body = Record<string, unknown>

let stage: EdgeStage

beforeAll(async () => {
  stage = await startEdgeStage()
})

afterAll(() => stage?.stop())

const read = async (path: string): Promise<Body> => JSON.parse((await stage.ask(path, ada)).text)
const readOwn = async (path: string): Promise<Body> =>
  JSON.parse((await stage.askSample(path, ada)).text)

describe('what people keep in a resource is theirs, links among it', () => {
  it('a harness, read alone, by name and in the list', async () => {
    const { embedder_metadata, mcpServers, capabilities } = await readOwn(HARNESS)
    expect(JSON.stringify(capabilities)).toContain('https://crm.example/v1/')
    expect(JSON.stringify(embedder_metadata)).toContain('https://api.stripe.com/v1/')
    const list = (await read('/v1/harnesses')).data as Body[]
    const inList = list.find(({ id }) => id === HARNESSES_ONE.inApp)
    for (const body of [await read(HARNESS), await read('/v1/harnesses/web-concierge'), inList]) {
      expect(body).toMatchObject({ embedder_metadata, mcpServers, capabilities })
      expect(body?.self_url).toBe(`${stage.edge.origin}${HARNESS}`)
    }
  })

  it('a session, read alone and on its page', async () => {
    const { hints } = await readOwn(SESSION)
    expect(hints).toEqual({ ticket: { self_url: 'https://desk.example/v1/sessions/9' } })
    const page = (await read('/v1/sessions?limit=10')).data as Body[]
    const onPage = page.find(({ id }) => id === SESSIONS_ONE.idle)
    for (const body of [await read(SESSION), onPage]) {
      expect(body?.hints).toEqual(hints)
      expect(body?.self_url).toBe(`${stage.edge.origin}${SESSION}`)
    }
  })

  it('a harness that is read, changed and written back stores nothing of the edge', async () => {
    const { embedder_metadata, mcpServers, capabilities, ...rest } = await read(HARNESS)
    const description = `${rest.description} Now with a hat.`
    const theirs = { embedder_metadata, mcpServers, capabilities }
    const body = { description, ...theirs }
    const answer = await stage.ask(HARNESS, { ...ada, method: 'PATCH', body })
    expect(answer.status).toBe(200)
    const stored = (await stage.askSample(HARNESS, ada)).text
    expect(JSON.parse(stored)).toMatchObject(body)
    expect(stored).not.toContain(new URL(stage.edge.origin).host)
  })
})
