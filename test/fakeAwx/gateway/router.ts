import { detailView, listView } from "../resource";
import type { Route } from "../route";
import { route } from "../route";
import { applications, entries, me, organizations, users } from "./objectViews";
import { apiRoot, gatewayRoot, ping, versionRoot } from "./rootViews";
import { applicationTokens, tokenDetail, tokenList, userTokens } from "./tokenViews";

/** The URLs of the gateway itself. */
export const gatewayRoutes: readonly Route[] = [
  route("/api/", () => apiRoot),
  route("/api/gateway/", () => gatewayRoot),
  route("/api/gateway/v1/", () => versionRoot),
  route("/api/gateway/v1/ping/", () => ping),
  route("/api/gateway/v1/me/", () => me),
  route("/api/gateway/v1/tokens/", () => tokenList),
  route("/api/gateway/v1/tokens/{key}/", tokenDetail),
  route("/api/gateway/v1/applications/", () => listView(applications)),
  route("/api/gateway/v1/applications/{id}/", (id) => detailView(applications, Number(id))),
  route("/api/gateway/v1/applications/{key}/tokens/", applicationTokens),
  route("/api/gateway/v1/users/", () => listView(users)),
  route("/api/gateway/v1/users/{id}/", (id) => detailView(users, Number(id))),
  route(
    "/api/gateway/v1/users/{key}/tokens/",
    userTokens("Tokens", () => true),
  ),
  route(
    "/api/gateway/v1/users/{key}/personal_tokens/",
    userTokens("Personal Tokens", ({ applicationId }) => applicationId === null),
  ),
  route(
    "/api/gateway/v1/users/{key}/authorized_tokens/",
    userTokens("Authorized Tokens", ({ applicationId }) => applicationId !== null),
  ),
  route("/api/gateway/v1/organizations/", () => listView(organizations)),
  route("/api/gateway/v1/organizations/{id}/", (id) => detailView(organizations, Number(id))),
  route("/api/gateway/v1/activitystream/", () => listView(entries)),
  route("/api/gateway/v1/activitystream/{id}/", (id) => detailView(entries, Number(id))),
];
