/**
 * The edge with its clock and its KV in a test's hand: the app is the deployed one, made by the same
 * factory.
 *
 * - `POST /__test/clock {"advance_ms":n}` moves the clock
 * - `POST /__test/kv {"mode":…}` breaks KV, `GET /__test/kv` counts its operations
 * - `POST /__test/location {"on":true}` gives it the location's cache, and an empty memory
 * - `POST /__test/sleeps {"shorter_by":n}` makes isolates wait for each other so many times shorter
 * - `POST /__test/isolate {"name":"b"}` goes on with another isolate of the same location, the first time a new one
 * - `POST /__test/restart` empties the isolate's memory: what comes next is another isolate over the same KV,
 *   and what still runs is the old one's
 * - `GET /__test/idle` answers when nothing runs behind the answers any more, with how much of it failed
 */
import { createWorker } from '../../src/worker.ts'
import { createFaultyKv, type KvMode } from './faulty-kv.ts'

/** What hangs in KV never ends: after some seconds its test has gone wrong, and says so. */
const MAX_IDLE_WAITS = 5_000

let offsetMs = 0
let sleepsShorterBy = 1
let kv: ReturnType<typeof createFaultyKv> | undefined
let isLocationOn = false
let app = startApp()
/** Isolates that wait, by name; the present one is `here`. */
const isolates = new Map<string, typeof app>()
let here = 'a'
let background = { running: 0, failed: 0 }

function startApp() {
  return createWorker({
    now: () => Date.now() + offsetMs,
    random: () => Math.random(),
    // What isolates wait for each other is there by then, or never comes.
    sleep: (milliseconds) => scheduler.wait(milliseconds / sleepsShorterBy),
    caches: isLocationOn ? caches : undefined,
  })
}

/** Every command, by method and path. */
const COMMANDS: Record<string, (request: Request) => Promise<unknown>> = {
  'POST /__test/clock': async (request) => {
    offsetMs += (await request.json<{ advance_ms: number }>()).advance_ms
  },
  'GET /__test/kv': async () => kv?.counts,
  'POST /__test/kv': async (request) => {
    kv?.setMode((await request.json<{ mode: KvMode }>()).mode)
  },
  'POST /__test/restart': async () => {
    app = startApp()
    background = { running: 0, failed: background.failed }
  },
  'POST /__test/sleeps': async (request) => {
    sleepsShorterBy = (await request.json<{ shorter_by: number }>()).shorter_by
  },
  'POST /__test/location': async (request) => {
    isLocationOn = (await request.json<{ on: boolean }>()).on
    app = startApp()
  },
  'POST /__test/isolate': async (request) => {
    isolates.set(here, app)
    here = (await request.json<{ name: string }>()).name
    app = isolates.get(here) ?? startApp()
  },
  'GET /__test/idle': async () => {
    for (let waits = 0; background.running > 0 && waits < MAX_IDLE_WAITS; waits++) {
      await scheduler.wait(1)
    }
    return { failed: background.failed, running: background.running }
  },
}

export default {
  async fetch(request: Request, env: { CACHE: KVNamespace }, ctx: ExecutionContext) {
    kv ??= createFaultyKv(env.CACHE)
    const command = COMMANDS[`${request.method} ${new URL(request.url).pathname}`]
    if (command) return Response.json((await command(request)) ?? {})
    return app.fetch(request, { ...env, CACHE: kv.namespace }, watched(ctx))
  },
}

/** Knows of everything that runs behind an answer. */
function watched(ctx: ExecutionContext): ExecutionContext {
  const mine = background
  const end = () => {
    mine.running--
  }
  const fail = () => {
    mine.failed++
    end()
  }
  return Object.assign(Object.create(ctx), {
    waitUntil(promise: Promise<unknown>) {
      mine.running++
      ctx.waitUntil(promise.then(end, fail))
    },
  })
}
