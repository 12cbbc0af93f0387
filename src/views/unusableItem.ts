import * as vscode from "vscode";
import { serversSetting } from "../contributions";
import type { UnusableEntry } from "../servers/server";
import { visibleText } from "../util/visibleText";
import { contextValue } from "./itemParts";
import { idOf, type UnusableRow } from "./rows";

/** How an entry of the setting looks that names no server. */
export function unusableItem(row: UnusableRow): vscode.TreeItem {
  const { index, name, problem } = row.entry;
  const place =
    index === undefined ? serversSetting.id : vscode.l10n.t("Entry {0} of {1}", index + 1, serversSetting.id);
  const label = name === undefined ? place : visibleText(name);
  const reason = whyUnusable(problem);
  const item = new vscode.TreeItem(label);
  item.id = idOf(row);
  item.description = reason;
  item.iconPath = new vscode.ThemeIcon("warning");
  item.tooltip = `${place}\n${reason}`;
  item.contextValue = contextValue(["unusable"]);
  item.accessibilityInformation = { label: `${label}. ${reason}` };
  return item;
}

function whyUnusable(problem: UnusableEntry["problem"]): string {
  switch (problem) {
    case "notAList":
      return vscode.l10n.t("It must be a list of servers. Correct it in the settings.");
    case "notAnObject":
      return vscode.l10n.t("It must have a name and a url. Correct it in the settings.");
    case "name":
      return vscode.l10n.t("It has no name. Correct it in the settings.");
    case "url":
      return vscode.l10n.t("Its url is not the address of a server. Correct it in the settings.");
    case "duplicateName":
      return vscode.l10n.t("Another server has its name. Correct it in the settings.");
    case "caFile":
      return vscode.l10n.t("Its caFile is not the full path of a file. Correct it in the settings.");
    case "skipCertificateVerification":
      return vscode.l10n.t("Its skipCertificateVerification is neither true nor false. Correct it in the settings.");
  }
}
