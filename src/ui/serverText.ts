import * as vscode from "vscode";

/** What a kind of server is called. */
export function familyName(family: "controller" | "gateway"): string {
  switch (family) {
    case "controller":
      return vscode.l10n.t("AWX or Automation Controller");
    case "gateway":
      return vscode.l10n.t("Ansible Automation Platform");
  }
}
