import { ORG_ONE } from './callers.ts'
import { fixedId } from './catalogue.ts'
import { MICROS_PER_MS } from './instant.ts'
import type { Organisation, World } from './model.ts'

const HOUR_US = 3_600_000 * MICROS_PER_MS

const TITLES = ['A health check failed', 'A session waits for you', 'A model was added'] as const

/** Fills in what the users of an organisation are told of at the start; nobody has read it. */
export function seedNotifications(world: World, org: Organisation): void {
  const number = org.id === ORG_ONE ? 1 : 2
  org.notifications = TITLES.map((title, at) => ({
    id: fixedId('notification', number, at + 1),
    createdAt: world.now() - (at + 1) * HOUR_US,
    title,
    body: `${title} in ${org.name}.`,
    readBy: new Set(),
  }))
}
