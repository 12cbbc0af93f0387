import { bearer } from "../awx/authorization";
import type { AwxClient } from "../awx/awxClient";
import type { Discovery } from "../awx/discovery";
import type { Me } from "../awx/schemas";
import type { Exchange, Transport } from "../awx/transport";
import type { CredentialStore } from "./credentialStore";
import type { Server } from "./server";

/** What there is to talk to a server with. */
export type Connection =
  { readonly kind: "signedIn"; readonly client: AwxClient } | { readonly kind: "none" | "unusable" | "unavailable" };

/** How long an answer may take. */
const timeoutMilliseconds = 30_000;

/** Makes clients for servers out of their addresses and credentials, and checks both. */
export class Connections {
  readonly #credentials: CredentialStore;
  readonly #log: (serverName: string, exchange: Exchange) => void;

  constructor(credentials: CredentialStore, log: (serverName: string, exchange: Exchange) => void) {
    this.#credentials = credentials;
    this.#log = log;
  }

  /** The connection with the stored credential; sends nothing. */
  async open(server: Server): Promise<Connection> {
    const credential = await this.#credentials.read(server);
    return credential.kind === "found"
      ? { kind: "signedIn", client: await this.#client(server, credential.token) }
      : { kind: credential.kind };
  }

  /**
   * What stands at an address, asked without a credential.
   * @throws {AwxError}
   */
  async discover(server: Server, signal: AbortSignal): Promise<Discovery> {
    const { discover } = await import("../awx/discovery");
    return discover(await this.#transport(server), server.url, signal);
  }

  /**
   * Who a credential signs in as, asked of the server; stores nothing.
   * @throws {AwxError}
   */
  async identify(server: Server, token: string, signal: AbortSignal): Promise<Me> {
    return (await this.#client(server, token)).me(signal);
  }

  async #client(server: Server, token: string): Promise<AwxClient> {
    const { AwxClient } = await import("../awx/awxClient");
    return new AwxClient(await this.#transport(server, token), server.url);
  }

  async #transport(server: Server, token?: string): Promise<Transport> {
    // What talks HTTP is loaded with the first request, because a start makes none.
    const { Transport } = await import("../awx/transport");
    return new Transport({
      origin: new URL(server.url).origin,
      ...(token !== undefined && { authorization: bearer(token) }),
      timeoutMilliseconds,
      onExchange: (exchange) => {
        this.#log(server.name, exchange);
      },
    });
  }
}
