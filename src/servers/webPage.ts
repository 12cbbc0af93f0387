import type { AccessToken, Me } from "../awx/schemas";
import type { Server } from "./server";

/**
 * The page of AWX's web UI that shows a server or a token. Only one's own tokens have a page
 * (`awx/ui/src/screens/User/User.js:74-77`); of others, the application's list or the owner is the nearest.
 */
export function webPageOf(server: Server, token?: AccessToken, me?: Me): string {
  const home = `${server.url}/`;
  // The platform's web UI shows its tokens at addresses that its releases do not agree on.
  if (!token || token.source === "gateway") return home;
  if (token.applicationId !== null) return `${home}#/applications/${String(token.applicationId)}/tokens`;
  if (token.ownerId === null) return home;
  const owner = `${home}#/users/${String(token.ownerId)}`;
  return token.ownerId === me?.id ? `${owner}/tokens/${String(token.id)}/details` : `${owner}/details`;
}
