// Generated from the description of the upstream's API by
// `node scripts/operations.ts <openapi.json>`. Do not edit.
// Stands for several operations, the shortest path is kept: create_session
// Stands for several operations, the shortest path is kept: get_session
// Stands for several operations, the shortest path is kept: list_tasks

/** One line a path: the path template, then an operation ID and its method for each. */
export const OPERATION_TABLE = `
/v1/agents list_agents GET create_agent POST
/v1/agents/analyze analyze_agent POST
/v1/agents/check-name check_agent_name GET
/v1/agents/config agent_config GET
/v1/agents/import import_agent POST
/v1/agents/preview preview_agent POST
/v1/agents/{agent_id} delete_agent DELETE get_agent GET update_agent PATCH upsert_agent PUT
/v1/agents/{agent_id}/copy copy_agent POST
/v1/agents/{agent_id}/export export_agent GET
/v1/agents/{agent_id}/health-checks list_health_checks GET trigger_health_check POST
/v1/agents/{agent_id}/health-checks/latest get_latest_health_check GET
/v1/agents/{agent_id}/health-checks/{run_id} get_health_check GET
/v1/agents/{agent_id}/stats get_agent_stats GET
/v1/agents/{agent_id}/versions list_agent_versions GET create_agent_version POST
/v1/agents/{agent_id}/versions/default set_default_agent_version POST
/v1/agents/{agent_id}/versions/{from_version_id}/diff/{to_version_id} diff_agent_versions GET
/v1/agents/{agent_id}/versions/{version_id}/fork fork_agent_version POST
/v1/agents/{agent_id}/versions/{version_id}/rollback rollback_agent_version POST
/v1/agents/{agent_id}/voice/sessions create_agent_voice_session POST
/v1/apps list_apps GET create_app POST
/v1/apps/config app_config GET
/v1/apps/{app_id} delete_app DELETE get_app GET update_app PATCH
/v1/apps/{app_id}/a2a-channels add_a2a_channel POST
/v1/apps/{app_id}/a2a-channels/{channel_id}/regenerate-key regenerate_a2a_key POST
/v1/apps/{app_id}/a2a/{channel_id} invoke_a2a POST
/v1/apps/{app_id}/a2a/{channel_id}/.well-known/agent-card.json agent_card GET
/v1/apps/{app_id}/api-endpoint-channels add_api_endpoint_channel POST
/v1/apps/{app_id}/api-endpoint-channels/{channel_id}/regenerate-key regenerate_api_endpoint_key POST
/v1/apps/{app_id}/api/{channel_id}/sessions/{session_id}/cancel cancel_session POST
/v1/apps/{app_id}/api/{channel_id}/sessions/{session_id}/messages post_message POST
/v1/apps/{app_id}/fcp handshake GET message POST
/v1/apps/{app_id}/publish publish_app POST
/v1/apps/{app_id}/runs list_app_runs GET
/v1/apps/{app_id}/unpublish unpublish_app POST
/v1/apps/{app_id}/webhooks/{channel_id} invoke_webhook POST
/v1/capabilities list_capabilities GET create_declarative_capability POST
/v1/capabilities/declarative list_declarative_capabilities GET
/v1/capabilities/declarative/config declarative_capabilities_config GET
/v1/capabilities/declarative/{capability_id} delete_declarative_capability DELETE get_declarative_capability GET update_declarative_capability PATCH
/v1/capabilities/declarative/{capability_id}/delete destroy_declarative_capability POST
/v1/capabilities/guardrails/dry-run dry_run_guardrails POST
/v1/capabilities/guardrails/examples list_guardrail_examples GET
/v1/capabilities/{capability_id} get_capability GET
/v1/durable/circuit-breakers list_circuit_breakers GET
/v1/durable/circuit-breakers/{key} delete_circuit_breaker DELETE get_circuit_breaker GET
/v1/durable/circuit-breakers/{key}/close force_close_circuit_breaker POST
/v1/durable/circuit-breakers/{key}/open force_open_circuit_breaker POST
/v1/durable/config durable_config GET
/v1/durable/dlq list_dlq GET
/v1/durable/dlq/{dlq_id}/retry retry_dlq POST
/v1/durable/executions/{execution_id} get_execution GET
/v1/durable/health get_health GET
/v1/durable/metrics/timeseries get_metrics_timeseries GET
/v1/durable/schedules list_schedules GET create_schedule POST
/v1/durable/schedules/{schedule_id} delete_schedule DELETE get_schedule GET update_schedule PATCH
/v1/durable/schedules/{schedule_id}/executions list_schedule_executions GET
/v1/durable/schedules/{schedule_id}/pause pause_schedule POST
/v1/durable/schedules/{schedule_id}/resume resume_schedule POST
/v1/durable/schedules/{schedule_id}/stats get_schedule_stats GET
/v1/durable/schedules/{schedule_id}/trigger trigger_schedule POST
/v1/durable/sse stream_durable_sse GET
/v1/durable/tasks list_tasks GET enqueue_task POST
/v1/durable/workers list_workers GET
/v1/durable/workers/{worker_id}/drain drain_worker POST
/v1/durable/workers/{worker_id}/resume resume_worker POST
/v1/durable/workflows list_workflows GET
/v1/durable/workflows/{workflow_id} get_workflow GET
/v1/durable/workflows/{workflow_id}/cancel cancel_workflow POST
/v1/durable/workflows/{workflow_id}/events get_workflow_events GET
/v1/durable/workflows/{workflow_id}/signal send_signal POST
/v1/durable/workflows/{workflow_id}/sse stream_workflow_sse GET
/v1/harness-examples list_examples GET
/v1/harnesses list_harnesses GET create_harness POST
/v1/harnesses/check-name check_harness_name GET
/v1/harnesses/config harness_config GET
/v1/harnesses/import import_harness POST
/v1/harnesses/preview preview_harness POST
/v1/harnesses/{harness_id} delete_harness DELETE get_harness GET update_harness PATCH
/v1/harnesses/{harness_id}/copy copy_harness POST
/v1/harnesses/{harness_id}/stats get_harness_stats GET
/v1/images list_images GET upload_image POST
/v1/images/{image_id} delete_image DELETE get_image GET
/v1/images/{image_id}/thumbnail get_thumbnail GET
/v1/knowledge-bases list_kbs GET create_kb POST
/v1/knowledge-bases/{kb_id} delete_kb DELETE get_kb GET update_kb PATCH
/v1/knowledge-bases/{kb_id}/entries list_entries GET create_entry POST
/v1/knowledge-bases/{kb_id}/entries/{entry_id} delete_entry DELETE get_entry GET update_entry PATCH
/v1/knowledge-bases/{kb_id}/okf_export export_okf GET
/v1/knowledge-bases/{kb_id}/okf_import import_okf POST
/v1/knowledge-indexes list_indexes GET create_index POST
/v1/knowledge-indexes/{index_id} delete_index DELETE get_index GET update_index PATCH
/v1/knowledge-indexes/{index_id}/documents list_documents GET
/v1/knowledge-indexes/{index_id}/sync sync_index POST
/v1/mcp-servers list_mcp_servers GET create_mcp_server POST
/v1/mcp-servers/config mcp_server_config GET
/v1/mcp-servers/{server_id} delete_mcp_server DELETE get_mcp_server GET update_mcp_server PATCH
/v1/memories list_memories GET create_memory POST
/v1/memories/{memory_id} delete_memory DELETE get_memory GET update_memory PATCH
/v1/memories/{memory_id}/fs list_root GET
/v1/memories/{memory_id}/fs/_/download/{path} download_action GET
/v1/memories/{memory_id}/fs/_/grep grep_action POST
/v1/memories/{memory_id}/fs/_/stat stat_action POST
/v1/memories/{memory_id}/fs/{path} delete_file DELETE get_file GET create_file POST update_file PUT
/v1/memories/{memory_id}/sync sync_memory_now POST
/v1/models list_all_models GET
/v1/models/config model_config GET
/v1/models/{id} delete_model DELETE get_model GET update_model PATCH
/v1/orgs list_organizations GET create_organization POST
/v1/orgs/{org} get_organization GET update_organization PATCH
/v1/orgs/{org}/feature-flags get_org_feature_flags GET update_org_feature_flags PATCH
/v1/orgs/{org}/feature-flags/settings get_org_feature_flag_settings GET
/v1/orgs/{org}/onboarding/complete complete_org_onboarding POST
/v1/payments/accounts list_payment_accounts GET create_payment_account POST
/v1/payments/accounts/{payment_account_id} disable_payment_account DELETE get_payment_account GET update_payment_account PATCH
/v1/payments/attempts list_payment_attempts GET
/v1/payments/policies list_payment_policies GET create_payment_policy POST
/v1/payments/policies/{payment_policy_id} disable_payment_policy DELETE get_payment_policy GET update_payment_policy PATCH
/v1/plugin_marketplaces list_plugin_marketplaces GET create_plugin_marketplace POST
/v1/plugin_marketplaces/{id} delete_plugin_marketplace DELETE get_plugin_marketplace GET update_plugin_marketplace PATCH
/v1/plugin_marketplaces/{id}/plugins get_marketplace_catalog GET
/v1/plugin_marketplaces/{id}/sync sync_plugin_marketplace POST
/v1/plugins list_plugins GET install_plugin POST
/v1/plugins/{id} uninstall_plugin DELETE get_plugin GET patch_installed_plugin PATCH
/v1/plugins/{id}/update update_plugin POST
/v1/providers list_providers GET create_provider POST
/v1/providers/config provider_config GET
/v1/providers/{id} delete_provider DELETE get_provider GET update_provider PATCH
/v1/providers/{id}/sync-models sync_models POST
/v1/providers/{provider_id}/models list_provider_models GET create_model POST
/v1/reports/admin/backfill backfill_reporting POST
/v1/reports/admin/diagnostics get_diagnostics GET
/v1/reports/catalog get_catalog GET
/v1/reports/projector/run run_projector POST
/v1/reports/query run_query POST
/v1/reports/query/export export_query POST
/v1/reports/saved list_saved_reports GET create_saved_report POST
/v1/reports/saved/{report_id} delete_saved_report DELETE get_saved_report GET update_saved_report PATCH
/v1/reports/saved/{report_id}/export export_saved_report POST
/v1/reports/saved/{report_id}/run run_saved_report POST
/v1/resolve-org resolve_org GET
/v1/sessions list_sessions GET create_session POST
/v1/sessions/chat get_or_create_chat_session POST
/v1/sessions/chat/voice create_chat_voice_session POST
/v1/sessions/stats get_session_stats GET
/v1/sessions/{session_id} delete_session DELETE get_session GET update_session PATCH
/v1/sessions/{session_id}/cancel cancel_turn POST
/v1/sessions/{session_id}/context-report get_session_context_report GET
/v1/sessions/{session_id}/databases list_databases GET create_database POST
/v1/sessions/{session_id}/databases/{name} delete_database DELETE get_database GET
/v1/sessions/{session_id}/databases/{name}/schema get_schema GET
/v1/sessions/{session_id}/events list_events GET
/v1/sessions/{session_id}/events/summary events_summary GET
/v1/sessions/{session_id}/export export_session_jsonl GET
/v1/sessions/{session_id}/fork fork_session POST
/v1/sessions/{session_id}/git/branches create_branch POST
/v1/sessions/{session_id}/git/branches/{name} delete_branch DELETE
/v1/sessions/{session_id}/git/commit commit POST
/v1/sessions/{session_id}/git/diff diff GET
/v1/sessions/{session_id}/git/log log GET
/v1/sessions/{session_id}/git/refs list_refs GET
/v1/sessions/{session_id}/messages list_messages GET create_message POST
/v1/sessions/{session_id}/participants list_session_participants GET add_session_participant POST
/v1/sessions/{session_id}/participants/{participant_id} leave_session_participant DELETE
/v1/sessions/{session_id}/pin unpin_session DELETE pin_session PUT
/v1/sessions/{session_id}/resources list_resources GET
/v1/sessions/{session_id}/sandbox get_sandbox GET manage_sandbox POST
/v1/sessions/{session_id}/sse stream_sse GET
/v1/sessions/{session_id}/storage/keys list_keys GET
/v1/sessions/{session_id}/storage/secrets list_secrets GET batch_set_secrets PUT
/v1/sessions/{session_id}/tasks/{task_id} get_task GET
/v1/sessions/{session_id}/tasks/{task_id}/cancel cancel_task POST
/v1/sessions/{session_id}/tasks/{task_id}/messages post_task_message POST
/v1/sessions/{session_id}/tool-results submit_tool_results POST
/v1/sessions/{session_id}/voice/calls create_call POST
/v1/sessions/{session_id}/voice/client-secret create_client_secret POST
/v1/sessions/{session_id}/voice/{voice_connection_id}/attach attach_call POST
/v1/sessions/{session_id}/voice/{voice_connection_id}/end end_call POST
/v1/skills list_skills GET create_skill POST
/v1/skills/config skill_config GET
/v1/skills/upload upload_skill POST
/v1/skills/usage list_skills_usage GET
/v1/skills/validate validate_skill POST
/v1/skills/{skill_id} delete_skill DELETE get_skill GET update_skill PATCH
/v1/skills/{skill_id}/content get_skill_content GET
/v1/task-webhooks list_webhooks GET create_webhook POST
/v1/task-webhooks/{webhook_id} delete_webhook DELETE get_webhook GET update_webhook PATCH
/v1/tasks list_org_tasks GET
/v1/users list_users GET
/v1/users/me delete_account DELETE update_profile PATCH
/v1/users/me/export export_user_data GET
/v1/users/me/switch-org switch_org POST
/v1/workspaces list_workspaces GET create_workspace POST
/v1/workspaces/{workspace_id} delete_workspace DELETE get_workspace GET update_workspace PATCH
/v1/workspaces/{workspace_id}/fs get_root GET
/v1/workspaces/{workspace_id}/fs/_/copy copy_file POST
/v1/workspaces/{workspace_id}/fs/_/download/{path} download_path GET
/v1/workspaces/{workspace_id}/fs/_/grep grep_files POST
/v1/workspaces/{workspace_id}/fs/_/move move_file POST
/v1/workspaces/{workspace_id}/fs/_/preview/{path} preview_path GET
/v1/workspaces/{workspace_id}/fs/_/stat stat_file POST
/v1/workspaces/{workspace_id}/fs/{path} delete_path DELETE get_path GET create_path POST update_path PUT
`
