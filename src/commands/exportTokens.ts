import { homedir } from "node:os";
import * as vscode from "vscode";
import { csvOf, jsonOf, type InventoryItem } from "../tokens/inventory";
import { listOf } from "../tokens/tokenStore";
import { confirm } from "../ui/confirm";
import { expiringSoonDays } from "../ui/expiringSoon";
import { explain } from "../ui/explain";
import { CommandFailure, Reason } from "../ui/failure";
import { absoluteTime, countText } from "../ui/format";
import { inertMessage, inertText } from "../util/visibleText";
import { chooseShown, listFor } from "./listedTokens";
import type { Parts } from "./parts";
import { serverFor, serverNamesOf, severalRows, targetsOf, tokenFor, type TokenTarget } from "./targets";

/** Saves what is known of tokens to a file: of those that were selected, or of all of a server. */
export async function exportTokens(parts: Parts, argument: unknown, selected?: unknown): Promise<void> {
  const rows = severalRows(parts, argument, selected);
  const title = vscode.l10n.t("Export the tokens of which server?");
  if (rows) return exportTargets(parts, targetsOf(parts, rows));
  if (isTokenRow(argument)) {
    const target = await tokenFor(parts, argument, title);
    return target && exportTargets(parts, [target]);
  }
  const server = await serverFor(parts, argument, title);
  const list = server && (await listFor(parts, server));
  if (!list) return;
  if (list.tokens.size === 0) throw new CommandFailure(vscode.l10n.t("No tokens are listed on {0}", server.name));
  const tokens = await chooseShown(parts, server, list, {
    title: vscode.l10n.t("Export tokens"),
    placeholder: vscode.l10n.t("Choose what to export of {0}", server.name),
  });
  if (tokens)
    await exportTargets(
      parts,
      Array.from(tokens, (token) => ({ server, token })),
    );
}

/**
 * Saves what is known of some tokens to a file that the person chooses; asks before, where that is of an earlier time.
 * @throws {CommandFailure} when none of them is known any more, or they cannot be written there
 */
export async function exportTargets(parts: Parts, targets: readonly TokenTarget[]): Promise<void> {
  const items = itemsOf(parts, targets);
  if (items.length === 0) throw new CommandFailure(vscode.l10n.t("None of the selected tokens is listed any more"));
  if (await isNewEnough(parts, targets)) await save(items, serverNamesOf(targets));
}

async function save(items: readonly InventoryItem[], serverNames: string): Promise<void> {
  const file = await askFile(items, serverNames);
  if (!file) return;
  const write = /\.json$/i.test(file.path) ? jsonOf : csvOf;
  const text = write(items, new Date(), expiringSoonDays());
  const shownFile = inertText(file.scheme === "file" ? file.fsPath : file.path);
  try {
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  } catch (error) {
    throw new CommandFailure(
      vscode.l10n.t("The tokens of {0} were not exported: {1} could not be written", serverNames, shownFile),
      whyNotWritten(error),
      { label: vscode.l10n.t("Try Again"), run: () => save(items, serverNames) },
    );
  }
  const message =
    items.length === 1
      ? vscode.l10n.t("1 token of {0} was exported to {1}.", serverNames, shownFile)
      : vscode.l10n.t("{0} tokens of {1} were exported to {2}.", countText(items.length), serverNames, shownFile);
  const action = vscode.l10n.t("Open");
  // Not awaited: the file is there, and the message may stay for as long as the person likes.
  void vscode.window.showInformationMessage(inertMessage(message), action).then((chosen) => {
    if (chosen === action) void vscode.commands.executeCommand("vscode.open", file);
  });
}

function itemsOf(parts: Parts, targets: readonly TokenTarget[]): InventoryItem[] {
  return targets.flatMap(({ server, token }) => {
    const list = listOf(parts.tokens.state(server.name));
    return list ? [{ serverName: server.name, address: server.url, list, token }] : [];
  });
}

/** Whether what is known of the tokens is what their servers have, or the person wants it all the same. */
async function isNewEnough(parts: Parts, targets: readonly TokenTarget[]): Promise<boolean> {
  const reasons = new Map<string, string>();
  for (const { server, token } of targets) {
    const state = parts.tokens.state(server.name);
    const list = listOf(state);
    const error = state.kind === "failed" ? state.error : list?.unread.get(token.source);
    if (!list || error === undefined) continue;
    const time = absoluteTime(list.readAt);
    reasons.set(
      server.name,
      state.kind === "failed"
        ? vscode.l10n.t("What is listed of {0} is of {1}. {2}", server.name, time, explain(error))
        : vscode.l10n.t("A part of what is listed of {0} is from before {1}. {2}", server.name, time, explain(error)),
    );
  }
  if (reasons.size === 0) return true;
  const names = new Intl.ListFormat(vscode.env.language).format(reasons.keys());
  return confirm(
    vscode.l10n.t("The tokens of {0} could not be read again. Export what is known of an earlier time?", names),
    [...reasons.values()].join("\n"),
    vscode.l10n.t("Export"),
  );
}

async function askFile(items: readonly InventoryItem[], serverNames: string): Promise<vscode.Uri | undefined> {
  const isOfOne = new Set(items.map(({ serverName }) => serverName)).size === 1;
  const [first] = items;
  const name = ["awx-tokens", isOfOne && first ? inFileName(first.serverName) : "", today()].filter(Boolean).join("-");
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t("Export tokens of {0}", serverNames),
    saveLabel: vscode.l10n.t("Export"),
    defaultUri: vscode.Uri.joinPath(defaultFolder(), `${name}.csv`),
    filters: { CSV: ["csv"], JSON: ["json"] },
  });
}

function defaultFolder(): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const isWritable = folder && vscode.workspace.fs.isWritableFileSystem(folder.uri.scheme) !== false;
  return isWritable ? folder.uri : vscode.Uri.file(homedir());
}

/** As much of a text as any system's file name can hold. */
function inFileName(text: string): string {
  return Array.from(text.replaceAll(/[^\p{L}\p{N}._]+/gu, "-"))
    .slice(0, 60)
    .join("")
    .replaceAll(/^[-.]+|[-.]+$/g, "");
}

/** The date where the person is, as 2026-01-31. */
function today(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function whyNotWritten(error: unknown): Reason {
  const code = error instanceof vscode.FileSystemError ? error.code : "";
  switch (code) {
    case "NoPermissions":
      return new Reason(vscode.l10n.t("You may not write there."));
    case "FileNotFound":
      return new Reason(vscode.l10n.t("Its folder does not exist."));
    case "FileIsADirectory":
      return new Reason(vscode.l10n.t("There is a folder of that name."));
    case "Unavailable":
      return new Reason(vscode.l10n.t("The file system is not available."));
    default:
      return new Reason(inertText(error instanceof Error ? error.message : String(error)));
  }
}

function isTokenRow(argument: unknown): boolean {
  return typeof argument === "object" && argument !== null && "kind" in argument && argument.kind === "token";
}
