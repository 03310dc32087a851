import type { Cache } from '../cache/cache.ts'
import { NO_LIFETIMES } from '../cache/entry.ts'
import { allowedLifetimes } from '../cache/freshness.ts'
import type { CachedRead, LoadResult } from '../cache/result.ts'
import type { ClientRequest } from '../caller/client-request.ts'
import { createLru } from '../lru.ts'
import type { Loaded, Reader } from '../resources/reader.ts'
import { cachingFacts } from '../syntax/caching-facts.ts'
import { canonicalQuery } from '../syntax/query.ts'
import type { UpstreamBudget } from '../upstream/budget.ts'
import type { CallerAccess } from './access.ts'
import type { AskList, ListAnswer } from './list-renewal.ts'

/** All of a caller's harnesses: archived ones have stats too. */
const LIST = { path: '/v1/harnesses', query: '?include_archived=true' } as const

/** Callers whose boards get their list with each proof of access. */
const MAX_BOARD_CALLERS = 1_000
const MAX_BOARD_BYTES = 512 * 1024

/** Proof and board of one request need the list at the same time; one of them that comes much later asks anew. */
const LIST_SERVES_REQUEST_MS = 1_000

const ANY_LIFETIME = { ...NO_LIFETIMES, maxAgeMs: 1 }

/** A list that somebody asks for, and the one that a board is made on. */
type ListKind = 'harnesses' | 'board'

/** A list of all of a caller's harnesses, and when it was asked for. */
interface LoadedList {
  loaded: Loaded
  /** The timestamp of what it proves. */
  askedAt: number
  /** Epoch milliseconds. */
  requestedAt: number
}

/** The parts of {@link createCallerLists}. */
export interface CallerListsParts {
  cache: Cache
  reader: Reader
  /** Epoch milliseconds. */
  now: () => number
}

/** Creates the reads of a caller's list of all its harnesses: it proves access, and a board is made on it. */
export function createCallerLists({ cache, reader, now }: CallerListsParts) {
  const boardCallers = createLru<true>({ maxEntries: MAX_BOARD_CALLERS, maxBytes: MAX_BOARD_BYTES })
  /** The last list of a request, by its budget: there is one per request. */
  const listsByRequest = new WeakMap<
    UpstreamBudget,
    { loading: Promise<LoadedList>; requestedAt: number }
  >()

  /** Asks for the list once per request: for its proof of access and for its board. */
  function loadList(request: ClientRequest, kind: ListKind, askedAt: number): Promise<LoadedList> {
    const known = listsByRequest.get(request.budget)
    const requestedAt = now()
    if (known && requestedAt - known.requestedAt < LIST_SERVES_REQUEST_MS) return known.loading
    const loading = reader
      .load(request, kind, LIST.path, LIST.query)
      .then((loaded) => ({ loaded, askedAt, requestedAt }))
    listsByRequest.set(request.budget, { loading, requestedAt })
    return loading
  }

  /** Returns what asks for the list as proof; for a caller that has looked at a board lately it is stored as one's. */
  const askList =
    (request: ClientRequest): AskList =>
    async (at) => {
      const { loaded, askedAt, requestedAt } = await loadList(request, 'harnesses', at)
      const result = reader.toLoadResult(request, 'board', loaded)
      if (result.ok && boardCallers.get(request.caller)) {
        const key = reader.ownKey(request, 'board', LIST.path, LIST.query)
        await cache.storeResponse(key, result, { requestedAt, mayStore: true }, request)
      }
      return { answer: toListAnswer(loaded), askedAt }
    }

  async function loadAndLearn(
    request: ClientRequest,
    kind: ListKind,
    own: CallerAccess,
  ): Promise<LoadResult> {
    const { loaded, askedAt } = await loadList(request, kind, own.nextListTimestamp())
    // What a header that is in no key may have chosen says nothing of the caller.
    if (!request.isBypass) own.learnList(toListAnswer(loaded), askedAt)
    return reader.toLoadResult(request, kind, loaded)
  }

  return {
    askList,

    /** Tells whether a request for a list is one for all of the caller's harnesses, archived ones too. */
    isOfAll: ({ query }: ClientRequest) => canonicalQuery(query) === LIST.query,

    /** Prepares a read of the list. What it answers is learnt of the caller's access. */
    prepare(request: ClientRequest, kind: ListKind, own: CallerAccess): CachedRead {
      if (kind === 'board') boardCallers.set(request.caller, true, 0)
      const read = reader.prepare(request, kind, LIST.path, LIST.query)
      return { ...read, load: (priority) => loadAndLearn({ ...request, priority }, kind, own) }
    },
  }
}

function toListAnswer(loaded: Loaded): ListAnswer {
  if (!loaded.ok) return loaded
  const { data } = loaded.value as { data: { id: string; name: string }[] }
  const isUsable = allowedLifetimes(ANY_LIFETIME, cachingFacts(loaded.headers), 0) !== undefined
  return {
    ok: true,
    listed: Object.fromEntries(data.map(({ id, name }) => [id, name])),
    isUsable,
  }
}
