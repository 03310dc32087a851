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
const STATIC_SEGMENTS = ['analyze', 'check-name', 'config', 'facets', 'preview', 'stats', 'export']

const ANY_SEGMENT = '[^/]*'

const ID_SEGMENT = `(?!(?:${STATIC_SEGMENTS.join('|')})(?:/|$))${ANY_SEGMENT}`

/** All routes as one expression: to cut a path into its segments and look for them takes several times as long. */
const ENTITY_PATH = new RegExp(
  `^/v1/(?:${Object.entries(ENTITY_ROUTES)
    .map(([family, routes]) => `${family}(?:${routes.map(patternOf).join('|')})`)
    .join('|')})$`,
)

function patternOf(route: string): string {
  if (route === '') return ''
  return `/${route.replace('*', ID_SEGMENT).replaceAll('/*', `/${ANY_SEGMENT}`)}`
}

/**
 * Tells whether the JSON of a route may hold entities, whose links then lead to the edge.
 *
 * @param path as it went upstream, `/v1/…`
 */
export function holdsEntities(path: string): boolean {
  return ENTITY_PATH.test(path)
}
