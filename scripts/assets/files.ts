import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { build } from 'esbuild'
import type { Files } from './folder.ts'
import { headerRules } from './headers.ts'
import type { Page } from './pages.ts'

/** Served as they are: path on the edge, and source. */
const COPIED = [
  ['robots.txt', 'assets/robots.txt'],
  ['icon.svg', 'assets/icon.svg'],
  ['openapi.json', 'openapi/openapi.json'],
] as const

/** What a browser of the last two years runs. */
const BROWSERS = ['chrome123', 'firefox120', 'safari17.5']

/** Modules of this repository by the names that users import, in source form: nothing has to be built before. */
const SOURCES = {
  'everruns-edge-client/query': 'packages/client/src/query.ts',
  'everruns-edge-client': 'packages/client/src/index.ts',
}

/** A bundled script or style: the address that the page's HTML has for its source, and the one that it gets. */
interface Bundle {
  source: string
  address: string
  content: Uint8Array
}

/** Returns all files of the asset layer. */
export async function buildFiles(root: string, pages: readonly Page[]): Promise<Files> {
  const copied = COPIED.map(async ([name, source]): Promise<[string, Uint8Array | string]> => {
    const content = await readFile(join(root, source))
    return [name, name.endsWith('.json') ? minifyJson(content) : content]
  })
  const built = await Promise.all(pages.map((page) => buildPage(root, page)))
  const names = COPIED.map(([name]) => name)
  return new Map<string, Uint8Array | string>([
    ['_headers', headerRules(pages, names)],
    ...(await Promise.all(copied)),
    ...built.flat(),
  ])
}

const minifyJson = (content: Uint8Array) => JSON.stringify(JSON.parse(String(content)))

/** Bundles what a page loads, and has its HTML lead to the bundles. */
async function buildPage(root: string, page: Page): Promise<[string, Uint8Array | string][]> {
  const html = await readFile(join(root, page.html), 'utf8')
  const bundles = await Promise.all(page.entries.map((entry) => bundle(root, page, entry)))
  const linked = bundles.reduce((text, { source, address }) => {
    if (!text.includes(`"${source}"`)) throw new Error(`${page.html} does not load ${source}`)
    return text.replace(`"${source}"`, `"${address}"`)
  }, html)
  return [
    [page.file, linked],
    ...bundles.map(({ address, content }): [string, Uint8Array] => [address.slice(1), content]),
  ]
}

async function bundle(root: string, page: Page, entry: string): Promise<Bundle> {
  const sources = Object.entries(SOURCES).map(([name, path]) => [name, join(root, path)])
  const { outputFiles } = await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    minify: true,
    write: false,
    outdir: root,
    format: 'esm',
    target: BROWSERS,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    alias: Object.fromEntries(sources),
    legalComments: 'none',
    logLevel: 'warning',
  })
  const [only, ...others] = outputFiles
  if (!only || others.length > 0) throw new Error(`${entry}: has to become one file`)
  const digest = createHash('sha256').update(only.contents).digest('base64url').slice(0, 10)
  const address = `/static/${page.name}-${digest}${extname(only.path)}`
  return { source: `/${entry}`, address, content: only.contents }
}
