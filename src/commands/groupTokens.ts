import * as vscode from "vscode";
import { groupings } from "../tokens/arrangement";
import { groupingMeaning, groupingName } from "../ui/arrangementText";
import { pickOne } from "../ui/pickOne";
import { findUse } from "./findUse";
import type { Parts } from "./parts";

/** Asks for what the tokens in the view stand together by. */
export async function groupTokens(parts: Parts): Promise<void> {
  const { arrangements, servers, tokens } = parts;
  const present = arrangements.grouping;
  const items = groupings.map((grouping) => ({
    label: groupingName(grouping),
    description: groupingMeaning(grouping),
    iconPath: new vscode.ThemeIcon(grouping === present ? "check" : "blank"),
    grouping,
  }));
  const placeholder = vscode.l10n.t("Choose how to group the tokens");
  const picked = await pickOne({
    title: vscode.l10n.t("Group tokens by"),
    waiting: placeholder,
    items: () => Promise.resolve(items),
    placeholder: () => placeholder,
    active: ({ grouping }) => grouping === present,
  });
  if (picked.kind !== "accepted") return;
  arrangements.grouping = picked.item.grouping;
  if (arrangements.grouping !== "usage") return;
  const loaded = servers.servers.filter(({ name }) => tokens.state(name).kind === "loaded");
  await Promise.all(loaded.map((server) => findUse(parts, server)));
}
