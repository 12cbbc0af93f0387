import * as vscode from "vscode";
import { AwxError, isBusy, isCertificateCode } from "../awx/errors";
import { CaFileError } from "../servers/errors";

/** Why something failed, in few words for a row of the view; `explain` has all of it. */
export function explainBriefly(error: unknown): string {
  if (error instanceof CaFileError) return vscode.l10n.t("CA file not usable");
  if (!(error instanceof AwxError)) return vscode.l10n.t("failed");
  switch (error.problem.kind) {
    case "unauthenticated":
      return vscode.l10n.t("sign in again");
    case "forbidden":
      return vscode.l10n.t("not allowed");
    case "serverFailed":
      return isBusy(error.problem.status) ? vscode.l10n.t("busy") : vscode.l10n.t("server error");
    case "noAnswer":
      return isCertificateCode(error.problem.code)
        ? vscode.l10n.t("certificate not accepted")
        : vscode.l10n.t("cannot be reached");
    case "proxyRefused":
    case "timedOut":
      return vscode.l10n.t("cannot be reached");
    case "withoutTokens":
      return vscode.l10n.t("has no access tokens");
    case "redirected":
      return error.problem.to === "upgrade" ? vscode.l10n.t("being upgraded") : vscode.l10n.t("sent elsewhere");
    case "refused":
      return isBusy(error.problem.status) ? vscode.l10n.t("busy") : vscode.l10n.t("unexpected answer");
    case "notFound":
    case "rejected":
    case "unexpectedAnswer":
    case "badNextPage":
      return vscode.l10n.t("unexpected answer");
    case "cancelled":
      return vscode.l10n.t("cancelled");
  }
}
