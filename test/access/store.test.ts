import { beforeEach, describe, expect, test } from 'vitest'
import {
  type AccessRecord,
  admit,
  hasAccess,
  isAdmitted,
  proveByList,
  revoke,
} from '../../src/access/record.ts'
import type { AccessStore } from '../../src/access/store.ts'
import { createIsolates, type Isolates, LIFETIMES, type Stored } from './isolates.ts'

const CALLER = 'a-digest'
const OTHER = 'another-digest'
const ID = 'harness_1'

let stage: Isolates

beforeEach(() => {
  stage = createIsolates()
})

const isolate = (upstreamUrl?: string) => stage.start(upstreamUrl)
const NEWS = { isNews: true }
const OLD = { isNews: false }
const settled = () => stage.settled()
const admitting = (record: AccessRecord) => admit(record, ID, stage.nowMs)
const ending = (record: AccessRecord) => revoke(record, ID, stage.nowMs)
const wasKnown = (record: AccessRecord) => hasAccess(record, ID)
const isIn = (record: AccessRecord) => isAdmitted(record, ID, stage.nowMs, LIFETIMES)
/** As a request does: KV first. */
async function known(access: AccessStore, caller = CALLER) {
  return isIn(await access.load(caller, stage.use))
}

describe('access in memory', () => {
  test('is there at once, and its caller’s alone', async () => {
    const access = isolate()
    await known(access)
    access.update(CALLER, admitting, OLD, stage.use)
    expect(isIn(access.record(CALLER))).toBe(true)
    expect(isIn(access.record(OTHER))).toBe(false)
    await settled()
    expect(stage.writes).toBe(0)
  })

  test('is known of only after KV was asked, and then without asking', async () => {
    const access = isolate()
    expect(access.isLoaded(CALLER)).toBe(false)
    await known(access)
    expect([access.isLoaded(CALLER), stage.reads]).toEqual([true, 1])
  })

  test('is asked of KV once by all who ask at the same time', async () => {
    const access = isolate()
    await Promise.all([...Array(20)].map(() => known(access)))
    expect(stage.reads).toBe(1)
  })
})

describe('access in KV', () => {
  test('is another isolate’s as well, and no other caller’s nor upstream’s', async () => {
    const access = isolate()
    await known(access)
    access.update(CALLER, admitting, NEWS, stage.use)
    await settled()
    expect(await known(isolate())).toBe(true)
    expect(await known(isolate(), OTHER)).toBe(false)
    expect(await known(isolate('https://other.example'))).toBe(false)
  })

  test('found under the key of another caller is none', async () => {
    const access = isolate()
    await known(access)
    access.update(CALLER, admitting, NEWS, stage.use)
    await known(access, OTHER)
    access.update(OTHER, (record) => proveByList(record, {}, stage.nowMs), NEWS, stage.use)
    await settled()
    const [[a, one], [b, two]] = [...stage.values] as [[string, Stored], [string, Stored]]
    stage.values.set(a, two).set(b, one)
    expect(await known(isolate())).toBe(false)
    expect(await known(isolate(), OTHER)).toBe(false)
  })

  test('that KV cannot give in time is none, within 250 ms, and is not waited for again', async () => {
    stage.fault = 'hangs'
    const access = isolate()
    const startedAt = performance.now()
    expect(await known(access)).toBe(false)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    expect(access.isLoaded(CALLER)).toBe(true)
  })

  test('does not come back over an end that came while KV was down', async () => {
    const first = isolate()
    await known(first)
    first.update(CALLER, admitting, NEWS, stage.use)
    await settled()
    const second = isolate()
    stage.fault = 'throws'
    await known(second)
    stage.nowMs += 10
    second.end(CALLER, ending, wasKnown, stage.use)
    stage.fault = 'none'
    expect(await known(second)).toBe(false)
  })
})

describe('writes', () => {
  test('of admissions that come together are one, and carry them all', async () => {
    const access = isolate()
    await known(access)
    for (let n = 0; n < 20; n++) {
      const admitted = (record: AccessRecord) => admit(record, `harness_${n}`, stage.nowMs)
      access.update(CALLER, admitted, NEWS, stage.use)
    }
    await settled()
    expect(stage.writes).toBe(1)
    const { admittedAt } = await isolate().load(CALLER, stage.use)
    expect(Object.keys(admittedAt)).toHaveLength(20)
  })

  test('of what is no news are none', async () => {
    const access = isolate()
    await known(access)
    access.update(CALLER, admitting, OLD, stage.use)
    await settled()
    expect(stage.writes).toBe(0)
  })

  test('of ends are one a second, and none is lost, though memory forgets their caller', async () => {
    const access = isolate()
    await known(access)
    for (let n = 0; n < 20; n++) {
      const id = `harness_${n}`
      access.update(CALLER, (record) => admit(record, id, stage.nowMs), OLD, stage.use)
    }
    stage.nowMs += 1
    for (let n = 0; n < 20; n++) {
      const id = `harness_${n}`
      const end = (record: AccessRecord) => revoke(record, id, stage.nowMs)
      access.end(CALLER, end, (record) => hasAccess(record, id), stage.use)
    }
    for (let n = 0; n < 2_100; n++) access.update(`caller-${n}`, admitting, OLD, stage.use)
    expect(access.isLoaded(CALLER)).toBe(false)
    await settled()
    expect(stage.writes).toBe(2)
    const { revokedAt } = await isolate().load(CALLER, stage.use)
    expect(Object.keys(revokedAt)).toHaveLength(20)
  })

  test('of an isolate that knew nothing end what KV holds, and keep the rest', async () => {
    const first = isolate()
    await known(first)
    first.update(CALLER, (r) => admit(admitting(r), 'harness_2', stage.nowMs), NEWS, stage.use)
    await settled()
    stage.nowMs += 10
    const second = isolate()
    second.end(CALLER, ending, wasKnown, stage.use)
    await settled()
    expect(await known(isolate())).toBe(false)
    const { admittedAt, revokedAt } = await isolate().load(CALLER, stage.use)
    expect([Object.keys(admittedAt), Object.keys(revokedAt)]).toEqual([[ID, 'harness_2'], [ID]])
  })

  test.each(['at the same time', 'one after the other within a second'])(
    'of an isolate that knew less end all that was let in elsewhere and is refused %s',
    async (how) => {
      const second = isolate()
      await known(second)
      const first = isolate()
      await known(first)
      const ids = ['harness_1', 'harness_2', 'harness_3']
      const refused = ['harness_0', ...ids]
      for (const id of ids) {
        first.update(CALLER, (record) => admit(record, id, stage.nowMs), NEWS, stage.use)
      }
      await settled()
      stage.nowMs += 2_000
      for (const id of refused) {
        const end = (record: AccessRecord) => revoke(record, id, stage.nowMs)
        second.end(CALLER, end, (record) => hasAccess(record, id), stage.use)
        if (how !== 'at the same time') await settled()
      }
      await settled()
      const { revokedAt } = await isolate().load(CALLER, stage.use)
      expect(Object.keys(revokedAt)).toEqual(expect.arrayContaining(ids))
    },
  )

  test('of an isolate that knew nothing are none where KV holds nothing to end', async () => {
    isolate().end(CALLER, ending, wasKnown, stage.use)
    await settled()
    expect([stage.reads, stage.writes]).toEqual([1, 0])
  })

  test('of a change of a caller of whom nothing is known cost KV nothing', async () => {
    const change = (record: AccessRecord) => ({ ...record, changedAt: stage.nowMs })
    await isolate().noteWrite(CALLER, change, stage.use)
    await settled()
    expect([stage.reads, stage.writes]).toEqual([0, 0])
  })

  test('leave out what has lapsed', async () => {
    const access = isolate()
    await known(access)
    access.update(CALLER, admitting, OLD, stage.use)
    stage.nowMs += LIFETIMES.admissionMs
    access.update(CALLER, (r) => admit(r, 'harness_2', stage.nowMs), NEWS, stage.use)
    await settled()
    expect(Object.keys(access.record(CALLER).admittedAt)).toEqual(['harness_2'])
  })
})
