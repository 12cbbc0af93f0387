import * as vscode from "vscode";
import type { AuthorizationKind } from "../awx/authorization";
import { AwxError, isBusy, type AwxProblem, type RedirectTarget } from "../awx/errors";
import { CaFileError, SecretStorageError, SettingsError } from "../servers/errors";
import { inertText } from "../util/visibleText";
import { explainSilence } from "./explainSilence";
import { CommandFailure, Reason } from "./failure";
import { relativeTime } from "./format";

/** Why something failed and what to do about it, in words; the server's own words where it gave some. */
export function explain(error: unknown): string {
  if (error instanceof AwxError) return explainProblem(error.problem);
  if (error instanceof CommandFailure) {
    return error.cause === undefined
      ? vscode.l10n.t("{0}.", error.what)
      : vscode.l10n.t("{0}. {1}", error.what, explain(error.cause));
  }
  if (error instanceof Reason) return error.message;
  if (error instanceof CaFileError) return explainCaFile(error);
  if (error instanceof SettingsError) return inertText(error.message);
  if (error instanceof SecretStorageError) {
    return vscode.l10n.t("VS Code's secret storage failed. Your system's keyring may be locked or missing.");
  }
  return vscode.l10n.t("An unexpected error occurred in the extension. The log has the details.");
}

/** Whether an error has no explanation, so that only its stack can tell anybody what went wrong. */
export function isDefect(error: unknown): error is Error {
  const isExplained = [AwxError, Reason, CaFileError, SettingsError, SecretStorageError].some(
    (known) => error instanceof known,
  );
  return error instanceof Error && !isExplained;
}

function explainCaFile({ path, reason }: CaFileError): string {
  switch (reason) {
    case "missing":
      return vscode.l10n.t("The server's CA file {0} does not exist on this computer.", inertText(path, 100));
    case "unreadable":
      return vscode.l10n.t("The server's CA file {0} cannot be read.", inertText(path, 100));
    case "noCertificate":
      return vscode.l10n.t(
        "The server's CA file {0} does not hold certificates in PEM form, which begin with -----BEGIN CERTIFICATE-----.",
        inertText(path, 100),
      );
  }
}

function explainProblem(problem: AwxProblem): string {
  switch (problem.kind) {
    case "unauthenticated":
      return explainUnauthenticated(problem.with, problem.reasons);
    case "forbidden":
      return explainForbidden(problem.reasons);
    case "notFound":
      return vscode.l10n.t("The server says that it does not exist, or no longer does.");
    case "rejected":
      return explainRejected(problem.reasons);
    case "serverFailed":
      return isBusy(problem.status)
        ? explainBusy(problem)
        : vscode.l10n.t("The server failed with status {0}. Its administrator can find out why.", problem.status);
    case "redirected":
      return explainRedirect(problem.to, inertText(problem.location, 100));
    case "refused":
      return isBusy(problem.status) ? explainBusy(problem) : explainRefused(problem.status, problem.reasons);
    case "unexpectedAnswer":
      return explainAnswer(problem);
    case "withoutTokens":
      return vscode.l10n.t(
        "This AWX has no access tokens: they were removed from AWX after release 24.6.1. Only its administrator could bring them back; otherwise remove the server here.",
      );
    case "badNextPage":
      return problem.reason === "otherOrigin"
        ? vscode.l10n.t("The list goes on at another server, where the access token must not be sent.")
        : vscode.l10n.t("The list does not end: its next page leads back to an earlier one.");
    case "noAnswer":
    case "proxyRefused":
      return explainSilence(problem);
    case "timedOut":
      return vscode.l10n.t(
        "The server did not answer in time. The setting “awxTokens.requestTimeout” gives it {0} s.",
        Math.round(problem.milliseconds / 1000),
      );
    case "cancelled":
      return vscode.l10n.t("It was cancelled.");
  }
}

function explainBusy({ status, retryAfter }: { readonly status: number; readonly retryAfter?: number }): string {
  if (retryAfter === undefined) {
    return vscode.l10n.t("The server takes no requests for now (status {0}). Try again later.", status);
  }
  const now = new Date();
  const time = relativeTime(new Date(now.getTime() + retryAfter * 1000), now);
  return vscode.l10n.t("The server takes no requests for now (status {0}). It asks to try again {1}.", status, time);
}

function explainForbidden(reasons: readonly string[]): string {
  return reasons.length === 0
    ? vscode.l10n.t(
        "The server does not allow it. Either it is not yours to do, or the access token you are signed in with is read-only.",
      )
    : vscode.l10n.t(
        "The server does not allow it: {0}. Either it is not yours to do, or the access token you are signed in with is read-only.",
        quoted(reasons),
      );
}

function explainRejected(reasons: readonly string[]): string {
  return reasons.length === 0
    ? vscode.l10n.t("The server did not accept it.")
    : vscode.l10n.t("The server did not accept it: {0}.", quoted(reasons));
}

function explainRefused(status: number, reasons: readonly string[]): string {
  return reasons.length === 0
    ? vscode.l10n.t("The server refused with status {0}.", status)
    : vscode.l10n.t("The server refused with status {0}: {1}.", status, quoted(reasons));
}

function explainUnauthenticated(kind: AuthorizationKind, reasons: readonly string[]): string {
  switch (kind) {
    case "token":
      return reasons.length === 0
        ? vscode.l10n.t("The server does not accept the access token. It may be mistyped, expired or revoked.")
        : vscode.l10n.t(
            "The server does not accept the access token: {0}. It may be mistyped, expired or revoked.",
            quoted(reasons),
          );
    case "password":
      return reasons.length === 0
        ? vscode.l10n.t(
            "The server does not accept the user name and password. One may be mistyped, or the server may take no passwords here.",
          )
        : vscode.l10n.t(
            "The server does not accept the user name and password: {0}. One may be mistyped, or the server may take no passwords here.",
            quoted(reasons),
          );
    case "nothing":
      return reasons.length === 0
        ? vscode.l10n.t("The server answers nobody who is not signed in.")
        : vscode.l10n.t("The server answers nobody who is not signed in: {0}.", quoted(reasons));
  }
}

function explainRedirect(to: RedirectTarget, location: string): string {
  switch (to) {
    case "https":
      return vscode.l10n.t("The server is to be reached by https ({0}). Use https:// in its address.", location);
    case "upgrade":
      return vscode.l10n.t("The server is being upgraded. Try again later.");
    case "elsewhere":
      return vscode.l10n.t(
        "The server sent us to another address ({0}), as a login proxy does. Check the server's address.",
        location,
      );
  }
}

function explainAnswer({ found, status, title }: Extract<AwxProblem, { kind: "unexpectedAnswer" }>): string {
  switch (found) {
    case "html":
      return title === undefined
        ? vscode.l10n.t(
            "The answer is a web page, not AWX's API. The address may be wrong, or a login proxy may stand in front.",
          )
        : vscode.l10n.t(
            "The answer is a web page titled “{0}”, not AWX's API. The address may be wrong, or a login proxy may stand in front.",
            inertText(title),
          );
    case "notJson":
      return vscode.l10n.t(
        "The answer is not from AWX's API. The address may be wrong, or a proxy may stand in front.",
      );
    case "refusal":
      return vscode.l10n.t(
        "Something refused the request with status {0} before anybody was asked to sign in: a login proxy, a firewall or another service. Check the address.",
        status,
      );
    case "tooLarge":
      return vscode.l10n.t(
        "The answer is far larger than any of AWX's, and was given up. The address may belong to another service.",
      );
    case "credential":
      return vscode.l10n.t(
        "The answer holds what you are signed in with, so it was not given to the extension that asked for it.",
      );
    case "otherShape":
      return vscode.l10n.t(
        "The answer is not what AWX gives here. The address may belong to another service, or a login proxy may stand in front.",
      );
  }
}

/** What a server gave as its reasons, to stand in a sentence of ours. */
export function quoted(reasons: readonly string[]): string {
  const shown = reasons.slice(0, 3).map((reason) => inertText(reason, 200).replace(/[.\s]+$/, ""));
  return shown.join("; ");
}
