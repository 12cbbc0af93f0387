import * as vscode from "vscode";
import { listOf } from "../tokens/tokenStore";
import { askFilter } from "../ui/filterBox";
import { findUse } from "./findUse";
import type { Parts } from "./parts";
import { readTokens, serverFor } from "./targets";

/** Shows those of a server's tokens alone that fit what a person types, while it is typed. */
export async function filterTokens(parts: Parts, argument: unknown): Promise<void> {
  const { arrangements, tokens, view } = parts;
  const server = await serverFor(parts, argument, vscode.l10n.t("Filter the tokens of which server?"));
  if (!server) return;
  const former = arrangements.filterOf(server.name);
  view.reveal(server.name);
  let accepted: string | undefined;
  try {
    accepted = await askFilter({
      serverName: server.name,
      text: former,
      read: () => readTokens(parts, server),
      findUse: () => findUse(parts, server),
      list: () => {
        const list = listOf(tokens.state(server.name));
        return list?.isComplete ? list : undefined;
      },
      onDidChangeList: tokens.onDidChange,
      onDidType: (text) => {
        arrangements.setFilter(server.name, text);
      },
    });
  } finally {
    arrangements.setFilter(server.name, accepted ?? former);
  }
}
