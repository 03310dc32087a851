/** Rows in the list that the bench pages through. */
const ROWS = 10_000

const NEWEST_MS = Date.parse('2026-10-01T12:00:00Z')
const hex = (index: number) => index.toString(16).padStart(32, '0')

/** One typical row: about 1.4 KB, as long as a title, a preview, an owner, usage and features make it. */
function sessionRow(index: number) {
  const at = new Date(NEWEST_MS - index * 60_000).toISOString()
  const user = `user_${hex(index % 50)}`
  return {
    id: `session_${hex(index)}`,
    organization_id: `org_${hex(1)}`,
    workspace_id: `workspace_${hex(index)}`,
    harness_id: `harness_${hex(index % 20)}`,
    agent_id: `agent_${hex(index % 20)}`,
    owner_principal_id: `principal_${hex(index % 50)}`,
    owner: { id: `principal_${hex(index % 50)}`, kind: 'user', subject_id: user },
    resolved_owner_user_id: user,
    status: 'idle',
    title: `Session number ${index} with a title of usual length`,
    preview: 'Please look at the failing build and tell me what broke it. '.repeat(2),
    output_preview: 'The build fails because a fixture was renamed without its test. '.repeat(3),
    created_at: at,
    updated_at: at,
    started_at: at,
    tags: ['ci', 'nightly'],
    features: ['file_system', 'secrets', 'key_value'],
    is_pinned: false,
    usage: { input_tokens: 12_000 + index, output_tokens: 800, cache_read_tokens: 0 },
    self_url: `http://127.0.0.1/v1/sessions/session_${hex(index)}`,
    allowed_actions: [
      { rel: 'archive', method: 'POST', href: `/v1/sessions/session_${hex(index)}/archive` },
      { rel: 'events', method: 'GET', href: `/v1/sessions/session_${hex(index)}/events` },
    ],
  }
}

const TEXTS = [...Array(ROWS).keys()].map((index) => JSON.stringify(sessionRow(index)))

/** The upstream's page by offset, as JSON. */
export function sessionPageBody(offset: number, limit: number): string {
  const rows = TEXTS.slice(offset, offset + limit).join(',')
  return `{"data":[${rows}],"total":${ROWS},"offset":${offset},"limit":${limit}}`
}

/** Bytes by what was asked for: few pages are asked for often, and both sides of a comparison wait for them. */
const PAGES = new Map<string, Buffer>()

/** The same, made once. */
export function sessionPageBytes(offset: number, limit: number): Buffer {
  const asked = `${offset} ${limit}`
  const bytes = PAGES.get(asked) ?? Buffer.from(sessionPageBody(offset, limit))
  PAGES.set(asked, bytes)
  return bytes
}
