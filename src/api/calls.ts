import type { Parts } from "../commands/parts";
import type { AwxResponse, AwxServer, AwxTokenRef } from "./awxTokensApi";
import { listServers } from "./listServers";
import { openToken } from "./openToken";
import { Requests, type Asked } from "./requests";

/** What the calls of other extensions do: one module for all of them, which is loaded with the first. */
export class Calls {
  readonly #parts: Parts;
  readonly #requests: Requests;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#requests = new Requests(parts);
  }

  getServers(): Promise<readonly AwxServer[]> {
    return listServers(this.#parts);
  }

  request(extensionId: string, asked: Asked): Promise<AwxResponse> {
    return this.#requests.sendFor(extensionId, asked);
  }

  openToken(serverName: string, token: AwxTokenRef): Promise<void> {
    return openToken(this.#parts, serverName, token);
  }
}
