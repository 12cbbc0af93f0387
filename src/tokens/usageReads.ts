import { keyOf, type TokenKey } from "../awx/api";
import type { Reader } from "./readTokens";
import { saysUse, type TokenList } from "./tokenList";

type Usage = NonNullable<TokenList["usage"]>;

interface Read {
  /** Of the list that it is for. */
  readonly readAt: Date;
  readonly abort: AbortController;
  readonly usage: Promise<Usage>;
}

/** Finds out which tokens were never used, of tables whose list does not say so: once for each list, whoever asks. */
export class UsageReads {
  readonly #underWay = new Map<string, Read>();

  /**
   * Which tokens of a list were never used.
   * @param connect gives what to read with
   * @throws {AwxError} `cancelled` also when it is given up, or asked for a newer list
   */
  async of(serverName: string, list: TokenList, connect: (signal: AbortSignal) => Promise<Reader>): Promise<Usage> {
    const underWay = this.#underWay.get(serverName);
    if (underWay?.readAt === list.readAt) return underWay.usage;
    underWay?.abort.abort();
    const abort = new AbortController();
    const usage = connect(abort.signal).then((reader) => neverUsedOf(reader, list, abort.signal));
    const read: Read = { readAt: list.readAt, abort, usage };
    this.#underWay.set(serverName, read);
    try {
      return await usage;
    } finally {
      if (this.#underWay.get(serverName) === read) this.#underWay.delete(serverName);
    }
  }

  /** Gives up what is under way for a server. */
  giveUp(serverName: string): void {
    this.#underWay.get(serverName)?.abort.abort();
    this.#underWay.delete(serverName);
  }

  /** Gives up all that is under way. */
  dispose(): void {
    for (const serverName of [...this.#underWay.keys()]) this.giveUp(serverName);
  }
}

async function neverUsedOf({ clients }: Reader, { unread }: TokenList, signal: AbortSignal): Promise<Usage> {
  const readAt = new Date();
  const neverUsed = new Set<TokenKey>();
  for (const client of clients) {
    if (saysUse(client.source) || unread.has(client.source)) continue;
    for await (const page of client.tokenPages({ signal, only: "neverUsed" })) {
      for (const token of page) neverUsed.add(keyOf(token));
    }
  }
  return { neverUsed, readAt };
}
