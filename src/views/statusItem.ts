import * as vscode from "vscode";
import { isCancelled } from "../awx/errors";
import type { SignedOutReason, TokensState } from "../tokens/tokenStore";
import { explain } from "../ui/explain";
import { shortTime } from "../ui/format";
import { whySignedOut } from "../ui/signedOut";
import { visibleText } from "../util/visibleText";
import { contextValue } from "./itemParts";
import { idOf, type StatusRow } from "./rows";
import { statusKind, type StatusKind } from "./statusKind";

/** What there is to say about a list, in short, and why. */
interface Words {
  readonly label: string;
  readonly reason?: string;
}

interface Status extends Words {
  readonly kind: StatusKind;
}

/** How the row looks that says why a server, or one of its tables, shows no tokens, or only old ones. */
export function statusItem(row: StatusRow, state: TokensState): vscode.TreeItem {
  const { kind, label, reason } = statusOf(row, state);
  const item = new vscode.TreeItem(label);
  item.id = idOf(row);
  const sentences = [
    label,
    ...(reason === undefined ? [] : [reason]),
    ...(kind === "failed" ? [vscode.l10n.t("Refresh to try again.")] : []),
  ];
  if (reason !== undefined) item.description = reason;
  item.iconPath = new vscode.ThemeIcon({ signedOut: "sign-in", failed: "warning", signedIn: "info" }[kind]);
  item.tooltip = sentences.join("\n");
  item.contextValue = contextValue(["status", kind]);
  item.accessibilityInformation = { label: [...sentences, visibleText(row.serverName)].join(" ") };
  return item;
}

function statusOf({ source }: StatusRow, state: TokensState): Status {
  const kind = statusKind(state);
  if (source !== undefined && "list" in state) {
    const error = state.list?.unread.get(source);
    return { kind: "failed", label: vscode.l10n.t("Could not be read"), reason: explain(error) };
  }
  switch (state.kind) {
    case "idle":
    case "loading":
      return { kind, label: "" };
    case "signedOut":
      return { kind, ...signedOutStatus(state.reason) };
    case "loaded":
      return {
        kind,
        label: vscode.l10n.t("This server has no tokens that you may see"),
        ...(state.list.canWrite && { reason: vscode.l10n.t("Create one to begin with.") }),
      };
    case "failed":
      return { kind, ...failedStatus(state, kind) };
  }
}

function failedStatus({ error, list }: Extract<TokensState, { kind: "failed" }>, kind: StatusKind): Words {
  const why = explain(error);
  const age = list && vscode.l10n.t("Out of date, read {0}", shortTime(list.readAt, new Date()));
  if (kind === "signedOut") {
    return {
      label: vscode.l10n.t("Sign in again"),
      reason: age === undefined ? why : vscode.l10n.t("{0}. {1}", age, why),
    };
  }
  if (age !== undefined) return { label: age, reason: why };
  return { label: isCancelled(error) ? vscode.l10n.t("Reading was stopped") : why };
}

/** What to do comes first: a narrow view shows no more. */
function signedOutStatus(reason: SignedOutReason): Words {
  switch (reason) {
    case "none":
      return { label: vscode.l10n.t("Sign in to see this server's tokens") };
    case "elsewhere":
      return { label: vscode.l10n.t("Reload the window"), reason: whySignedOut(reason) };
    case "lost":
    case "unusable":
    case "otherTrust":
      return { label: vscode.l10n.t("Sign in again"), reason: whySignedOut(reason) };
    case "unavailable":
      return { label: vscode.l10n.t("Sign in for this session"), reason: whySignedOut(reason) };
  }
}
