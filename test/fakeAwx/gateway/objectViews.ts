import type { Context } from "../context";
import { permissionDenied } from "../errors";
import { listPage } from "../listing";
import type { Activity, Application, Organization, User } from "../model";
import type { Resource } from "../resource";
import { canReadUser, seesAll } from "../rights";
import type { View } from "../view";
import { entryBody, gatewayApplicationBody, gatewayOrganizationBody, gatewayUserBody } from "./serializers";
import { entryTable, gatewayApplicationTable, gatewayOrganizationTable, gatewayUserTable } from "./tables";

/** ansible_base/lib/utils/views/permissions.py, IsSuperuserOrAuditor */
function superusersAndAuditors({ caller: { user } }: Context): void {
  if (!seesAll(user)) throw permissionDenied();
}

export const users: Resource<User> = {
  table: gatewayUserTable,
  listName: "User List",
  detailName: "User Instance",
  all: ({ model }) => model.users,
  canRead: ({ model, caller }, user) => canReadUser(model, caller.user, user),
  body: (context, user) => gatewayUserBody(context, user),
  isHidden: true,
  searchFields: [],
};

export const applications: Resource<Application> = {
  table: gatewayApplicationTable,
  listName: "O Auth2 Application List",
  detailName: "O Auth2 Application Instance",
  all: ({ model }) => model.applications,
  canRead: () => true,
  body: gatewayApplicationBody,
  authorize: superusersAndAuditors,
  searchFields: [],
};

export const organizations: Resource<Organization> = {
  table: gatewayOrganizationTable,
  listName: "Organization List",
  detailName: "Organization Instance",
  all: ({ model }) => model.organizations,
  canRead: ({ caller: { user } }, organization) =>
    seesAll(user) || [...organization.memberIds, ...organization.adminIds].includes(user.id),
  body: gatewayOrganizationBody,
  isHidden: true,
  searchFields: [],
};

export const entries: Resource<Activity> = {
  table: entryTable,
  listName: "Activity Stream Entries",
  detailName: "Activity Stream Entries",
  all: ({ model }) => model.activities,
  canRead: () => true,
  body: entryBody,
  order: "-id",
  authorize: superusersAndAuditors,
  searchFields: [],
  isReadOnly: true,
};

/** `/api/gateway/v1/me/`: a list of one. */
export const me: View = {
  name: "Me List",
  GET: (context) =>
    listPage(context, {
      table: gatewayUserTable,
      rows: [context.caller.user],
      serialize: (user) => gatewayUserBody(context, user, []),
      searchFields: [],
    }),
};
