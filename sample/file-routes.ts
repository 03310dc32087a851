import { requireAgent } from './agent-lookup.ts'
import { hashConfig } from './health-check.ts'
import { plain, refuse } from './problem.ts'
import type { Handler } from './router.ts'

const encoder = new TextEncoder()

/** Files of every workspace: what people's programs wrote, active content among it. */
const FILES: Record<string, { type: string; text: string; fileName: string }> = {
  'report.pdf': {
    type: 'application/pdf',
    text: `%PDF-1.7\n${'0123456789'.repeat(400)}\n%%EOF\n`,
    fileName: 'Übersicht 2026.pdf',
  },
  'page.html': {
    type: 'text/html; charset=utf-8',
    text: '<!doctype html><title>Report</title><script>document.title = "ran"</script>',
    fileName: 'page.html',
  },
  'drawing.svg': {
    type: 'image/svg+xml',
    text: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    fileName: 'drawing.svg',
  },
  'feed.xml': {
    type: 'application/xml',
    text: '<?xml version="1.0"?><feed/>',
    fileName: 'feed.xml',
  },
  'data.json': {
    type: 'application/json',
    text: '{"self_url":"https://app.everruns.com/api/v1/sessions/session_1","n":1}',
    fileName: 'data.json',
  },
}

/**
 * `GET /v1/agents/{id}/avatar`: for everybody and for a year, with an ETag; a 304 says nothing of caching.
 */
export const getAvatar: Handler = ({ request, params, caller }) => {
  const agent = requireAgent(caller, params.id ?? '')
  const tag = `"${hashConfig({ outdated: agent.name }).slice(0, 16)}"`
  if (request.headers.get('if-none-match') === tag) {
    return new Response(null, { status: 304, headers: { etag: tag } })
  }
  const letter = agent.name.slice(0, 1).toUpperCase()
  return new Response(`<svg xmlns="http://www.w3.org/2000/svg"><text>${letter}</text></svg>`, {
    headers: {
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=31536000, immutable',
      'access-control-allow-origin': '*',
      etag: tag,
    },
  })
}

/** `GET /v1/agents/{id}/export`: a download in Markdown, or in JSON with `format=json`. */
export const exportAgent: Handler = ({ url, params, caller }) => {
  const { name, content } = requireAgent(caller, params.id ?? '')
  const isJson = url.searchParams.get('format') === 'json'
  const text = isJson
    ? JSON.stringify({ name, ...content })
    : `# ${name}\n\n${content.system_prompt}\n`
  const extension = isJson ? 'json' : 'md'
  return new Response(text, {
    headers: {
      'content-type': isJson ? 'application/json' : 'text/markdown; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.${extension}"`,
    },
  })
}

/**
 * `GET /v1/workspaces/{id}/fs/_/download/{name}`: with bytes above 0x7F in its headers (workerd writes
 * them as UTF-8), an ETag, and ranges.
 * `inline=true` shows it.
 */
export const downloadFile: Handler = ({ request, url, params }) => {
  const file = FILES[params.path ?? ''] ?? refuse(404, 'File not found')
  const bytes = encoder.encode(file.text)
  const kind = url.searchParams.get('inline') === 'true' ? 'inline' : 'attachment'
  const headers = {
    'content-type': file.type,
    'content-disposition': `${kind}; filename="${file.fileName}"`,
    'accept-ranges': 'bytes',
    etag: `"${params.path}-1"`,
  }
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range') ?? '') ?? []
  if (from === undefined) return new Response(bytes, { headers })
  const first = Number(from)
  const last = to ? Math.min(Number(to), bytes.length - 1) : bytes.length - 1
  if (first > last) {
    const refused = plain(416, 'range not satisfiable')
    refused.headers.set('content-range', `bytes */${bytes.length}`)
    return refused
  }
  return new Response(bytes.slice(first, last + 1), {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${first}-${last}/${bytes.length}` },
  })
}
