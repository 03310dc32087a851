import { describe, expect, it } from 'vitest'
import { readDelivery, tellAnswerer } from '../../console/answered-by.ts'

const HIT = 'everruns-edge; hit; ttl=12'

describe('how an answer was delivered', () => {
  it('is told by what the browser says of its own cache', () => {
    expect(readDelivery({ deliveryType: 'cache', transferSize: 0 })).toBe('browser-cache')
    expect(readDelivery({ transferSize: 0, encodedBodySize: 9 })).toBe('browser-cache')
    expect(readDelivery({ deliveryType: 'cache', transferSize: 300 })).toBe('revalidated')
    expect(readDelivery({ deliveryType: '', transferSize: 300, encodedBodySize: 627 })).toBe(
      'revalidated',
    )
    expect(readDelivery({ deliveryType: '', transferSize: 927, encodedBodySize: 627 })).toBe(
      'network',
    )
    expect(readDelivery({ deliveryType: '', transferSize: 300, encodedBodySize: 0 })).toBe(
      'network',
    )
    expect([readDelivery(undefined), readDelivery({})]).toEqual(['unknown', 'unknown'])
  })
})

describe('who answered', () => {
  const tell = (cacheStatus: string | null, status = 200) =>
    tellAnswerer({ status, delivery: 'network', cacheStatus })

  it('is the browser where its own cache did, whatever the stored headers say', () => {
    const told = tellAnswerer({ status: 200, delivery: 'browser-cache', cacheStatus: HIT })
    expect(told.who).toBe('browser')
    expect(told.sentence).toContain('the edge was not asked')
  })

  it('is the edge for a hit, and stale is not called fresh', () => {
    expect(tell(HIT)).toMatchObject({ who: 'edge', label: 'edge, fresh' })
    expect(tell('everruns-edge; hit; ttl=-3; detail=stale-while-revalidate')).toMatchObject({
      ...{ who: 'edge', label: 'edge, stale' },
    })
    expect(tell('everruns-edge; hit; ttl=-300; detail=stale-if-error')).toMatchObject({
      ...{ who: 'edge', label: 'edge, API failing', isOutlasting: true },
    })
  })

  it('is the API for a miss, a bypass, and what is only forwarded', () => {
    for (const said of [
      'fwd=uri-miss; stored',
      'fwd=bypass; detail=unkeyed-header',
      'fwd=request',
    ]) {
      expect(tell(`everruns-edge; ${said}`).who).toBe('upstream')
    }
    expect(tell('everruns-edge; fwd=miss; collapsed').sentence).toContain('several readers')
    expect(tell(null)).toMatchObject({ who: 'upstream', label: 'API, forwarded' })
  })

  it('is the edge for its own problems, and nobody where no answer came', () => {
    const own = {
      status: 503,
      delivery: 'network',
      cacheStatus: null,
      isEdgeProblem: true,
    } as const
    expect(tellAnswerer(own).who).toBe('edge')
    expect(tellAnswerer({ ...own, status: 0 }).who).toBe('nobody')
  })

  it('says of a revalidated answer both who said 304 and where the body was', () => {
    const told = tellAnswerer({ status: 200, delivery: 'revalidated', cacheStatus: HIT })
    expect(told.label).toBe('edge, fresh · 304')
    expect(told.sentence).toContain('browser’s own cache')
  })
})
