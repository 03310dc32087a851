import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { BUNDLE_DIRECTORY, ROOT } from '../../../test/support/build.ts'
import type { Figure } from '../measure.ts'

const MOST_MINIFIED_KIB = 128
const MOST_GZIPPED_KIB = 46

/** What `wrangler deploy` would upload. `npm run size` has the bounds that a change has to keep. */
export async function measureBundle(): Promise<Figure[]> {
  const bundle = readFileSync(join(ROOT, BUNDLE_DIRECTORY, 'index.js'))
  const figure = (name: string, bytes: number, most: number): Figure => {
    return { name, value: bytes / 1_024, unit: 'KiB', reach: ['<=', most], context: 'wrangler' }
  }
  return [
    figure('bundle, minified', bundle.byteLength, MOST_MINIFIED_KIB),
    figure('bundle, gzipped', gzipSync(bundle, { level: 9 }).byteLength, MOST_GZIPPED_KIB),
  ]
}
