import * as vscode from "vscode";
import type { Family } from "../awx/discovery";
import { isSecretValue, secretValueIn } from "../servers/credential";
import type { Server } from "../servers/server";
import { isUnencrypted } from "../servers/serverUrl";
import { webPageOf } from "../servers/webPage";
import { confirmUnencrypted } from "../ui/confirm";
import { CommandFailure, Reason } from "../ui/failure";
import { askText, type TextAnswer, type TextInput } from "../ui/textInput";
import type { Parts } from "./parts";
import { serverFor } from "./targets";

/** Signs in to a server with an access token that the person pastes; gives whether they did. */
export async function signIn(parts: Parts, argument: unknown): Promise<boolean> {
  const server = await serverFor(parts, argument, vscode.l10n.t("Sign in to which server?"));
  if (!server) return false;
  if (isUnencrypted(server.url) && !(await confirmUnencrypted(new URL(server.url).host))) return false;
  const answer = await askCredential(parts, server, {
    prepare: (signal) => requireTokenApi(parts, server, signal),
  });
  if (answer.kind !== "accepted") return false;
  await keepCredential(parts, server, answer.text);
  await parts.view.reveal(server.name);
  return true;
}

/** Asks for the access token to sign in with; it is accepted when the server says whose it is. */
export async function askCredential(
  parts: Parts,
  server: Server,
  more: Pick<TextInput, "step" | "prepare">,
): Promise<TextAnswer> {
  return askText({
    ...more,
    title: vscode.l10n.t("Sign in to {0}", server.name),
    prompt: vscode.l10n.t(
      "Paste an access token of your user. In AWX you make one under your user name, User Details, Tokens.",
    ),
    placeholder: vscode.l10n.t("Access token"),
    isSecret: true,
    button: {
      icon: "link-external",
      tooltip: vscode.l10n.t("Open {0} in the browser", server.name),
      run: () => void vscode.env.openExternal(vscode.Uri.parse(webPageOf(server))),
    },
    accept: async (pasted, signal) => {
      const token = secretValueIn(pasted);
      if (token === "") return vscode.l10n.t("Paste an access token, or press Escape to sign in later.");
      if (!isSecretValue(token))
        return vscode.l10n.t("This is not an access token: it has blanks or letters that none has.");
      await parts.connections.identify(server, token, signal);
      return undefined;
    },
  });
}

/**
 * Stores what was pasted, for this server alone.
 * @throws {CommandFailure}
 */
export async function keepCredential(parts: Parts, server: Server, pasted: string): Promise<void> {
  try {
    await parts.credentials.write(server, secretValueIn(pasted));
  } catch (error) {
    throw new CommandFailure(vscode.l10n.t("The access token for {0} could not be kept", server.name), error);
  }
}

/** Why a server of a family cannot be used; nothing when it can. */
export function refusalOf(family: Family): string | undefined {
  switch (family) {
    case "controller":
      return undefined;
    case "gateway":
      return vscode.l10n.t("This is an Ansible Automation Platform gateway, which is not supported yet.");
    case "withoutTokens":
      return vscode.l10n.t("This AWX has no access tokens any more: they were removed after release 24.6.1.");
  }
}

/**
 * Makes sure, before anybody is asked for a credential, that the server has a use for it.
 * @throws {CommandFailure}
 */
async function requireTokenApi(parts: Parts, server: Server, signal: AbortSignal): Promise<void> {
  const what = vscode.l10n.t("You cannot sign in to {0}", server.name);
  const { family, baseUrl } = await parts.connections.discover(server, signal).catch((error: unknown) => {
    throw new CommandFailure(what, error);
  });
  const refusal = refusalOf(family);
  if (refusal !== undefined) throw new CommandFailure(what, new Reason(refusal));
  if (baseUrl !== server.url) {
    const reason = vscode.l10n.t("AWX is at {0}; correct the address in the settings.", baseUrl);
    throw new CommandFailure(what, new Reason(reason));
  }
}
