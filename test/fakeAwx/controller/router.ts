import type { Service } from "../context";
import { detailView, listView } from "../resource";
import type { Route } from "../route";
import { route } from "../route";
import { activities, applications, me, organizations, users } from "./objectViews";
import { apiRoot, authenticationSettings, config, oauthRoot, ping, versionRoot } from "./rootViews";
import {
  applicationTokens,
  authorizedTokens,
  personalTokens,
  tokenActivity,
  tokenDetail,
  tokenList,
  userTokens,
} from "./tokenViews";

const common: readonly Route[] = [
  route("/api/", () => apiRoot),
  route("/api/v2/", () => versionRoot),
  route("/api/v2/ping/", () => ping),
  route("/api/v2/config/", () => config),
  route("/api/v2/settings/authentication/", () => authenticationSettings),
  route("/api/v2/me/", () => me),
  route("/api/v2/users/", () => listView(users)),
  route("/api/v2/users/{id}/", (id) => detailView(users, Number(id))),
  route("/api/v2/organizations/", () => listView(organizations)),
  route("/api/v2/organizations/{id}/", (id) => detailView(organizations, Number(id))),
  route("/api/v2/activity_stream/", () => listView(activities)),
  route("/api/v2/activity_stream/{id}/", (id) => detailView(activities, Number(id))),
];

const oauthEndpoints: readonly Route[] = [route("/api/o/", () => oauthRoot)];

const tokens: readonly Route[] = [
  route("/api/v2/applications/", () => listView(applications)),
  route("/api/v2/applications/{id}/", (id) => detailView(applications, Number(id))),
  route("/api/v2/applications/{id}/tokens/", (id) => applicationTokens(Number(id))),
  route("/api/v2/tokens/", () => tokenList),
  route("/api/v2/tokens/{id}/", (id) => tokenDetail(Number(id))),
  route("/api/v2/tokens/{id}/activity_stream/", (id) => tokenActivity(Number(id))),
  route("/api/v2/users/{id}/tokens/", (id) => userTokens(Number(id))),
  route("/api/v2/users/{id}/personal_tokens/", (id) => personalTokens(Number(id))),
  route("/api/v2/users/{id}/authorized_tokens/", (id) => authorizedTokens(Number(id))),
];

/** The URLs of an AWX; one without OAuth2 lacks those of tokens. */
export function controllerRoutes({ hasTokens, hasOAuthRoot }: Service): readonly Route[] {
  return [...common, ...(hasOAuthRoot ? oauthEndpoints : []), ...(hasTokens ? tokens : [])];
}
