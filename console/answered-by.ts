import { type EdgeCacheStatus, readEdgeStatus } from './cache-status.ts'

/**
 * How an answer came to the page: out of the browser's own cache without asking, out of it after the edge had
 * said that it still holds (304), over the network, or not known (a browser that does not tell).
 */
export type Delivery = 'browser-cache' | 'revalidated' | 'network' | 'unknown'

/** What a browser tells about a request that it made (Resource Timing). */
export interface DeliveryFacts {
  deliveryType?: string | undefined
  transferSize?: number | undefined
  encodedBodySize?: number | undefined
}

/** Who answered, and how, in a word for a badge and a sentence for people. */
export interface Answerer {
  who: 'browser' | 'edge' | 'upstream' | 'nobody'
  /** A word or two. */
  label: string
  sentence: string
  /** Whether it was served only because the API fails. */
  isOutlasting?: boolean
}

/** What is known of an answer. */
export interface AnswerFacts {
  status: number
  delivery: Delivery
  cacheStatus: string | null
  /** Whether the answer is a problem with a code of the edge's own. */
  isEdgeProblem?: boolean
}

/** Size that Resource Timing gives to headers, whatever they are (Resource Timing, `transferSize`). */
const HEADERS_SIZE = 300

/**
 * Returns how an answer came, from what the browser tells. Chromium calls it a delivery of its cache too when the
 * edge was asked and said 304: only the size of what was transferred tells the two apart.
 */
export function readDelivery(facts: DeliveryFacts | undefined): Delivery {
  if (!facts) return 'unknown'
  const { deliveryType, transferSize, encodedBodySize = 0 } = facts
  const isFromCache = deliveryType === 'cache'
  if (transferSize === undefined) return isFromCache ? 'browser-cache' : 'unknown'
  if (transferSize === 0) return 'browser-cache'
  const isBodyless = encodedBodySize > 0 && transferSize <= HEADERS_SIZE
  return isFromCache || isBodyless ? 'revalidated' : 'network'
}

/** Returns who answered. What the browser's own cache gave out says nothing about the edge now. */
export function tellAnswerer(facts: AnswerFacts): Answerer {
  const { status, delivery, cacheStatus } = facts
  if (status === 0) {
    return { who: 'nobody', label: 'no answer', sentence: 'No answer reached the page.' }
  }
  if (delivery === 'browser-cache') {
    return {
      who: 'browser',
      label: 'browser’s cache',
      sentence: 'The browser’s own cache answered; the edge was not asked.',
    }
  }
  const answerer = tellEdge(facts, readEdgeStatus(cacheStatus))
  if (delivery !== 'revalidated') return answerer
  return {
    ...answerer,
    label: `${answerer.label} · 304`,
    sentence: `${answerer.sentence} It said 304: the body came out of the browser’s own cache.`,
  }
}

function tellEdge(
  { status, isEdgeProblem }: AnswerFacts,
  said: EdgeCacheStatus | undefined,
): Answerer {
  if (!said) {
    return isEdgeProblem
      ? { who: 'edge', label: 'edge', sentence: 'The edge answered by itself.' }
      : { who: 'upstream', label: 'API, forwarded', sentence: 'The edge forwarded it to the API.' }
  }
  if (said.isHit) return tellHit(said)
  if (said.forward === undefined) {
    return { who: 'edge', label: 'edge', sentence: 'The edge answered by itself.' }
  }
  const asked = WHY_ASKED[said.forward] ?? `the edge asked the API (${said.forward})`
  if (said.isCollapsed) {
    return {
      who: 'upstream',
      label: 'API, shared call',
      sentence: `${capitalise(asked)}; one call served several readers at the same time.`,
    }
  }
  const rest = said.isStored ? ' The answer was stored.' : status < 400 ? ' It was not stored.' : ''
  return { who: 'upstream', label: 'API', sentence: `${capitalise(asked)}.${rest}` }
}

function tellHit({ ttlSeconds, detail }: EdgeCacheStatus): Answerer {
  if (ttlSeconds === undefined || ttlSeconds >= 0) {
    return {
      who: 'edge',
      label: 'edge, fresh',
      sentence: 'The edge had it, fresh; the API was not asked.',
    }
  }
  if (detail === 'stale-if-error') {
    return {
      who: 'edge',
      label: 'edge, API failing',
      sentence: 'The API fails; the edge served what it still had.',
      isOutlasting: true,
    }
  }
  return {
    who: 'edge',
    label: 'edge, stale',
    sentence: 'The edge served what it had at once, and refreshes it behind the answer.',
  }
}

const WHY_ASKED: Record<string, string> = {
  'uri-miss': 'the edge had nothing stored and asked the API',
  'vary-miss': 'the edge had nothing stored for this caller and asked the API',
  miss: 'the edge had nothing usable and asked the API',
  stale: 'what the edge had was too old, so it asked the API',
  request: 'the request asked for an answer of the API itself',
  bypass: 'this is not cached: the edge asked the API',
  method: 'this method is not cached: the edge asked the API',
  partial: 'the edge had a part and asked the API',
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
