// Made of openapi/openapi.json by `npm run types`. Do not edit.

export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the edge runs */
        get: operations["edge_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the API behind it is well */
        get: operations["edge_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every problem code of the edge */
        get: operations["list_problems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        /** What a problem code means */
        get: operations["explain_problem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description */
        get: operations["describe_edge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_agents"];
        put?: never;
        post: operations["create_agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/analyze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["analyze_agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/check-name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["check_agent_name"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["agent_config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["import_agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["preview_agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        get: operations["get_agent"];
        put: operations["upsert_agent"];
        post?: never;
        delete: operations["delete_agent"];
        options?: never;
        head?: never;
        patch: operations["update_agent"];
        trace?: never;
    };
    "/v1/agents/{agent_id}/copy": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["copy_agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        get: operations["export_agent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/health-checks": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        /** Newest health-check runs */
        get: operations["list_health_checks"];
        put?: never;
        /**
         * Run a health check
         * @description Answers at once; its own route waits (`Prefer`).
         */
        post: operations["trigger_health_check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/health-checks/latest": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        /** Newest run, and whether the agent has changed since */
        get: operations["get_latest_health_check"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/health-checks/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        /** A health-check run */
        get: operations["get_health_check"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        /** Counters of an agent */
        get: operations["get_agent_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        get: operations["list_agent_versions"];
        put?: never;
        post: operations["create_agent_version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/versions/default": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["set_default_agent_version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/versions/{from_version_id}/diff/{to_version_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
                from_version_id: string;
                to_version_id: string;
            };
            cookie?: never;
        };
        get: operations["diff_agent_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/versions/{version_id}/fork": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["fork_agent_version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/versions/{version_id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rollback_agent_version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/voice/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["create_agent_voice_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_apps"];
        put?: never;
        post: operations["create_app"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["app_config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        get: operations["get_app"];
        put?: never;
        post?: never;
        delete: operations["delete_app"];
        options?: never;
        head?: never;
        patch: operations["update_app"];
        trace?: never;
    };
    "/v1/apps/{app_id}/a2a-channels": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["add_a2a_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/a2a-channels/{channel_id}/regenerate-key": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["regenerate_a2a_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/a2a/{channel_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["invoke_a2a"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/a2a/{channel_id}/.well-known/agent-card.json": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
            };
            cookie?: never;
        };
        get: operations["agent_card"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/api-endpoint-channels": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["add_api_endpoint_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/api-endpoint-channels/{channel_id}/regenerate-key": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["regenerate_api_endpoint_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/api/{channel_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["create_app_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/api/{channel_id}/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["get_app_session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/api/{channel_id}/sessions/{session_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
                session_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancel_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/api/{channel_id}/sessions/{session_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
                session_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["post_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/fcp": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        get: operations["handshake"];
        put?: never;
        post: operations["message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["publish_app"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        get: operations["list_app_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/unpublish": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["unpublish_app"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app_id}/webhooks/{channel_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["invoke_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/capabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_capabilities"];
        put?: never;
        post: operations["create_declarative_capability"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/capabilities/declarative": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_declarative_capabilities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/capabilities/declarative/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["declarative_capabilities_config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/capabilities/declarative/{capability_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                capability_id: string;
            };
            cookie?: never;
        };
        get: operations["get_declarative_capability"];
        put?: never;
        post?: never;
        delete: operations["delete_declarative_capability"];
        options?: never;
        head?: never;
        patch: operations["update_declarative_capability"];
        trace?: never;
    };
    "/v1/capabilities/declarative/{capability_id}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                capability_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["destroy_declarative_capability"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/capabilities/guardrails/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["dry_run_guardrails"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/capabilities/guardrails/examples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_guardrail_examples"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/capabilities/{capability_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                capability_id: string;
            };
            cookie?: never;
        };
        get: operations["get_capability"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/circuit-breakers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_circuit_breakers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/circuit-breakers/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get: operations["get_circuit_breaker"];
        put?: never;
        post?: never;
        delete: operations["delete_circuit_breaker"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/circuit-breakers/{key}/close": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["force_close_circuit_breaker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/circuit-breakers/{key}/open": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["force_open_circuit_breaker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["durable_config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/dlq": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_dlq"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/dlq/{dlq_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dlq_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["retry_dlq"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/executions/{execution_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        get: operations["get_execution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/metrics/timeseries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_metrics_timeseries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_schedules"];
        put?: never;
        post: operations["create_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/schedules/{schedule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        get: operations["get_schedule"];
        put?: never;
        post?: never;
        delete: operations["delete_schedule"];
        options?: never;
        head?: never;
        patch: operations["update_schedule"];
        trace?: never;
    };
    "/v1/durable/schedules/{schedule_id}/executions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        get: operations["list_schedule_executions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/schedules/{schedule_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["pause_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/schedules/{schedule_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resume_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/schedules/{schedule_id}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        get: operations["get_schedule_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/schedules/{schedule_id}/trigger": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["trigger_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/sse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["stream_durable_sse"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_tasks"];
        put?: never;
        post: operations["enqueue_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_workers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/workers/{worker_id}/drain": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                worker_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["drain_worker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/workers/{worker_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                worker_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resume_worker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_workflows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/workflows/{workflow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        get: operations["get_workflow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/workflows/{workflow_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancel_workflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/workflows/{workflow_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        get: operations["get_workflow_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/workflows/{workflow_id}/signal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["send_signal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/durable/workflows/{workflow_id}/sse": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        get: operations["stream_workflow_sse"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/harness-examples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_examples"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/harnesses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Harnesses, with their stats where asked for
         * @description With `expand=stats`, `Age` is the oldest member’s.
         */
        get: operations["list_harnesses"];
        put?: never;
        /** Create a harness */
        post: operations["create_harness"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/harnesses/check-name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["check_harness_name"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/harnesses/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["harness_config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/harnesses/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["import_harness"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/harnesses/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["preview_harness"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/harnesses/{harness_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID or name: what begins with `harness_` is an ID. */
                harness_id: components["parameters"]["harness"];
            };
            cookie?: never;
        };
        /** A harness */
        get: operations["get_harness"];
        put?: never;
        post?: never;
        /** Archive a harness */
        delete: operations["delete_harness"];
        options?: never;
        head?: never;
        /** Change a harness */
        patch: operations["update_harness"];
        trace?: never;
    };
    "/v1/harnesses/{harness_id}/copy": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID or name: what begins with `harness_` is an ID. */
                harness_id: components["parameters"]["harness"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Copy a harness */
        post: operations["copy_harness"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/harnesses/{harness_id}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID or name: what begins with `harness_` is an ID. */
                harness_id: components["parameters"]["harness"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["destroy_harness"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/harnesses/{harness_id}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID or name: what begins with `harness_` is an ID. */
                harness_id: components["parameters"]["harness"];
            };
            cookie?: never;
        };
        /**
         * Counters of a harness
         * @description One stored body for all who may see it. Values may fall.
         */
        get: operations["get_harness_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_images"];
        put?: never;
        post: operations["upload_image"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/{image_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: string;
            };
            cookie?: never;
        };
        get: operations["get_image"];
        put?: never;
        post?: never;
        delete: operations["delete_image"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/{image_id}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: string;
            };
            cookie?: never;
        };
        get: operations["get_thumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/knowledge-bases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_kbs"];
        put?: never;
        post: operations["create_kb"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/knowledge-bases/{kb_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kb_id: string;
            };
            cookie?: never;
        };
        get: operations["get_kb"];
        put?: never;
        post?: never;
        delete: operations["delete_kb"];
        options?: never;
        head?: never;
        patch: operations["update_kb"];
        trace?: never;
    };
    "/v1/knowledge-bases/{kb_id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kb_id: string;
            };
            cookie?: never;
        };
        get: operations["list_entries"];
        put?: never;
        post: operations["create_entry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/knowledge-bases/{kb_id}/entries/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kb_id: string;
                entry_id: string;
            };
            cookie?: never;
        };
        get: operations["get_entry"];
        put?: never;
        post?: never;
        delete: operations["delete_entry"];
        options?: never;
        head?: never;
        patch: operations["update_entry"];
        trace?: never;
    };
    "/v1/knowledge-bases/{kb_id}/okf_export": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kb_id: string;
            };
            cookie?: never;
        };
        get: operations["export_okf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/knowledge-bases/{kb_id}/okf_import": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kb_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["import_okf"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/knowledge-indexes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_indexes"];
        put?: never;
        post: operations["create_index"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/knowledge-indexes/{index_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                index_id: string;
            };
            cookie?: never;
        };
        get: operations["get_index"];
        put?: never;
        post?: never;
        delete: operations["delete_index"];
        options?: never;
        head?: never;
        patch: operations["update_index"];
        trace?: never;
    };
    "/v1/knowledge-indexes/{index_id}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                index_id: string;
            };
            cookie?: never;
        };
        get: operations["list_documents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/knowledge-indexes/{index_id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                index_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sync_index"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mcp-servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_mcp_servers"];
        put?: never;
        post: operations["create_mcp_server"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mcp-servers/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["mcp_server_config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mcp-servers/{server_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        get: operations["get_mcp_server"];
        put?: never;
        post?: never;
        delete: operations["delete_mcp_server"];
        options?: never;
        head?: never;
        patch: operations["update_mcp_server"];
        trace?: never;
    };
    "/v1/memories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_memories"];
        put?: never;
        post: operations["create_memory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/memories/{memory_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
            };
            cookie?: never;
        };
        get: operations["get_memory"];
        put?: never;
        post?: never;
        delete: operations["delete_memory"];
        options?: never;
        head?: never;
        patch: operations["update_memory"];
        trace?: never;
    };
    "/v1/memories/{memory_id}/fs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
            };
            cookie?: never;
        };
        get: operations["list_root"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/memories/{memory_id}/fs/_/download/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
                path: string;
            };
            cookie?: never;
        };
        get: operations["download_action"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/memories/{memory_id}/fs/_/grep": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["grep_action"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/memories/{memory_id}/fs/_/stat": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["stat_action"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/memories/{memory_id}/fs/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
                path: string;
            };
            cookie?: never;
        };
        get: operations["get_file"];
        put: operations["update_file"];
        post: operations["create_file"];
        delete: operations["delete_file"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/memories/{memory_id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sync_memory_now"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_all_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["model_config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        get: operations["get_model"];
        put?: never;
        post?: never;
        delete: operations["delete_model"];
        options?: never;
        head?: never;
        patch: operations["update_model"];
        trace?: never;
    };
    "/v1/orgs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_organizations"];
        put?: never;
        post: operations["create_organization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orgs/{org}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                org: string;
            };
            cookie?: never;
        };
        get: operations["get_organization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["update_organization"];
        trace?: never;
    };
    "/v1/orgs/{org}/feature-flags": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                org: string;
            };
            cookie?: never;
        };
        get: operations["get_org_feature_flags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["update_org_feature_flags"];
        trace?: never;
    };
    "/v1/orgs/{org}/feature-flags/settings": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                org: string;
            };
            cookie?: never;
        };
        get: operations["get_org_feature_flag_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orgs/{org}/onboarding/complete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                org: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["complete_org_onboarding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_payment_accounts"];
        put?: never;
        post: operations["create_payment_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/accounts/{payment_account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_account_id: string;
            };
            cookie?: never;
        };
        get: operations["get_payment_account"];
        put?: never;
        post?: never;
        delete: operations["disable_payment_account"];
        options?: never;
        head?: never;
        patch: operations["update_payment_account"];
        trace?: never;
    };
    "/v1/payments/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_payment_attempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_payment_policies"];
        put?: never;
        post: operations["create_payment_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/policies/{payment_policy_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_policy_id: string;
            };
            cookie?: never;
        };
        get: operations["get_payment_policy"];
        put?: never;
        post?: never;
        delete: operations["disable_payment_policy"];
        options?: never;
        head?: never;
        patch: operations["update_payment_policy"];
        trace?: never;
    };
    "/v1/plugin_marketplaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_plugin_marketplaces"];
        put?: never;
        post: operations["create_plugin_marketplace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plugin_marketplaces/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        get: operations["get_plugin_marketplace"];
        put?: never;
        post?: never;
        delete: operations["delete_plugin_marketplace"];
        options?: never;
        head?: never;
        patch: operations["update_plugin_marketplace"];
        trace?: never;
    };
    "/v1/plugin_marketplaces/{id}/plugins": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        get: operations["get_marketplace_catalog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plugin_marketplaces/{id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sync_plugin_marketplace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plugins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_plugins"];
        put?: never;
        post: operations["install_plugin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plugins/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        get: operations["get_plugin"];
        put?: never;
        post?: never;
        delete: operations["uninstall_plugin"];
        options?: never;
        head?: never;
        patch: operations["patch_installed_plugin"];
        trace?: never;
    };
    "/v1/plugins/{id}/update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["update_plugin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_providers"];
        put?: never;
        post: operations["create_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["provider_config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        get: operations["get_provider"];
        put?: never;
        post?: never;
        delete: operations["delete_provider"];
        options?: never;
        head?: never;
        patch: operations["update_provider"];
        trace?: never;
    };
    "/v1/providers/{id}/sync-models": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sync_models"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{provider_id}/models": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider_id: string;
            };
            cookie?: never;
        };
        get: operations["list_provider_models"];
        put?: never;
        post: operations["create_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/admin/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["backfill_reporting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/admin/diagnostics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_diagnostics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/catalog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_catalog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/projector/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["run_projector"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["run_query"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/query/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["export_query"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/saved": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_saved_reports"];
        put?: never;
        post: operations["create_saved_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/saved/{report_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        get: operations["get_saved_report"];
        put?: never;
        post?: never;
        delete: operations["delete_saved_report"];
        options?: never;
        head?: never;
        patch: operations["update_saved_report"];
        trace?: never;
    };
    "/v1/reports/saved/{report_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["export_saved_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/saved/{report_id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["run_saved_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/resolve-org": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["resolve_org"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sessions, page by page
         * @description Follow `next_cursor` until it is null: every session that matches all the while comes exactly once, whatever is created or deleted. `Accept: application/x-ndjson` streams all.
         */
        get: operations["list_sessions"];
        put?: never;
        /** Create a session */
        post: operations["create_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["get_or_create_chat_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/chat/voice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["create_chat_voice_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["session_config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_session_facets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sessions of the organisation, counted by status */
        get: operations["get_session_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        /** A session */
        get: operations["get_session"];
        put?: never;
        post?: never;
        delete: operations["delete_session"];
        options?: never;
        head?: never;
        /** Change a session */
        patch: operations["update_session"];
        trace?: never;
    };
    "/v1/sessions/{session_id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["archive_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancel_turn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/context-report": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["get_session_context_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/databases": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["list_databases"];
        put?: never;
        post: operations["create_database"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/databases/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                name: string;
            };
            cookie?: never;
        };
        get: operations["get_database"];
        put?: never;
        post?: never;
        delete: operations["delete_database"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/databases/{name}/schema": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                name: string;
            };
            cookie?: never;
        };
        get: operations["get_schema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["list_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/events/summary": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["events_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["export_session_jsonl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/fork": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["fork_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/git/branches": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["create_branch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/git/branches/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                name: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_branch"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/git/commit": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["commit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/git/diff": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["diff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/git/log": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/git/refs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["list_refs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["list_messages"];
        put?: never;
        post: operations["create_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/participants": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["list_session_participants"];
        put?: never;
        post: operations["add_session_participant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/participants/{participant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                participant_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["leave_session_participant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put: operations["pin_session"];
        post?: never;
        delete: operations["unpin_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/resources": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["list_resources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/sandbox": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["get_sandbox"];
        put?: never;
        post: operations["manage_sandbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/sse": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["stream_sse"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/storage/keys": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["list_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/storage/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["list_secrets"];
        put: operations["batch_set_secrets"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get: operations["list_session_tasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        get: operations["get_task"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/tasks/{task_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancel_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/tasks/{task_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["post_task_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/tool-results": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["submit_tool_results"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/voice/calls": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["create_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/voice/client-secret": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["create_client_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/voice/{voice_connection_id}/attach": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                voice_connection_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["attach_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{session_id}/voice/{voice_connection_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                voice_connection_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["end_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/skills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_skills"];
        put?: never;
        post: operations["create_skill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/skills/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["skill_config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/skills/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["upload_skill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/skills/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_skills_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/skills/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["validate_skill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/skills/{skill_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                skill_id: string;
            };
            cookie?: never;
        };
        get: operations["get_skill"];
        put?: never;
        post?: never;
        delete: operations["delete_skill"];
        options?: never;
        head?: never;
        patch: operations["update_skill"];
        trace?: never;
    };
    "/v1/skills/{skill_id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                skill_id: string;
            };
            cookie?: never;
        };
        get: operations["get_skill_content"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/task-webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_webhooks"];
        put?: never;
        post: operations["create_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/task-webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        get: operations["get_webhook"];
        put?: never;
        post?: never;
        delete: operations["delete_webhook"];
        options?: never;
        head?: never;
        patch: operations["update_webhook"];
        trace?: never;
    };
    "/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_org_tasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_account"];
        options?: never;
        head?: never;
        patch: operations["update_profile"];
        trace?: never;
    };
    "/v1/users/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["export_user_data"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me/switch-org": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["switch_org"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_workspaces"];
        put?: never;
        post: operations["create_workspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        get: operations["get_workspace"];
        put?: never;
        post?: never;
        delete: operations["delete_workspace"];
        options?: never;
        head?: never;
        patch: operations["update_workspace"];
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/fs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        get: operations["get_root"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/fs/_/copy": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["copy_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/fs/_/download/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                path: string;
            };
            cookie?: never;
        };
        get: operations["download_path"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/fs/_/grep": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["grep_files"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/fs/_/move": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["move_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/fs/_/preview/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                path: string;
            };
            cookie?: never;
        };
        get: operations["preview_path"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/fs/_/stat": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["stat_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}/fs/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                path: string;
            };
            cookie?: never;
        };
        get: operations["get_path"];
        put: operations["update_path"];
        post: operations["create_path"];
        delete: operations["delete_path"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Action: {
            rel: string;
            method?: string | null;
            href?: string | null;
            hint?: string | null;
            operation_id?: string | null;
            schema_ref?: string | null;
        };
        Harness: {
            id: string;
            name: string;
            status: "active" | "archived" | "deleted" | (string & {});
            created_at: string;
            updated_at: string;
            archived_at?: string | null;
            deleted_at?: string | null;
            display_name?: string | null;
            description?: string | null;
            default_model_id?: string | null;
            parent_harness_id?: string | null;
            is_built_in?: boolean | null;
            embedder_metadata?: {
                [key: string]: string;
            } | null;
            session_count?: number | null;
            app_count?: number | null;
            capabilities?: {
                ref: string;
            }[] | null;
            initial_files?: {
                path: string;
                content: string;
                encoding?: string | null;
                is_readonly?: boolean | null;
            }[] | null;
            mcpServers?: {
                [key: string]: Record<string, unknown>;
            } | null;
            network_access?: {
                allowed?: string[] | null;
                blocked?: string[] | null;
            } | null;
            parallel_tool_calls?: boolean | null;
            system_prompt?: string | null;
            tags?: string[] | null;
            self_url?: string | null;
            view_url?: string | null;
            ui_link?: string | null;
            allowed_actions?: components["schemas"]["Action"][] | null;
        };
        Stats: {
            session_count: number;
            active_session_count: number;
            idle_session_count: number;
            started_session_count: number;
            waiting_for_tool_results_session_count: number;
            execution_count: number;
            total_session_duration_ms: number;
            avg_session_duration_ms?: number | null;
            total_input_tokens: number;
            total_output_tokens: number;
            total_cache_read_tokens: number;
            total_cache_creation_tokens: number;
            total_actual_cost_usd: number;
            total_estimated_cost_usd: number;
            total_cost_usd: number;
            first_session_at?: string | null;
            last_session_at?: string | null;
            last_execution_at?: string | null;
        };
        HealthCheckRun: {
            id: string;
            config_hash: string;
            status: "pending" | "running" | "completed" | "failed" | (string & {});
            created_at: string;
            agent_id?: string | null;
            model_id?: string | null;
            completed_at?: string | null;
            error_message?: string | null;
            summary?: {
                total: number;
                passed: number;
                failed: number;
                errored: number;
                pass_rate: number;
                avg_score: number;
                avg_turns: number;
                total_input_tokens: number;
                total_output_tokens: number;
            } | null;
            results?: {
                name: string;
                user_message: string;
                rubric: string;
                passed: boolean;
                score: number;
                judge_reason: string;
                deterministic_reason: string;
                turns: number;
                latency_ms: number;
                error?: string | null;
                input_tokens?: number | null;
                output_tokens?: number | null;
                session_id?: string | null;
            }[] | null;
        };
        LatestHealthCheck: {
            run?: components["schemas"]["HealthCheckRun"] | null;
            config_changed: boolean;
        };
        SessionRow: {
            id?: string;
            organization_id?: string;
            workspace_id?: string;
            harness_id?: string;
            owner_principal_id?: string;
            status?: "started" | "active" | "idle" | "waitingfortoolresults" | "paused" | (string & {});
            created_at?: string;
            updated_at?: string;
            started_at?: string | null;
            finished_at?: string | null;
            title?: string | null;
            preview?: string | null;
            output_preview?: string | null;
            locale?: string | null;
            agent_id?: string | null;
            agent_identity_id?: string | null;
            agent_version_id?: string | null;
            blueprint_id?: string | null;
            blueprint_config?: Record<string, unknown> | null;
            model_id?: string | null;
            parent_session_id?: string | null;
            forked_from_session_id?: string | null;
            forked_from_sequence?: number | null;
            active_schedule_count?: number | null;
            max_iterations?: number | null;
            is_pinned?: boolean | null;
            features?: string[] | null;
            hints?: Record<string, unknown> | null;
            tools?: Record<string, unknown>[] | null;
            owner?: {
                id: string;
                kind: "user" | "agent_identity" | "system" | (string & {});
                subject_id?: string | null;
            } | null;
            effective_owner?: {
                id: string;
                kind: "user" | "agent_identity" | "system" | (string & {});
                subject_id?: string | null;
            } | null;
            resolved_owner_user_id?: string | null;
            usage?: {
                input_tokens: number;
                output_tokens: number;
                cache_creation_tokens?: number | null;
                cache_read_tokens?: number | null;
                actual_cost_usd?: number | null;
                effective_cost_usd?: number | null;
                estimated_cost_usd?: number | null;
            } | null;
            capabilities?: {
                ref: string;
            }[] | null;
            initial_files?: {
                path: string;
                content: string;
                encoding?: string | null;
                is_readonly?: boolean | null;
            }[] | null;
            mcpServers?: {
                [key: string]: Record<string, unknown>;
            } | null;
            network_access?: {
                allowed?: string[] | null;
                blocked?: string[] | null;
            } | null;
            parallel_tool_calls?: boolean | null;
            system_prompt?: string | null;
            tags?: string[] | null;
            self_url?: string | null;
            view_url?: string | null;
            ui_link?: string | null;
            allowed_actions?: components["schemas"]["Action"][] | null;
        };
        Session: WithRequired<components["schemas"]["SessionRow"], "id" | "organization_id" | "workspace_id" | "harness_id" | "owner_principal_id" | "status" | "created_at" | "updated_at">;
        StatsProblem: {
            /** @description Page that explains the code. */
            type: string;
            title: string;
            /** @description The status line again. */
            status: number;
            detail: string;
            /** @description Path of the request. */
            instance: string;
            /** @description What programs decide by; the set is open. */
            code: "invalid_configuration" | "edge_internal_error" | "route_not_found" | "route_method_not_allowed" | "invalid_path" | "path_too_long" | "invalid_request" | "invalid_cursor" | "not_cached" | "origin_not_allowed" | "edge_rate_limited" | "upload_stalled" | "upstream_unreachable" | "upstream_invalid_response" | "upstream_timeout" | "upstream_paced" | "upstream_not_ready" | "stats_pending" | "bad_request" | "unauthorized" | "forbidden" | "not_found" | "harness_not_found" | "session_not_found" | "agent_not_found" | "run_not_found" | "method_not_allowed" | "conflict" | "gone" | "precondition_failed" | "payload_too_large" | "unsupported_media_type" | "range_not_satisfiable" | "unprocessable" | "rate_limited" | "request_rejected" | "internal_error" | "bad_gateway" | "service_unavailable" | "gateway_timeout" | "upstream_error" | (string & {});
            allowed_actions: components["schemas"]["ProblemAction"][];
            /** @description The number of `Retry-After`. */
            retry_after_seconds?: number;
            /** @description Where the input is invalid. */
            errors?: {
                /** @description JSON pointer into the body, `/query/…` or `/header/…`. */
                pointer: string;
                detail: string;
            }[];
        };
        /** @description RFC 9457. Further members of the API stay. */
        Problem: components["schemas"]["StatsProblem"] & {
            request_id: string;
        };
        ProblemAction: components["schemas"]["Action"] & {
            method: string;
            /** Format: uri */
            href: string;
        };
        BoardHarness: components["schemas"]["Harness"] & {
            /** @description Null where `stats_problem` says why. */
            stats?: components["schemas"]["Stats"] | null;
            /** @description `stats_pending`: a later poll brings them. */
            stats_problem?: components["schemas"]["StatsProblem"];
        };
        HarnessList: {
            data: components["schemas"]["BoardHarness"][];
        };
        /** @description Rows are whole sessions; with `fields` they have the members asked for only. */
        SessionPage: {
            data: components["schemas"]["SessionRow"][];
            total: number;
            offset: number;
            limit: number;
            /** @description Whether `next_cursor` leads on. */
            has_more: boolean;
            /** @description Opaque; null at the end. */
            next_cursor: string | null;
            next_url?: string | null;
            prev_url?: string | null;
        };
        /** @description The last line says whether that was all. */
        SessionLine: components["schemas"]["SessionStreamEnd"] | components["schemas"]["SessionRow"];
        SessionStreamEnd: {
            complete: boolean;
            sessions: number;
            next_cursor?: string;
            problem?: components["schemas"]["Problem"];
        };
        SessionStats: {
            total: number;
            active: number;
            idle: number;
            started: number;
            waiting_for_tool_results: number;
        };
        HarnessInput: components["schemas"]["HarnessPatch"] & {
            name: string;
        };
        HarnessPatch: {
            /** @description Unique; `default` is reserved. */
            name?: string;
            display_name?: string | null;
            description?: string | null;
            default_model_id?: string | null;
            parent_harness_id?: string | null;
            embedder_metadata?: {
                [key: string]: string;
            } | null;
            capabilities?: {
                ref: string;
            }[];
            initial_files?: {
                path: string;
                content: string;
            }[];
            mcpServers?: Record<string, unknown>;
            network_access?: {
                allowed?: string[];
                blocked?: string[];
            };
            system_prompt?: string | null;
            tags?: string[];
        };
        /** @description A harness by ID or by name, not both. */
        SessionInput: {
            harness_id?: string | null;
            harness_name?: string | null;
            agent_id?: string | null;
            agent_name?: string | null;
            agent_identity_id?: string | null;
            workspace_id?: string | null;
            model_id?: string | null;
            title?: string | null;
            locale?: string | null;
            max_iterations?: number | null;
            parallel_tool_calls?: boolean | null;
            hints?: Record<string, unknown> | null;
            tools?: Record<string, unknown>[];
            capabilities?: {
                ref: string;
            }[];
            initial_files?: {
                path: string;
                content: string;
            }[];
            mcpServers?: Record<string, unknown>;
            network_access?: {
                allowed?: string[];
                blocked?: string[];
            };
            system_prompt?: string | null;
            tags?: string[];
        };
        SessionPatch: {
            title?: string | null;
            locale?: string | null;
            tags?: string[] | null;
            agent_identity_id?: string | null;
        };
        Health: {
            /** @constant */
            status: "ok";
            version: string;
            deployment?: unknown;
            off?: string[];
        };
        ProblemCode: {
            code: string;
            status: number;
            title: string;
            meaning: string;
            /** @enum {unknown} */
            retry: "never" | "changed" | "later";
        };
    };
    responses: {
        /** @description A problem; `code` says which. */
        Problem: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                "Retry-After": components["headers"]["Retry-After"];
                "Cache-Control": components["headers"]["Cache-Control"];
                "Server-Timing": components["headers"]["Server-Timing"];
                "Everruns-Edge-Written": components["headers"]["Everruns-Edge-Written"];
                "Preference-Applied": components["headers"]["Preference-Applied"];
                "Cache-Status"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It is still the same. */
        NotModified: {
            headers: {
                "Cache-Status": components["headers"]["Cache-Status"];
                Age: components["headers"]["Age"];
                ETag: components["headers"]["ETag"];
                "Cache-Control": components["headers"]["Cache-Control"];
                Vary: components["headers"]["Vary"];
                "Server-Timing": components["headers"]["Server-Timing"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                "Preference-Applied": components["headers"]["Preference-Applied"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Of the API, as old as it says. */
        Stored: {
            headers: {
                "Cache-Status": components["headers"]["Cache-Status"];
                Age: components["headers"]["Age"];
                ETag: components["headers"]["ETag"];
                "Cache-Control": components["headers"]["Cache-Control"];
                Vary: components["headers"]["Vary"];
                "Server-Timing": components["headers"]["Server-Timing"];
                "X-Request-ID": components["headers"]["X-Request-ID"];
                [name: string]: unknown;
            };
            content: {
                "application/json": Record<string, unknown>;
            };
        };
        /** @description The API’s own answer. */
        Forwarded: {
            headers: {
                "X-Request-ID": components["headers"]["X-Request-ID"];
                "Everruns-Edge-Written": components["headers"]["Everruns-Edge-Written"];
                [name: string]: unknown;
            };
            content: {
                "application/json": unknown;
            };
        };
    };
    parameters: {
        /** @description ID or name: what begins with `harness_` is an ID. */
        harness: string;
        /** @description An `ETag`; 304 where it is still the same. */
        ifNoneMatch: string;
        /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
        cacheControl: string;
        /** @description Of the last write; nothing older is served. */
        written: number;
        /** @description `wait=N`: waits for a final run, 30 s at most. */
        prefer: string;
        /** @description `stats` puts each harness’s stats into it. */
        expand: "stats";
        /** @description Members of a row, comma-separated: only these. */
        fields: string;
        /** @description `next_cursor` of the page before, with the same filters. */
        cursor: string;
        /** @description More counts as 500. */
        pageLimit: number;
    };
    requestBodies: never;
    headers: {
        /** @description RFC 9211: `everruns-edge; hit; ttl=9`, `ttl` negative when stale. */
        "Cache-Status": string;
        /** @description Seconds since the API made what is served. */
        Age: number;
        /** @description Strong, over the bytes of the body. */
        ETag: string;
        /** @description `private, no-cache`: ask, and get a cheap 304. */
        "Cache-Control": string;
        /** @description What tells callers apart. */
        Vary: string;
        /** @description RFC 8288: `rel="next"` and `rel="first"`. */
        Link: string;
        /** @description Seconds. */
        "Retry-After": number;
        /** @description The request’s, or made. */
        "X-Request-ID": string;
        /** @description What answered, and milliseconds. */
        "Server-Timing": string;
        /** @description `wait=N` with the seconds that were used. */
        "Preference-Applied": string;
        /** @description Time of this write: send it back, and nothing older is served. */
        "Everruns-Edge-Written": number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    edge_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    edge_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_problems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                    "text/html": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    explain_problem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemCode"];
                    "text/html": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    describe_edge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_agents: {
        parameters: {
            query?: {
                search?: string;
                include_archived?: boolean;
                offset?: number;
                limit?: number;
            };
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Stored"];
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    create_agent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    analyze_agent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    check_agent_name: {
        parameters: {
            query: {
                name: string;
                exclude_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    agent_config: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Stored"];
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    import_agent: {
        parameters: {
            query?: {
                "from-example"?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "text/plain": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    preview_agent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_agent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    upsert_agent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_agent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_agent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    copy_agent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    export_agent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it comes. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/markdown": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_health_checks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthCheckRun"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    trigger_health_check: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    "Everruns-Edge-Written": components["headers"]["Everruns-Edge-Written"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthCheckRun"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_latest_health_check: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N`: waits for a final run, 30 s at most. */
                Prefer?: components["parameters"]["prefer"];
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Status": components["headers"]["Cache-Status"];
                    Age: components["headers"]["Age"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LatestHealthCheck"];
                };
            };
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    get_health_check: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N`: waits for a final run, 30 s at most. */
                Prefer?: components["parameters"]["prefer"];
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path: {
                agent_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Status": components["headers"]["Cache-Status"];
                    Age: components["headers"]["Age"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthCheckRun"];
                };
            };
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    get_agent_stats: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Status": components["headers"]["Cache-Status"];
                    Age: components["headers"]["Age"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    list_agent_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_agent_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    set_default_agent_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    diff_agent_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
                from_version_id: string;
                to_version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    fork_agent_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    rollback_agent_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_agent_voice_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_apps: {
        parameters: {
            query?: {
                search?: string;
                include_archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_app: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    app_config: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Stored"];
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    get_app: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_app: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_app: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    add_a2a_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    regenerate_a2a_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    invoke_a2a: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    agent_card: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    add_api_endpoint_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    regenerate_api_endpoint_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_app_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_app_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    cancel_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    post_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    handshake: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it comes. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/markdown": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "text/plain": unknown;
            };
        };
        responses: {
            /** @description As it comes. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/markdown": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    publish_app: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_app_runs: {
        parameters: {
            query?: {
                window?: string;
                groupBy?: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    unpublish_app: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    invoke_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_capabilities: {
        parameters: {
            query?: {
                search?: string;
                offset?: number;
                limit?: number;
            };
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Stored"];
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    create_declarative_capability: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_declarative_capabilities: {
        parameters: {
            query?: {
                search?: string;
                include_archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    declarative_capabilities_config: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_declarative_capability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                capability_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_declarative_capability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                capability_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_declarative_capability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                capability_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    destroy_declarative_capability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                capability_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    dry_run_guardrails: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_guardrail_examples: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_capability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                capability_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_circuit_breakers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_circuit_breaker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_circuit_breaker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    force_close_circuit_breaker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    force_open_circuit_breaker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    durable_config: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_dlq: {
        parameters: {
            query?: {
                workflow_id?: string;
                activity_type?: string;
                offset?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    retry_dlq: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dlq_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it comes. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_execution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_metrics_timeseries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_schedules: {
        parameters: {
            query?: {
                enabled?: boolean;
                target_type?: string;
                offset?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_schedule_executions: {
        parameters: {
            query?: {
                status?: string;
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    pause_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    resume_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_schedule_stats: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    trigger_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    stream_durable_sse: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it comes. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_tasks: {
        parameters: {
            query?: {
                status?: string;
                activity_type?: string;
                workflow_id?: string;
                offset?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    enqueue_task: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_workers: {
        parameters: {
            query?: {
                status?: string;
                worker_group?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    drain_worker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                worker_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    resume_worker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                worker_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_workflows: {
        parameters: {
            query?: {
                status?: string;
                workflow_type?: string;
                offset?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_workflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    cancel_workflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_workflow_events: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    send_signal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    stream_workflow_sse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it comes. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_examples: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_harnesses: {
        parameters: {
            query?: {
                /** @description Words. */
                search?: string;
                /** @description Archived ones too. */
                include_archived?: boolean;
                /** @description `stats` puts each harness’s stats into it. */
                expand?: components["parameters"]["expand"];
            };
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Status": components["headers"]["Cache-Status"];
                    Age: components["headers"]["Age"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HarnessList"];
                };
            };
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    create_harness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HarnessInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    "Everruns-Edge-Written": components["headers"]["Everruns-Edge-Written"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Harness"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    check_harness_name: {
        parameters: {
            query: {
                name: string;
                exclude_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    harness_config: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Stored"];
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    import_harness: {
        parameters: {
            query: {
                "from-example": string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    preview_harness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_harness: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path: {
                /** @description ID or name: what begins with `harness_` is an ID. */
                harness_id: components["parameters"]["harness"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Status": components["headers"]["Cache-Status"];
                    Age: components["headers"]["Age"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Harness"];
                };
            };
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    delete_harness: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID or name: what begins with `harness_` is an ID. */
                harness_id: components["parameters"]["harness"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    "Everruns-Edge-Written": components["headers"]["Everruns-Edge-Written"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    update_harness: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID or name: what begins with `harness_` is an ID. */
                harness_id: components["parameters"]["harness"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HarnessPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    "Everruns-Edge-Written": components["headers"]["Everruns-Edge-Written"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Harness"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    copy_harness: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID or name: what begins with `harness_` is an ID. */
                harness_id: components["parameters"]["harness"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    "Everruns-Edge-Written": components["headers"]["Everruns-Edge-Written"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Harness"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    destroy_harness: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID or name: what begins with `harness_` is an ID. */
                harness_id: components["parameters"]["harness"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_harness_stats: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path: {
                /** @description ID or name: what begins with `harness_` is an ID. */
                harness_id: components["parameters"]["harness"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Status": components["headers"]["Cache-Status"];
                    Age: components["headers"]["Age"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    list_images: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    upload_image: {
        parameters: {
            query?: {
                session_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_image: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it comes. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/*": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    delete_image: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_thumbnail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it comes. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_kbs: {
        parameters: {
            query?: {
                search?: string;
                include_archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_kb: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_kb: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kb_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_kb: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kb_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_kb: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kb_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_entries: {
        parameters: {
            query?: {
                search?: string;
                kind?: string;
            };
            header?: never;
            path: {
                kb_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kb_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kb_id: string;
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kb_id: string;
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kb_id: string;
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    export_okf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kb_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it comes. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/gzip": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    import_okf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kb_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_indexes: {
        parameters: {
            query?: {
                search?: string;
                include_archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_index: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_index: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                index_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_index: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                index_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_index: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                index_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_documents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                index_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    sync_index: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                index_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_mcp_servers: {
        parameters: {
            query?: {
                search?: string;
                include_archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_mcp_server: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    mcp_server_config: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Stored"];
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    get_mcp_server: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_mcp_server: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_mcp_server: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_memories: {
        parameters: {
            query?: {
                search?: string;
                include_archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_memory: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_memory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_memory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_memory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_root: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    download_action: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    grep_action: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    stat_action: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
                path: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
                path: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    sync_memory_now: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_all_models: {
        parameters: {
            query?: {
                source?: string;
                include_stale?: boolean;
                favorites_only?: boolean;
            };
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Stored"];
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    model_config: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Stored"];
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    get_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_organizations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_organization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_organization: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Stored"];
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    update_organization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_org_feature_flags: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Stored"];
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    update_org_feature_flags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_org_feature_flag_settings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    complete_org_onboarding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_payment_accounts: {
        parameters: {
            query?: {
                owner_type?: string;
                owner_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_payment_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_payment_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    disable_payment_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_payment_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_account_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_payment_attempts: {
        parameters: {
            query?: {
                session_id?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_payment_policies: {
        parameters: {
            query?: {
                payment_account_id?: string;
                subject_type?: string;
                subject_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_payment_policy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_payment_policy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    disable_payment_policy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_payment_policy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_plugin_marketplaces: {
        parameters: {
            query?: {
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_plugin_marketplace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_plugin_marketplace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_plugin_marketplace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_plugin_marketplace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_marketplace_catalog: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    sync_plugin_marketplace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_plugins: {
        parameters: {
            query?: {
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    install_plugin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_plugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    uninstall_plugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    patch_installed_plugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_plugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_providers: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Stored"];
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    create_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    provider_config: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Stored"];
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    get_provider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_provider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_provider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    sync_models: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_provider_models: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    backfill_reporting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_diagnostics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_catalog: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    run_projector: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    run_query: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    export_query: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_saved_reports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_saved_report: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_saved_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_saved_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_saved_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    export_saved_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    run_saved_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    resolve_org: {
        parameters: {
            query: {
                id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_sessions: {
        parameters: {
            query?: {
                /** @description More counts as 500. */
                limit?: components["parameters"]["pageLimit"];
                /** @description `next_cursor` of the page before, with the same filters. */
                cursor?: components["parameters"]["cursor"];
                /** @description Repeats and skips; not with `cursor`. */
                offset?: number;
                /** @description Members of a row, comma-separated: only these. */
                fields?: components["parameters"]["fields"];
                /** @description Of this agent. */
                agent_id?: string;
                /** @description Words. */
                search?: string;
                /** @description Comma-separated. */
                status?: string;
                /** @description Comma-separated. */
                source?: string;
                /** @description The caller’s own. */
                mine?: boolean;
                /** @description A time. */
                created_after?: string;
                /** @description A time. */
                created_before?: string;
                /** @description `created_at` or `last_activity`. */
                order?: string;
                /** @description Archived ones too. */
                include_archived?: boolean;
            };
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    Link: components["headers"]["Link"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                    "application/x-ndjson": components["schemas"]["SessionLine"];
                };
            };
            /** @description It is still the same. */
            304: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    create_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    "Everruns-Edge-Written": components["headers"]["Everruns-Edge-Written"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_or_create_chat_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_chat_voice_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    session_config: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_session_facets: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Stored"];
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    get_session_stats: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Status": components["headers"]["Cache-Status"];
                    Age: components["headers"]["Age"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    "Server-Timing": components["headers"]["Server-Timing"];
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionStats"];
                };
            };
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    delete_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["X-Request-ID"];
                    "Everruns-Edge-Written": components["headers"]["Everruns-Edge-Written"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    archive_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    cancel_turn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_session_context_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_databases: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_database: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_database: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_database: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_schema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_events: {
        parameters: {
            query?: {
                since_id?: string;
                types?: string[];
                exclude?: string[];
                limit?: number;
                before_sequence?: number;
                after_sequence?: number;
                around?: string;
                window?: number;
                from_ts?: string;
                to_ts?: string;
                turn_id?: string;
                exec_id?: string;
                trace_id?: string;
                tags?: string[];
                tool_name?: string;
                q?: string;
                order_desc?: boolean;
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    events_summary: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    export_session_jsonl: {
        parameters: {
            query?: {
                format?: string;
                segmented?: boolean;
                cursor?: string;
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it comes. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    fork_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_branch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_branch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    commit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    diff: {
        parameters: {
            query: {
                oid: string;
                base?: string;
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    log: {
        parameters: {
            query?: {
                ref?: string;
                limit?: number;
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_refs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_messages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_session_participants: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    add_session_participant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    leave_session_participant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                participant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    pin_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    unpin_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_resources: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_sandbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    manage_sandbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    stream_sse: {
        parameters: {
            query?: {
                since_id?: string;
                types?: string[];
                exclude?: string[];
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it comes. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_keys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_secrets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    batch_set_secrets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_session_tasks: {
        parameters: {
            query?: {
                state?: string;
                kind?: string;
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_task: {
        parameters: {
            query?: {
                after_id?: string;
                limit?: number;
            };
            header?: never;
            path: {
                session_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    cancel_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    post_task_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    submit_tool_results: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_client_secret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    attach_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                voice_connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    end_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                voice_connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_skills: {
        parameters: {
            query?: {
                search?: string;
                include_archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_skill: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    skill_config: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag`; 304 where it is still the same. */
                "If-None-Match"?: components["parameters"]["ifNoneMatch"];
                /** @description `no-cache` and `max-age=0` ask the API, `only-if-cached` never does. */
                "Cache-Control"?: components["parameters"]["cacheControl"];
                /** @description Of the last write; nothing older is served. */
                "Everruns-Edge-Written"?: components["parameters"]["written"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Stored"];
            304: components["responses"]["NotModified"];
            default: components["responses"]["Problem"];
        };
    };
    upload_skill: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_skills_usage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    validate_skill: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_skill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                skill_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_skill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                skill_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_skill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                skill_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_skill_content: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                skill_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_webhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_org_tasks: {
        parameters: {
            query?: {
                state?: string;
                kind?: string;
                created_after?: string;
                root_session_id?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_users: {
        parameters: {
            query?: {
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_profile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    export_user_data: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    switch_org: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    list_workspaces: {
        parameters: {
            query?: {
                search?: string;
                include_archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_root: {
        parameters: {
            query?: {
                recursive?: boolean;
            };
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    copy_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    download_path: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it comes. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    grep_files: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    move_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    preview_path: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it comes. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    stat_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    get_path: {
        parameters: {
            query?: {
                recursive?: boolean;
            };
            header?: never;
            path: {
                workspace_id: string;
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    update_path: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                path: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    create_path: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
                path: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
    delete_path: {
        parameters: {
            query?: {
                recursive?: boolean;
            };
            header?: never;
            path: {
                workspace_id: string;
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "2XX": components["responses"]["Forwarded"];
            default: components["responses"]["Problem"];
        };
    };
}
type WithRequired<T, K extends keyof T> = T & {
    [P in K]-?: T[P];
};
