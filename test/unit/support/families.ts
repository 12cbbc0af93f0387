import type { TokenSource, TokenTable } from "../../../src/awx/api";
import { AwxClient } from "../../../src/awx/awxClient";
import type { Transport } from "../../../src/awx/transport";
import type { Reader } from "../../../src/tokens/readTokens";
import type { FakeAwx } from "../../fakeAwx/server";
import { transportTo } from "./fakeAwx";

const gateway: TokenTable = { source: "gateway", root: "/api/gateway/v1/" };
const controller: TokenTable = { source: "controller", root: "/api/controller/v2/" };

/** The tables of a platform that has both, in the order in which they are found. */
export const platformTables: readonly TokenTable[] = [gateway, controller];

/** The client of one table of a platform, signed in with the platform's token `tokenId`. */
export function platformClient(awx: FakeAwx, source: TokenSource, tokenId = 1): AwxClient {
  return platformClientWith(awx, source, transportTo(awx, tokenId));
}

/** The client of one table of a platform that sends with a transport. */
export function platformClientWith(awx: FakeAwx, source: TokenSource, transport: Transport): AwxClient {
  return new AwxClient(transport, new URL(awx.url).origin, source === "gateway" ? gateway : controller);
}

/** What reads all tables of a platform with its token `tokenId`. */
export function platformReader(awx: FakeAwx, tokenId = 1, values: Partial<Reader> = {}): Reader {
  const transport = transportTo(awx, tokenId);
  const clients = platformTables.map(({ source }) => platformClientWith(awx, source, transport));
  return {
    kind: "signedIn",
    family: "gateway",
    clients,
    canWrite: true,
    isSessionOnly: false,
    signInToken: { kind: "none" },
    ...values,
  };
}

/** The requests that a double got, each as its method and path, without the query. */
export function requestsTo(awx: FakeAwx): string[] {
  return awx.requests.map(({ method, path }) => `${method} ${path.replace(/\?.*/, "")}`);
}
