import { createWorker } from './worker.ts'

export default createWorker({
  now: () => Date.now(),
  random: () => Math.random(),
  caches: caches,
})
