import { requestDirectives } from '../cache/directives.ts'
import { allowsStaleIfError } from '../cache/failure-policy.ts'
import type { CachingFacts } from '../cache/freshness.ts'
import type { CacheKey } from '../cache/key.ts'
import type { CacheAnswer, CacheLoad, CacheQuery } from '../cache/result.ts'
import { type Eventual, whenKnown } from '../eventual.ts'
import { cachedResponse } from '../http/cached-response.ts'
import { type EdgeContext, waitUntil } from '../http/context.ts'
import {
  createRead,
  entryName,
  load,
  type Read,
  readCached,
  toCacheLoad,
} from '../resources/reader.ts'
import { parseDirectives } from '../syntax/cache-control.ts'
import { type Grant, grantOf, isSettled, isStillRight } from './grant.ts'
import { applyOwnWrites, endOnRefusal, update } from './proof.ts'
import { admit, nextTimestamp } from './record.ts'

/** What stands for the caller in the name of a body that is everyone's who may see it. */
const ANYONE = ''

/**
 * A harness's stats. With `STATS_SHARING=proved` one body serves all callers to whom the upstream's stats
 * route itself has said yes, and who have proved since that they still may; see `docs/adr`.
 */
export function answerStats(c: EdgeContext, harnessId: string): Eventual<Response> {
  const read = createRead(c, 'stats', `/v1/harnesses/${harnessId}/stats`)
  const isShared = c.get('edge').config.STATS_SHARING === 'proved' && !read.isBypass
  const answer = isShared ? readShared(c, read, harnessId) : readCached(c, read)
  return whenKnown(answer, (known) => cachedResponse(c, known))
}

function readShared(c: EdgeContext, read: Read<'stats'>, harnessId: string): Eventual<CacheAnswer> {
  const { cache } = c.get('edge')
  return whenKnown(entryName(c, 'stats', read), (reader) => {
    const { caller } = reader
    applyOwnWrites(c, caller)
    const query: CacheQuery = {
      name: { ...reader, caller: ANYONE },
      reader,
      maySeeStored: isSettled(c, caller, harnessId),
      directives: requestDirectives(c.req.raw.headers),
      isBypass: false,
      isRecalled: false,
      waitUntil: waitUntil(c),
      load: () => loadStats(c, read, query.name, caller, harnessId),
    }
    const inMemory = query.maySeeStored ? cache.inMemory(query) : undefined
    return inMemory ?? readProved(c, read, harnessId, query)
  })
}

async function readProved(
  c: EdgeContext,
  read: Read<'stats'>,
  harnessId: string,
  asked: CacheQuery,
): Promise<CacheAnswer> {
  const { cache, access } = c.get('edge')
  const { name, directives } = asked
  const { caller } = asked.reader
  // Nothing is known of the caller: what KV holds of its right and of the body is fetched side by side.
  const isCold = !access.knows(caller)
  const warming = isCold ? cache.warm(name, waitUntil(c)) : undefined
  const grant = await grantOf(c, caller, harnessId, read, !directives.isOnlyIfCached)
  await warming
  applyOwnWrites(c, caller)
  const query = { ...asked, maySeeStored: grant !== 'refused', isRecalled: isCold }
  const answer = await cache.read(query)
  if (grant === 'refused') return answer
  const isUsable = isForMany(answer) && (isOwn(answer) || isStillRight(c, caller, harnessId))
  return isUsable ? withGrant(answer, grant) : cache.read({ ...query, maySeeStored: false })
}

/** Whether the upstream was asked with the credential of the caller who is about to get the answer. */
function isOwn(answer: CacheAnswer): boolean {
  return answer.kind !== 'hit' && !('isCollapsed' in answer && answer.isCollapsed)
}

/** Whether an answer to another caller may be this one's too: a body that may be stored, an outage. */
function isForMany(answer: CacheAnswer): boolean {
  if (isOwn(answer)) return true
  if (answer.kind === 'fetched') return answer.isStored
  return answer.kind !== 'failed' || allowsStaleIfError(answer.failure)
}

/** Asks with this caller's own credential: the answer is its admission, or its end, and a body for all. */
async function loadStats(
  c: EdgeContext,
  read: Read<'stats'>,
  name: CacheKey,
  caller: string,
  harnessId: string,
): Promise<CacheLoad> {
  const { access, cache, now } = c.get('edge')
  const askedAt = nextTimestamp(access.peek(caller), harnessId, now())
  const loaded = await load(c, read)
  if (!loaded.ok) {
    endOnRefusal(c, caller, harnessId, loaded.failure)
    return { ok: false, failure: loaded.failure }
  }
  // One KV write for one answer: the body, or, where KV has a fresh one, the admission.
  const isBodyKnown = cache.isFresh(name)
  const { isNoStore } = requestDirectives(c.req.raw.headers)
  if (!isNoStore) {
    const policy = isBodyKnown ? 'spaced' : 'later'
    update(c, caller, (record) => admit(record, harnessId, askedAt), policy)
  }
  const result = toCacheLoad(c, 'stats', loaded)
  if (result.ok && !isForAnyone(c, result.facts))
    return { ...result, facts: { ...result.facts, cacheControl: 'no-store' } }
  return result.ok && isBodyKnown ? { ...result, tiers: 'memory' } : result
}

/**
 * Whether the upstream does not itself say that a body is this caller's alone: RFC 9111 section 5.2.2.7, and
 * section 4.1 for an answer that is chosen by what tells callers apart.
 */
function isForAnyone(c: EdgeContext, { cacheControl, vary }: CachingFacts): boolean {
  const isPrivate = parseDirectives(cacheControl).has('private')
  return !isPrivate && !c.get('edge').callers.isChosenByCaller(vary)
}

function withGrant(answer: CacheAnswer, grant: Grant): CacheAnswer {
  const isUnrenewed = grant === 'unrenewed' && answer.kind === 'hit'
  return isUnrenewed ? { ...answer, detail: 'access-unrenewed' } : answer
}
