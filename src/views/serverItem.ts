import * as vscode from "vscode";
import { isCancelled } from "../awx/errors";
import type { Server } from "../servers/server";
import { isUnencrypted } from "../servers/serverUrl";
import type { ArrangedList } from "../tokens/arrangedList";
import { userOf, type TokenList } from "../tokens/tokenList";
import { listOf, type TokensState } from "../tokens/tokenStore";
import { explainBriefly } from "../ui/explainBriefly";
import { absoluteTime, countText, tokenCount } from "../ui/format";
import { familyName } from "../ui/serverText";
import { visibleText } from "../util/visibleText";
import { contextValue, tooltip } from "./itemParts";
import { statusKind } from "./statusKind";

/** How a server looks. */
export function serverItem(server: Server, state: TokensState, shown: ArrangedList | undefined): vscode.TreeItem {
  const list = listOf(state);
  const user = list && userOf(list);
  const who = user && visibleText(user.username, 60);
  const facts = [
    ...(state.kind === "signedOut" ? [vscode.l10n.t("not signed in")] : []),
    ...(state.kind === "loading" ? [loadingFact(list)] : []),
    ...(state.kind === "failed"
      ? [isCancelled(state.error) ? vscode.l10n.t("stopped") : explainBriefly(state.error)]
      : []),
    ...(who === undefined ? [] : [who]),
    ...(list ? credentialFacts(list) : []),
    ...(isUnencrypted(server.url) ? [vscode.l10n.t("not encrypted")] : []),
    ...(isUnverified(server) ? [vscode.l10n.t("certificate not checked")] : []),
    ...(state.kind === "loaded" ? [countFact(state.list, shown)] : []),
  ];
  const item = new vscode.TreeItem(visibleText(server.name), vscode.TreeItemCollapsibleState.Expanded);
  item.description = facts.join(" · ");
  item.iconPath = new vscode.ThemeIcon(serverIcon(server, state));
  item.tooltip = tooltip([
    [vscode.l10n.t("Server"), visibleText(server.name)],
    [vscode.l10n.t("Address"), visibleText(server.url)],
    ...(server.caFile === undefined ? [] : [[vscode.l10n.t("CA file"), visibleText(server.caFile)] as const]),
    ...(isUnverified(server)
      ? [
          [
            vscode.l10n.t("Certificate"),
            vscode.l10n.t("not checked: anyone on the way can pose as this server"),
          ] as const,
        ]
      : []),
    ...(list ? [[vscode.l10n.t("Kind"), familyName(list.family)] as const] : []),
    ...(who === undefined ? [] : [[vscode.l10n.t("Signed in as"), who] as const]),
    ...(list && !list.canWrite
      ? [[vscode.l10n.t("Rights"), vscode.l10n.t("read-only: what you signed in with cannot change anything")] as const]
      : []),
    ...(list ? [[vscode.l10n.t("Read"), absoluteTime(list.readAt)] as const] : []),
  ]);
  item.contextValue = contextValue([
    "server",
    statusKind(state) === "signedOut" ? "signedOut" : "signedIn",
    ...(state.kind === "loading" ? (["reading"] as const) : []),
  ]);
  item.accessibilityInformation = { label: [vscode.l10n.t("Server {0}", item.label as string), ...facts].join(", ") };
  return item;
}

function loadingFact(list: TokenList | undefined): string {
  return list?.total === undefined || list.total <= list.tokens.size
    ? vscode.l10n.t("loading…")
    : vscode.l10n.t("loading {0} of {1}…", countText(list.tokens.size), countText(list.total));
}

function countFact({ tokens }: TokenList, shown: ArrangedList | undefined): string {
  return shown?.isFiltered === true
    ? vscode.l10n.t("{0} of {1} tokens", countText(shown.tokens.length), countText(tokens.size))
    : tokenCount(tokens.size);
}

function credentialFacts({ canWrite, isSessionOnly }: TokenList): string[] {
  return [
    ...(canWrite ? [] : [vscode.l10n.t("read-only")]),
    ...(isSessionOnly ? [vscode.l10n.t("this session only")] : []),
  ];
}

function isUnverified(server: Server): boolean {
  return server.skipCertificateVerification === true && !isUnencrypted(server.url);
}

function serverIcon(server: Server, state: TokensState): string {
  switch (state.kind) {
    case "idle":
    case "loading":
    case "loaded":
      return isUnverified(server) ? "unverified" : "server";
    case "signedOut":
      return "debug-disconnect";
    case "failed":
      return "warning";
  }
}
