import type { Cache } from '../cache/cache.ts'
import type { ClientRequest } from '../caller/client-request.ts'
import { kindsChangedBy, mayEndAccess } from '../resources/changes.ts'
import type { Access } from './access.ts'

/** Makes void what a caller's own changes may have changed. */
export interface OwnWrites {
  /**
   * Notes a change, before its answer is sent, so that the caller reads its own write.
   *
   * @param path where it went at the upstream
   */
  note(request: ClientRequest, path: string): Promise<void>
}

/** Creates what notes the changes of callers. One per isolate. */
export function createOwnWrites(cache: Cache, access: Access): OwnWrites {
  return {
    async note(request, path) {
      const kinds = kindsChangedBy(path)
      await Promise.all([
        cache.invalidate(request.caller, kinds, request),
        kinds.includes('stats') ? access.recordWrite(request, mayEndAccess(path)) : undefined,
      ])
    },
  }
}
