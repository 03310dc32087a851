import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SampleUpstream, startSampleUpstream } from '../../sample/runner.ts'
import type { KvMode } from '../edge/faulty-kv.ts'
import { type ClockedEdge, startClockedEdge } from '../support/clocked-edge.ts'
import { send } from '../support/http-client.ts'
import {
  type ReadOp,
  refusedAcrossIsolates,
  refusedElsewhere,
  type Scenario,
  type Step,
  scenario,
} from './isolation/cast.ts'
import type { OwnWrite, Reading } from './isolation/evidence.ts'
import { complaint, type Mode } from './isolation/oracle.ts'
import { type Era, identify, type Recorder, startRecorder } from './isolation/recorder.ts'

type Tiers = 'KV' | 'location and KV' | 'two isolates over location and KV'

/** Every deployment that is held to the promise: a mode of `STATS_SHARING`, and what is below an isolate's memory. */
const DEPLOYMENTS: readonly [mode: Mode, tiers: Tiers][] = [
  ['off', 'KV'],
  ['proved', 'KV'],
  ['off', 'location and KV'],
  ['proved', 'location and KV'],
  ['off', 'two isolates over location and KV'],
  ['proved', 'two isolates over location and KV'],
]

/** Bounds the whole test whatever the machine; what does not fit is left out, not failed. */
const TIME_LIMIT_MS = 7_000
const TIME_LIMIT_OF_TWO_MS = 10_000
const RUNS = 400

/** Longer than anything is kept. */
const EVERYTHING_EXPIRED_MS = 3 * 3_600_000

const KV_WITH_DELETES: ReadonlySet<KvMode> = new Set(['healthy', 'rubbish', 'swapped'])

let sample: SampleUpstream
let recorder: Recorder
let edge: ClockedEdge
let advancedMs = 0
const now = () => Date.now() + advancedMs
const era: Era = { step: 0, isolate: 0, isolateSince: 0, hasDeletes: true }
/** The isolates that have begun, by their names; how many the deployment has. */
const isolates = new Map<string, Pick<Era, 'isolate' | 'isolateSince'>>()
let isolatesBegun = 0
/** What each caller was told of its last change. */
const marks = new Map<string, string>()
let here = 'a'
let areTwo = false

beforeAll(async () => {
  sample = await startSampleUpstream()
  recorder = await startRecorder(sample.url, { now, era: () => ({ ...era }) })
})

afterAll(async () => {
  await recorder?.stop()
  await sample?.stop()
})

test.each(DEPLOYMENTS)(
  'nobody is given what the upstream would not have given them: %s, %s',
  async (mode, tiers) => {
    edge = await startClockedEdge({ UPSTREAM_URL: recorder.url, STATS_SHARING: mode })
    await edge.setLocation(tiers !== 'KV')
    await edge.shortenSleeps(50)
    areTwo = tiers === 'two isolates over location and KV'
    isolates.clear()
    here = 'a'
    begin()
    const seen = { served: 0, hits: 0 }
    let playing: Promise<void> = Promise.resolve()
    const scenarios = areTwo ? fc.oneof(scenario, refusedAcrossIsolates) : scenario
    const property = fc.asyncProperty(scenarios, (given) => {
      playing = play(given, mode, seen)
      return playing
    })
    try {
      const limitMs = areTwo ? TIME_LIMIT_OF_TWO_MS : TIME_LIMIT_MS
      const examples: [Scenario][] = areTwo ? [[refusedElsewhere]] : []
      const options = { numRuns: RUNS, interruptAfterTimeLimit: limitMs, examples }
      await fc.assert(property, options)
      // At the time limit nobody waits for the last scenario any more: it counts all the same.
      await playing
      expect(await edge.idle()).toBe(0)
      // Scenarios in which hardly anything is cached would promise nothing.
      expect(seen.hits).toBeGreaterThan(seen.served / 10)
    } finally {
      await playing.catch(() => undefined)
      await edge.stop()
    }
  },
  180_000,
)

/** Notes that the present isolate has begun. */
function begin(): void {
  isolatesBegun++
  Object.assign(era, { isolate: isolatesBegun, isolateSince: era.step })
  isolates.set(here, { isolate: era.isolate, isolateSince: era.isolateSince })
}

async function play(given: Scenario, mode: Mode, seen: { served: number; hits: number }) {
  await restore()
  const writes: OwnWrite[] = []
  const tags = new Map<string, number>()
  for (const step of given.steps) {
    era.step++
    const readings = await perform(step, given, writes, [...tags.keys()].at(-1))
    if (readings.length > 0) await edge.idle()
    for (const reading of readings) {
      remember(reading, tags)
      const found = complaint(reading, { records: recorder.records, writes, tags }, mode)
      expect(found, describe(reading, step)).toBeUndefined()
      seen.served += reading.answer.status === 200 ? 1 : 0
      seen.hits += reading.answer.headers.get('cache-status')?.includes('; hit') ? 1 : 0
    }
  }
}

async function restore(): Promise<void> {
  await edge.setKv('healthy')
  await command('/reset', undefined)
  await advance(EVERYTHING_EXPIRED_MS)
  recorder.clear()
  marks.clear()
  era.hasDeletes = true
}

async function perform(
  step: Step,
  given: Scenario,
  writes: OwnWrite[],
  tag: string | undefined,
): Promise<Reading[]> {
  switch (step.kind) {
    case 'reads':
      return Promise.all(step.reads.map((read) => readOnce(read, given, tag)))
    case 'write': {
      const reading = Promise.all(step.reads.map((read) => readOnce(read, given, tag)))
      // It is waited for below; should it fail before that, it fails there.
      reading.catch(() => undefined)
      const written = await writeOnce(step, given)
      if (written) writes.push(written)
      return reading
    }
    case 'member':
      await command('/members', step.change)
      return []
    case 'clock':
      await advance(step.ms)
      return []
    case 'fault':
      recorder.fault(step.fault, step.times)
      return []
    case 'kv':
      await edge.setKv(step.mode)
      era.hasDeletes = KV_WITH_DELETES.has(step.mode)
      return []
    case 'restart':
      await edge.restart()
      begin()
      return []
    case 'isolate': {
      if (!areTwo) return []
      await edge.useIsolate(step.name)
      here = step.name
      const known = isolates.get(here)
      if (known) Object.assign(era, known)
      else begin()
      return []
    }
  }
}

async function readOnce(
  read: ReadOp,
  { cast, targets }: Scenario,
  tag: string | undefined,
): Promise<Reading> {
  const { directive, project } = read
  const who = cast[read.caller] ?? {}
  const target = targets[read.target] ?? ''
  const startedAt = now()
  const caller = identify(who)
  const written = areTwo ? marks.get(caller.exact) : undefined
  const answer = await send(edge.origin + target, {
    headers: {
      ...who,
      ...(written && { 'everruns-edge-written': written }),
      ...(directive && { 'cache-control': directive }),
      ...(directive === 'no-store' && { 'user-agent': 'no-store' }),
      ...(project && { 'x-project': project }),
      ...(read.hasTag && tag && { 'if-none-match': tag }),
    },
  })
  const brought = written === undefined ? undefined : Number(written)
  return { caller, target, project, startedAt, written: brought, era: { ...era }, answer }
}

async function writeOnce(
  { caller: writer, write }: Extract<Step, { kind: 'write' }>,
  { cast }: Scenario,
): Promise<OwnWrite | undefined> {
  const who = cast[writer] ?? {}
  const caller = identify(who)
  const startedAt = now()
  const { status, headers } = await send(edge.origin + write.path, {
    method: write.method,
    headers: { ...who, origin: edge.origin, 'content-type': 'application/json' },
    body: write.body === undefined ? undefined : JSON.stringify(write.body),
  })
  const mark = headers.get('everruns-edge-written')
  if (mark) marks.set(caller.exact, mark)
  if (status >= 300) return undefined
  return { caller, kinds: write.kinds, startedAt, era: { ...era } }
}

function remember({ answer }: Reading, tags: Map<string, number>): void {
  const tag = answer.headers.get('etag')
  if (answer.status !== 200 || tag === null) return
  tags.set(tag, (JSON.parse(answer.text) as { x_marker: number }).x_marker)
}

async function advance(ms: number): Promise<void> {
  await edge.advance(ms)
  await command('/clock', { advance_ms: ms })
  advancedMs += ms
}

async function command(path: string, body: unknown): Promise<void> {
  const url = `${new URL(sample.url).origin}/__sample${path}`
  const answer = await send(url, {
    method: 'POST',
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  if (answer.status >= 400) throw new Error(answer.text)
}

function describe({ caller, target, answer, era: { step } }: Reading, what: Step): string {
  const status = answer.headers.get('cache-status')
  return `${caller.exact} ${target} in step ${step}: ${status}\n${JSON.stringify(what)}`
}
