import { beforeEach, describe, expect, test } from 'vitest'
import { type AccessRecord, admit, end, isAdmitted, list } from '../../src/access/record.ts'
import type { Access } from '../../src/access/store.ts'
import { createIsolates, type Isolates, type Stored, WINDOWS } from './isolates.ts'

const CALLER = 'a-digest'
const OTHER = 'another-digest'
const ID = 'harness_1'

let stage: Isolates

beforeEach(() => {
  stage = createIsolates()
})

const isolate = (upstreamUrl?: string) => stage.start(upstreamUrl)
const waitUntil = (promise: Promise<unknown>) => stage.waitUntil(promise)
const settled = () => stage.settled()
const admitting = (record: AccessRecord) => admit(record, ID, stage.nowMs)
const ending = (record: AccessRecord) => end(record, ID, stage.nowMs)
const isIn = (record: AccessRecord) => isAdmitted(record, ID, stage.nowMs, WINDOWS)
/** As a request does: KV first. */
async function known(access: Access, caller = CALLER) {
  return isIn(await access.recall(caller, waitUntil))
}

describe('a right in memory', () => {
  test('is there at once, and its caller’s alone', async () => {
    const access = isolate()
    await known(access)
    access.update(CALLER, admitting, 'later', waitUntil)
    expect(isIn(access.peek(CALLER))).toBe(true)
    expect(isIn(access.peek(OTHER))).toBe(false)
    await settled()
    expect(stage.writes).toBe(0)
  })

  test('is known of only after KV was asked, and then without asking', async () => {
    const access = isolate()
    expect(access.knows(CALLER)).toBe(false)
    await known(access)
    expect([access.knows(CALLER), stage.reads]).toEqual([true, 1])
  })

  test('is asked of KV once by all who ask at the same time', async () => {
    const access = isolate()
    await Promise.all([...Array(20)].map(() => known(access)))
    expect(stage.reads).toBe(1)
  })
})

describe('a right in KV', () => {
  test('is another isolate’s as well, and no other caller’s nor upstream’s', async () => {
    const access = isolate()
    await known(access)
    access.update(CALLER, admitting, 'now', waitUntil)
    await settled()
    expect(await known(isolate())).toBe(true)
    expect(await known(isolate(), OTHER)).toBe(false)
    expect(await known(isolate('https://other.example'))).toBe(false)
  })

  test('found under the key of another caller is none', async () => {
    const access = isolate()
    await known(access)
    access.update(CALLER, admitting, 'now', waitUntil)
    await known(access, OTHER)
    access.update(OTHER, (record) => list(record, {}, stage.nowMs), 'now', waitUntil)
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
    expect(access.knows(CALLER)).toBe(true)
  })

  test('does not come back over an end that came while KV was down', async () => {
    const first = isolate()
    await known(first)
    first.update(CALLER, admitting, 'now', waitUntil)
    await settled()
    const second = isolate()
    stage.fault = 'throws'
    await known(second)
    stage.nowMs += 10
    second.update(CALLER, ending, 'later', waitUntil)
    stage.fault = 'none'
    expect(await known(second)).toBe(false)
  })
})

test('the isolate that asked for the list last is the one to ask next', async () => {
  const [first, second] = [isolate(), isolate()]
  await known(first)
  expect(first.isRenewer(CALLER)).toBe(true)
  first.update(CALLER, (record) => list(record, {}, stage.nowMs), 'now', waitUntil)
  first.claimRenewal(CALLER, stage.nowMs)
  await settled()
  await known(second)
  expect([first.isRenewer(CALLER), second.isRenewer(CALLER)]).toEqual([true, false])
  stage.nowMs += WINDOWS.proofMs
  expect(second.isRenewer(CALLER)).toBe(true)
})

describe('writes', () => {
  test('of admissions are five seconds apart, and carry what was not written', async () => {
    const access = isolate()
    await known(access)
    for (let n = 0; n < 20; n++) {
      const admitted = (record: AccessRecord) => admit(record, `harness_${n}`, stage.nowMs)
      access.update(CALLER, admitted, 'spaced', waitUntil)
      stage.nowMs += 100
    }
    await settled()
    expect(stage.writes).toBe(1)
    stage.nowMs += 3_100
    access.update(CALLER, admitting, 'spaced', waitUntil)
    await settled()
    expect(stage.writes).toBe(2)
    const { admittedAt } = await isolate().recall(CALLER, waitUntil)
    expect(Object.keys(admittedAt)).toHaveLength(20)
  })

  test('of ends are one a second, and none is lost', async () => {
    const access = isolate()
    await known(access)
    for (let n = 0; n < 20; n++) {
      access.update(CALLER, (record) => end(record, `harness_${n}`, stage.nowMs), 'now', waitUntil)
    }
    await settled()
    expect(stage.writes).toBe(2)
    const { endedAt } = await isolate().recall(CALLER, waitUntil)
    expect(Object.keys(endedAt)).toHaveLength(20)
  })

  test('of an isolate that knew nothing end what KV holds, and keep the rest', async () => {
    const first = isolate()
    await known(first)
    first.update(CALLER, (r) => admit(admitting(r), 'harness_2', stage.nowMs), 'now', waitUntil)
    await settled()
    stage.nowMs += 10
    const second = isolate()
    second.update(CALLER, ending, 'now', waitUntil)
    await settled()
    expect(await known(isolate())).toBe(false)
    const { admittedAt, endedAt } = await isolate().recall(CALLER, waitUntil)
    expect([Object.keys(admittedAt), Object.keys(endedAt)]).toEqual([[ID, 'harness_2'], [ID]])
  })

  test('of an isolate that knew nothing are none where KV holds nothing to end', async () => {
    isolate().update(CALLER, ending, 'now', waitUntil)
    await settled()
    expect([stage.reads, stage.writes]).toEqual([1, 0])
  })

  test('leave out what has lapsed', async () => {
    const access = isolate()
    await known(access)
    access.update(CALLER, admitting, 'later', waitUntil)
    stage.nowMs += WINDOWS.admissionMs
    access.update(CALLER, (record) => admit(record, 'harness_2', stage.nowMs), 'now', waitUntil)
    await settled()
    expect(Object.keys(access.peek(CALLER).admittedAt)).toEqual(['harness_2'])
  })
})
