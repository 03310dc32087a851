import type { Page } from './pages.ts'

/**
 * What a page may do: run and paint what comes from the edge itself, and talk to the edge. No inline script or
 * style, no text made into script or HTML (Trusted Types), no frame around it, no form that leaves it.
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const FILE_POLICY = "default-src 'none'; frame-ancestors 'none'"

const PAGE_HEADERS = {
  'Content-Security-Policy': PAGE_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex',
}

const FILE_HEADERS = {
  'Content-Security-Policy': FILE_POLICY,
  'X-Content-Type-Options': 'nosniff',
}

/** The description is public, and read by tools that run as pages of other origins. */
const OPEN_FILES: ReadonlySet<string> = new Set(['openapi.json'])

const fileHeaders = (file: string) => ({
  ...FILE_HEADERS,
  ...(OPEN_FILES.has(file) && { 'Access-Control-Allow-Origin': '*' }),
})

/** One year: a file whose name holds a digest of its content never changes. */
const IMMUTABLE = 'public, max-age=31536000, immutable'

/**
 * Returns the asset layer's `_headers`: a rule for each page and file. Rules that match the same address add up
 * to two policies, so that none stands for all.
 */
export function headerRules(pages: readonly Page[], files: readonly string[]): string {
  const rules: [string, Record<string, string>][] = [
    ...pages.map(({ address }): [string, Record<string, string>] => [address, PAGE_HEADERS]),
    ...files.map((file): [string, Record<string, string>] => [`/${file}`, fileHeaders(file)]),
    ['/static/*', { ...FILE_HEADERS, 'Cache-Control': IMMUTABLE }],
  ]
  return rules.map(([address, headers]) => `${address}\n${headerLines(headers)}\n`).join('\n')
}

function headerLines(headers: Record<string, string>): string {
  return Object.entries(headers)
    .map(([name, value]) => `  ${name}: ${value}`)
    .join('\n')
}
