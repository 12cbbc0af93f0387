import type { Context } from "../context";
import { mayWrite } from "../credentials";
import type { Activity, Application, Organization, Token, User } from "../model";
import { timestamp, userSummary } from "../serializing";
import { censored } from "./history";
import { canChangeApplication, userCapabilities } from "./rights";
import { isAbout } from "./tables";

/** A token as awx/api/serializers.py shows it; only the answer to POST has the real values. */
export function tokenBody(context: Context, token: Token): Readonly<Record<string, unknown>> {
  const { model, link } = context;
  const user = model.user(token.userId);
  const application = token.applicationId === null ? undefined : model.application(token.applicationId);
  const url = link(`/api/v2/tokens/${String(token.id)}/`);
  const isNew = context.method === "POST";
  return {
    id: token.id,
    type: "o_auth2_access_token",
    url,
    related: {
      ...(user && { user: link(`/api/v2/users/${String(user.id)}/`) }),
      ...(application && { application: link(`/api/v2/applications/${String(application.id)}/`) }),
      activity_stream: `${url}activity_stream/`,
    },
    summary_fields: {
      ...(user && { user: userSummary(user) }),
      ...(application && { application: { id: application.id, name: application.name } }),
    },
    created: timestamp(token.created),
    modified: timestamp(token.modified),
    description: token.description,
    user: token.userId,
    token: isNew ? token.secret : censored,
    refresh_token: token.refreshSecret === null || isNew ? token.refreshSecret : censored,
    application: token.applicationId,
    expires: timestamp(token.expires),
    scope: token.scope,
  };
}

export function userBody(context: Context, user: User, isDetail = false): Readonly<Record<string, unknown>> {
  const url = context.link(`/api/v2/users/${String(user.id)}/`);
  const related = (
    "teams organizations admin_of_organizations projects credentials roles activity_stream access_list " +
    (context.service.hasTokens ? "tokens authorized_tokens personal_tokens" : "")
  )
    .trim()
    .split(" ");
  return {
    id: user.id,
    type: "user",
    url,
    related: {
      ...(isDetail && { named_url: context.link(`/api/v2/users/${user.username}/`) }),
      ...Object.fromEntries(related.map((name) => [name, `${url}${name}/`])),
    },
    summary_fields: {
      resource: { ansible_id: user.resourceId, resource_type: "shared.user" },
      user_capabilities: userCapabilities(context.model, context.caller, user),
    },
    created: timestamp(user.created),
    modified: null,
    username: user.username,
    first_name: user.firstName,
    last_name: user.lastName,
    email: user.email,
    is_superuser: user.isSuperuser,
    is_system_auditor: user.isSystemAuditor,
    password: "$encrypted$",
    ldap_dn: user.externalAccount === "ldap" ? `uid=${user.username},ou=people,dc=example,dc=com` : "",
    last_login: user.lastLogin && timestamp(user.lastLogin),
    external_account: user.externalAccount,
    auth: [],
  };
}

const summarizedTokens = 10;

export function applicationBody(
  context: Context,
  application: Application,
  isDetail = false,
): Readonly<Record<string, unknown>> {
  const { model, link, caller } = context;
  const organization = model.organization(application.organizationId);
  const tokens = model.tokens().filter((token) => token.applicationId === application.id);
  const mayChange = mayWrite(caller) && canChangeApplication(model, caller.user, application);
  const url = link(`/api/v2/applications/${String(application.id)}/`);
  const namedUrl = `/api/v2/applications/${application.name}++${organization?.name ?? ""}/`;
  return {
    id: application.id,
    type: "o_auth2_application",
    url,
    related: {
      ...(isDetail && { named_url: link(namedUrl) }),
      tokens: `${url}tokens/`,
      activity_stream: `${url}activity_stream/`,
      organization: link(`/api/v2/organizations/${String(application.organizationId)}/`),
    },
    summary_fields: {
      organization: { id: organization?.id, name: organization?.name, description: organization?.description },
      user_capabilities: { edit: mayChange, delete: mayChange },
      tokens: {
        count: tokens.length,
        results: tokens.slice(0, summarizedTokens).map(({ id, scope }) => ({ id, token: censored, scope })),
      },
    },
    created: timestamp(application.created),
    modified: timestamp(application.created),
    name: application.name,
    description: application.description,
    client_id: application.clientId,
    client_secret: censored,
    client_type: application.clientType,
    redirect_uris: application.redirectUris,
    authorization_grant_type: application.grantType,
    skip_authorization: false,
    organization: application.organizationId,
  };
}

/** What a client needs of an organization; the real answer has many more links. */
export function organizationBody(
  context: Context,
  organization: Organization,
  isDetail = false,
): Readonly<Record<string, unknown>> {
  const { link, caller } = context;
  const url = link(`/api/v2/organizations/${String(organization.id)}/`);
  const mayChange = mayWrite(caller) && (caller.user.isSuperuser || organization.adminIds.includes(caller.user.id));
  return {
    id: organization.id,
    type: "organization",
    url,
    related: {
      ...(isDetail && { named_url: link(`/api/v2/organizations/${organization.name}/`) }),
      users: `${url}users/`,
      admins: `${url}admins/`,
      applications: `${url}applications/`,
      activity_stream: `${url}activity_stream/`,
    },
    summary_fields: { user_capabilities: { edit: mayChange, delete: mayChange } },
    created: timestamp(organization.created),
    modified: timestamp(organization.created),
    name: organization.name,
    description: organization.description,
    max_hosts: 0,
    custom_virtualenv: null,
    default_environment: null,
  };
}

/** One entry of the history; `actor` and the object are summed up as they are now, not as they were. */
export function activityBody({ model, link }: Context, activity: Activity): Readonly<Record<string, unknown>> {
  const actor = model.user(activity.actorId);
  const token = isAbout(activity, "o_auth2_access_token") ? model.token(activity.objectId) : undefined;
  const application = isAbout(activity, "o_auth2_application") ? model.application(activity.objectId) : undefined;
  return {
    id: activity.id,
    type: "activity_stream",
    url: link(`/api/v2/activity_stream/${String(activity.id)}/`),
    related: {
      ...(actor && { actor: link(`/api/v2/users/${String(actor.id)}/`) }),
      ...(token && { o_auth2_access_token: [link(`/api/v2/tokens/${String(token.id)}/`)] }),
      ...(application && { o_auth2_application: [link(`/api/v2/applications/${String(application.id)}/`)] }),
    },
    summary_fields: {
      ...(token && {
        o_auth2_access_token: [
          {
            id: token.id,
            user_id: token.userId,
            description: token.description,
            ...(token.applicationId !== null && { application_id: token.applicationId }),
            scope: token.scope,
          },
        ],
      }),
      ...(application && {
        o_auth2_application: [{ id: application.id, name: application.name, description: application.description }],
      }),
      ...(actor && { actor: userSummary(actor) }),
    },
    timestamp: timestamp(activity.timestamp),
    operation: activity.operation,
    changes: activity.changes,
    object1: activity.objectType,
    object2: "",
    object_association: "",
    action_node: "awx-local",
    object_type: "",
  };
}
