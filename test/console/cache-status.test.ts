import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCacheStatus, readEdgeStatus } from '../../console/cache-status.ts'

describe('a Cache-Status', () => {
  it('is read with the edge’s own member, behind those of other caches', () => {
    const header = '"CDN; of, others"; hit, everruns-edge; fwd=uri-miss; fwd-status=200; stored'
    expect(parseCacheStatus(header).map(({ name }) => name)).toEqual([
      ...['CDN; of, others', 'everruns-edge'],
    ])
    expect(readEdgeStatus(header)).toEqual({
      ...{ isHit: false, forward: 'uri-miss', forwardStatus: 200, isStored: true },
      ...{ isCollapsed: false, ttlSeconds: undefined, detail: undefined },
    })
  })

  it('tells stale hits by their negative ttl', () => {
    const said = readEdgeStatus('everruns-edge; hit; ttl=-5; detail=stale-while-revalidate')
    expect(said).toMatchObject({ isHit: true, ttlSeconds: -5, detail: 'stale-while-revalidate' })
  })

  it('of others only, or none at all, says nothing about the edge', () => {
    for (const header of ['other; hit', '', null, undefined, ';;;,,,=']) {
      expect(readEdgeStatus(header)).toBeUndefined()
    }
  })

  it('is read whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab;=,"\\ -1'), maxLength: 60 }), (text) => {
        expect(Array.isArray(parseCacheStatus(text))).toBe(true)
      }),
    )
  })

  it('is read in time linear in its length', () => {
    const started = performance.now()
    parseCacheStatus('a;b="\\'.repeat(100_000))
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
