import * as vscode from "vscode";
import { AwxError, isCertificateCode } from "../awx/errors";
import type { Api } from "../servers/credential";
import type { Server, TrustSettings } from "../servers/server";
import { isUnencrypted, parseServerUrl, type ServerUrl } from "../servers/serverUrl";
import { confirmUnencrypted } from "../ui/confirm";
import { explain } from "../ui/explain";
import type { StepPosition } from "../ui/steps";
import { askText } from "../ui/textInput";
import type { Parts } from "./parts";

/** An address, and what was found there. */
export interface FoundAddress {
  readonly typed: string;
  readonly url: string;
  /** Where its tokens are; not known of a server that does not answer, or whose certificate is not trusted. */
  readonly api: Api | undefined;
  /** Why the server's certificate is not trusted, if that is why nothing is known of it. */
  readonly certificateProblem: AwxError | undefined;
}

export interface AddressInput {
  readonly title: string;
  readonly typed: string;
  /** What is agreed on for an address so far. */
  readonly trustAt: (url: string) => TrustSettings;
  readonly step?: StepPosition;
}

/** What became of an address: Back keeps what is in the box. */
export type AddressAnswer =
  | { readonly kind: "accepted"; readonly found: FoundAddress }
  | { readonly kind: "back"; readonly typed: string }
  | { readonly kind: "cancelled" };

/**
 * Asks for the address of a server and finds out what stands there. One that does not answer is taken when the person
 * presses Enter again, and one whose certificate is not trusted at once: what to do about that is another question.
 */
export async function askAddress(
  parts: Parts,
  { title, typed: former, trustAt, step }: AddressInput,
): Promise<AddressAnswer> {
  let url = "";
  let api: Api | undefined;
  let certificateProblem: AwxError | undefined;
  let silentUrl: string | undefined;
  const answer = await askText({
    title,
    prompt: vscode.l10n.t("The address of AWX, Automation Controller or the platform, or of any page of its web UI"),
    placeholder: "https://awx.example.com",
    value: former,
    step,
    accept: async (typed, signal) => {
      const address = parseServerUrl(typed);
      if ("problem" in address) return explainAddress(address);
      url = address.url;
      const { host } = new URL(url);
      if (url === silentUrl) return undefined;
      if (isUnencrypted(url) && !(await confirmUnencrypted(host))) {
        return vscode.l10n.t("Use an address that begins with https://.");
      }
      silentUrl = undefined;
      try {
        api = await apiAt(parts, { ...trustAt(url), name: host, url }, signal);
        return undefined;
      } catch (error) {
        if (isCertificateProblem(error)) {
          certificateProblem = error;
          return undefined;
        }
        if (!isSilence(error)) throw error;
        silentUrl = url;
        return vscode.l10n.t("{0} Press Enter again to use the address all the same.", explain(error));
      }
    },
  });
  switch (answer.kind) {
    case "accepted":
      return { kind: "accepted", found: { typed: answer.text, url: api?.url ?? url, api, certificateProblem } };
    case "back":
      return { kind: "back", typed: answer.text };
    case "cancelled":
      return answer;
  }
}

/**
 * Where the tokens are of the server that stands at an address, asked without a credential.
 * @returns with the server's address: a parent of the one asked about, when that was a page of the web UI
 * @throws {AwxError | CaFileError} also for a server without access tokens
 */
export async function apiAt(parts: Parts, server: Server, signal: AbortSignal): Promise<Api> {
  const { family, baseUrl, tables } = await parts.connections.discover(server, signal);
  if (family === "withoutTokens") throw new AwxError({ kind: "withoutTokens" }, "GET /api/");
  return { url: baseUrl, family, tables };
}

/** Whether a request was not sent because the server's certificate is not trusted. */
function isCertificateProblem(error: unknown): error is AwxError {
  return error instanceof AwxError && error.problem.kind === "noAnswer" && isCertificateCode(error.problem.code);
}

/** What is wrong with a name for a server, while it is typed; the server's own may be kept. */
export function explainName(parts: Parts, typed: string, own?: string): vscode.InputBoxValidationMessage | undefined {
  const name = typed.trim();
  const error = (message: string) => ({ message, severity: vscode.InputBoxValidationSeverity.Error });
  if (name === "") return error(vscode.l10n.t("Give the server a name."));
  // An entry that cannot be used as it is has its credential under its name too.
  if (name !== own && parts.servers.names.has(name))
    return error(vscode.l10n.t("There is a server of that name already."));
  return undefined;
}

function explainAddress({ problem }: Extract<ServerUrl, { problem: string }>): string {
  switch (problem) {
    case "empty":
      return vscode.l10n.t("Enter the address of the server.");
    case "notAnAddress":
      return vscode.l10n.t("This is not an address. It looks like https://awx.example.com.");
    case "otherScheme":
      return vscode.l10n.t("The address must begin with https:// or http://.");
    case "holdsCredential":
      return vscode.l10n.t("Leave the user name and password out of the address; you sign in in a moment.");
  }
}

function isSilence(error: unknown): boolean {
  return error instanceof AwxError && ["noAnswer", "proxyRefused", "timedOut"].includes(error.problem.kind);
}
