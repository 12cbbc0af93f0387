import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import { day } from "../ui/format";
import { visibleText } from "../util/visibleText";

/** For orientation beside what can be changed of a token: whose it is, what for, and for how long. One line. */
export function tokenComment({ ownerName, ownerId, applicationName, applicationId, expires }: AccessToken): string {
  const owner = ownerName ?? (ownerId === null ? vscode.l10n.t("nobody's") : vscode.l10n.t("user {0}", ownerId));
  const application =
    applicationName ??
    (applicationId === null ? vscode.l10n.t("personal token") : vscode.l10n.t("application {0}", applicationId));
  return [
    visibleText(owner, 40),
    visibleText(application, 40),
    vscode.l10n.t({ message: "expires {0}", args: [day(expires)], comment: ["{0} is a date"] }),
  ].join(" · ");
}
