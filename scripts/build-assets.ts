/**
 * Builds the static pages into `dist-assets/`. wrangler runs it (`[build]` of wrangler.toml) before it looks for
 * that folder, in `wrangler dev` and `wrangler deploy`, so that a fresh clone needs no step of its own.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildFiles } from './assets/files.ts'
import { writeFolder } from './assets/folder.ts'
import { PAGES } from './assets/pages.ts'

const ROOT = join(import.meta.dirname, '..')

// A page whose sources are taken away is not built.
const pages = PAGES.filter(({ html }) => existsSync(join(ROOT, html)))
await writeFolder(join(ROOT, 'dist-assets'), await buildFiles(ROOT, pages))
