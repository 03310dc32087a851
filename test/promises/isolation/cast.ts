import fc from 'fast-check'
import type { MemberChange } from '../../../sample/app.ts'
import { ORG_ONE, ORG_TWO, USERS, type UserName } from '../../../sample/callers.ts'
import { AGENT_SHARED, HARNESSES_ONE, HARNESSES_TWO, RUNS } from '../../../sample/catalogue.ts'
import type { KvMode } from '../../edge/faulty-kv.ts'
import { FAULTS, type FaultKind } from './recorder.ts'

/** The headers that say who asks, and in which organisation. */
export type CallerHeaders = Record<string, string>

/** One read through the edge. */
export interface ReadOp {
  /** Index into the cast. */
  caller: number
  /** Index into the scenario's targets. */
  target: number
  directive: string | undefined
  /** A selector that no key knows. */
  project: string | undefined
  /** Sends the newest entity tag that anybody got. */
  hasTag: boolean
}

/** What happens next in a scenario. */
export type Step =
  | { kind: 'reads'; reads: ReadOp[] }
  | { kind: 'write'; caller: number; write: Write; reads: ReadOp[] }
  | { kind: 'member'; change: MemberChange }
  | { kind: 'clock'; ms: number }
  | { kind: 'fault'; fault: FaultKind; times: number }
  | { kind: 'kv'; mode: KvMode }
  | { kind: 'restart' }
  /** Goes on with this isolate, where a deployment has several of a location. */
  | { kind: 'isolate'; name: 'a' | 'b' }

/** Who takes part, and what they do. */
export interface Scenario {
  cast: CallerHeaders[]
  targets: string[]
  steps: Step[]
}

/** A write of the API's, with the kinds of reads that it changes (section 10 of what is known of the API). */
export interface Write {
  method: string
  path: string
  body?: unknown
  kinds: readonly string[]
}

const HARNESS_READS = ['harness', 'name', 'stats', 'latest']

/** The writes that a scenario chooses from. */
const WRITES: readonly Write[] = [
  ...[HARNESSES_ONE.supportTriage, HARNESSES_TWO.supportTriage].flatMap((id): Write[] => [
    write('PATCH', `/v1/harnesses/${id}`, HARNESS_READS, { description: 'Changed.' }),
    write('PATCH', `/v1/harnesses/${id}`, HARNESS_READS, { name: 'renamed-desk' }),
    write('PATCH', `/v1/harnesses/${id}`, HARNESS_READS, { name: 'support-triage' }),
  ]),
  write('POST', '/v1/harnesses', HARNESS_READS, { name: 'support-triage' }),
  write('PATCH', '/v1/harnesses/support-triage', HARNESS_READS, { description: 'By its name.' }),
  write('DELETE', `/v1/harnesses/${HARNESSES_ONE.unused}`, HARNESS_READS),
  write('POST', '/v1/sessions', ['harness', 'stats'], { harness_name: 'support-triage' }),
  write('PATCH', `/v1/agents/${AGENT_SHARED}`, ['latest'], { system_prompt: 'Another.' }),
  write('POST', `/v1/agents/${AGENT_SHARED}/health-checks`, ['latest', 'harness', 'stats'], {}),
  write('DELETE', `/v1/agents/${AGENT_SHARED}`, ['latest', 'run']),
]

function write(method: string, path: string, kinds: readonly string[], body?: unknown): Write {
  return { method, path, kinds, ...(body === undefined ? {} : { body }) }
}

const HARNESSES = [
  'support-triage',
  'renamed-desk',
  'generic',
  'invoice-audit',
  HARNESSES_ONE.supportTriage,
  HARNESSES_TWO.supportTriage,
]

const TARGETS = [
  ...HARNESSES.flatMap((x) => [`/v1/harnesses/${x}`, `/v1/harnesses/${x}/stats`]),
  ...['latest', RUNS.sharedInOne, RUNS.sharedInTwo].map(
    (run) => `/v1/agents/${AGENT_SHARED}/health-checks/${run}`,
  ),
]

const CREDENTIALS: readonly ((user: UserName) => CallerHeaders)[] = [
  (user) => ({ authorization: USERS[user].pat }),
  (user) => ({ authorization: `Bearer ${USERS[user].pat}` }),
  (user) => ({ authorization: `apikey ${USERS[user].pat}` }),
  (user) => ({ authorization: `Bearer ${USERS[user].jwt}` }),
  (user) => ({ cookie: `theme=dark; access_token=${USERS[user].jwt}` }),
  // What the upstream does not take as a credential leaves the cookie to count.
  (user) => ({ authorization: 'Basic c2FtZTpzYW1l', cookie: `access_token=${USERS[user].jwt}` }),
  () => ({}),
]

const SELECTORS: readonly CallerHeaders[] = [
  {},
  { 'x-org-id': ORG_ONE },
  { 'x-org-id': ORG_TWO },
  { cookie: `everruns_org=${ORG_ONE}` },
  { cookie: `everruns_org=${ORG_TWO}` },
  { 'x-org-id': ORG_ONE, cookie: `everruns_org=${ORG_TWO}` },
]

const userName = fc.constantFrom<UserName>('ada', 'ben', 'cleo', 'cleo', 'finn', 'gina')

const callerHeaders = fc
  .tuple(userName, fc.constantFrom(...CREDENTIALS), fc.constantFrom(...SELECTORS))
  .map(([user, credential, selector]) => join(credential(user), selector))

function join(credential: CallerHeaders, selector: CallerHeaders): CallerHeaders {
  const cookies = [credential.cookie, selector.cookie].filter((cookie) => cookie !== undefined)
  const cookie = cookies.length > 0 ? { cookie: cookies.join('; ') } : {}
  return { ...credential, ...selector, ...cookie }
}

/** Some far more often than others: what is never asked for twice is never cached. */
const caller = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3)
const target = fc.constantFrom(0, 0, 0, 1, 1, 2)
const directive = fc.oneof(
  { weight: 7, arbitrary: fc.constant(undefined) },
  {
    weight: 3,
    arbitrary: fc.constantFrom('no-cache', 'max-age=0', 'no-store', 'only-if-cached', 'max-age=5'),
  },
)
const readOp = fc.record<ReadOp>({
  caller,
  target,
  directive,
  project: fc.nat({ max: 11 }).map((n) => (n === 0 ? 'blue' : undefined)),
  hasTag: fc.nat({ max: 5 }).map((n) => n === 0),
})
/** Several at the same time for the same thing is where flights and tiers get mixed up. */
const reads = fc.oneof(
  fc.array(readOp, { minLength: 1, maxLength: 4 }),
  fc
    .tuple(readOp, fc.array(caller, { minLength: 1, maxLength: 4 }))
    .map(([read, callers]) => callers.map((each): ReadOp => ({ ...read, caller: each }))),
)

const member = fc
  .record({
    action: fc.constantFrom('remove', 'remove', 'add', 'revoke', 'restore'),
    user: userName,
    org: fc.constantFrom('one', 'two'),
  })
  .map((change) => ({ kind: 'member', change }) as const)

const writing = fc.record({
  kind: fc.constant('write' as const),
  caller,
  write: fc.constantFrom(...WRITES),
  reads: fc.oneof(fc.constant<ReadOp[]>([]), reads),
})

const clock = fc
  .constantFrom(900, 3_000, 6_000, 16_000, 31_000, 61_000, 300_000, 640_000, 3_700_000)
  .map((ms) => ({ kind: 'clock', ms }) as const)

const fault = fc.record({
  kind: fc.constant('fault' as const),
  fault: fc.constantFrom(...FAULTS),
  times: fc.integer({ min: 1, max: 3 }),
})

const kv = fc
  .constantFrom<KvMode>('healthy', 'throws', 'rubbish', 'sticky', 'swapped')
  .map((mode) => ({ kind: 'kv', mode }) as const)

const isolate = fc
  .constantFrom('a', 'b')
  .map((name) => ({ kind: 'isolate', name: name as 'a' | 'b' }) as const)

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 14, arbitrary: reads.map((ops) => ({ kind: 'reads', reads: ops }) as const) },
  { weight: 3, arbitrary: writing },
  { weight: 2, arbitrary: member },
  { weight: 4, arbitrary: clock },
  { weight: 2, arbitrary: fault },
  { weight: 1, arbitrary: kv },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' } as const) },
  { weight: 4, arbitrary: isolate },
)

/** Four callers and three targets, so that they meet, and up to thirty things that happen. */
export const scenario: fc.Arbitrary<Scenario> = fc.record({
  cast: fc.array(callerHeaders, { minLength: 4, maxLength: 4 }),
  targets: fc.array(fc.constantFrom(...TARGETS), { minLength: 3, maxLength: 3 }),
  steps: fc.array(step, { minLength: 6, maxLength: 30, size: '+1' }),
})

const STATS = 0

const readOf = (who: number, what: number, asked?: string): Step => {
  const read: ReadOp = {
    caller: who,
    target: what,
    directive: asked,
    project: undefined,
    hasTag: false,
  }
  return { kind: 'reads', reads: [read] }
}

const place = fc.constantFrom<'a' | 'b'>('a', 'b')
const kept = fc.constantFrom(STATS, STATS, STATS, 1, 2)

/** Callers read one after the other: what one has brought may be there for the next. */
const looking = fc
  .tuple(place, fc.array(fc.tuple(fc.nat({ max: 3 }), kept), { minLength: 1, maxLength: 4 }))
  .map(([name, looks]): Step[] => [
    { kind: 'isolate', name },
    ...looks.map(([who, what]) => readOf(who, what)),
  ])

const refused = fc
  .tuple(place, fc.constantFrom<FaultKind>('403', '404', '410', '401'), fc.nat({ max: 3 }), kept)
  .map(([name, fault, who, what]): Step[] => [
    { kind: 'isolate', name },
    { kind: 'fault', fault, times: 1 },
    readOf(who, what, 'no-cache'),
  ])

const later = fc
  .constantFrom(900, 16_000, 61_000, 61_000)
  .map((ms): Step[] => [{ kind: 'clock', ms }])

const COLLEAGUES: Pick<Scenario, 'cast' | 'targets'> = {
  cast: [
    { authorization: USERS.ada.pat },
    { authorization: USERS.gina.pat },
    { authorization: USERS.ada.pat, 'x-org-id': ORG_ONE },
    { authorization: `Bearer ${USERS.gina.jwt}` },
  ],
  targets: [
    `/v1/harnesses/${HARNESSES_ONE.supportTriage}/stats`,
    `/v1/harnesses/${HARNESSES_ONE.supportTriage}`,
    '/v1/harnesses/support-triage/stats',
  ],
}

/** The plainest of them: who was let in by both isolates is refused by one, and asks the other a minute later. */
export const refusedElsewhere: Scenario = {
  ...COLLEAGUES,
  steps: [
    readOf(0, STATS),
    { kind: 'isolate', name: 'b' },
    readOf(0, STATS),
    { kind: 'isolate', name: 'a' },
    { kind: 'fault', fault: '403', times: 1 },
    readOf(0, STATS, 'no-cache'),
    { kind: 'clock', ms: 61_000 },
    { kind: 'isolate', name: 'b' },
    readOf(1, STATS),
    readOf(0, STATS),
  ],
}

/** Colleagues look at one harness through two isolates, and are refused now and then. */
export const refusedAcrossIsolates: fc.Arbitrary<Scenario> = fc.record({
  cast: fc.constant(COLLEAGUES.cast),
  targets: fc.constant(COLLEAGUES.targets),
  steps: fc
    .array(
      fc.oneof(
        { weight: 5, arbitrary: looking },
        { weight: 2, arbitrary: refused },
        { weight: 3, arbitrary: later },
      ),
      { minLength: 8, maxLength: 24, size: '+1' },
    )
    .map((parts) => parts.flat()),
})
