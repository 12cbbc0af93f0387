import { applicationTable, tokenTable, userTable } from "../controller/tables";
import type { Field, Table } from "../fields";
import { byId, datetime, found, integer, relation, text } from "../fields";
import type { Activity, Application, Model, Organization, Token, User } from "../model";
import { contentTypes } from "./contentTypes";

/** What ansible_base/lib/abstract_models/common.py gives every model. */
function common<Row extends { readonly created: Date; readonly createdBy?: number }>(
  modified: (row: Row) => Date,
  modifiedBy: (row: Row) => number,
): Readonly<Record<string, Field>> {
  const user = (id: (row: Row) => number): Field =>
    relation(
      () => gatewayUserTable,
      (row: Row, model: Model) => found(model.user(id(row))),
    );
  return {
    created: datetime((row: Row) => row.created),
    created_by: user((row) => row.createdBy ?? 0),
    modified: datetime(modified),
    modified_by: user(modifiedBy),
  };
}

function without(fields: Table["fields"], ...names: readonly string[]): Table["fields"] {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

/** ansible_base/oauth2_provider/models/access_token.py; its history hangs on no relation. */
export const gatewayTokenTable: Table = {
  ...tokenTable,
  fields: {
    ...without(tokenTable.fields, "updated", "activitystream"),
    ...common<Token>(
      (row) => row.modified,
      (row) => row.modifiedBy,
    ),
    user: relation(
      () => gatewayUserTable,
      (row: Token, model) => found(model.user(row.userId)),
    ),
    application: relation(
      () => gatewayApplicationTable,
      (row: Token, model) => found(row.applicationId === null ? null : model.application(row.applicationId)),
    ),
  },
};

export const gatewayUserTable: Table = {
  ...userTable,
  fields: {
    ...without(userTable.fields, "activitystream", "main_oauth2accesstoken"),
    ...common<User>(
      (row) => row.created,
      () => 1,
    ),
    access_tokens: relation(
      () => gatewayTokenTable,
      (row: User, model) => model.tokens().filter((token) => token.userId === row.id),
    ),
  },
};

export const gatewayApplicationTable: Table = {
  ...applicationTable,
  fields: {
    ...without(applicationTable.fields, "updated", "activitystream", "oauth2accesstoken"),
    ...common<Application>(
      (row) => row.created,
      () => 2,
    ),
    organization: relation(
      () => gatewayOrganizationTable,
      (row: Application, model) => found(model.organization(row.organizationId)),
    ),
    access_tokens: relation(
      () => gatewayTokenTable,
      (row: Application, model) => model.tokens().filter((token) => token.applicationId === row.id),
    ),
  },
};

export const gatewayOrganizationTable: Table = {
  name: "Organization",
  type: "organization",
  order: "name",
  fields: {
    id: integer(byId),
    name: text((row: Organization) => row.name),
    description: text((row: Organization) => row.description),
    ...common<Organization>(
      (row) => row.created,
      () => 2,
    ),
  },
};

const contentTypeTable: Table = {
  name: "ContentType",
  type: "content_type",
  order: "id",
  fields: { id: integer(byId) },
};

/** ansible_base/activitystream/models/entry.py */
export const entryTable: Table = {
  name: "Entry",
  type: "entry",
  order: "id",
  fields: {
    id: integer(byId),
    created: datetime((row: Activity) => row.timestamp),
    created_by: relation(
      () => gatewayUserTable,
      (row: Activity, model) => found(model.user(row.actorId)),
    ),
    operation: text((row: Activity) => row.operation),
    content_type: relation(
      () => contentTypeTable,
      (row: Activity) => [contentTypes[row.objectType]],
    ),
    object_id: text((row: Activity) => String(row.objectId)),
  },
};
