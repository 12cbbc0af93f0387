import type { Context } from "./context";
import { activities, applications, detailView, listView, me, organizations, users } from "./objectViews";
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
import type { View } from "./view";

interface Route {
  readonly path: RegExp;
  readonly view: (id: number) => View;
}

function route(path: string, view: (id: number) => View): Route {
  return { path: new RegExp(`^${path.replace("{id}", "([0-9]+)")}$`), view };
}

const common: readonly Route[] = [
  route("/api/", () => apiRoot),
  route("/api/v2/", () => versionRoot),
  route("/api/v2/ping/", () => ping),
  route("/api/v2/config/", () => config),
  route("/api/v2/settings/authentication/", () => authenticationSettings),
  route("/api/v2/me/", () => me),
  route("/api/v2/users/", () => listView(users)),
  route("/api/v2/users/{id}/", (id) => detailView(users, id)),
  route("/api/v2/organizations/", () => listView(organizations)),
  route("/api/v2/organizations/{id}/", (id) => detailView(organizations, id)),
  route("/api/v2/activity_stream/", () => listView(activities)),
  route("/api/v2/activity_stream/{id}/", (id) => detailView(activities, id)),
];

const oauth: readonly Route[] = [
  route("/api/o/", () => oauthRoot),
  route("/api/v2/applications/", () => listView(applications)),
  route("/api/v2/applications/{id}/", (id) => detailView(applications, id)),
  route("/api/v2/applications/{id}/tokens/", applicationTokens),
  route("/api/v2/tokens/", () => tokenList),
  route("/api/v2/tokens/{id}/", tokenDetail),
  route("/api/v2/tokens/{id}/activity_stream/", tokenActivity),
  route("/api/v2/users/{id}/tokens/", userTokens),
  route("/api/v2/users/{id}/personal_tokens/", personalTokens),
  route("/api/v2/users/{id}/authorized_tokens/", authorizedTokens),
];

/** The view of a path, or undefined where the server has no such URL; AWX without OAuth2 lacks the token URLs. */
export function findView(family: Context["family"], path: string): View | undefined {
  for (const { path: pattern, view } of family === "controller" ? [...common, ...oauth] : common) {
    const match = pattern.exec(path);
    if (match) return view(Number(match[1]));
  }
  return undefined;
}
