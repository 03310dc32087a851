/** What the bench asks for, the same of every Worker. */

/** The harness whose stats everybody watches. */
export const HARNESS_ID = 'harness_01933b5a00007000800000000000000a'

/** Events of one stream. */
export const STREAM_EVENTS = 400

/** Who asks. */
export const CREDENTIAL = { authorization: `Bearer evr_pat_${'1a'.repeat(32)}` }

/** Paths by what they stand for. */
export const PATHS = {
  stats: `/v1/harnesses/${HARNESS_ID}/stats`,
  json: '/v1/users',
  linked: '/v1/agents/agent_1/versions',
  download: '/v1/files',
  stream: '/v1/sessions/session_1/sse',
} as const
