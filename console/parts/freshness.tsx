import { formatAge } from '../format.ts'
import { formatRoute } from '../route.ts'
import { isOnline, nowMs } from '../state/clock.ts'
import { answererOf, requestLog } from '../state/log.ts'
import type { Poller } from '../state/poller.ts'
import type { Seen } from '../state/seen.ts'

/** How old what is shown is, who answered it, and when it is looked at again. */
export function Freshness({
  seen,
  poller,
  isFailing = false,
}: {
  seen: Seen | undefined
  poller?: Poller | undefined
  isFailing?: boolean
}) {
  const request = requestLog.value.find(({ number }) => number === seen?.number)
  const answerer = answererOf(request)
  const nextAtMs = poller?.nextAtMs.value
  const now = nowMs.value
  const isBad = isFailing || !isOnline.value
  return (
    <p class={`freshness ${isBad ? 'failing' : answerer?.isOutlasting ? 'outlasting' : ''}`}>
      <i class="pulse" aria-hidden="true" />
      {seen ? (
        <span>
          <b class="num">{formatAge(now - seen.asOfMs)}</b> old
        </span>
      ) : (
        <span>not seen yet</span>
      )}
      {answerer && seen && (
        <a href={formatRoute({ view: 'requests', open: seen.number })} title={answerer.sentence}>
          {answerer.label}
        </a>
      )}
      {poller && (
        <span class="next">
          {nextAtMs === undefined ? 'looking…' : `next look in ${formatAge(nextAtMs - now + 999)}`}
        </span>
      )}
      {poller && (
        <button type="button" class="quiet" onClick={() => poller.lookNow()}>
          Look now
        </button>
      )}
    </p>
  )
}
