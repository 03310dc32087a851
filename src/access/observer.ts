import type { Cache } from '../cache/cache.ts'
import { ANY_AGE } from '../cache/directives.ts'
import { bodyTextOf } from '../cache/result.ts'
import type { ClientRequest } from '../caller/client-request.ts'
import type { ObservedCall, Reader } from '../resources/reader.ts'
import type { ResourceKind } from '../resources/table.ts'
import { parseHarnessReference } from '../syntax/harness-reference.ts'
import { isSafeMethod } from '../syntax/method.ts'
import { SIGN_IN_PATHS } from '../syntax/sign-in.ts'
import type { HoldOff } from '../upstream/hold-off.ts'
import type { Access } from './access.ts'
import type { Reads } from './reads.ts'

/** Refusals that end the harness they are about; a 401 suspends everything else besides. */
const ENDS_HARNESS: ReadonlySet<number> = new Set([401, 403, 404, 410])

/** The parts of {@link createObserver}. */
interface ObserverParts {
  access: Access
  cache: Cache
  reads: Reads
  reader: Reader
  holdOff: Pick<HoldOff, 'learn'>
  /** The kinds of which every caller has entries of its own: of a shared body there is nothing of a caller's to remove. */
  ownKinds: readonly ResourceKind[]
}

/**
 * Creates the one observer of every failed call made as a caller, by whatever route or header. A 401 suspends all that
 * is the caller's, until its list has the last word. It, a 403, 404 or 410 to a GET or HEAD of a harness or its stats
 * ends that harness for the caller, under its name and its ID. A refused change ends nothing. A 429 to a GET or HEAD
 * that names a wait holds off the caller's next reads; changes, as creating sessions, have limits of their own.
 */
export function createObserver(parts: ObserverParts) {
  const { access, cache, reads, reader, holdOff, ownKinds } = parts

  return function observe(request: ClientRequest, { method, path, failure }: ObservedCall): void {
    const status = failure.kind === 'answer' ? failure.status : 0
    if (status === 401) access.suspend(request)
    if (!isSafeMethod(method) || method === 'OPTIONS') return
    if (!path.startsWith(SIGN_IN_PATHS)) holdOff.learn(request.caller, failure)
    if (!ENDS_HARNESS.has(status)) return
    const segment = harnessOf(path)
    if (segment === undefined) return
    const reference = parseHarnessReference(segment)
    const isOfStatsAlone = status === 403 && path.endsWith(`/${segment}/stats`)
    if (reference.kind === 'id') end(request, reference.id, { isOfStatsAlone })
    if (reference.kind !== 'name') return
    const name = reference.name
    const key = reader.ownKey(request, 'name', `/v1/harnesses/${name}`, '')
    const ids = new Set([reads.accessOf(request).idOnceListedAs(name), idOf(request, name)])
    request.waitUntil(cache.remove(key, request))
    ids.delete(undefined)
    if (ids.size === 0) access.revokeName(request, name)
    for (const id of ids) if (id !== undefined) end(request, id, { isOfStatsAlone })
  }

  /**
   * Ends a harness for a caller. One that may read it and not its stats is refused with each poll of a board: what the
   * first refusal removed from the tiers is then not removed there again, only kept out of this isolate.
   */
  function end(
    request: ClientRequest,
    id: string,
    { isOfStatsAlone }: { isOfStatsAlone: boolean },
  ): void {
    const isTold = isOfStatsAlone && access.isRevoked(request, id)
    access.revoke(request, id)
    const path = `/v1/harnesses/${id}`
    for (const [kind, resource] of [
      ['harness', path],
      ['stats', `${path}/stats`],
    ] as const) {
      if (!ownKinds.includes(kind)) continue
      const key = reader.ownKey(request, kind, resource, '')
      if (isTold && kind === 'harness') cache.forget(key)
      else request.waitUntil(cache.remove(key, request))
    }
  }

  function idOf(request: ClientRequest, name: string): string | undefined {
    const prepared = reader.prepare(request, 'name', `/v1/harnesses/${name}`, '')
    const found = cache.fromMemory({ ...prepared, isBypass: false, directives: ANY_AGE })
    return bodyTextOf(found)
  }
}

/** Returns the harness segment of a path that is a harness or its stats; no regular expression, the path is long. */
function harnessOf(path: string): string | undefined {
  const [, version, collection, segment, rest, ...more] = path.split('/', 6)
  const isHarness = version === 'v1' && collection === 'harnesses' && more.length === 0
  return isHarness && (rest === undefined || rest === 'stats') ? segment : undefined
}
