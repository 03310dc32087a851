import { describe, expect, it } from 'vitest'
import { createSilence } from '../../src/upstream/silence.ts'

const TIMEOUT_MS = 10_000

function createStage() {
  let nowMs = 1_000_000
  const silence = createSilence({ timeoutMs: TIMEOUT_MS, now: () => nowMs })
  const pass = (ms: number) => {
    nowMs += ms
  }
  return { ...silence, pass, now: () => nowMs }
}

it('an API of which nothing bad is known is not silent', () => {
  const { isSilent, mayTry } = createStage()
  expect([isSilent('stats'), mayTry('stats')]).toEqual([false, false])
})

describe('after a call that met silence', () => {
  it('readers of every kind are served from what is stored, as long as a call may take', () => {
    const stage = createStage()
    stage.noteSilence('stats')
    expect([stage.isSilent('stats'), stage.isSilent('harness')]).toEqual([true, true])
    stage.pass(TIMEOUT_MS - 1)
    expect(stage.isSilent('stats')).toBe(true)
    stage.pass(1)
    expect(stage.isSilent('stats')).toBe(false)
  })

  it('one call tries again, and where it meets silence too one tries in the next stretch', () => {
    const stage = createStage()
    stage.noteSilence('stats')
    expect([stage.mayTry('stats'), stage.mayTry('stats'), stage.mayTry('harness')]).toEqual([
      ...[true, false, false],
    ])
    stage.pass(TIMEOUT_MS - 1)
    stage.noteSilence('stats')
    stage.pass(1)
    expect(stage.isSilent('stats')).toBe(true)
    expect([stage.mayTry('stats'), stage.mayTry('stats')]).toEqual([true, false])
  })

  it('nobody else waits for it while one call tries again', () => {
    const stage = createStage()
    stage.noteSilence('stats')
    stage.pass(TIMEOUT_MS - 1)
    expect(stage.mayTry('stats')).toBe(true)
    stage.pass(TIMEOUT_MS - 1)
    expect([stage.isSilent('stats'), stage.mayTry('stats')]).toEqual([true, false])
    stage.pass(1)
    expect(stage.isSilent('stats')).toBe(false)
  })

  it('an answer to a call begun after it ends it, of its own kind too', () => {
    const stage = createStage()
    stage.noteSilence('stats')
    stage.pass(5)
    stage.noteAnswer('stats', stage.now())
    expect([stage.isSilent('stats'), stage.isSilent('harness')]).toEqual([false, false])
  })

  it('an answer to a call begun before it says nothing', () => {
    const stage = createStage()
    const startedAt = stage.now()
    stage.pass(5)
    stage.noteSilence('stats')
    stage.noteAnswer('stats', startedAt)
    stage.noteAnswer('harness', startedAt)
    expect(stage.isSilent('stats')).toBe(true)
  })

  it('an answer of another kind leaves the kind that met it silent: one route may hang alone', () => {
    const stage = createStage()
    stage.noteSilence('stats')
    stage.pass(5)
    stage.noteAnswer('harness', stage.now())
    expect([stage.isSilent('stats'), stage.isSilent('harness')]).toEqual([true, false])
    expect(stage.mayTry('stats')).toBe(true)
  })

  it('a clock that is set back ends it', () => {
    const stage = createStage()
    stage.noteSilence('stats')
    stage.pass(-3_600_000)
    expect(stage.isSilent('stats')).toBe(false)
  })
})
