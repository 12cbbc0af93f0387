import { homedir } from "node:os";
import * as vscode from "vscode";
import type { AwxError } from "../awx/errors";
import { readCaFile } from "../servers/caFile";
import type { Api } from "../servers/credential";
import { isAbsolutePath, withTrust, type Server, type TrustSettings } from "../servers/server";
import { confirmUnverified } from "../ui/confirm";
import { explain } from "../ui/explain";
import { pickOne } from "../ui/pickOne";
import type { StepPosition } from "../ui/steps";
import { askText, type TextAnswer } from "../ui/textInput";
import { whileCancellable } from "../ui/whileCancellable";
import type { Parts } from "./parts";
import { apiAt } from "./serverInputs";

export interface TrustQuestion {
  readonly title: string;
  /** The server at the address that was entered, with what is agreed on for it so far. */
  readonly server: Server;
  /** Why its certificate is not trusted. */
  readonly problem: AwxError;
  /** What it is called to leave it at that. */
  readonly asItIs: string;
  readonly step: StepPosition;
}

/**
 * What to do about a certificate that is not trusted: the server as it is to be believed now, and where its tokens are;
 * or the server as it was, of which nothing is known.
 */
export type TrustAnswer =
  | { readonly kind: "accepted"; readonly server: Server; readonly api: Api | undefined }
  | { readonly kind: "back" | "cancelled" };

/** Asks what to do about a server whose certificate is not trusted, and asks the server again if something was done. */
export async function askTrust(parts: Parts, question: TrustQuestion): Promise<TrustAnswer> {
  const { title, server, step } = question;
  const { host } = new URL(server.url);
  let reason = explain(question.problem);
  let present = server.caFile ?? "";
  for (let way = wayOf(server); ;) {
    const items = [...caFileWays(), skipWay(), asItIsWay(question.asItIs)];
    const picked = await pick({ title, items, placeholder: firstSentence(reason), active: way, step });
    if (picked.kind !== "accepted") return picked;
    way = picked.item.way;
    if (way === "asItIs") return { kind: "accepted", server, api: undefined };

    let api: Api | undefined;
    const tryWith = async (trust: TrustSettings, signal: AbortSignal) => {
      api = await apiAt(parts, withTrust(server, trust), signal);
      return undefined;
    };
    const accepted = (trust: TrustSettings): TrustAnswer => {
      return { kind: "accepted", server: withTrust({ ...server, url: api?.url ?? server.url }, trust), api };
    };
    if (way === "skip") {
      if (!(await confirmUnverified(host))) continue;
      const trust = { skipCertificateVerification: true };
      const refusal = await whileAsking(vscode.l10n.t("Asking {0} what it is…", server.name), (signal) =>
        tryWith(trust, signal),
      );
      if (refusal === undefined) return accepted(trust);
      reason = refusal;
    } else {
      const accept = (path: string, signal: AbortSignal) => tryWith({ caFile: path }, signal);
      const answer = await askCaFileBy(way, { title, present, isOptional: false, accept, step });
      if (answer.kind === "cancelled") return answer;
      if (answer.kind === "accepted") return accepted({ caFile: answer.text });
      present = answer.text;
    }
  }
}

export interface CaFileInput {
  readonly title: string;
  readonly present: string;
  /** Whether no file, an empty path, is an answer too. */
  readonly isOptional: boolean;
  /** Says what is wrong with a file that does hold certificates; what it throws is put into words, too. */
  readonly accept?: (path: string, signal: AbortSignal) => Promise<string | undefined>;
  readonly step: StepPosition;
}

/**
 * Asks for a file with the certificates of authorities: in the system's dialog, or by its path. The answer's text is its
 * path, and that of Back what is in the box.
 */
export async function askCaFile(input: CaFileInput): Promise<TextAnswer> {
  for (let [active, present]: [Way, string] = ["caFile", input.present]; ;) {
    const placeholder = vscode.l10n.t("Where are the certificates of the authorities to trust?");
    const { title, step } = input;
    const picked = await pick({ title, items: caFileWays(), placeholder, active, step });
    if (picked.kind !== "accepted")
      return picked.kind === "back" ? { kind: "back", text: present } : { kind: "cancelled" };
    active = picked.item.way;
    const answer = await askCaFileBy(active, { ...input, present });
    if (answer.kind !== "back") return answer;
    present = answer.text;
  }
}

async function askCaFileBy(way: Way, input: CaFileInput): Promise<TextAnswer> {
  if (way === "caPath") return askCaPath(input);
  const [file] = (await vscode.window.showOpenDialog(dialogOptions(input))) ?? [];
  if (!file) return { kind: "back", text: input.present };
  const path = file.fsPath;
  const refusal = await whileAsking(vscode.l10n.t("Asking the server what it is…"), (signal) =>
    refusalOf(input, path, signal),
  );
  return refusal === undefined ? { kind: "accepted", text: path } : askCaPath({ ...input, present: path }, refusal);
}

function askCaPath(input: CaFileInput, refusal?: string): Promise<TextAnswer> {
  const { title, present, isOptional, step } = input;
  return askText({
    title,
    prompt: isOptional
      ? vscode.l10n.t("The full path of a PEM file. Leave it empty to trust the authorities that your system does.")
      : vscode.l10n.t("The full path of a PEM file with the certificates of the authorities to trust"),
    placeholder: "/etc/pki/ca.pem",
    value: present,
    step,
    ...(refusal !== undefined && {
      // A warning, so that the same path can be tried again.
      validate: (text) =>
        text === present ? { message: refusal, severity: vscode.InputBoxValidationSeverity.Warning } : undefined,
    }),
    accept: (typed, signal) => refusalOf(input, typed.trim(), signal),
  }).then((answer) => (answer.kind === "cancelled" ? answer : { ...answer, text: answer.text.trim() }));
}

/** @throws {AwxError | CaFileError} */
async function refusalOf(input: CaFileInput, path: string, signal: AbortSignal): Promise<string | undefined> {
  if (path === "" && input.isOptional) return undefined;
  if (!isAbsolutePath(path)) return vscode.l10n.t("Enter the full path of the file.");
  await readCaFile(path);
  return input.accept?.(path, signal);
}

type Way = "caFile" | "caPath" | "skip" | "asItIs";

interface WayItem extends vscode.QuickPickItem {
  readonly way: Way;
}

function caFileWays(): readonly WayItem[] {
  return [
    { way: "caFile", label: vscode.l10n.t("Choose a CA file…"), iconPath: new vscode.ThemeIcon("folder-opened") },
    { way: "caPath", label: vscode.l10n.t("Enter the path of a CA file…"), iconPath: new vscode.ThemeIcon("file") },
  ];
}

function skipWay(): WayItem {
  const label = vscode.l10n.t("Skip certificate checks…");
  const detail = vscode.l10n.t("Anyone on the way can then pose as this server");
  return { way: "skip", label, detail, iconPath: new vscode.ThemeIcon("unverified") };
}

function asItIsWay(label: string): WayItem {
  const detail = vscode.l10n.t("Sign in when the certificate is trusted");
  return { way: "asItIs", label, detail, iconPath: new vscode.ThemeIcon("debug-disconnect") };
}

function wayOf({ caFile, skipCertificateVerification }: TrustSettings): Way {
  if (skipCertificateVerification) return "skip";
  return caFile === undefined ? "caFile" : "caPath";
}

interface WayChoice {
  readonly title: string;
  readonly items: readonly WayItem[];
  readonly placeholder: string;
  readonly active: Way;
  readonly step: StepPosition;
}

function pick({ title, items, placeholder, active, step }: WayChoice) {
  return pickOne<WayItem>({
    title,
    waiting: placeholder,
    items: () => Promise.resolve(items),
    placeholder: () => placeholder,
    active: ({ way }) => way === active,
    step,
  });
}

function dialogOptions({ title, present }: CaFileInput): vscode.OpenDialogOptions {
  return {
    title,
    // Says also that it is a file of the computer that the extension runs on.
    defaultUri: vscode.Uri.file(isAbsolutePath(present) && !present.startsWith("~") ? present : homedir()),
    openLabel: vscode.l10n.t("Use as CA File"),
    filters: { [vscode.l10n.t("Certificates")]: ["pem", "crt", "cer"], [vscode.l10n.t("All files")]: ["*"] },
  };
}

/** Does what may take a while, and puts into words what it throws. */
function whileAsking(
  title: string,
  act: (signal: AbortSignal) => Promise<string | undefined>,
): Promise<string | undefined> {
  return whileCancellable(title, (signal) => act(signal).catch(explain));
}

/** A quick pick has but one line for what it says. */
function firstSentence(text: string): string {
  return text.split(/(?<=\.) |(?<=。)/)[0] ?? text;
}
