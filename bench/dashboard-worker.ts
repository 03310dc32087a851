import { parentPort, workerData } from 'node:worker_threads'
import { type Dashboards, type Deployment, measure } from './dashboard-run.ts'
import { loadCreateWorker } from './edge-app.ts'

/** One deployment measured in a thread of its own: the simulation takes the place of global timers. */
const { deployment, dashboards } = workerData as {
  deployment: Deployment
  dashboards: Dashboards
}
parentPort?.postMessage(await measure(await loadCreateWorker(), deployment, dashboards))
