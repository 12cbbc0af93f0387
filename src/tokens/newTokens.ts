import { keyOf, type TokenKey, type TokenSource } from "../awx/api";
import type { NewToken } from "../awx/awxClient";
import type { AccessToken, Me } from "../awx/schemas";
import { differencesOf, isAsAsked, type Difference } from "./edits";
import { isOwn, type TokenList } from "./tokenList";

/** What is different about a token that was made from what was asked for. */
export function unlikeAsked(token: AccessToken, asked: NewToken, applicationName?: string): readonly Difference[] {
  const wanted: AccessToken = {
    ...token,
    description: asked.description,
    scope: asked.scope,
    applicationId: asked.applicationId ?? null,
    applicationName,
  };
  return differencesOf(wanted, token).filter(({ field }) => field !== "description" || !isAsAsked(token, asked));
}

/**
 * The token that came of a request whose answer did not come, if there is one: the newest that is as was asked for and
 * that was not there before.
 * @param newestFirst the user's tokens as the server has them now
 * @param known those that were there before, or that are known to have come of something else
 */
export function lostToken(
  newestFirst: readonly AccessToken[],
  asked: NewToken,
  known: ReadonlySet<TokenKey>,
): AccessToken | undefined {
  return newestFirst.find((token) => !known.has(keyOf(token)) && unlikeAsked(token, asked).length === 0);
}

/** Why the user cannot have a new token take the place of one. */
export type RotationObstacle = "others" | "application";

/**
 * What keeps a token from being rotated, if anything does. A token that is made is its maker's, and on a platform only
 * a superuser makes one for an application (django-ansible-base `oauth2_provider/views/permissions.py:82-85`).
 */
export function rotationObstacle(list: TokenList, token: AccessToken): RotationObstacle | undefined {
  const user = list.users.get(token.source);
  if (!user || !isOwn(list, token)) return "others";
  return token.applicationId === null || mayMakeForApplications(token.source, user) ? undefined : "application";
}

/** Whether a user may make tokens for the applications of a table, as far as that is known without asking. */
export function mayMakeForApplications(source: TokenSource, { role }: Me): boolean {
  return source === "controller" || role === "superuser";
}
