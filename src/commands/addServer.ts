import * as vscode from "vscode";
import { AwxError } from "../awx/errors";
import type { Server } from "../servers/server";
import { isUnencrypted, parseServerUrl, type ServerUrl } from "../servers/serverUrl";
import { confirmUnencrypted } from "../ui/confirm";
import { explain } from "../ui/explain";
import { CommandFailure } from "../ui/failure";
import { askText, type TextAnswer } from "../ui/textInput";
import type { Parts } from "./parts";
import { askCredential, keepCredential, refusalOf } from "./signIn";

/** What the steps have gathered so far; going back loses none of it. */
interface Draft {
  readonly typedUrl: string;
  readonly url: string;
  readonly name: string;
  /** Something answered at the address, so that signing in can be tried. */
  readonly isReachable: boolean;
}

/** Adds a server to the settings: address, name, and the access token to sign in with, which may be left for later. */
export async function addServer(parts: Parts): Promise<void> {
  let step: "address" | "name" | "credential" = "address";
  let draft: Draft = { typedUrl: "", url: "", name: "", isReachable: true };
  for (;;) {
    switch (step) {
      case "address": {
        const next = await askAddress(parts, draft);
        if (!next) return;
        draft = next;
        step = "name";
        break;
      }
      case "name": {
        const answer = await askName(parts, draft);
        if (answer.kind === "cancelled") return;
        if (answer.kind === "accepted") draft = { ...draft, name: answer.text.trim() };
        if (answer.kind === "accepted" && !draft.isReachable) {
          await save(parts, draft, undefined);
          return;
        }
        step = answer.kind === "back" ? "address" : "credential";
        break;
      }
      case "credential": {
        const answer = await askCredential(parts, draft, { step: { number: 3, of: 3, hasBack: true } });
        if (answer.kind !== "back") {
          await save(parts, draft, answer.kind === "accepted" ? answer.text : undefined);
          return;
        }
        step = "name";
        break;
      }
    }
  }
}

async function save(parts: Parts, { name, url }: Draft, pasted: string | undefined): Promise<void> {
  const server: Server = { name, url };
  try {
    await parts.servers.add(server);
  } catch (error) {
    throw new CommandFailure(vscode.l10n.t("{0} was not added", name), error);
  }
  if (pasted !== undefined) await keepCredential(parts, server, pasted);
  await parts.view.reveal(name);
}

async function askAddress(parts: Parts, former: Draft): Promise<Draft | undefined> {
  let url = former.url;
  let silentUrl: string | undefined;
  let isReachable = true;
  const answer = await askText({
    title: vscode.l10n.t("Add an AWX server"),
    prompt: vscode.l10n.t("The address of AWX or Automation Controller, or of any page of its web UI"),
    placeholder: "https://awx.example.com",
    value: former.typedUrl,
    step: { number: 1, of: 3, hasBack: false },
    accept: async (typed, signal) => {
      const address = parseServerUrl(typed);
      if ("problem" in address) return explainAddress(address);
      url = address.url;
      const { host } = new URL(url);
      if (url !== silentUrl && isUnencrypted(url) && !(await confirmUnencrypted(host))) {
        return vscode.l10n.t("Use an address that begins with https://.");
      }
      isReachable = url !== silentUrl;
      if (!isReachable) return undefined;
      try {
        const found = await parts.connections.discover({ name: host, url }, signal);
        url = found.baseUrl;
        return refusalOf(found.family);
      } catch (error) {
        if (!isSilence(error)) throw error;
        silentUrl = url;
        return vscode.l10n.t("{0} Press Enter again to add the server all the same.", explain(error));
      }
    },
  });
  if (answer.kind !== "accepted") return undefined;
  const { host, pathname } = new URL(url);
  const name = former.url === url ? former.name : host + pathname.replace(/\/$/, "");
  return { typedUrl: answer.text, url, name, isReachable };
}

function askName(parts: Parts, draft: Draft): Promise<TextAnswer> {
  return askText({
    title: vscode.l10n.t("Add an AWX server"),
    prompt: vscode.l10n.t("What to call {0}", draft.url),
    value: draft.name,
    step: { number: 2, of: 3, hasBack: true },
    validate: (typed) => {
      const problem = explainName(parts, typed.trim());
      return problem === undefined
        ? undefined
        : { message: problem, severity: vscode.InputBoxValidationSeverity.Error };
    },
  });
}

function explainName(parts: Parts, name: string): string | undefined {
  if (name === "") return vscode.l10n.t("Give the server a name.");
  if (parts.servers.find(name)) return vscode.l10n.t("There is a server of that name already.");
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
  return error instanceof AwxError && (error.problem.kind === "noAnswer" || error.problem.kind === "timedOut");
}
