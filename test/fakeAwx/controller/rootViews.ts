import type { Context } from "../context";
import { permissionDenied } from "../errors";
import { tokenLifetimeSeconds } from "../model";
import type { View } from "../view";

/** `/api/`; `oauth2` went with the tokens, and is not there behind a gateway. */
export const apiRoot: View = {
  name: "REST API",
  access: "anyone",
  GET: ({ link, service }) => ({
    status: 200,
    body: {
      description: "AWX REST API",
      current_version: link("/api/v2/"),
      available_versions: { v2: link("/api/v2/") },
      ...(service.hasOAuthRoot && { oauth2: link("/api/o/") }),
      custom_logo: "",
      custom_login_info: "",
      login_redirect_override: "",
    },
  }),
};

/** `/api/o/` */
export const oauthRoot: View = {
  name: "API OAuth 2 Authorization Root",
  access: "anyone",
  GET: ({ link }) => ({
    status: 200,
    body: {
      authorize: link("/api/o/authorize/"),
      token: link("/api/o/token/"),
      revoke_token: link("/api/o/revoke_token/"),
    },
  }),
};

/** Names of `/api/v2/` that are not the name of their path as well. */
const differingPaths: Readonly<Record<string, string>> = {
  inventory: "inventories",
  constructed_inventory: "constructed_inventories",
  service_index: "service-index",
};

const resources = (
  "ping instances instance_groups receptor_addresses config settings me dashboard organizations users " +
  "execution_environments projects project_updates teams credentials credential_types credential_input_sources " +
  "applications tokens metrics inventory constructed_inventory inventory_sources inventory_updates groups hosts " +
  "host_metrics host_metric_summary_monthly job_templates jobs ad_hoc_commands system_job_templates system_jobs " +
  "schedules roles notification_templates notifications labels unified_job_templates unified_jobs activity_stream " +
  "workflow_job_templates workflow_jobs workflow_approvals workflow_job_template_nodes workflow_job_nodes " +
  "mesh_visualizer bulk analytics service_index role_definitions role_user_assignments role_team_assignments"
).split(" ");

/** `/api/v2/`: every resource by name, most of which the double does not have. */
export const versionRoot: View = {
  name: "Version 2",
  access: "anyone",
  GET: ({ link, service }) => ({
    status: 200,
    body: Object.fromEntries(
      resources
        .filter((name) => service.hasTokens || !["applications", "tokens"].includes(name))
        .map((name) => [name, link(`/api/v2/${differingPaths[name] ?? name}/`)]),
    ),
  }),
};

/** `/api/v2/ping/` */
export const ping: View = {
  name: "Ping",
  access: "anonymous",
  GET: ({ service: { product } }) => ({
    status: 200,
    body: {
      ha: false,
      version: product.version,
      active_node: "awx-local",
      install_uuid: "3a398422-a2aa-4d5d-8f0a-e7f775ca859f",
      instances: [
        {
          node: "awx-local",
          node_type: "control",
          uuid: "f570e407-680e-4659-88a9-94a7b4c7f0e7",
          heartbeat: null,
          capacity: 0,
          version: "",
        },
      ],
      instance_groups: [{ name: "controlplane", capacity: 0, instances: [] }],
    },
  }),
};

/** `/api/v2/config/`, the part that says what server this is. */
export const config: View = {
  name: "Configuration",
  GET: ({ service: { product } }) => ({
    status: 200,
    body: {
      time_zone: "UTC",
      license_info: { license_type: "open", valid_key: true, subscription_name: "OPEN", product_name: product.name },
      version: product.version,
      eula: "",
      analytics_status: "off",
      become_methods: [],
      ui_next: true,
    },
  }),
};

/** `/api/v2/settings/authentication/`, the settings that concern tokens; for superusers and auditors. */
export const authenticationSettings: View = {
  name: "Setting Detail",
  GET: ({ caller: { user }, service }: Context) => {
    if (!user.isSuperuser && !user.isSystemAuditor) throw permissionDenied();
    return {
      status: 200,
      body: {
        SESSION_COOKIE_AGE: 1800,
        SESSIONS_PER_USER: -1,
        DISABLE_LOCAL_AUTH: false,
        AUTH_BASIC_ENABLED: service.takesBasic,
        OAUTH2_PROVIDER: {
          ACCESS_TOKEN_EXPIRE_SECONDS: tokenLifetimeSeconds,
          AUTHORIZATION_CODE_EXPIRE_SECONDS: 600,
          REFRESH_TOKEN_EXPIRE_SECONDS: 2628000,
        },
        ALLOW_OAUTH2_FOR_EXTERNAL_USERS: false,
        LOGIN_REDIRECT_OVERRIDE: "",
      },
    };
  },
};
