/**
 * `npm run test:browser`: the rules for other origins, what ways of polling cost, and the console, in a real
 * Chromium. It installs nothing:
 * where the browser is missing it says so and exits 0. `CHROMIUM` names another place of it; names of files after
 * `--` run these alone: `npm run test:browser -- console/views`.
 */
import { existsSync } from 'node:fs'

const DEFAULT_CHROMIUM = '/usr/bin/chromium'

const FILES = [
  ...['cross-origin', 'cache-modes'],
  ...['console/connect', 'console/views', 'console/sessions', 'console/robust', 'console/page'],
  'reference',
]

const chromium = process.env.CHROMIUM || DEFAULT_CHROMIUM
if (existsSync(chromium)) {
  process.env.CHROMIUM = chromium
  const named = process.argv.slice(2)
  for (const file of named.length > 0 ? named : FILES) await import(`./${file}.ts`)
} else {
  console.log(`not run: there is no Chromium at ${chromium}; set CHROMIUM, or install one`)
}
