import { listOf, type TokenStore } from "../tokens/tokenStore";

/** Where a change may be one of tokens: at their own paths, and in the lists of a user's and an application's. */
const tokensPath = /\/(?:tokens|personal_tokens|authorized_tokens)\//;

/** Has the view show what another extension changed of the tokens in it. */
export class RefreshAfterChange {
  readonly #tokens: TokenStore;
  /** The servers that are being asked because of a change, and whether there was another one since. */
  readonly #asked = new Map<string, { isAgain: boolean }>();

  constructor(tokens: TokenStore) {
    this.#tokens = tokens;
  }

  /** Asks what changed after a request to a path. However many requests come meanwhile, it asks once more for all. */
  after(serverName: string, path: string): void {
    if (!tokensPath.test(path) || !listOf(this.#tokens.state(serverName))) return;
    const underWay = this.#asked.get(serverName);
    if (underWay) underWay.isAgain = true;
    else void this.#ask(serverName);
  }

  async #ask(serverName: string): Promise<void> {
    const asked = { isAgain: true };
    this.#asked.set(serverName, asked);
    while (asked.isAgain) {
      asked.isAgain = false;
      // What is being read since before the change need not have it.
      await this.#tokens.ensureLoaded(serverName);
      await this.#tokens.refresh(serverName, { isQuiet: true });
    }
    this.#asked.delete(serverName);
  }
}
