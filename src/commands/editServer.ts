import * as vscode from "vscode";
import type { Api } from "../servers/credential";
import { isSameOrigin, isSameServer, withTrust, type Server, type TrustSettings } from "../servers/server";
import { confirmUnverified } from "../ui/confirm";
import { CommandFailure } from "../ui/failure";
import { pickOne } from "../ui/pickOne";
import type { StepPosition } from "../ui/steps";
import { askText } from "../ui/textInput";
import { inertMessage, inertText } from "../util/visibleText";
import type { Parts } from "./parts";
import { askAddress, explainName, type FoundAddress } from "./serverInputs";
import { signInFrom } from "./signIn";
import { emptySignIn } from "./signInSteps";
import { requireUnchanged, serverFor } from "./targets";
import { askCaFile, askTrust } from "./trustSteps";

type Field = "name" | "url" | "caFile" | "checks";

/** What became of the question for a field. */
type Edited =
  | { readonly kind: "changed"; readonly server: Server }
  /** Back to the list; `typed` is there again when the field is chosen once more. */
  | { readonly kind: "back"; readonly typed?: string }
  | { readonly kind: "ended" };

type Edit = (parts: Parts, server: Server, typed: string | undefined) => Promise<Edited>;

/** A box below a list: it leads back there, and is not one of a row. */
const belowList: StepPosition = { number: 0, of: 0, hasBack: true };

const edits: Readonly<Record<Field, Edit>> = {
  name: editName,
  url: editAddress,
  caFile: editCaFile,
  checks: toggleChecks,
};

/** Changes what the settings say of a server, one thing after the other until the person has enough. */
export async function editServer(parts: Parts, argument: unknown): Promise<void> {
  const server = await serverFor(parts, argument, vscode.l10n.t("Edit which server?"));
  if (!server) return;
  const { name } = await editFields(parts, server);
  // Another name has another row.
  if (name !== server.name) parts.view.reveal(name);
}

/** Gives the server as it is in the end. */
async function editFields(parts: Parts, given: Server): Promise<Server> {
  const typed = new Map<Field, string>();
  let server = given;
  for (let field: Field | undefined; ;) {
    field = await pickField(server, field);
    if (field === undefined) return server;
    const edited = await edits[field](parts, server, typed.get(field));
    if (edited.kind === "ended") return server;
    typed.delete(field);
    if (edited.kind === "changed") server = edited.server;
    else if (edited.typed !== undefined) typed.set(field, edited.typed);
  }
}

async function pickField(server: Server, active: Field | undefined): Promise<Field | undefined> {
  const placeholder = vscode.l10n.t("What do you want to change?");
  const picked = await pickOne({
    title: titleFor(server),
    waiting: placeholder,
    items: () => Promise.resolve(fieldsOf(server)),
    placeholder: () => placeholder,
    active: ({ field }) => field === active,
  });
  return picked.kind === "accepted" ? picked.item.field : undefined;
}

function fieldsOf({ name, url, caFile, skipCertificateVerification }: Server) {
  const item = (field: Field, icon: string, label: string, value: string) => {
    return { field, label, description: inertText(value, 100), iconPath: new vscode.ThemeIcon(icon) };
  };
  return [
    item("name", "tag", vscode.l10n.t("Name"), name),
    item("url", "globe", vscode.l10n.t("Address"), url),
    item(
      "caFile",
      "file",
      vscode.l10n.t("CA file"),
      caFile ?? vscode.l10n.t("none; your system's authorities are trusted"),
    ),
    item(
      "checks",
      skipCertificateVerification ? "unverified" : "verified",
      vscode.l10n.t("Certificate checks"),
      skipCertificateVerification
        ? vscode.l10n.t("off; anyone on the way can pose as this server")
        : vscode.l10n.t("on"),
    ),
  ];
}

async function editName(parts: Parts, server: Server, typed = server.name): Promise<Edited> {
  const answer = await askText({
    title: titleFor(server),
    prompt: vscode.l10n.t("What to call {0}", server.url),
    value: typed,
    step: belowList,
    validate: (name) => explainName(parts, name, server.name),
  });
  switch (answer.kind) {
    case "accepted":
      return changed(parts, server, { ...server, name: answer.text.trim() });
    case "back":
      return { kind: "back", typed: answer.text };
    case "cancelled":
      return { kind: "ended" };
  }
}

async function editAddress(parts: Parts, server: Server, typed = server.url): Promise<Edited> {
  const title = titleFor(server);
  const trustAt = (url: string): TrustSettings => (isSameOrigin(server, { url }) ? server : {});
  const answer = await askAddress(parts, { title, typed, trustAt, step: belowList });
  switch (answer.kind) {
    case "accepted":
      return useAddress(parts, server, answer.found);
    case "back":
      return answer;
    case "cancelled":
      return { kind: "ended" };
  }
}

async function useAddress(parts: Parts, server: Server, found: FoundAddress): Promise<Edited> {
  const { url, api, certificateProblem: problem, typed } = found;
  // What was agreed on for a server is for its host and port alone.
  const moved = withTrust({ ...server, url }, isSameOrigin(server, found) ? server : {});
  if (!problem) return moveTo(parts, server, moved, api);
  const asItIs = vscode.l10n.t("Save the address as it is");
  const answer = await askTrust(parts, { title: titleFor(server), server: moved, problem, asItIs, step: belowList });
  switch (answer.kind) {
    case "accepted":
      return moveTo(parts, server, answer.server, answer.api);
    case "back":
      return editAddress(parts, server, typed);
    case "cancelled":
      return { kind: "ended" };
  }
}

/** What signs in is for the origin that it was entered for: another one has to be signed in to. */
async function moveTo(parts: Parts, from: Server, to: Server, api: Api | undefined): Promise<Edited> {
  const { kind } = await parts.credentials.read(from);
  const edited = await changed(parts, from, to);
  if (kind === "none" || isSameOrigin(from, to)) return edited;
  const message = vscode.l10n.t(
    "{0} has another address now. What you signed in with is not sent there: sign in again.",
    to.name,
  );
  void vscode.window.showInformationMessage(inertMessage(message));
  if (api) await signInFrom(parts, { ...emptySignIn(to), api });
  return { kind: "ended" };
}

async function editCaFile(parts: Parts, server: Server, typed: string | undefined): Promise<Edited> {
  const { caFile = "", ...rest } = server;
  const input = { title: titleFor(server), present: typed ?? caFile, isOptional: true, step: belowList };
  const answer = await askCaFile(input);
  switch (answer.kind) {
    case "accepted":
      return changed(parts, server, answer.text === "" ? rest : { ...rest, caFile: answer.text });
    case "back":
      return { kind: "back", typed: answer.text };
    case "cancelled":
      return { kind: "ended" };
  }
}

async function toggleChecks(parts: Parts, server: Server): Promise<Edited> {
  const { skipCertificateVerification, ...checked } = server;
  if (skipCertificateVerification) return changed(parts, server, checked);
  if (!(await confirmUnverified(new URL(server.url).host))) return { kind: "back" };
  return changed(parts, server, { ...server, skipCertificateVerification: true });
}

/**
 * Saves the change, and what signs in along with it: stored under the new name, and agreed to for the new trust. What
 * was chosen and done on a server stays with it when it is renamed.
 * @throws {CommandFailure}
 */
async function changed(parts: Parts, from: Server, to: Server): Promise<Edited> {
  if (isSameServer(from, to)) return { kind: "changed", server: from };
  try {
    requireUnchanged(parts, from);
    await parts.credentials.move(from, to, () => parts.servers.replace(from.name, to));
  } catch (error) {
    throw new CommandFailure(vscode.l10n.t("{0} was not changed", from.name), error);
  }
  if (to.name !== from.name) {
    parts.arrangements.setFilter(to.name, parts.arrangements.filterOf(from.name));
    parts.arrangements.setFilter(from.name, "");
    parts.edits.renameServer(from.name, to.name);
  }
  await parts.view.drawn(to.name);
  return { kind: "changed", server: to };
}

function titleFor({ name }: Server): string {
  return vscode.l10n.t("Edit {0}", name);
}
