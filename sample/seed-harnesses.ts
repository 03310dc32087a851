import { ORG_ONE } from './callers.ts'
import { HARNESS_NAMES, HARNESSES_ONE, HARNESSES_TWO } from './catalogue.ts'
import { MICROS_PER_MS } from './instant.ts'
import type { Harness, World } from './model.ts'

const DAY_MS = 86_400_000

interface Row {
  key: keyof typeof HARNESS_NAMES
  display: string
  description: string
  ageDays: number
  builtIn?: true
  archived?: true
  parent?: keyof typeof HARNESS_NAMES
  tags?: string[]
  capabilities: string[]
  ownLinks?: true
}

/** What people keep in a harness is theirs, links that look like the API's among it. */
const PEOPLES_OWN = {
  embedder_metadata: {
    team: 'web',
    self_url: 'https://api.stripe.com/v1/customers/cus_1',
    next_url: 'n/a',
  },
  mcpServers: {
    crm: { url: 'https://mcp.example/v1/sessions/mcp', self_url: '' },
  },
}

const PEOPLES_CONFIG = {
  allowed_actions: [{ rel: 'open', href: 'https://crm.example/v1/harnesses/7' }],
}

const ROWS: readonly Row[] = [
  {
    key: 'base',
    display: 'Base',
    description: 'Nothing but the loop.',
    ageDays: 400,
    builtIn: true,
    capabilities: [],
  },
  {
    key: 'generic',
    display: 'Generic',
    description: 'File system and secrets; a safe start for new agents.',
    ageDays: 400,
    builtIn: true,
    parent: 'base',
    capabilities: ['session_file_system', 'secrets'],
  },
  {
    key: 'platformChat',
    display: 'Platform Chat',
    description: 'Answers questions about the platform itself.',
    ageDays: 400,
    builtIn: true,
    parent: 'base',
    capabilities: ['platform_management'],
  },
  {
    key: 'supportTriage',
    display: 'Support Triage',
    description: 'Sorts incoming tickets and drafts the first reply.',
    ageDays: 180,
    parent: 'generic',
    tags: ['support', 'production'],
    capabilities: ['web_fetch', 'current_time'],
  },
  {
    key: 'archived',
    display: 'Release Notes',
    description: 'Wrote release notes until the team stopped reading them.',
    ageDays: 300,
    archived: true,
    capabilities: ['web_fetch'],
  },
  {
    key: 'unused',
    display: 'Invoice Audit',
    description: 'Compares invoices with orders. Nobody has started it yet.',
    ageDays: 3,
    tags: ['finance'],
    capabilities: ['session_file_system'],
  },
  {
    key: 'orgDefault',
    display: 'Deep Research',
    description: 'Plans, reads widely and cites its sources.',
    ageDays: 120,
    parent: 'generic',
    tags: ['research'],
    capabilities: ['web_fetch', 'session_tasks'],
  },
  {
    key: 'inApp',
    display: 'Web Concierge',
    description: 'Greets visitors of the public site.',
    ownLinks: true,
    ageDays: 60,
    tags: ['app'],
    capabilities: ['web_fetch'],
  },
]

/** The harnesses an organisation starts with. */
export function seedHarnesses(world: World, orgId: string): Harness[] {
  const isFirst = orgId === ORG_ONE
  const ids: Partial<Record<keyof typeof HARNESS_NAMES, string>> = isFirst
    ? HARNESSES_ONE
    : HARNESSES_TWO
  return ROWS.flatMap((row) => {
    const id = ids[row.key]
    return id ? [createRow(world, row, id, row.parent && ids[row.parent], isFirst)] : []
  })
}

function createRow(
  world: World,
  row: Row,
  id: string,
  parentId: string | undefined,
  isFirst: boolean,
): Harness {
  const { random } = world
  const createdAt = world.now() - row.ageDays * DAY_MS * MICROS_PER_MS - random.between(0, 999_999)
  const updatedAt = createdAt + random.between(1, DAY_MS) * MICROS_PER_MS
  const team = isFirst ? 'Northwind' : 'Contoso'
  return {
    id,
    name: HARNESS_NAMES[row.key],
    status: row.archived ? 'archived' : 'active',
    isBuiltIn: row.builtIn ?? false,
    parentId,
    createdAt,
    updatedAt,
    archivedAt: row.archived ? updatedAt : undefined,
    content: {
      display_name: row.builtIn ? row.display : `${row.display} (${team})`,
      description: row.description,
      system_prompt: `You work for ${team}. ${row.description}`,
      tags: row.tags ?? [],
      capabilities: row.capabilities.map((ref) => ({
        ref,
        config: row.ownLinks ? PEOPLES_CONFIG : {},
      })),
      initial_files: row.builtIn ? [] : [{ path: 'TEAM.md', content: `# ${team}\n` }],
      ...(row.builtIn ? {} : { embedder_metadata: { team: team.toLowerCase() } }),
      ...(row.ownLinks ? PEOPLES_OWN : {}),
    },
  }
}
