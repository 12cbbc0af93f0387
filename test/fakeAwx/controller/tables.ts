import type { Table } from "../fields";
import { boolean, byId, datetime, found, integer, relation, secret, text } from "../fields";
import type { Activity, Application, Model, Organization, Token, User } from "../model";

/** A refresh token has no row of its own here: it stands and falls with its access token. */
const refreshTokens: Table = {
  name: "RefreshToken",
  type: "refresh_token",
  order: "id",
  fields: { id: integer(byId), token: secret, created: datetime((row: Token) => row.created) },
};

const unusedTable: Table = { name: "IDToken", type: "id_token", order: "id", fields: { id: integer(byId) } };

/** awx/main/models/oauth.py, OAuth2AccessToken */
export const tokenTable: Table = {
  name: "OAuth2AccessToken",
  type: "o_auth2_access_token",
  order: "id",
  fields: {
    id: integer(byId),
    user: relation(
      () => userTable,
      (row: Token, model) => found(model.user(row.userId)),
    ),
    application: relation(
      () => applicationTable,
      (row: Token, model) => found(row.applicationId === null ? null : model.application(row.applicationId)),
    ),
    refresh_token: relation(
      () => refreshTokens,
      (row: Token) => found(row.refreshSecret === null ? null : row),
    ),
    source_refresh_token: relation(
      () => refreshTokens,
      () => [],
    ),
    id_token: relation(
      () => unusedTable,
      () => [],
    ),
    activitystream: relation(
      () => activityTable,
      (row: Token, model) => activitiesOf(model, "o_auth2_access_token", row.id),
    ),
    token: secret,
    description: text((row: Token) => row.description),
    scope: text((row: Token) => row.scope),
    created: datetime((row: Token) => row.created),
    updated: datetime((row: Token) => row.modified),
    modified: datetime((row: Token) => row.modified),
    expires: datetime((row: Token) => row.expires),
    last_used: datetime((row: Token) => row.lastUsed),
  },
};

/** django.contrib.auth.models.User; AWX shows `date_joined` as `created` */
export const userTable: Table = {
  name: "User",
  type: "user",
  order: "id",
  fields: {
    id: integer(byId),
    username: text((row: User) => row.username),
    first_name: text((row: User) => row.firstName),
    last_name: text((row: User) => row.lastName),
    email: text((row: User) => row.email),
    password: secret,
    is_superuser: boolean((row: User) => row.isSuperuser),
    is_staff: boolean(() => false),
    is_active: boolean(() => true),
    date_joined: datetime((row: User) => row.created),
    last_login: datetime(() => null),
    main_oauth2accesstoken: relation(
      () => tokenTable,
      (row: User, model) => model.tokens().filter((token) => token.userId === row.id),
    ),
    activitystream: relation(
      () => activityTable,
      (row: User, model) => activitiesOf(model, "user", row.id),
    ),
  },
};

/** awx/main/models/oauth.py, OAuth2Application */
export const applicationTable: Table = {
  name: "OAuth2Application",
  type: "o_auth2_application",
  order: "organization__name,name",
  fields: {
    id: integer(byId),
    name: text((row: Application) => row.name),
    description: text((row: Application) => row.description),
    client_id: secret,
    client_secret: secret,
    client_type: text((row: Application) => row.clientType),
    authorization_grant_type: text((row: Application) => row.grantType),
    redirect_uris: text((row: Application) => row.redirectUris),
    skip_authorization: boolean(() => false),
    created: datetime((row: Application) => row.created),
    updated: datetime((row: Application) => row.created),
    user: relation(
      () => userTable,
      () => [],
    ),
    organization: relation(
      () => organizationTable,
      (row: Application, model) => found(model.organization(row.organizationId)),
    ),
    oauth2accesstoken: relation(
      () => tokenTable,
      (row: Application, model) => model.tokens().filter((token) => token.applicationId === row.id),
    ),
    activitystream: relation(
      () => activityTable,
      (row: Application, model) => activitiesOf(model, "o_auth2_application", row.id),
    ),
  },
};

export const organizationTable: Table = {
  name: "Organization",
  type: "organization",
  order: "name",
  fields: {
    id: integer(byId),
    name: text((row: Organization) => row.name),
    description: text((row: Organization) => row.description),
    created: datetime((row: Organization) => row.created),
    modified: datetime((row: Organization) => row.created),
    applications: relation(
      () => applicationTable,
      (row: Organization, model) => model.applications.filter(({ organizationId }) => organizationId === row.id),
    ),
  },
};

/** awx/main/models/activity_stream.py, with the objects a token client can meet */
export const activityTable: Table = {
  name: "ActivityStream",
  type: "activity_stream",
  order: "id",
  fields: {
    id: integer(byId),
    timestamp: datetime((row: Activity) => row.timestamp),
    operation: text((row: Activity) => row.operation),
    changes: text((row: Activity) => JSON.stringify(row.changes)),
    object1: text((row: Activity) => row.objectType),
    object2: text(() => ""),
    object_relationship_type: text(() => ""),
    action_node: text(() => "awx-local"),
    actor: relation(
      () => userTable,
      (row: Activity, model) => found(model.user(row.actorId)),
    ),
    o_auth2_access_token: relation(
      () => tokenTable,
      (row: Activity, model) => found(isAbout(row, "o_auth2_access_token") ? model.token(row.objectId) : null),
    ),
    o_auth2_application: relation(
      () => applicationTable,
      (row: Activity, model) => found(isAbout(row, "o_auth2_application") ? model.application(row.objectId) : null),
    ),
    organization: relation(
      () => organizationTable,
      (row: Activity, model) => found(isAbout(row, "organization") ? model.organization(row.objectId) : null),
    ),
    user: relation(
      () => userTable,
      (row: Activity, model) => found(isAbout(row, "user") ? model.user(row.objectId) : null),
    ),
  },
};

/** Whether the entry hangs on an object; the entry about a deletion hangs on none any more. */
export function isAbout(activity: Activity, type: Activity["objectType"]): boolean {
  return activity.operation !== "delete" && activity.objectType === type;
}

function activitiesOf(model: Model, type: Activity["objectType"], id: number): readonly Activity[] {
  return model.activities.filter((activity) => isAbout(activity, type) && activity.objectId === id);
}
