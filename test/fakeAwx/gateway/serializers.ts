import type { Context } from "../context";
import type { Activity, Application, Organization, Token, User } from "../model";
import { timestamp, userSummary } from "../serializing";
import { contentTypes } from "./contentTypes";
import { encrypted } from "./history";

type Body = Readonly<Record<string, unknown>>;

const systemId = 1;
const adminId = 2;

interface Common {
  readonly id: number;
  readonly created: Date;
  readonly createdBy: number;
  readonly modified: Date;
  readonly modifiedBy: number;
  readonly related: Body;
  readonly summaries: Body;
}

/** What ansible_base/lib/serializers/common.py gives every object. */
function commonBody(context: Context, type: Activity["objectType"], common: Common): Body {
  const { id, created, createdBy, modified, modifiedBy, related, summaries } = common;
  const { id: contentType, path } = contentTypes[type];
  const creator = context.model.user(createdBy);
  const modifier = context.model.user(modifiedBy);
  const history = `activitystream/?content_type=${String(contentType)}&object_id=${String(id)}`;
  return {
    id,
    url: gatewayLink(context, `${path}/${String(id)}/`),
    related: {
      activity_stream: gatewayLink(context, history),
      created_by: userLink(context, createdBy),
      modified_by: userLink(context, modifiedBy),
      ...related,
    },
    summary_fields: {
      ...(modifier && { modified_by: userSummary(modifier) }),
      ...(creator && { created_by: userSummary(creator) }),
      ...summaries,
    },
    created: timestamp(created),
    created_by: createdBy,
    modified: timestamp(modified),
    modified_by: modifiedBy,
  };
}

/** The link to something below `/api/gateway/v1/`. */
export function gatewayLink({ link }: Pick<Context, "link">, path: string): string {
  return link(`/api/gateway/v1/${path}`);
}

function userLink(context: Context, id: number): string {
  return gatewayLink(context, `users/${String(id)}/`);
}

/** A token as ansible_base/oauth2_provider shows it; only the answer to POST has the real values. */
export function gatewayTokenBody(context: Context, token: Token): Body {
  const { model } = context;
  const user = model.user(token.userId);
  const application = token.applicationId === null ? undefined : model.application(token.applicationId);
  const isNew = context.method === "POST";
  return {
    ...commonBody(context, "o_auth2_access_token", {
      ...token,
      related: {
        ...(user && { user: userLink(context, user.id) }),
        ...(application && { application: gatewayLink(context, `applications/${String(application.id)}/`) }),
      },
      summaries: {
        ...(user && { user: userSummary(user) }),
        ...(application && { application: { id: application.id, name: application.name } }),
      },
    }),
    expires: timestamp(token.expires),
    user: token.userId,
    application: token.applicationId,
    description: token.description,
    last_used: token.lastUsed && timestamp(token.lastUsed),
    scope: token.scope,
    token: isNew ? token.secret : encrypted,
    refresh_token: token.refreshSecret === null || isNew ? token.refreshSecret : encrypted,
  };
}

/** A user; `me` has none of the links to token lists (recorded: me-basic). */
export function gatewayUserBody(
  context: Context,
  user: User,
  lists = ["personal_tokens", "authorized_tokens", "tokens"],
): Body {
  const related = ["applications", "teams", ...lists].map((name) => [
    name,
    gatewayLink(context, `users/${String(user.id)}/${name}/`),
  ]);
  return {
    ...commonBody(context, "user", {
      ...user,
      modified: user.created,
      modifiedBy: systemId,
      related: Object.fromEntries(related) as Body,
      summaries: { resource: { ansible_id: user.resourceId, resource_type: "shared.user" } },
    }),
    username: user.username,
    email: user.email,
    first_name: user.firstName,
    last_name: user.lastName,
    last_login: user.lastLogin && timestamp(user.lastLogin),
    password: encrypted,
    is_superuser: user.isSuperuser,
    is_platform_auditor: user.isSystemAuditor,
  };
}

const summarizedTokens = 10;

export function gatewayApplicationBody(context: Context, application: Application): Body {
  const { model } = context;
  const organization = model.organization(application.organizationId);
  const tokens = model.tokens().filter((token) => token.applicationId === application.id);
  return {
    ...commonBody(context, "o_auth2_application", {
      ...application,
      createdBy: adminId,
      modified: application.created,
      modifiedBy: adminId,
      related: {
        access_tokens: gatewayLink(context, `applications/${String(application.id)}/tokens/`),
        organization: gatewayLink(context, `organizations/${String(application.organizationId)}/`),
      },
      summaries: {
        organization: { id: organization?.id, name: organization?.name },
        tokens: {
          count: tokens.length,
          results: tokens.slice(0, summarizedTokens).map(({ id, scope }) => ({ id, token: encrypted, scope })),
        },
      },
    }),
    name: application.name,
    client_id: application.clientId,
    redirect_uris: application.redirectUris,
    post_logout_redirect_uris: "",
    algorithm: "",
    user: null,
    description: application.description,
    organization: application.organizationId,
    client_secret: encrypted,
    client_type: application.clientType,
    skip_authorization: false,
    authorization_grant_type: application.grantType,
  };
}

/** What a client needs of an organization; the real answer has more links. */
export function gatewayOrganizationBody(context: Context, organization: Organization): Body {
  return {
    ...commonBody(context, "organization", {
      ...organization,
      createdBy: adminId,
      modified: organization.created,
      modifiedBy: adminId,
      related: { users: gatewayLink(context, `organizations/${String(organization.id)}/users/`) },
      summaries: {},
    }),
    name: organization.name,
    description: organization.description,
    managed: false,
  };
}

/** One entry of the history. */
export function entryBody(context: Context, activity: Activity): Body {
  const actor = context.model.user(activity.actorId);
  const { id: contentType, model } = contentTypes[activity.objectType];
  return {
    id: activity.id,
    url: gatewayLink(context, `activitystream/${String(activity.id)}/`),
    related: { ...(actor && { created_by: userLink(context, actor.id) }) },
    summary_fields: { ...(actor && { created_by: userSummary(actor) }) },
    created: timestamp(activity.timestamp),
    created_by: activity.actorId,
    operation: activity.operation,
    changes: activity.changes,
    content_type: contentType,
    object_id: String(activity.objectId),
    related_content_type: null,
    related_object_id: null,
    content_type_model: model,
    related_content_type_model: null,
  };
}
