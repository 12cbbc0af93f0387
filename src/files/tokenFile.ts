import * as vscode from "vscode";
import { keyOf, type TokenRef, type TokenSource } from "../awx/api";
import type { TokenChanges, TokenValues } from "../awx/awxClient";
import type { AccessToken } from "../awx/schemas";
import { confirmScopes } from "../commands/editScopes";
import { noteEdit } from "../commands/noteEdit";
import type { Parts } from "../commands/parts";
import { correctView, freshFor, isNotFound, readAgain } from "../commands/recheck";
import { sendReplacement } from "../commands/sendEdit";
import { notSignedIn } from "../commands/targets";
import type { Server } from "../servers/server";
import { changesBetween, differencesOf, fieldsOf } from "../tokens/edits";
import { orderedScope } from "../tokens/scopes";
import { readTokenJson, tokenJson } from "../tokens/tokenJson";
import { isOffered } from "../tokens/tokenList";
import { listOf, type TokensChange } from "../tokens/tokenStore";
import { tokenInSentence } from "../ui/tokenText";
import { whileWaiting } from "../ui/whileWaiting";
import { AskedPlan } from "./askedPlan";
import { FileFailure, fileFailure, reasonOf, serverOf } from "./fileFailure";
import { jsonMarks, unreadable } from "./jsonMarks";
import type { Mark, OpenFile } from "./openFile";
import { marksOf, refusalOf, type Refusal } from "./refusal";

/** How long, in milliseconds, what was read when VS Code asked for the file's state is the state that is saved over. */
const stillSaving = 1000;

/** What is to be sent. */
interface Plan {
  readonly server: Server;
  readonly present: AccessToken;
  readonly values: TokenValues;
  readonly changes: TokenChanges;
}

/** One token as a file: its text is all of the token that can be changed, and saving it sends one PUT. */
export class TokenFile implements OpenFile {
  readonly #parts: Parts;
  readonly #serverName: string;
  readonly #id: number;
  readonly #source: TokenSource | undefined;
  #token: AccessToken | undefined;
  /** Where the server was that it is of. */
  #url: string | undefined;
  /** The text that was saved, for as long as the token is what it says. */
  #savedText: string | undefined;
  #modifiedAt = 0;
  #readAt = -Infinity;
  #reading: Promise<AccessToken> | undefined;
  #isSaving = false;
  #refusal: Refusal | undefined;
  readonly #asked = new AskedPlan<Plan>();

  /** @param source the server's only table unless it is given */
  constructor(parts: Parts, serverName: string, source: TokenSource | undefined, id: number) {
    this.#parts = parts;
    this.#serverName = serverName;
    this.#source = source;
    this.#id = id;
  }

  /** The token as it is shown. */
  get token(): AccessToken | undefined {
    return this.#token;
  }

  get isOfFormerServer(): boolean {
    return this.#url !== undefined && this.#parts.servers.find(this.#serverName)?.url !== this.#url;
  }

  async stat(): Promise<vscode.FileStat> {
    const token = await this.#present(freshFor).catch((error: unknown) => {
      // What is shown can be looked at without its server. A save asks again.
      if (this.#token && !isNotFound(error)) return this.#token;
      throw fileFailure(this.#parts, error);
    });
    const list = listOf(this.#parts.tokens.state(this.#serverName));
    const isWritable = !list || (list.canWrite && isOffered(list, token));
    return {
      type: vscode.FileType.File,
      ctime: token.created.getTime(),
      mtime: this.#modifiedAt,
      size: fingerprint(token),
      ...(!isWritable && { permissions: vscode.FilePermission.Readonly }),
    };
  }

  async read(): Promise<string> {
    try {
      return this.#savedText ?? tokenJson(this.#token ?? (await this.#present(freshFor)));
    } catch (error) {
      throw fileFailure(this.#parts, error);
    }
  }

  async ask(text: string): Promise<"save" | "givenUp"> {
    this.#readAt = -Infinity;
    return this.#asked.ask(() => this.#planned(text));
  }

  async write(text: string): Promise<void> {
    this.#isSaving = true;
    try {
      const plan = await this.#asked.planFor(
        (agreed) => this.#isFor(agreed, text),
        () => this.#planned(text),
      );
      await this.#send(plan);
      this.#refusal = undefined;
      this.#savedText = text;
    } catch (error) {
      throw this.#notSaved(error);
    } finally {
      this.#isSaving = false;
    }
  }

  forgetAnswer(): void {
    this.#asked.forget();
  }

  marks(text: string): readonly Mark[] {
    if (!this.#token) return [];
    const { entry, problems } = readTokenJson(text, this.#token);
    return [...jsonMarks(problems), ...(entry && this.#refusal ? marksOf(entry, this.#refusal) : [])];
  }

  expectSave(): void {
    // What was read a moment ago to ask about the save is new enough for it; what was read to be shown is not.
    if (!this.#asked.plan || performance.now() - this.#readAt > stillSaving) this.#readAt = -Infinity;
  }

  notice({ serverName, token: ref }: TokensChange): "changed" | "deleted" | undefined {
    const shown = this.#token;
    if (serverName !== this.#serverName || !shown || this.#isSaving) return undefined;
    if (ref && keyOf(ref) !== keyOf(shown)) return undefined;
    if (this.isOfFormerServer) return undefined;
    const state = this.#parts.tokens.state(serverName);
    const listed = listOf(state)?.tokens.get(shown);
    if (listed) return this.#take(listed) ? "changed" : undefined;
    if (state.kind !== "loaded") return undefined;
    this.#token = undefined;
    return "deleted";
  }

  /** Whether a text says what was agreed to, of a token as it still is: it may have been formatted on the way. */
  #isFor({ present, values }: Plan, text: string): boolean {
    const { entry } = readTokenJson(text, present);
    const isStill = this.#token !== undefined && differencesOf(present, this.#token).length === 0;
    return isStill && JSON.stringify(entry?.values) === JSON.stringify(values);
  }

  /** What is to be sent for a text, once the person has agreed to it. */
  async #planned(text: string): Promise<Plan | "givenUp"> {
    const shown = this.#token ?? (await this.#present(freshFor));
    const { entry, problems } = readTokenJson(text, shown);
    if (!entry) throw unreadable(text, problems);
    const { values } = entry;
    const changes = changesBetween(shown, values);
    const server = serverOf(this.#parts, this.#serverName, this.#url);
    if (fieldsOf(changes).length === 0) return { server, present: shown, values, changes };
    const present = await this.#present(stillSaving);
    if (differencesOf(shown, present).length > 0) {
      const name = tokenInSentence(present);
      throw new FileFailure(
        vscode.l10n.t("{0} on {1} was changed on the server just now. Save again to compare.", name, server.name),
      );
    }
    const isAgreed = await confirmScopes(this.#parts, { server, token: present }, values.scope);
    return isAgreed ? { server, present, values, changes } : "givenUp";
  }

  async #send({ server, present, values, changes }: Plan): Promise<void> {
    if (fieldsOf(changes).length === 0) return;
    const name = tokenInSentence(present);
    const sent = await sendReplacement(this.#parts, { server, token: present }, present, values, (act) =>
      whileWaiting(vscode.l10n.t("Saving {0} on {1}", name, server.name), act),
    );
    if (sent.kind !== "saved") {
      this.#refusal = refusalOf(values, changes, sent);
      if ("token" in sent) this.#take(sent.token);
      const [reason = ""] = this.#refusal.reasons.values();
      throw sent.kind === "refused"
        ? this.#notSaved(sent.error)
        : new FileFailure(vscode.l10n.t("{0} on {1}: {2}", name, server.name, reason));
    }
    for (const field of fieldsOf(changes)) {
      noteEdit(this.#parts, server, field, [{ token: present, from: present[field], to: sent.token[field] }]);
    }
    this.#take(sent.token);
  }

  /** Why nothing was changed, as a failure of the file. */
  #notSaved(error: unknown): FileFailure {
    if (error instanceof FileFailure) return error;
    const name = this.#token ? tokenInSentence(this.#token) : vscode.l10n.t("Token {0}", this.#id);
    return new FileFailure(
      vscode.l10n.t("{0} on {1} was not saved. {2}", name, this.#serverName, reasonOf(this.#parts, error)),
    );
  }

  /** The token as the server had it no longer ago than that, in milliseconds. */
  async #present(age: number): Promise<AccessToken> {
    this.#asked.rethrow();
    if (this.#token && performance.now() - this.#readAt <= age) return this.#token;
    this.#reading ??= this.#readNow().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readNow(): Promise<AccessToken> {
    const server = serverOf(this.#parts, this.#serverName, this.#url);
    const { signal } = new AbortController();
    const place = { server, token: await this.#ref(server, signal) };
    try {
      const token = await readAgain(this.#parts, place, signal);
      this.#take(token);
      this.#url = server.url;
      this.#readAt = performance.now();
      return token;
    } catch (error) {
      correctView(this.#parts, place, error);
      throw error;
    }
  }

  async #ref(server: Server, signal: AbortSignal): Promise<TokenRef> {
    if (this.#source !== undefined) return { source: this.#source, id: this.#id };
    const connection = await this.#parts.connections.open(server, { signal });
    if (connection.kind !== "signedIn") throw notSignedIn(server, connection.kind);
    return { source: connection.clients[0]?.source ?? "controller", id: this.#id };
  }

  /** Whether that makes another file of it. */
  #take(token: AccessToken): boolean {
    const before = this.#token;
    const isOther = !before || differencesOf(before, token).length > 0;
    this.#token = token;
    if (!isOther) return false;
    // A server may have several clocks, and VS Code takes no state for newer whose time is not.
    this.#modifiedAt = Math.max(new Date(token.modified).getTime(), before ? this.#modifiedAt + 1 : 0);
    this.#savedText = undefined;
    return true;
  }
}

/**
 * A number that stands for what can be changed of a token. VS Code is given it as the file's size, because it takes a
 * newer file of the same size for the same: a size of the text alone would let one edit overwrite another.
 */
function fingerprint({ description, scope, applicationId }: AccessToken): number {
  let hash = 0x811c9dc5;
  for (const unit of JSON.stringify([description, orderedScope(scope), applicationId])) {
    hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  }
  // A file over a megabyte might be asked about before it is opened.
  return (hash >>> 0) % 1_000_003;
}
