/**
 * `npm run test:browser`: the rules for other origins, in a real Chromium. It installs nothing: where the browser
 * is missing it says so and exits 0. `CHROMIUM` names another place of it.
 */
import { existsSync } from 'node:fs'

const DEFAULT_CHROMIUM = '/usr/bin/chromium'

const chromium = process.env.CHROMIUM || DEFAULT_CHROMIUM
if (existsSync(chromium)) {
  process.env.CHROMIUM = chromium
  await import('./cross-origin.ts')
} else {
  console.log(`not run: there is no Chromium at ${chromium}; set CHROMIUM, or install one`)
}
