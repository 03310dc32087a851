import { expect } from 'vitest'
import { startEdge } from './edge.ts'
import type { Answer } from './http-client.ts'
import { logFaults } from './log-rules.ts'
import { exchange, rawRequest } from './raw-request.ts'
import { startRawUpstream } from './raw-upstream.ts'

/** The deployed edge before an upstream whose answers are bytes of the test's. */
export interface RawStage {
  upstreamUrl: string
  edgeOrigin: string
  /** What a client gets, who asks by this request line, when the upstream says these bytes. */
  passOn(bytes: string, line?: string, headers?: readonly string[]): Promise<Answer>
  stop(): Promise<void>
}

/** The origin that requests of {@link RawStage.passOn} name as the edge's. */
export const RAW_EDGE = 'http://edge.example'

/** Starts both. */
export async function startRawStage(): Promise<RawStage> {
  const upstream = await startRawUpstream()
  const edge = await startEdge({ vars: { UPSTREAM_URL: upstream.url } })
  return {
    upstreamUrl: upstream.url,
    edgeOrigin: edge.origin,
    passOn(bytes, line = 'GET /v1/x', headers = []) {
      upstream.answer(bytes)
      return exchange(edge.origin, rawRequest(line, headers))
    },
    async stop() {
      await edge.stop()
      await upstream.stop()
      expect(logFaults(edge.logs)).toEqual([])
    },
  }
}
