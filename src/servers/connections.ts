import { AwxClient } from "../awx/awxClient";
import { discover, type Discovery } from "../awx/discovery";
import type { Me } from "../awx/schemas";
import { Transport, type Exchange } from "../awx/transport";
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
      ? { kind: "signedIn", client: this.#client(server, credential.token) }
      : { kind: credential.kind };
  }

  /**
   * What stands at an address, asked without a credential.
   * @throws {AwxError}
   */
  async discover(server: Server, signal: AbortSignal): Promise<Discovery> {
    return discover(this.#transport(server), server.url, signal);
  }

  /**
   * Who a credential signs in as, asked of the server; stores nothing.
   * @throws {AwxError}
   */
  async identify(server: Server, token: string, signal: AbortSignal): Promise<Me> {
    return this.#client(server, token).me(signal);
  }

  #client(server: Server, token: string): AwxClient {
    return new AwxClient(this.#transport(server, token), server.url);
  }

  #transport(server: Server, credential?: string): Transport {
    return new Transport({
      origin: new URL(server.url).origin,
      ...(credential !== undefined && { credential }),
      timeoutMilliseconds,
      onExchange: (exchange) => {
        this.#log(server.name, exchange);
      },
    });
  }
}
