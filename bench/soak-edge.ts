/**
 * The deployed edge's app for the soak run, with what the runtime would keep to itself in its log: promises
 * that nobody handles, and work behind an answer that fails.
 */
import { createWorker } from '../src/worker.ts'

const app = createWorker({ now: () => Date.now(), random: () => Math.random(), caches })

addEventListener('unhandledrejection', ({ reason }) => report('unhandled rejection', reason))

/** A line that is none about a request: the soak run takes every such line for a fault. */
function report(what: string, reason: unknown): void {
  console.error(`${what}: ${reason instanceof Error ? reason.name : 'no error'}`)
}

// biome-ignore lint/style/noDefaultExport: the runtime calls it
export default {
  fetch(request: Request, env: Record<string, unknown>, context: ExecutionContext) {
    return app.fetch(request, env, watched(context))
  },
}

function watched(context: ExecutionContext): ExecutionContext {
  return Object.assign(Object.create(context), {
    waitUntil(promise: Promise<unknown>) {
      context.waitUntil(promise.catch((reason: unknown) => report('work behind an answer', reason)))
    },
  })
}
