import { sealSignIn, type Credential } from "../../src/servers/credential";
import type { Server } from "../../src/servers/server";
import type { StoredSecret } from "../vscodeServer/secrets";

/** What the extension has stored where somebody is signed in to a server. */
export function storedSignIn(server: Server, credential: Credential): StoredSecret {
  return {
    extensionId: "awx-tokens.awx-tokens",
    key: `credential/${server.name}`,
    value: sealSignIn({ credential, canWrite: true }, server),
  };
}
