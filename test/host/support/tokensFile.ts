import type * as vscode from "vscode";
import { activeDocument } from "./editor";
import { run } from "./extension";
import type { Person } from "./person";
import type { SentRequest } from "./requests";
import { rowsOf } from "./rows";

/** The file of some tokens of `lab`, or of all, opened in an editor. */
export async function opensTokens(...tokenIds: number[]): Promise<vscode.TextDocument> {
  const rows = rowsOf(tokenIds);
  await run("editInEditor", rows[0] ?? { kind: "server", serverName: "lab" }, rows);
  return activeDocument(".jsonc");
}

/** Ticks all changes that are shown, and agrees to them. */
export async function agreesToAll(person: Person): Promise<void> {
  const pick = await person.quickPick();
  await person.ticks(...pick.items.map(({ label }) => label));
}

/** The PATCH of a token. */
export function patch(tokenId: number, changes: object, root = "/api/v2/"): SentRequest {
  return { method: "PATCH", path: `${root}tokens/${String(tokenId)}/`, body: JSON.stringify(changes) };
}
