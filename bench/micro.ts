/**
 * `npm run bench:micro`: the pure parts that every request passes, one by one, in Node: what a change of one of them
 * costs or saves. Absolute times; compare two runs on the same machine only.
 */
import { Bench } from 'tinybench'
import { etagOf } from '../src/cache/digest.ts'
import { type CacheKey, createDigestKey, memoryKey } from '../src/cache/key.ts'
import { openEntry } from '../src/cache/kv-store.ts'
import { createCallers } from '../src/caller/caller.ts'
import { moveEntityLinks } from '../src/resources/entity-links.ts'
import { bindCursor, decodeCursor, encodeCursor } from '../src/sessions/cursor.ts'
import { readWindowBody } from '../src/sessions/window-body.ts'
import { isNotModified } from '../src/syntax/entity-tags.ts'
import { sessionPageBody } from './performance/session-rows.ts'

const UPSTREAM = 'https://api.example/api'
const NAME: CacheKey = {
  caller: 'c'.repeat(43),
  kind: 'stats',
  resource: '/v1/harnesses/harness_01933b5a00007000800000000000000a/stats',
  query: '',
  linkBase: '',
  lowestTier: 'kv',
}
const BODY = new TextEncoder().encode(JSON.stringify({ session_count: 1, text: 'x'.repeat(500) }))
const ETAG = await etagOf(BODY)
const digestKey = createDigestKey(UPSTREAM, '')
const KEY = await digestKey(NAME)
const ENVELOPE = {
  key: KEY,
  etag: ETAG,
  requestedAt: 1,
  storedAt: 2,
  correctedInitialAgeMs: 0,
  maxAgeMs: 15_000,
  staleWhileRevalidateMs: 45_000,
  staleIfErrorMs: 600_000,
  clientMaxAgeMs: 0,
  kvWrittenAt: 0,
}
const BINDING = bindCursor('org_1', 'caller', [['agent_id', 'agent_1']])
const AT = '2026-10-01T12:00:00Z'
const STATE = { key: AT, idHashes: ['abcdef'], offset: 100, total: 10_000, passed: 0 }
const CURSOR = await encodeCursor(STATE, BINDING)
const PAGE = sessionPageBody(0, 100)
const PAGE_BYTES = new TextEncoder().encode(PAGE)
const SCOPE = { apiBase: 'https://edge.example', upstreamUrl: UPSTREAM, path: '/v1/sessions' }
const READING = { key: 'created_at', fields: undefined, links: SCOPE } as const
const CLIENT = new Headers({
  accept: 'application/json',
  'accept-encoding': 'gzip, br',
  authorization: `Bearer evr_pat_${'1a'.repeat(32)}`,
  cookie: 'everruns_org=org_1; theme=dark',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)',
  'x-org-id': 'org_1',
})
const CALLERS = createCallers({ upstreamUrl: UPSTREAM, identityExtra: [], epoch: '' })

const bench = new Bench({ time: process.argv.includes('--short') ? 50 : 500 })
bench
  .add('key in memory', () => memoryKey(NAME))
  .add('key in KV', () => digestKey(NAME))
  .add('envelope, opened', () => openEntry(KEY, BODY.buffer, ENVELOPE))
  .add('ETag of 500 bytes', () => etagOf(BODY))
  .add('If-None-Match, the same tag', () => isNotModified(ETAG, ETAG))
  .add('cursor, made', () => encodeCursor(STATE, BINDING))
  .add('cursor, read', () => decodeCursor(CURSOR, BINDING))
  .add('links of a page of 100', () => moveEntityLinks(PAGE_BYTES, SCOPE))
  .add('a page of 100, read', () => readWindowBody(PAGE_BYTES, READING))
  .add('a page of 100, parsed', () => JSON.parse(PAGE))
  .add('a caller, prepared', () => CALLERS.prepare(CLIENT, 0))
await bench.run()
console.table(bench.table())
