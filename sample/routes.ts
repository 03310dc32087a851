import { getMe, resolveOrg, switchOrg } from './account-routes.ts'
import {
  copyAgent,
  createAgent,
  deleteAgent,
  getAgent,
  getAgentStats,
  listAgents,
  listAgentVersions,
  replaceAgent,
  updateAgent,
} from './agent-routes.ts'
import { listEvents } from './event-routes.ts'
import { downloadFile, exportAgent, getAvatar } from './file-routes.ts'
import {
  checkHarnessName,
  getHarness,
  getHarnessStats,
  listHarnessExamples,
  listHarnesses,
} from './harness-reads.ts'
import {
  archiveHarness,
  copyHarness,
  createHarness,
  deleteHarness,
  importHarness,
  previewHarness,
  updateHarness,
} from './harness-writes.ts'
import {
  getHealthCheck,
  getLatestHealthCheck,
  listHealthChecks,
  triggerHealthCheck,
} from './health-check-routes.ts'
import { listNotifications, readNotification } from './notification-routes.ts'
import {
  getConfig,
  getFeatureFlags,
  getOrg,
  listOrgs,
  PROVIDER_DRIVERS,
  updateFeatureFlags,
  updateOrg,
} from './organisation-routes.ts'
import { json } from './problem.ts'
import { publishApp, registryRoutes } from './registry-routes.ts'
import { type Handler, inOrganisation, type Route } from './router.ts'
import { getSessionFacets } from './session-facets.ts'
import { listSessions } from './session-list.ts'
import {
  archiveSession,
  createSession,
  deleteSession,
  exportSession,
  getSession,
  pinSession,
  updateSession,
} from './session-routes.ts'
import { finishLogin, login, logout, refresh } from './sign-in-routes.ts'
import { streamEvents } from './sse.ts'
import { getSessionStats } from './stats.ts'
import { cancelTurn, createMessage, listMessages, submitToolResults } from './turn-routes.ts'

/** Routes for a caller in an organisation. */
const ORGANISATION_ROUTES: readonly (readonly [string, string, Handler])[] = [
  ['GET', '/v1/harnesses', listHarnesses],
  ['POST', '/v1/harnesses', createHarness],
  ['GET', '/v1/harnesses/config', getConfig('harness')],
  ['GET', '/v1/harnesses/check-name', checkHarnessName],
  ['POST', '/v1/harnesses/import', importHarness],
  ['POST', '/v1/harnesses/preview', previewHarness],
  ['GET', '/v1/harnesses/:x', getHarness],
  ['PATCH', '/v1/harnesses/:x', updateHarness],
  ['DELETE', '/v1/harnesses/:x', archiveHarness],
  ['GET', '/v1/harnesses/:x/stats', getHarnessStats],
  ['POST', '/v1/harnesses/:x/copy', copyHarness],
  ['POST', '/v1/harnesses/:x/delete', deleteHarness],
  ['GET', '/v1/harness-examples', listHarnessExamples],
  ['GET', '/v1/agents', listAgents],
  ['POST', '/v1/agents', createAgent],
  ['GET', '/v1/agents/config', getConfig('agent')],
  ['POST', '/v1/agents/import', createAgent],
  ['GET', '/v1/agents/:id', getAgent],
  ['PUT', '/v1/agents/:id', replaceAgent],
  ['PATCH', '/v1/agents/:id', updateAgent],
  ['DELETE', '/v1/agents/:id', deleteAgent],
  ['POST', '/v1/agents/:id/copy', copyAgent],
  ['GET', '/v1/agents/:id/versions', listAgentVersions],
  ['GET', '/v1/agents/:id/avatar', getAvatar],
  ['GET', '/v1/agents/:id/export', exportAgent],
  ['GET', '/v1/agents/:id/stats', getAgentStats],
  ['GET', '/v1/agents/:id/health-checks', listHealthChecks],
  ['POST', '/v1/agents/:id/health-checks', triggerHealthCheck],
  ['GET', '/v1/agents/:id/health-checks/latest', getLatestHealthCheck],
  ['GET', '/v1/agents/:id/health-checks/:run', getHealthCheck],
  ['GET', '/v1/sessions', listSessions],
  ['POST', '/v1/sessions', createSession],
  ['GET', '/v1/sessions/config', getConfig('session')],
  ['GET', '/v1/sessions/facets', getSessionFacets],
  ['GET', '/v1/sessions/stats', getSessionStats],
  ['GET', '/v1/sessions/:id', getSession],
  ['PATCH', '/v1/sessions/:id', updateSession],
  ['DELETE', '/v1/sessions/:id', deleteSession],
  ['POST', '/v1/sessions/:id/archive', archiveSession(true)],
  ['POST', '/v1/sessions/:id/unarchive', archiveSession(false)],
  ['PUT', '/v1/sessions/:id/pin', pinSession(true)],
  ['DELETE', '/v1/sessions/:id/pin', pinSession(false)],
  ['POST', '/v1/sessions/:id/cancel', cancelTurn],
  ['GET', '/v1/sessions/:id/messages', listMessages],
  ['POST', '/v1/sessions/:id/messages', createMessage],
  ['POST', '/v1/sessions/:id/tool-results', submitToolResults],
  ['GET', '/v1/sessions/:id/events', listEvents],
  ['GET', '/v1/sessions/:id/sse', streamEvents],
  ['GET', '/v1/sessions/:id/export', exportSession],
  ['GET', '/v1/orgs/:id', getOrg],
  ['PATCH', '/v1/orgs/:id', updateOrg],
  ['GET', '/v1/orgs/:id/feature-flags', getFeatureFlags],
  ['PATCH', '/v1/orgs/:id/feature-flags', updateFeatureFlags],
  ['GET', '/v1/workspaces/:id/fs/_/download/:path', downloadFile],
  ['GET', '/v1/notifications', listNotifications],
  ['POST', '/v1/notifications/:id/read', readNotification],
  ['GET', '/v1/apps/config', getConfig('app')],
  ['GET', '/v1/mcp-servers/config', getConfig('mcp_server')],
  ['GET', '/v1/models/config', getConfig('model')],
  ['GET', '/v1/providers/config', getConfig('provider', PROVIDER_DRIVERS)],
  ['GET', '/v1/skills/config', getConfig('skill')],
  ['POST', '/v1/apps/:id/publish', publishApp(true)],
  ['POST', '/v1/apps/:id/unpublish', publishApp(false)],
  ...registryRoutes(),
]

/** Everything the sample API serves. */
export const ROUTES: readonly Route[] = [
  ['GET', '/health', () => json({ status: 'ok' })],
  ['GET', '/v1/auth/me', getMe],
  ['GET', '/v1/auth/login', login],
  ['GET', '/v1/auth/callback', finishLogin],
  ['POST', '/v1/auth/refresh', refresh],
  ['POST', '/v1/auth/logout', logout],
  ['GET', '/v1/resolve-org', resolveOrg],
  ['GET', '/v1/orgs', listOrgs],
  ['POST', '/v1/users/me/switch-org', switchOrg],
  ...ORGANISATION_ROUTES.map(
    ([method, pattern, handler]): Route => [method, pattern, inOrganisation(handler)],
  ),
]
