import { render } from 'preact'
import { startClock } from './state/clock.ts'
import { reconnect } from './state/connection.ts'
import { startHealth } from './state/health.ts'
import { watchDeliveries } from './state/log.ts'
import { followAddress } from './state/router.ts'
import { startSessions } from './state/sessions.ts'
import { startWatching } from './state/watch.ts'
import { App } from './views/app.tsx'

startClock()
followAddress()
watchDeliveries()
startWatching()
startSessions()
startHealth()
const root = document.getElementById('app')
if (root) render(<App />, root)
void reconnect()
