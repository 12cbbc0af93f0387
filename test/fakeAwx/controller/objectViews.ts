import { listPage } from "../listing";
import type { Activity, Application, Organization, User } from "../model";
import type { Resource } from "../resource";
import { canReadUser } from "../rights";
import type { View } from "../view";
import { canReadActivity, canReadApplication, canReadOrganization } from "./rights";
import { activityBody, applicationBody, organizationBody, userBody } from "./serializers";
import { activityTable, applicationTable, organizationTable, userTable } from "./tables";

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

/** `/api/v2/me/`: a list of one. */
export const me: View = {
  name: "Me",
  GET: (context) =>
    listPage(context, { table: userTable, rows: [context.caller.user], serialize: (user) => userBody(context, user) }),
};
