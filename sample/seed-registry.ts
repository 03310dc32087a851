import { ORG_ONE } from './callers.ts'
import { fixedId, HARNESSES_ONE } from './catalogue.ts'
import { MICROS_PER_MS } from './instant.ts'
import type { Content, Organisation, RegistryName, RegistryRow, World } from './model.ts'
import { REGISTRY_KINDS } from './registry.ts'

const DAY_US = 86_400_000 * MICROS_PER_MS

const MODELS = [
  ['atlas-large-2', 'Atlas Large 2', 0, true],
  ['atlas-small-2', 'Atlas Small 2', 0, false],
  ['atlas-large-1', 'Atlas Large 1', 0, false],
  ['quill-9', 'Quill 9', 1, true],
  ['quill-9-fast', 'Quill 9 Fast', 1, false],
  ['quill-embed', 'Quill Embed', 1, false],
] as const

const PROVIDERS = [
  ['Atlas', 'atlas', 'https://api.atlas.example/v1'],
  ['Quill', 'quill', 'https://quill.example/api'],
] as const

const CAPABILITIES = [
  ['session_file_system', 'File system', 'Reads and writes the files of a session.'],
  ['secrets', 'Secrets', 'Hands secrets to tools without showing them.'],
  ['platform_management', 'Platform management', 'Creates agents, harnesses and apps.'],
  ['web_fetch', 'Web fetch', 'Reads public pages.'],
  ['current_time', 'Current time', 'Knows the time of day.'],
  ['session_tasks', 'Tasks', 'Keeps a list of what is to be done.'],
  ['key_value', 'Key and value', 'Remembers small values between turns.'],
  ['code_execution', 'Code', 'Runs programs in a sandbox.'],
  ['image_reading', 'Images', 'Looks at pictures.'],
  ['memory', 'Memory', 'Remembers across sessions.'],
  ['subagents', 'Subagents', 'Hands parts of the work to other agents.'],
  ['guardrails', 'Guardrails', 'Holds answers against rules.'],
] as const

/** Fills in the plain tables that an organisation starts with; nothing of them is random. */
export function seedRegistry(world: World, org: Organisation): void {
  const number = org.id === ORG_ONE ? 1 : 2
  const team = number === 1 ? 'Northwind' : 'Contoso'
  const add = (name: RegistryName, at: number, content: Content, status = 'active', id?: string) =>
    insert(world, org, name, {
      id: id ?? fixedId(REGISTRY_KINDS[name].prefix, number, at),
      at,
      content,
      status,
    })
  for (const [at, [name, type, url]] of PROVIDERS.entries()) {
    add('providers', at + 1, {
      name: `${name} (${team})`,
      provider_type: type,
      base_url: url,
      api_key_set: true,
    })
  }
  for (const [at, [modelId, name, provider, isFavorite]] of MODELS.entries()) {
    add('models', at + 1, {
      model_id: modelId,
      display_name: name,
      provider_id: fixedId('provider', number, provider + 1),
      provider_name: `${PROVIDERS[provider]?.[0]} (${team})`,
      provider_type: PROVIDERS[provider]?.[1],
      capabilities: ['text', 'tools'],
      enabled: true,
      healthy: true,
      is_favorite: isFavorite,
      source: 'discovered',
    })
  }
  for (const [at, [ref, name, description]] of CAPABILITIES.entries()) {
    add('capabilities', at + 1, describeCapability(name, description), 'available', ref)
  }
  // What people write is theirs, links of their own among it.
  add('mcp-servers', 1, {
    name: `${team.toLowerCase()}-crm`,
    description: 'Customers and their orders.',
    url: `https://mcp.${team.toLowerCase()}.example/v1/sessions/mcp`,
    headers: { 'x-team': team },
    transport_type: 'http',
    auth_mode: 'api_key',
    api_key_set: true,
  })
  add('skills', 1, {
    name: 'letter-style',
    description: `How ${team} writes to its customers.`,
    version: '3',
    source_type: 'markdown',
    user_invocable: true,
    metadata: { self_url: `https://wiki.${team.toLowerCase()}.example/v1/skills/letter-style` },
  })
  if (number === 1) seedApps(add)
}

function seedApps(
  add: (name: RegistryName, at: number, content: Content, status?: string) => void,
): void {
  add(
    'apps',
    1,
    {
      name: 'Visitors',
      description: 'The concierge of the public site.',
      harness_id: HARNESSES_ONE.inApp,
      agent_version_policy: 'default',
    },
    'published',
  )
}

function describeCapability(name: string, description: string): Content {
  return {
    name,
    description,
    category: 'core',
    risk_level: 'low',
    dependencies: [],
    features: [],
    config_schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { enabled: { type: 'boolean', description: `Whether ${name} may be used.` } },
    },
  }
}

function insert(
  world: World,
  org: Organisation,
  name: RegistryName,
  { id, at, content, status }: { id: string; at: number; content: Content; status: string },
): void {
  const createdAt = world.now() - at * DAY_US
  const row: RegistryRow = { id, status, createdAt, updatedAt: createdAt, content }
  org.registry[name].set(id, row)
}
