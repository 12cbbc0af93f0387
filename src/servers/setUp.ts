import { Disposable } from "vscode";
import { setContextKey } from "../util/contextKeys";
import type { CredentialStore } from "./credentialStore";
import type { ServerStore } from "./serverStore";

/** Has VS Code know, now and from now on, whether there is a server, and one that somebody is signed in to. */
export function watchSetUp(servers: ServerStore, credentials: CredentialStore): Disposable {
  const tell = (): void => {
    setContextKey("hasServer", servers.servers.length > 0);
    setContextKey(
      "isSignedIn",
      servers.servers.some(({ name }) => credentials.has(name)),
    );
  };
  tell();
  return Disposable.from(servers.onDidChange(tell), credentials.onDidChange(tell));
}
