import type { IncomingMessage, ServerResponse } from 'node:http'

/** A session for a scripted upstream. */
export interface ScriptedSession {
  id: string
  created_at: string
  updated_at: string
  /** Further members as JSON text, `"a":1.0,"b":[]`. */
  extra?: string
}

/** An ID that the number makes. */
export const sessionId = (n: number): string => `session_${n.toString(16).padStart(32, '0')}`

/** The time so many seconds before the sample's base. */
export const secondsAgo = (seconds: number): string =>
  new Date(Date.UTC(2026, 9, 1, 12) - seconds * 1_000).toISOString()

/** A session's JSON text: what the API requires of one, and what the test adds. */
export function sessionText({ id, created_at, updated_at, extra }: ScriptedSession): string {
  const required = {
    organization_id: 'org_1',
    workspace_id: 'w',
    harness_id: 'h',
    owner_principal_id: 'p',
    status: 'idle',
  }
  const text = JSON.stringify({ id, ...required, created_at, updated_at })
  return extra === undefined ? text : `${text.slice(0, -1)},${extra}}`
}

/** The numbers by which a call pages. */
export function pagingOf(call: IncomingMessage): { offset: number; limit: number } {
  const query = queryOf(call)
  const limit = Math.min(100, Number(query.get('limit') ?? 20))
  return { offset: Number(query.get('offset') ?? 0), limit }
}

/** A call's query. */
export const queryOf = (call: IncomingMessage): URLSearchParams =>
  new URL(call.url ?? '/', 'http://upstream.test').searchParams

/** Answers with the window that a call asks for. */
export function answerWindow(
  call: IncomingMessage,
  answer: ServerResponse,
  sessions: readonly ScriptedSession[],
): void {
  const { offset, limit } = pagingOf(call)
  const rows = sessions.slice(offset, offset + limit).map(sessionText)
  const paging = `"total":${sessions.length},"offset":${offset},"limit":${limit}`
  answer.writeHead(200, { 'content-type': 'application/json' })
  answer.end(`{"data":[${rows.join(',')}],${paging}}`)
}

/** Newest first by one of the two times. */
export const sortedBy = (
  sessions: readonly ScriptedSession[],
  key: 'created_at' | 'updated_at',
): ScriptedSession[] => [...sessions].sort((a, b) => (a[key] < b[key] ? 1 : -1))
