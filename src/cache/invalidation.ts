/** The kinds of entries that a caller has. Of `sessions` nothing is stored, but reads are under way. */
export const ENTRY_KINDS = ['harness', 'name', 'stats', 'latest', 'run', 'sessions'] as const

/** Kinds of which KV holds nothing. */
export const MEMORY_KINDS: ReadonlySet<string> = new Set<EntryKind>(['name', 'sessions'])

/** A kind of {@link ENTRY_KINDS}. */
export type EntryKind = (typeof ENTRY_KINDS)[number]

/**
 * What a change of the API's changes of what is cached; first match wins. What is not in the table may
 * change anything, and drops everything of the caller's.
 */
const CHANGES: readonly { path: RegExp; kinds: readonly EntryKind[] }[] = [
  // A harness's configuration is part of its agents', so `config_changed` can flip.
  { path: /^\/v1\/harnesses(?:\/|$)/, kinds: ['harness', 'name', 'stats', 'latest'] },
  // `default` and the base harness are the organisation's to choose.
  { path: /^\/v1\/orgs\/[^/]+$/, kinds: ['harness', 'name', 'stats', 'latest'] },
  // Sessions are counted in harness bodies and in stats.
  { path: /^\/v1\/sessions(?:\/|$)/, kinds: ['harness', 'stats', 'sessions'] },
  // A triggered health check runs in real sessions.
  {
    path: /^\/v1\/agents\/[^/]+\/health-checks$/,
    kinds: ['latest', 'run', 'harness', 'stats', 'sessions'],
  },
  { path: /^\/v1\/agents(?:\/|$)/, kinds: ['latest', 'run', 'harness', 'stats'] },
  { path: /^\/v1\/apps(?:\/|$)/, kinds: ['harness', 'stats'] },
  // Whatever an agent's prompt and tools are made of.
  {
    path: /^\/v1\/(?:capabilities|mcp-servers|models|plugins|providers|skills)(?:\/|$)/,
    kinds: ['latest'],
  },
]

/** Logging in or out, switching organisation, tokens, members and roles: who may see what is decided anew. */
const IDENTITY = /^\/v1\/(?:auth|users)(?:\/|$)|^\/v1\/orgs\/[^/]+\/./

/** Whether a change may have taken rights away from its caller. */
export function mayEndRights(path: string): boolean {
  return IDENTITY.test(path)
}

/** The kinds of entries that an unsafe request to a path makes void once it has succeeded. */
export function kindsChangedBy(path: string): readonly EntryKind[] {
  return CHANGES.find((change) => change.path.test(path))?.kinds ?? ENTRY_KINDS
}
