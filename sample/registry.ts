import type { BodyShape } from './json-body.ts'
import type { RegistryName } from './model.ts'

/** How rows of one kind are called, and what a body may say about them. */
export interface RegistryKind {
  /** What IDs begin with, before `_` and 32 hex digits. */
  prefix: string
  noun: string
  /** Operation IDs are `get_<operation>` and so on. */
  operation: string
  /** Changes are for administrators only. */
  adminOnly: boolean
  create: BodyShape
  update: BodyShape
}

/** Every kind: they share one form of list, read and change. */
export const REGISTRY_KINDS: Record<RegistryName, RegistryKind> = {
  apps: {
    prefix: 'app',
    noun: 'App',
    operation: 'app',
    adminOnly: false,
    create: {
      required: ['name', 'harness_id'],
      members: {
        name: 'string',
        description: 'string',
        harness_id: 'string',
        agent_id: 'string',
        channel_type: 'string',
        channel_config: 'object',
      },
    },
    update: {
      members: {
        name: 'string',
        description: 'string',
        harness_id: 'string',
        agent_id: 'string',
        status: 'string',
      },
    },
  },
  capabilities: {
    prefix: 'cap',
    noun: 'Capability',
    operation: 'capability',
    adminOnly: false,
    create: { required: ['definition'], members: { definition: 'object' } },
    update: { members: { definition: 'object', status: 'string' } },
  },
  'mcp-servers': {
    prefix: 'mcp',
    noun: 'MCP server',
    operation: 'mcp_server',
    adminOnly: false,
    create: {
      required: ['name', 'url'],
      members: { name: 'string', description: 'string', url: 'string', headers: 'object' },
    },
    update: {
      members: {
        name: 'string',
        description: 'string',
        url: 'string',
        headers: 'object',
        status: 'string',
      },
    },
  },
  models: {
    prefix: 'model',
    noun: 'Model',
    operation: 'model',
    adminOnly: true,
    create: {
      required: ['model_id', 'display_name'],
      members: { model_id: 'string', display_name: 'string', capabilities: 'array' },
    },
    update: {
      members: { display_name: 'string', enabled: 'boolean', is_favorite: 'boolean' },
    },
  },
  providers: {
    prefix: 'provider',
    noun: 'Provider',
    operation: 'provider',
    adminOnly: true,
    create: {
      required: ['name', 'provider_type'],
      members: { name: 'string', provider_type: 'string', base_url: 'string' },
    },
    update: { members: { name: 'string', base_url: 'string', status: 'string' } },
  },
  skills: {
    prefix: 'skill',
    noun: 'Skill',
    operation: 'skill',
    adminOnly: false,
    create: {
      required: ['name', 'description'],
      members: { name: 'string', description: 'string', metadata: 'object' },
    },
    update: { members: { name: 'string', description: 'string', status: 'string' } },
  },
}
