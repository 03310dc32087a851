import { createApp } from './app.ts'
import { nearMisses, parseConfig } from './config.ts'
import { createEdge, type EdgeOptions, type OptionalBindings } from './edge.ts'
import type { Setup } from './http/configuration.ts'

/**
 * Creates the Worker: one edge an isolate, made from the variables of the first request.
 *
 * @example
 * ```ts
 * export default createWorker({ now: () => Date.now(), random: () => Math.random(), caches })
 * ```
 */
export function createWorker(options: EdgeOptions) {
  let setup: Setup | undefined
  return createApp(options, (env) => {
    setup ??= createSetup(env, options)
    return setup
  })
}

function createSetup(env: unknown, options: EdgeOptions): Setup {
  for (const { given, meant } of nearMisses(env)) {
    // biome-ignore lint/suspicious/noConsole: the log of a Worker is its console
    console.warn(JSON.stringify({ unknown_variable: given, meant }))
  }
  const result = parseConfig(env)
  if (!result.ok) return result
  return { ok: true, edge: createEdge(result.config, env as OptionalBindings, options) }
}
