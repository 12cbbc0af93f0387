import type { Context } from "./context";
import { HtmlError, noSuchObject, permissionDenied } from "./errors";
import { activityTable, applicationTable, organizationTable, userTable } from "./fields";
import type { Table } from "./fields";
import { listPage } from "./listing";
import type { Activity, Application, Organization, User } from "./model";
import { canReadActivity, canReadApplication, canReadOrganization, canReadUser } from "./rights";
import { activityBody, applicationBody, organizationBody, userBody } from "./serializers";
import type { View } from "./view";

/** One kind of object beside tokens: which there are, who sees them, how they look. */
interface Resource<Row extends { readonly id: number }> {
  readonly table: Table;
  readonly listName: string;
  readonly detailName: string;
  readonly all: (context: Context) => readonly Row[];
  readonly canRead: (context: Context, row: Row) => boolean;
  readonly body: (context: Context, row: Row, isDetail: boolean) => unknown;
  readonly order?: string;
  readonly searchFields?: readonly string[];
  /** Whether the server allows changes, which the double doesn't make. */
  readonly isReadOnly?: boolean;
}

export const users: Resource<User> = {
  table: userTable,
  listName: "User List",
  detailName: "User Detail",
  all: ({ model }) => model.users,
  canRead: ({ model, caller }, user) => canReadUser(model, caller.user, user),
  body: userBody,
  order: "username",
};

export const applications: Resource<Application> = {
  table: applicationTable,
  listName: "OAuth 2 Applications",
  detailName: "OAuth 2 Application Detail",
  all: ({ model }) => model.applications,
  canRead: ({ model, caller }, application) => canReadApplication(model, caller.user, application),
  body: applicationBody,
};

export const organizations: Resource<Organization> = {
  table: organizationTable,
  listName: "Organization List",
  detailName: "Organization Detail",
  all: ({ model }) => model.organizations,
  canRead: ({ caller }, organization) => canReadOrganization(caller.user, organization),
  body: organizationBody,
};

export const activities: Resource<Activity> = {
  table: activityTable,
  listName: "Activity Stream List",
  detailName: "Activity Stream Detail",
  all: ({ model }) => model.activities,
  canRead: ({ model, caller }, activity) => canReadActivity(model, caller.user, activity),
  body: activityBody,
  searchFields: ["changes"],
  isReadOnly: true,
};

const notBuilt = (): never => {
  throw new HtmlError(500, "the double changes tokens only");
};

export function listView<Row extends { readonly id: number }>(resource: Resource<Row>): View {
  return {
    name: resource.listName,
    GET: (context) =>
      listPage(context, {
        table: resource.table,
        rows: resource.all(context).filter((row) => resource.canRead(context, row)),
        serialize: (row) => resource.body(context, row, false),
        ...(resource.order !== undefined && { order: resource.order }),
        ...(resource.searchFields && { searchFields: resource.searchFields }),
      }),
    ...(!resource.isReadOnly && { POST: notBuilt }),
  };
}

export function detailView<Row extends { readonly id: number }>(resource: Resource<Row>, id: number): View {
  return {
    name: resource.detailName,
    GET: (context) => {
      const row = resource.all(context).find((each) => each.id === id);
      if (!row) throw noSuchObject(resource.table.name);
      if (!resource.canRead(context, row)) throw permissionDenied();
      return { status: 200, body: resource.body(context, row, true) };
    },
    ...(!resource.isReadOnly && { PUT: notBuilt, PATCH: notBuilt, DELETE: notBuilt }),
  };
}

/** `/api/v2/me/`: a list of one. */
export const me: View = {
  name: "Me",
  GET: (context) =>
    listPage(context, { table: userTable, rows: [context.caller.user], serialize: (user) => userBody(context, user) }),
};
