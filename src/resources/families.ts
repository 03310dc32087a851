/**
 * The routes whose JSON holds entities of the API, forwarded or cached, by what follows `/v1/`; `*` stands for one
 * segment, an ID or a name. Whatever is not in the table is somebody's data, a file or a stream, and no byte of it is looked at.
 */
const ENTITY_ROUTES: Readonly<Record<string, readonly string[]>> = {
  harnesses: ['', 'import', '*', '*/copy'],
  agents: [
    ...['', 'import', '*', '*/copy', '*/archive', '*/unarchive'],
    ...['*/versions', '*/versions/default', '*/versions/*', '*/versions/*/fork'],
    ...['*/versions/*/rollback', '*/health-checks', '*/health-checks/*'],
  ],
  sessions: [
    ...['', 'chat', '*', '*/fork', '*/cancel', '*/pause', '*/resume'],
    ...['*/archive', '*/unarchive', '*/pin'],
  ],
  orgs: ['', '*', '*/onboarding/complete'],
  apps: ['', '*', '*/copy', '*/publish', '*/unpublish', '*/runs'],
}

/** Stand where an ID or a name stands, and hold no entity. */
const STATIC_SEGMENTS: ReadonlySet<string> = new Set([
  ...['analyze', 'check-name', 'config', 'facets', 'preview', 'stats', 'export'],
])

/** Prefixed once, so that a request costs look-ups only. */
const TEMPLATES: ReadonlySet<string> = new Set(
  Object.entries(ENTITY_ROUTES).flatMap(([family, routes]) =>
    routes.map((route) => (route === '' ? family : `${family}/${route}`)),
  ),
)

/**
 * Tells whether the JSON of a route may hold entities, whose links then lead to the edge.
 *
 * @param path as it went upstream, `/v1/…`
 */
export function holdsEntities(path: string): boolean {
  const [, , family = '', id, ...rest] = path.split('/')
  if (id === undefined) return TEMPLATES.has(family)
  if (TEMPLATES.has([family, id, ...rest].join('/'))) return true
  if (STATIC_SEGMENTS.has(id)) return false
  if (TEMPLATES.has([family, '*', ...rest].join('/'))) return true
  const [child = '', childId, ...deeper] = rest
  return childId !== undefined && TEMPLATES.has([family, '*', child, '*', ...deeper].join('/'))
}
