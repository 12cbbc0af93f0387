import * as vscode from "vscode";
import { keyOf, type TokenKey, type TokenRef } from "../awx/api";
import type { TokenChanges, TokenValues } from "../awx/awxClient";
import { isCancelled } from "../awx/errors";
import type { AccessToken } from "../awx/schemas";
import { inBatch } from "../commands/batch";
import { confirmScopeChanges } from "../commands/confirmScopeChanges";
import { noteEdit } from "../commands/noteEdit";
import type { Parts } from "../commands/parts";
import { readSeveralAgain } from "../commands/recheck";
import { sendEdit, type SentEdit } from "../commands/sendEdit";
import type { EditedSet } from "../documents/editedSets";
import type { Server } from "../servers/server";
import { changesBetween, differencesOf, fieldsOf } from "../tokens/edits";
import { readTokensJson, tokensJson, type TokenEntry } from "../tokens/tokenJson";
import { listOf, type TokensChange } from "../tokens/tokenStore";
import { differenceLines } from "../ui/editText";
import { explain } from "../ui/explain";
import { tokensInSentence } from "../ui/tokenNames";
import { whileWaiting } from "../ui/whileWaiting";
import { inertMessage, visibleText } from "../util/visibleText";
import { FileFailure, fileFailure, givenUp } from "./fileFailure";
import { jsonMarks, unreadable } from "./jsonMarks";
import type { Mark, OpenFile } from "./openFile";
import { RecentFailure } from "./recentFailure";
import { marksOf, refusal, refusalOf, type Refusal } from "./refusal";
import { reviewChanges, type FileChange } from "./reviewChanges";
import { tokenComment } from "./tokenComment";

/** A token of the file. */
interface Held {
  /** As the text has it that VS Code calls saved. */
  readonly token: AccessToken;
  /** It was changed between then and a reload of the window, so that what the person saw is not known. */
  readonly isOther: boolean;
}

/** Several tokens as a file: saving it sends a PATCH for each that the person changed, when they have seen them. */
export class TokensFile implements OpenFile {
  readonly #parts: Parts;
  readonly #uri: vscode.Uri;
  readonly #serverName: string;
  #held: ReadonlyMap<string, Held> | undefined;
  #loading: Promise<ReadonlyMap<string, Held>> | undefined;
  #text = "";
  #madeAt = 0;
  #isSaving = false;
  readonly #refusals = new Map<string, Refusal>();
  readonly #recentFailure = new RecentFailure();
  /** What the person agreed to before VS Code began to save. */
  #agreed: Plan | undefined;

  constructor(parts: Parts, uri: vscode.Uri, serverName: string) {
    this.#parts = parts;
    this.#uri = uri;
    this.#serverName = serverName;
  }

  async stat(): Promise<vscode.FileStat> {
    await this.#load();
    const { length } = new TextEncoder().encode(this.#text);
    return { type: vscode.FileType.File, ctime: 0, mtime: this.#madeAt, size: length };
  }

  async read(): Promise<string> {
    await this.#load();
    return this.#text;
  }

  async write(text: string): Promise<void> {
    this.#isSaving = true;
    try {
      await this.#save(text);
    } catch (error) {
      if (error instanceof FileFailure) throw error;
      throw new FileFailure(vscode.l10n.t("Nothing was sent to {0}. {1}", this.#serverName, explain(error)));
    } finally {
      this.#recentFailure.forget();
      this.#isSaving = false;
    }
  }

  marks(text: string): readonly Mark[] {
    if (!this.#held) return [];
    const { entries, problems } = readTokensJson(text, valuesOf(this.#held));
    const refused = Array.from(this.#refusals, ([key, refused]) => {
      const entry = entries.get(key);
      return entry ? marksOf(entry, refused) : [];
    });
    return [...jsonMarks(problems), ...refused.flat()];
  }

  expectSave(): void {
    // A save reads what it is about to change again in any case.
  }

  notice({ serverName, token }: TokensChange): "changed" | undefined {
    if (serverName !== this.#serverName || !this.#held || this.#isSaving || this.#isUnsaved()) return undefined;
    const list = listOf(this.#parts.tokens.state(serverName));
    if (!list || (token && !Array.from(this.#held.values()).some((held) => keyOf(held.token) === keyOf(token)))) {
      return undefined;
    }
    const next = new Map<string, Held>();
    let isOther = false;
    for (const [key, held] of this.#held) {
      const listed = list.tokens.get(keyOf(held.token));
      if (listed) next.set(key, { token: listed, isOther: false });
      else if (!list.isComplete) next.set(key, held);
      if (!next.has(key) || (listed && differencesOf(held.token, listed).length > 0)) isOther = true;
    }
    if (!isOther) return undefined;
    this.#held = next;
    this.#makeText();
    this.#noteMade();
    return "changed";
  }

  async ask(text: string): Promise<"save" | "givenUp"> {
    this.#recentFailure.forget();
    try {
      const plan = await this.#planned(text);
      this.#agreed = plan === "givenUp" ? undefined : plan;
      return plan === "givenUp" ? plan : "save";
    } catch (error) {
      this.#recentFailure.note(error);
      throw error;
    }
  }

  async #save(text: string): Promise<void> {
    const agreed = this.#agreed;
    this.#agreed = undefined;
    const plan = agreed && this.#isFor(agreed, text) ? agreed : await this.#planned(text);
    if (plan === "givenUp") throw givenUp();
    const { server, entries, edited, changes } = plan;
    await this.#send(server, changes);
    const left = editedOf(entries, await this.#load()).length;
    if (left > 0) {
      // What VS Code compares with, and what counts as an edit, is what the server has by now.
      this.#makeText();
      throw new FileFailure(
        vscode.l10n.t(
          "{0} of {1} tokens on {2} were changed. {3}",
          edited.length - left,
          edited.length,
          server.name,
          this.#whyLeft(),
        ),
      );
    }
    this.#text = text;
    this.#noteMade();
    if (edited.length === 0) return;
    const names = tokensInSentence(edited.map(({ held: { token } }) => token));
    const message = vscode.l10n.t("{0} on {1}: changed.", names, server.name);
    void vscode.window.showInformationMessage(inertMessage(message));
  }

  /** Whether a text says what was agreed to, of tokens as they still are: it may have been formatted on the way. */
  #isFor({ held, edited }: Plan, text: string): boolean {
    const { entries, problems } = readTokensJson(text, valuesOf(held));
    return held === this.#held && problems.length === 0 && wordsOf(editedOf(entries, held)) === wordsOf(edited);
  }

  /** What is to be sent for a text, once the person has agreed to it. */
  async #planned(text: string): Promise<Plan | "givenUp"> {
    const held = await this.#load();
    const { entries, problems } = readTokensJson(text, valuesOf(held));
    if (problems.length > 0) throw unreadable(text, problems);
    this.#recentFailure.rethrow();
    this.#refusals.clear();
    const server = this.#server();
    const edited = editedOf(entries, held);
    const changes = edited.length === 0 ? [] : await this.#agreedOn(server, await this.#wanted(server, edited));
    // What was so already was taken note of meanwhile.
    return changes === undefined ? "givenUp" : { held: this.#held ?? held, server, entries, edited, changes };
  }

  /** What is to be sent, by what the server has now; takes note of what is so already, and of what is gone. */
  async #wanted(server: Server, edited: readonly Edited[]): Promise<readonly FileChange[]> {
    const title = vscode.l10n.t("Reading {0} tokens on {1}", edited.length, server.name);
    const present = await whileWaiting(title, (signal) =>
      readSeveralAgain(
        this.#parts,
        edited.map(({ held: { token } }) => ({ server, token })),
        signal,
      ),
    );
    return edited.flatMap(({ key, held, entry }, index): FileChange[] => {
      const token = present[index];
      const wanted = changesBetween(held.token, entry.values);
      if (!token) {
        this.#refusals.set(
          key,
          refusal(
            entry.values,
            fieldsOf(wanted),
            vscode.l10n.t("It does not exist any more, or is no longer yours to see."),
          ),
        );
        return [];
      }
      const changes = stillToDo(token, wanted);
      const differences = differencesOf(held.token, token);
      if (fieldsOf(changes).length === 0) {
        this.#take(key, token);
        return [];
      }
      return [
        {
          key,
          target: { server, token },
          changes,
          comment: tokenComment(token),
          conflict: conflictOf(held, differences.length === 0 ? "" : differenceLines(differences).join("; ")),
        },
      ];
    });
  }

  /** Those of some changes that the person agrees to; nothing when they give up. */
  async #agreedOn(server: Server, changes: readonly FileChange[]): Promise<readonly FileChange[] | undefined> {
    if (changes.length === 0) return changes;
    const picked = await reviewChanges(this.#parts, server, this.#uri.path, changes);
    if (!picked || picked.length === 0) return undefined;
    const scopes = picked.flatMap(({ target, changes: { scope } }) =>
      scope === undefined ? [] : [{ target, from: target.token.scope, to: scope }],
    );
    return (await confirmScopeChanges(this.#parts, scopes)) ? picked : undefined;
  }

  async #send(server: Server, changes: readonly FileChange[]): Promise<void> {
    if (changes.length === 0) return;
    const names = tokensInSentence(changes.map(({ target }) => target.token));
    const sent = await inBatch(
      vscode.l10n.t("Changing {0} on {1}", names, server.name),
      changes,
      ({ target, changes: wanted }, signal) =>
        sendEdit(this.#parts, target, target.token, wanted, (act) =>
          // Whoever gives up wants to know what became of it all the same.
          act(signal.aborted ? new AbortController().signal : signal),
        ),
    );
    for (const [index, change] of changes.entries()) this.#conclude(change, sent[index]);
    this.#note(server, changes, sent);
  }

  #conclude({ key, target, changes }: FileChange, sent: SentEdit | undefined): void {
    if (sent?.kind === "saved") {
      this.#take(key, sent.token);
      return;
    }
    if (sent === undefined || (sent.kind === "notSaved" && isCancelled(sent.error))) return;
    this.#refusals.set(key, refusalOf({ ...valuesIn(target.token), ...changes }, changes, sent));
  }

  /** Remembers what was changed, so that it can be undone. */
  #note(server: Server, changes: readonly FileChange[], sent: readonly (SentEdit | undefined)[]): void {
    for (const field of ["description", "scope"] as const) {
      const tokens = changes.flatMap(({ target: { token }, changes: wanted }, index) => {
        const outcome = sent[index];
        return outcome?.kind === "saved" && wanted[field] !== undefined
          ? [{ token, from: token[field], to: outcome.token[field] }]
          : [];
      });
      noteEdit(this.#parts, server, field, tokens);
    }
  }

  #whyLeft(): string {
    const [reason] = [...this.#refusals.values()].flatMap(({ reasons }) => [...reasons.values()]);
    return reason ?? vscode.l10n.t("The others are still unsaved here.");
  }

  #take(key: string, token: AccessToken): void {
    this.#held = new Map(this.#held).set(key, { token, isOther: false });
  }

  async #load(): Promise<ReadonlyMap<string, Held>> {
    const set = this.#parts.sets.find(this.#uri);
    // Another set may have got the name of one that was closed.
    if (this.#held && set?.madeAt === this.#madeAt) return this.#held;
    this.#loading ??= this.#loadNow(set).finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #loadNow(set: EditedSet | undefined): Promise<ReadonlyMap<string, Held>> {
    try {
      if (!set) throw new FileFailure(vscode.l10n.t("What was edited here is not kept. Close this editor."));
      const tokens = await this.#read(set);
      const isMixed = new Set(set.tokens.map(({ source }) => source)).size > 1;
      this.#held = new Map(
        set.tokens.flatMap((ref) => {
          const token = tokens.get(keyOf(ref));
          return token ? [[shownKey(ref, isMixed), { token, isOther: token.modified !== ref.modified }]] : [];
        }),
      );
      this.#madeAt = set.madeAt;
      this.#makeText();
      return this.#held;
    } catch (error) {
      throw fileFailure(error);
    }
  }

  /** The tokens of the file, as they are listed or else as the server has them. */
  async #read({ tokens }: EditedSet): Promise<ReadonlyMap<TokenKey, AccessToken>> {
    const state = this.#parts.tokens.state(this.#serverName);
    if (state.kind === "loaded") return state.list.tokens;
    const server = this.#server();
    const places = tokens.map((token) => ({ server, token }));
    const present = await readSeveralAgain(this.#parts, places, new AbortController().signal);
    return new Map(present.flatMap((token) => (token ? [[keyOf(token), token]] : [])));
  }

  #server(): Server {
    const server = this.#parts.servers.find(this.#serverName);
    if (server) return server;
    throw new FileFailure(vscode.l10n.t("{0} is no longer configured.", this.#serverName));
  }

  #makeText(): void {
    const head = [
      vscode.l10n.t(
        "Tokens of {0}. Save to see what would change; nothing is sent before you have confirmed it.",
        visibleText(this.#serverName),
      ),
      vscode.l10n.t("Take out a line to leave its token alone: nothing is revoked here."),
    ];
    this.#text = tokensJson(
      head,
      Array.from(this.#held ?? [], ([key, { token }]) => ({
        key,
        values: valuesIn(token),
        comment: tokenComment(token),
      })),
    );
  }

  /** Takes note that the text is what the server has. */
  #noteMade(): void {
    this.#madeAt = Math.max(Date.now(), this.#madeAt + 1);
    const tokens = Array.from(this.#held?.values() ?? [], ({ token }) => token);
    this.#parts.sets.update(this.#uri, tokens, this.#madeAt);
  }

  #isUnsaved(): boolean {
    return vscode.workspace.textDocuments.some(
      ({ uri, isDirty }) => isDirty && uri.toString() === this.#uri.toString(),
    );
  }
}

/** What is to be sent, and for what text. */
interface Plan {
  readonly held: ReadonlyMap<string, Held>;
  readonly server: Server;
  readonly entries: ReadonlyMap<string, TokenEntry>;
  readonly edited: readonly Edited[];
  readonly changes: readonly FileChange[];
}

interface Edited {
  readonly key: string;
  readonly held: Held;
  readonly entry: TokenEntry;
}

function wordsOf(edited: readonly Edited[]): string {
  return JSON.stringify(edited.map(({ key, entry }) => [key, entry.values]));
}

function editedOf(entries: ReadonlyMap<string, TokenEntry>, tokens: ReadonlyMap<string, Held>): readonly Edited[] {
  return Array.from(entries).flatMap(([key, entry]) => {
    const held = tokens.get(key);
    return held && fieldsOf(changesBetween(held.token, entry.values)).length > 0 ? [{ key, held, entry }] : [];
  });
}

/** What of some changes is not so already. */
function stillToDo(token: AccessToken, wanted: TokenChanges): TokenChanges {
  return changesBetween(token, { ...valuesIn(token), ...wanted });
}

function conflictOf({ isOther }: Held, differences: string): string | undefined {
  if (isOther) return vscode.l10n.t("changed since you opened it");
  return differences === "" ? undefined : vscode.l10n.t("changed meanwhile: {0}", differences);
}

function valuesOf(held: ReadonlyMap<string, Held>): ReadonlyMap<string, TokenValues> {
  return new Map(Array.from(held, ([key, { token }]) => [key, token]));
}

function valuesIn({ description, scope }: AccessToken): TokenValues {
  return { description, scope };
}

/** Ids alone, unless the file has tokens of both tables. */
function shownKey(ref: TokenRef, isMixed: boolean): string {
  return isMixed ? keyOf(ref) : String(ref.id);
}
