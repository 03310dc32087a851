// Generated from the description of the upstream's API by
// `node scripts/operations.ts <openapi.json>`. Do not edit.
// Stands for several operations, the shortest path is kept: create_session
// Stands for several operations, the shortest path is kept: get_session
// Stands for several operations, the shortest path is kept: list_tasks

/** A line a path that goes on from the lines above it with less blanks; operation IDs, each with its method, or a GET. */
export const OPERATION_TABLE = `
/v1
 /agents list_agents create_agent:POST
  /analyze analyze_agent:POST
  /check-name check_agent_name
  /config agent_config
  /import import_agent:POST
  /preview preview_agent:POST
  /{agent_id} delete_agent:DELETE get_agent update_agent:PATCH upsert_agent:PUT
   /copy copy_agent:POST
   /export export_agent
   /health-checks list_health_checks trigger_health_check:POST
    /latest get_latest_health_check
    /{run_id} get_health_check
   /stats get_agent_stats
   /versions list_agent_versions create_agent_version:POST
    /default set_default_agent_version:POST
    /{from_version_id}/diff/{to_version_id} diff_agent_versions
    /{version_id}
     /fork fork_agent_version:POST
     /rollback rollback_agent_version:POST
   /voice/sessions create_agent_voice_session:POST
 /apps list_apps create_app:POST
  /config app_config
  /{app_id} delete_app:DELETE get_app update_app:PATCH
   /a2a/{channel_id} invoke_a2a:POST
    /.well-known/agent-card.json agent_card
   /a2a-channels add_a2a_channel:POST
    /{channel_id}/regenerate-key regenerate_a2a_key:POST
   /api/{channel_id}/sessions/{session_id}
    /cancel cancel_session:POST
    /messages post_message:POST
   /api-endpoint-channels add_api_endpoint_channel:POST
    /{channel_id}/regenerate-key regenerate_api_endpoint_key:POST
   /fcp handshake message:POST
   /publish publish_app:POST
   /runs list_app_runs
   /unpublish unpublish_app:POST
   /webhooks/{channel_id} invoke_webhook:POST
 /capabilities list_capabilities create_declarative_capability:POST
  /declarative list_declarative_capabilities
   /config declarative_capabilities_config
   /{capability_id} delete_declarative_capability:DELETE get_declarative_capability update_declarative_capability:PATCH
    /delete destroy_declarative_capability:POST
  /guardrails
   /dry-run dry_run_guardrails:POST
   /examples list_guardrail_examples
  /{capability_id} get_capability
 /durable
  /circuit-breakers list_circuit_breakers
   /{key} delete_circuit_breaker:DELETE get_circuit_breaker
    /close force_close_circuit_breaker:POST
    /open force_open_circuit_breaker:POST
  /config durable_config
  /dlq list_dlq
   /{dlq_id}/retry retry_dlq:POST
  /executions/{execution_id} get_execution
  /health get_health
  /metrics/timeseries get_metrics_timeseries
  /schedules list_schedules create_schedule:POST
   /{schedule_id} delete_schedule:DELETE get_schedule update_schedule:PATCH
    /executions list_schedule_executions
    /pause pause_schedule:POST
    /resume resume_schedule:POST
    /stats get_schedule_stats
    /trigger trigger_schedule:POST
  /sse stream_durable_sse
  /tasks list_tasks enqueue_task:POST
  /workers list_workers
   /{worker_id}
    /drain drain_worker:POST
    /resume resume_worker:POST
  /workflows list_workflows
   /{workflow_id} get_workflow
    /cancel cancel_workflow:POST
    /events get_workflow_events
    /signal send_signal:POST
    /sse stream_workflow_sse
 /harness-examples list_examples
 /harnesses list_harnesses create_harness:POST
  /check-name check_harness_name
  /config harness_config
  /import import_harness:POST
  /preview preview_harness:POST
  /{harness_id} delete_harness:DELETE get_harness update_harness:PATCH
   /copy copy_harness:POST
   /stats get_harness_stats
 /images list_images upload_image:POST
  /{image_id} delete_image:DELETE get_image
   /thumbnail get_thumbnail
 /knowledge-bases list_kbs create_kb:POST
  /{kb_id} delete_kb:DELETE get_kb update_kb:PATCH
   /entries list_entries create_entry:POST
    /{entry_id} delete_entry:DELETE get_entry update_entry:PATCH
   /okf_export export_okf
   /okf_import import_okf:POST
 /knowledge-indexes list_indexes create_index:POST
  /{index_id} delete_index:DELETE get_index update_index:PATCH
   /documents list_documents
   /sync sync_index:POST
 /mcp-servers list_mcp_servers create_mcp_server:POST
  /config mcp_server_config
  /{server_id} delete_mcp_server:DELETE get_mcp_server update_mcp_server:PATCH
 /memories list_memories create_memory:POST
  /{memory_id} delete_memory:DELETE get_memory update_memory:PATCH
   /fs list_root
    /_
     /download/{path} download_action
     /grep grep_action:POST
     /stat stat_action:POST
    /{path} delete_file:DELETE get_file create_file:POST update_file:PUT
   /sync sync_memory_now:POST
 /models list_all_models
  /config model_config
  /{id} delete_model:DELETE get_model update_model:PATCH
 /orgs list_organizations create_organization:POST
  /{org} get_organization update_organization:PATCH
   /feature-flags get_org_feature_flags update_org_feature_flags:PATCH
    /settings get_org_feature_flag_settings
   /onboarding/complete complete_org_onboarding:POST
 /payments
  /accounts list_payment_accounts create_payment_account:POST
   /{payment_account_id} disable_payment_account:DELETE get_payment_account update_payment_account:PATCH
  /attempts list_payment_attempts
  /policies list_payment_policies create_payment_policy:POST
   /{payment_policy_id} disable_payment_policy:DELETE get_payment_policy update_payment_policy:PATCH
 /plugin_marketplaces list_plugin_marketplaces create_plugin_marketplace:POST
  /{id} delete_plugin_marketplace:DELETE get_plugin_marketplace update_plugin_marketplace:PATCH
   /plugins get_marketplace_catalog
   /sync sync_plugin_marketplace:POST
 /plugins list_plugins install_plugin:POST
  /{id} uninstall_plugin:DELETE get_plugin patch_installed_plugin:PATCH
   /update update_plugin:POST
 /providers list_providers create_provider:POST
  /config provider_config
  /{id} delete_provider:DELETE get_provider update_provider:PATCH
   /sync-models sync_models:POST
  /{provider_id}/models list_provider_models create_model:POST
 /reports
  /admin
   /backfill backfill_reporting:POST
   /diagnostics get_diagnostics
  /catalog get_catalog
  /projector/run run_projector:POST
  /query run_query:POST
   /export export_query:POST
  /saved list_saved_reports create_saved_report:POST
   /{report_id} delete_saved_report:DELETE get_saved_report update_saved_report:PATCH
    /export export_saved_report:POST
    /run run_saved_report:POST
 /resolve-org resolve_org
 /sessions list_sessions create_session:POST
  /chat get_or_create_chat_session:POST
   /voice create_chat_voice_session:POST
  /stats get_session_stats
  /{session_id} delete_session:DELETE get_session update_session:PATCH
   /cancel cancel_turn:POST
   /context-report get_session_context_report
   /databases list_databases create_database:POST
    /{name} delete_database:DELETE get_database
     /schema get_schema
   /events list_events
    /summary events_summary
   /export export_session_jsonl
   /fork fork_session:POST
   /git
    /branches create_branch:POST
     /{name} delete_branch:DELETE
    /commit commit:POST
    /diff diff
    /log log
    /refs list_refs
   /messages list_messages create_message:POST
   /participants list_session_participants add_session_participant:POST
    /{participant_id} leave_session_participant:DELETE
   /pin unpin_session:DELETE pin_session:PUT
   /resources list_resources
   /sandbox get_sandbox manage_sandbox:POST
   /sse stream_sse
   /storage
    /keys list_keys
    /secrets list_secrets batch_set_secrets:PUT
   /tasks/{task_id} get_task
    /cancel cancel_task:POST
    /messages post_task_message:POST
   /tool-results submit_tool_results:POST
   /voice
    /calls create_call:POST
    /client-secret create_client_secret:POST
    /{voice_connection_id}
     /attach attach_call:POST
     /end end_call:POST
 /skills list_skills create_skill:POST
  /config skill_config
  /upload upload_skill:POST
  /usage list_skills_usage
  /validate validate_skill:POST
  /{skill_id} delete_skill:DELETE get_skill update_skill:PATCH
   /content get_skill_content
 /task-webhooks list_webhooks create_webhook:POST
  /{webhook_id} delete_webhook:DELETE get_webhook update_webhook:PATCH
 /tasks list_org_tasks
 /users list_users
  /me delete_account:DELETE update_profile:PATCH
   /export export_user_data
   /switch-org switch_org:POST
 /workspaces list_workspaces create_workspace:POST
  /{workspace_id} delete_workspace:DELETE get_workspace update_workspace:PATCH
   /fs get_root
    /_
     /copy copy_file:POST
     /download/{path} download_path
     /grep grep_files:POST
     /move move_file:POST
     /preview/{path} preview_path
     /stat stat_file:POST
    /{path} delete_path:DELETE get_path create_path:POST update_path:PUT
`
