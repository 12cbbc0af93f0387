import type { Parts } from "../commands/parts";
import type { Server } from "../servers/server";
import type { AwxServer } from "./awxTokensApi";

/** The servers as other extensions see them: what is in the settings anyway, and whether somebody is signed in. */
export async function listServers(parts: Parts): Promise<readonly AwxServer[]> {
  return Promise.all(parts.servers.servers.map((server) => describe(parts, server)));
}

async function describe({ credentials }: Parts, server: Server): Promise<AwxServer> {
  const { name, url } = server;
  const stored = await credentials.read(server);
  if (stored.kind !== "found") return { name, url, isSignedIn: false, isReadOnly: false, family: undefined };
  const { api, canWrite } = stored.signIn;
  return { name, url, isSignedIn: true, isReadOnly: !canWrite, family: api?.url === url ? api.family : undefined };
}
