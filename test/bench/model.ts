import { AwxClient } from "../../src/awx/awxClient";
import type { Transport } from "../../src/awx/transport";
import { ArrangedList } from "../../src/tokens/arrangedList";
import { usualArrangement } from "../../src/tokens/arrangement";
import type { TokenList } from "../../src/tokens/tokenList";
import { listOf, TokenStore } from "../../src/tokens/tokenStore";
import { Arrangements } from "../../src/views/arrangements";
import type { TokenRow } from "../../src/views/rows";
import { TokensTreeProvider } from "../../src/views/tokensTreeProvider";
import { MemoryMemento } from "../unit/support/memory";

/** The JSON of what a server answered, by path and query. */
export type Answers = ReadonlyMap<string, unknown>;

const serverName = "bench";

/** Takes answers through all that is between them and a list of tokens: they are checked, and put in order. */
export async function listFrom(answers: Answers): Promise<TokenList> {
  return (await storeWith(answers)).list;
}

/** The same, and then draws a row for each token. */
export async function drawFrom(answers: Answers, rows: readonly TokenRow[]): Promise<void> {
  const { store } = await storeWith(answers);
  const servers = { servers: [{ name: serverName, url: "http://bench" }], unusable: [] };
  const tree = new TokensTreeProvider(servers, store, new Arrangements(new MemoryMemento()));
  const [first] = rows;
  // Loads what it draws with; from then on it need not be waited for.
  if (first) await tree.getTreeItem(first);
  for (const row of rows) void tree.getTreeItem(row);
}

export function rowsOf({ tokens }: TokenList): readonly TokenRow[] {
  return tokens.all().map(({ source, id }) => ({ kind: "token", serverName, source, tokenId: id }));
}

/** What the view does for a letter of a filter: finds the tokens and puts them in order and in groups. */
export function arrange(list: TokenList, filter: string): void {
  const shown = new ArrangedList(list, { ...usualArrangement, filter, now: new Date(), soonDays: 14 });
  for (const source of list.sources) shown.table(source);
}

async function storeWith(answers: Answers): Promise<{ readonly store: TokenStore; readonly list: TokenList }> {
  const transport = { request: (_: string, path: string) => Promise.resolve(answers.get(path)) };
  const client = new AwxClient(transport as unknown as Transport, "http://bench", {
    source: "controller",
    root: "/api/v2/",
  });
  const store = new TokenStore(() =>
    Promise.resolve({
      kind: "signedIn",
      family: "controller",
      clients: [client],
      canWrite: true,
      isSessionOnly: false,
      signInToken: { kind: "pasted" },
    }),
  );
  await store.load(serverName);
  const state = store.state(serverName);
  const list = listOf(state);
  if (state.kind !== "loaded" || !list) throw new Error("the answers make no list");
  return { store, list };
}
