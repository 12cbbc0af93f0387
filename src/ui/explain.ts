import * as vscode from "vscode";
import { AwxError, type AwxProblem } from "../awx/errors";
import { SecretStorageError, SettingsError } from "../servers/errors";
import { inertText } from "../util/visibleText";
import { Reason } from "./failure";

/** Why something failed and what to do about it, in words; the server's own words where it gave some. */
export function explain(error: unknown): string {
  if (error instanceof AwxError) return explainProblem(error.problem);
  if (error instanceof Reason) return error.message;
  if (error instanceof SettingsError) return inertText(error.message);
  if (error instanceof SecretStorageError) {
    return vscode.l10n.t("VS Code's secret storage failed. Your system's keyring may be locked or missing.");
  }
  return vscode.l10n.t("An unexpected error occurred in the extension. The log has the details.");
}

/** Whether an error has no explanation, so that only its stack can tell anybody what went wrong. */
export function isDefect(error: unknown): error is Error {
  const isExplained = [AwxError, Reason, SettingsError, SecretStorageError].some((known) => error instanceof known);
  return error instanceof Error && !isExplained;
}

/** The same, in few words for a row of the view. */
export function explainBriefly(error: unknown): string {
  if (!(error instanceof AwxError)) return vscode.l10n.t("failed");
  switch (error.problem.kind) {
    case "unauthenticated":
      return vscode.l10n.t("sign in again");
    case "forbidden":
      return vscode.l10n.t("not allowed");
    case "serverFailed":
      return vscode.l10n.t("server error");
    case "noAnswer":
    case "timedOut":
      return vscode.l10n.t("cannot be reached");
    case "notFound":
    case "rejected":
    case "redirected":
    case "refused":
    case "unexpectedAnswer":
    case "badNextPage":
      return vscode.l10n.t("unexpected answer");
    case "cancelled":
      return vscode.l10n.t("cancelled");
  }
}

function explainProblem(problem: AwxProblem): string {
  switch (problem.kind) {
    case "unauthenticated":
      return vscode.l10n.t("The server does not accept the access token. It may be mistyped, expired or revoked.");
    case "forbidden":
      return vscode.l10n.t(
        "The server does not allow it{0} Either it is not yours to do, or the access token you are signed in with is read-only.",
        quoted(problem.reasons),
      );
    case "notFound":
      return vscode.l10n.t("The server says that it does not exist, or no longer does.");
    case "rejected":
      return vscode.l10n.t("The server did not accept it{0}", quoted(problem.reasons));
    case "serverFailed":
      return vscode.l10n.t("The server failed with status {0}. Its administrator can find out why.", problem.status);
    case "redirected":
      return vscode.l10n.t(
        "The server sent us to another address ({0}), as a login proxy or an upgrade in progress does. Check the server's address.",
        inertText(problem.location, 100),
      );
    case "refused":
      return vscode.l10n.t("The server refused with status {0}{1}", problem.status, quoted(problem.reasons));
    case "unexpectedAnswer":
      return explainAnswer(problem.found);
    case "badNextPage":
      return problem.reason === "otherOrigin"
        ? vscode.l10n.t("The list goes on at another server, where the access token must not be sent.")
        : vscode.l10n.t("The list does not end: its next page leads back to an earlier one.");
    case "noAnswer":
      return explainSilence(problem.code);
    case "timedOut":
      return vscode.l10n.t("The server did not answer within {0} seconds.", Math.round(problem.milliseconds / 1000));
    case "cancelled":
      return vscode.l10n.t("It was cancelled.");
  }
}

function explainAnswer(found: "html" | "notJson" | "otherShape"): string {
  switch (found) {
    case "html":
      return vscode.l10n.t(
        "The answer is a web page, not AWX's API. The address may be wrong, or a login proxy may stand in front.",
      );
    case "notJson":
      return vscode.l10n.t(
        "The answer is not from AWX's API. The address may be wrong, or a proxy may stand in front.",
      );
    case "otherShape":
      return vscode.l10n.t(
        "The answer is not what AWX gives here. The address may belong to another service, or a login proxy may stand in front.",
      );
  }
}

function explainSilence(code: string | undefined): string {
  switch (code) {
    case "ECONNREFUSED":
      return vscode.l10n.t("Nothing answers at that address and port (connection refused).");
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return vscode.l10n.t("The host name was not found. Check the address, or the VPN.");
    case "ECONNRESET":
    case "UND_ERR_SOCKET":
      return vscode.l10n.t("The connection was cut before an answer came.");
    case "CERT_HAS_EXPIRED":
      return vscode.l10n.t("The server's certificate has expired.");
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return vscode.l10n.t("The server's certificate is for another host name.");
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
      return vscode.l10n.t(
        "The server's certificate is not trusted. Add the authority that signed it to your system's certificates.",
      );
    default:
      return code === undefined
        ? vscode.l10n.t("No answer came. Check the address, its port, and the network.")
        : vscode.l10n.t("No answer came ({0}). Check the address, its port, and the network.", inertText(code, 60));
  }
}

/** The server's reasons as the end of a sentence. */
function quoted(reasons: readonly string[]): string {
  if (reasons.length === 0) return ".";
  const shown = reasons.slice(0, 3).map((reason) => inertText(reason, 200).replace(/[.\s]+$/, ""));
  return vscode.l10n.t(": {0}.", shown.join("; "));
}
