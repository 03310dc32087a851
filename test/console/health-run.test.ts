import { describe, expect, it } from 'vitest'
import { type HealthRun, joinRuns, type KnownRuns, readRuns } from '../../console/health-run.ts'

const [old, ended, going, newest] = readRuns([
  { id: 'old', status: 'completed', created_at: '2026-01-01T00:00:00Z' },
  { id: 'mine', status: 'completed', created_at: '2026-01-02T00:00:00Z' },
  { id: 'mine', status: 'running', created_at: '2026-01-02T00:00:00Z' },
  { id: 'newest', status: 'pending', created_at: '2026-01-03T00:00:00Z' },
]) as [HealthRun, HealthRun, HealthRun, HealthRun]

const NOTHING: KnownRuns = { latest: undefined, history: undefined }
const known = (...history: HealthRun[]): KnownRuns => ({ latest: history[0] ?? null, history })

describe('answers about runs', () => {
  it('that were asked for before a run was started leave it where it is', () => {
    const expected = known(going, old)
    expect(joinRuns(NOTHING, known(going), known(old))).toEqual(expected)
    expect(joinRuns(NOTHING, known(going), known())).toEqual(known(going))
    expect(joinRuns(known(old), known(going, old), known(old))).toEqual(expected)
  })

  it('that know of it already are not doubled', () => {
    expect(joinRuns(NOTHING, known(going), known(going, old))).toEqual(known(going, old))
  })

  it('do not let a run begin again that was seen to end', () => {
    expect(joinRuns(known(going), known(ended), known(going, old))).toEqual(known(ended, old))
    expect(joinRuns(known(going), known(going), known(ended, old))).toEqual(known(ended, old))
  })

  it('take out what is not there any more, and bring what others have started', () => {
    expect(joinRuns(known(going, old), known(going, old), known(old))).toEqual(known(old))
    expect(joinRuns(known(old), known(old), known(newest, old))).toEqual(known(newest, old))
    const both = joinRuns(known(old), known(going, old), known(newest, old))
    expect(both.latest).toBe(newest)
    expect(both.history?.map(({ id }) => id)).toEqual(['newest', 'mine', 'old'])
  })

  it('tell that there was none, and where they failed leave what is known', () => {
    expect(joinRuns(NOTHING, NOTHING, known())).toEqual(known())
    expect(joinRuns(known(old), known(old), NOTHING)).toEqual(known(old))
  })
})
