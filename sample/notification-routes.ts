import { formatInstant } from './instant.ts'
import type { Content, Notification } from './model.ts'
import { pageOf } from './page.ts'
import { empty, json, refuse } from './problem.ts'
import { readBoolean, readQuery, readUint32 } from './query.ts'
import type { Handler } from './router.ts'

/** `GET /v1/notifications`: newest first; `is_read` is the caller's own. */
export const listNotifications: Handler = ({ world, url, caller }) => {
  const query = readQuery(url, { unread: readBoolean, offset: readUint32, limit: readUint32 })
  const { name } = caller.user
  const all = caller.org.notifications
  const rows = all.filter(({ readBy }) => !query.unread || !readBy.has(name))
  const page = pageOf(world, url, rows, query, (row) => present(row, name))
  return json({ ...page, unread_count: all.filter(({ readBy }) => !readBy.has(name)).length })
}

/** `POST /v1/notifications/{id}/read`. */
export const readNotification: Handler = ({ params, caller }) => {
  const row = caller.org.notifications.find(({ id }) => id === params.id)
  if (!row) return refuse(404, 'Notification not found')
  row.readBy.add(caller.user.name)
  return empty(204)
}

function present({ id, createdAt, title, body, readBy }: Notification, name: string): Content {
  return { id, title, body, is_read: readBy.has(name), created_at: formatInstant(createdAt) }
}
