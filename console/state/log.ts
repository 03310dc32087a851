import { signal } from '@preact/signals'
import { type Answerer, type Delivery, readDelivery, tellAnswerer } from '../answered-by.ts'
import { isEdgeProblem } from '../problem.ts'
import {
  amendRequest,
  findSender,
  type LoggedRequest,
  logRequest,
  receivedHeader,
  type Untold,
} from '../request-log.ts'

/** The last requests of this page, newest first. */
export const requestLog = signal<readonly LoggedRequest[]>([])

/** Requests of which the browser has not told yet how they were answered, by address. */
const untold = new Map<string, readonly Untold[]>()
const UNTOLD_MAX = 10
/** Request IDs of the last answers, by address: one that comes again is the same answer. */
const lastRequestIds = new Map<string, string>()
const ADDRESSES_MAX = 500

let count = 0

/** Adds a request, and returns its number. */
export function openRequest(request: Omit<LoggedRequest, 'number'>): number {
  count += 1
  requestLog.value = logRequest(requestLog.peek(), { ...request, number: count })
  return count
}

/** Notes what has become known of a request. */
export function amend(number: number, known: Partial<LoggedRequest>): void {
  requestLog.value = amendRequest(requestLog.peek(), number, known)
}

/** Notes that a request is about to be sent: how it was delivered, the browser tells when it has ended. */
export function expectDelivery(number: number, url: string): void {
  const sent = { number, sentMs: performance.now() }
  untold.set(url, [...(untold.get(url) ?? []), sent].slice(-UNTOLD_MAX))
  if (untold.size > ADDRESSES_MAX) untold.delete(untold.keys().next().value ?? '')
}

/** Whether an answer is one that came before: its request ID is that of the last one from this address. */
export function isRepeated(url: string, requestId: string | undefined): boolean {
  if (requestId === undefined) return false
  const isSame = lastRequestIds.get(url) === requestId
  lastRequestIds.delete(url)
  lastRequestIds.set(url, requestId)
  if (lastRequestIds.size > ADDRESSES_MAX) {
    lastRequestIds.delete(lastRequestIds.keys().next().value ?? '')
  }
  return isSame
}

/** Forgets all requests. */
export function clearLog(): void {
  requestLog.value = []
  untold.clear()
  lastRequestIds.clear()
}

/** Starts to listen to what the browser tells of its requests. */
export function watchDeliveries(): void {
  if (!('PerformanceObserver' in globalThis)) return
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) tellDelivery(entry as PerformanceResourceTiming)
    performance.clearResourceTimings()
  })
  observer.observe({ type: 'resource' })
}

/** Returns who answered a request of the log; undefined while it is open, and when it was dropped. */
export function answererOf(request: LoggedRequest | undefined): Answerer | undefined {
  if (request?.status === undefined) return undefined
  const { status, delivery, problem } = request
  const cacheStatus = receivedHeader(request, 'cache-status')
  const isEdge = problem ? isEdgeProblem(problem, location.origin) : false
  return tellAnswerer({ status, delivery, cacheStatus, isEdgeProblem: isEdge })
}

function tellDelivery(entry: PerformanceResourceTiming): void {
  const expected = untold.get(entry.name) ?? []
  const sender = findSender(expected, entry.startTime)
  if (!sender) return
  const rest = expected.filter((each) => each !== sender)
  if (rest.length > 0) untold.set(entry.name, rest)
  else untold.delete(entry.name)
  const told = requestLog.peek().find(({ number }) => number === sender.number)
  if (told?.delivery !== 'unknown') return
  const { transferSize, encodedBodySize } = entry
  const deliveryType = (entry as { deliveryType?: string }).deliveryType
  const delivery: Delivery = readDelivery({ deliveryType, transferSize, encodedBodySize })
  amend(sender.number, { delivery })
}
