import * as vscode from "vscode";
import { keyOf } from "../awx/api";
import type { AccessToken } from "../awx/schemas";
import type { Parts } from "../commands/parts";
import { readSeveralAgain } from "../commands/recheck";
import { EditedSets, type EditedSet } from "../documents/editedSets";
import { folderOf } from "../documents/tokenUris";
import type { Server } from "../servers/server";
import { differencesOf } from "../tokens/edits";
import { readTokensJson, tokensJson, type TokenEntry } from "../tokens/tokenJson";
import { listOf, type TokensChange } from "../tokens/tokenStore";
import { tokensInSentence } from "../ui/tokenNames";
import { inertMessage, visibleText } from "../util/visibleText";
import { AskedPlan } from "./askedPlan";
import { FileFailure, fileFailure, reasonOf, serverOf } from "./fileFailure";
import { editedOf, isSameEdit, valuesIn, valuesOf, type Edited, type Held, type HeldTokens } from "./heldTokens";
import { jsonMarks, unreadable } from "./jsonMarks";
import type { Mark, OpenFile } from "./openFile";
import { marksOf, type Refusal } from "./refusal";
import type { FileChange } from "./reviewChanges";
import { tokenComment } from "./tokenComment";
import { agreedChanges, planEdit, sendChanges, type Outcome } from "./tokensEdit";

/** What is to be sent for a text. */
interface Plan {
  /** The tokens that it is about, as they are held until it is sent. */
  readonly held: HeldTokens;
  readonly server: Server;
  readonly entries: ReadonlyMap<string, TokenEntry>;
  readonly edited: readonly Edited[];
  readonly changes: readonly FileChange[];
}

/** Several tokens as a file: saving it sends a PATCH for each that the person changed, when they have seen them. */
export class TokensFile implements OpenFile {
  readonly #parts: Parts;
  readonly #sets: EditedSets;
  readonly #uri: vscode.Uri;
  readonly #serverName: string;
  #held: HeldTokens | undefined;
  #loading: Promise<HeldTokens> | undefined;
  /** What the person took out of the text; they may undo that. */
  #leftOut: ReadonlySet<string> = new Set();
  #text = "";
  #madeAt = 0;
  #isSaving = false;
  readonly #refusals = new Map<string, Refusal>();
  readonly #asked = new AskedPlan<Plan>();

  constructor(parts: Parts, uri: vscode.Uri, serverName: string) {
    this.#parts = parts;
    this.#sets = new EditedSets(parts.workspaceMemory);
    this.#uri = uri;
    this.#serverName = serverName;
  }

  get isOfFormerServer(): boolean {
    return this.#parts.servers.find(this.#serverName)?.url !== this.#sets.find(this.#uri)?.url;
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

  async ask(text: string): Promise<"save" | "givenUp"> {
    return this.#asked.ask(() => this.#planned(text));
  }

  async write(text: string): Promise<void> {
    this.#isSaving = true;
    try {
      const plan = await this.#asked.planFor(
        (agreed) => this.#isFor(agreed, text),
        () => this.#planned(text),
      );
      await this.#save(text, plan);
    } catch (error) {
      if (error instanceof FileFailure) throw error;
      throw new FileFailure(
        vscode.l10n.t("Nothing was sent to {0}. {1}", this.#serverName, reasonOf(this.#parts, error)),
      );
    } finally {
      this.#isSaving = false;
    }
  }

  forgetAnswer(): void {
    this.#asked.forget();
  }

  marks(text: string): readonly Mark[] {
    if (!this.#held) return [];
    const { entries, problems } = readTokensJson(text, valuesOf(this.#held));
    const refused = Array.from(this.#refusals, ([key, refusal]) => {
      const entry = entries.get(key);
      return entry ? marksOf(entry, refusal) : [];
    });
    return [...jsonMarks(problems), ...refused.flat()];
  }

  expectSave(): void {
    // A save reads what it is about to change again in any case.
  }

  notice({ serverName, token }: TokensChange): "changed" | undefined {
    if (serverName !== this.#serverName || !this.#held || this.#isSaving || this.#isUnsaved()) return undefined;
    if (this.isOfFormerServer) return undefined;
    const list = listOf(this.#parts.tokens.state(serverName));
    const isOurs = !token || Array.from(this.#held.values()).some((held) => keyOf(held.token) === keyOf(token));
    if (!list || !isOurs) return undefined;
    const next = new Map<string, Held>();
    let isOther = false;
    for (const [key, held] of this.#held) {
      const listed = list.tokens.get(held.token);
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

  /** What is to be sent for a text, once the person has agreed to it. */
  async #planned(text: string): Promise<Plan | "givenUp"> {
    const held = await this.#load();
    const { entries, problems } = readTokensJson(text, valuesOf(held));
    if (problems.length > 0) throw unreadable(text, problems);
    this.#asked.rethrow();
    this.#refusals.clear();
    const server = serverOf(this.#parts, this.#serverName, this.#sets.find(this.#uri)?.url);
    const edited = editedOf(entries, held);
    if (edited.length === 0) return { held, server, entries, edited, changes: [] };
    const { changes, ...outcome } = await planEdit(this.#parts, server, edited);
    this.#conclude(outcome);
    const agreed = await agreedChanges(this.#parts, server, this.#uri.path, changes);
    return agreed ? { held: this.#held ?? held, server, entries, edited, changes: agreed } : "givenUp";
  }

  /** Whether a text says what was agreed to, of tokens as they still are: it may have been formatted on the way. */
  #isFor(plan: Plan, text: string): boolean {
    const { entries, problems } = readTokensJson(text, valuesOf(plan.held));
    const isSame = isSameEdit(editedOf(entries, plan.held), editedOf(plan.entries, plan.held));
    return plan.held === this.#held && problems.length === 0 && isSame;
  }

  async #save(text: string, { server, entries, edited, changes }: Plan): Promise<void> {
    this.#conclude(await sendChanges(this.#parts, server, changes));
    const held = await this.#load();
    const left = editedOf(entries, held).length;
    if (left > 0) {
      // What VS Code compares with, and what counts as an edit, is what the server has by now.
      this.#makeText();
      const [reason] = [...this.#refusals.values()].flatMap(({ reasons }) => [...reasons.values()]);
      throw new FileFailure(
        vscode.l10n.t(
          "{0} of {1} tokens on {2} were changed. {3}",
          edited.length - left,
          edited.length,
          server.name,
          reason ?? vscode.l10n.t("The others are still unsaved here."),
        ),
      );
    }
    this.#leftOut = new Set([...held.keys()].filter((key) => !entries.has(key)));
    this.#text = text;
    this.#noteMade();
    if (edited.length === 0) return;
    const names = tokensInSentence(edited.map(({ held: { token } }) => token));
    void vscode.window.showInformationMessage(inertMessage(vscode.l10n.t("Changed {0} on {1}.", names, server.name)));
  }

  #conclude({ done, refused }: Outcome): void {
    const next = new Map(this.#held);
    for (const [key, token] of done) next.set(key, { token, isOther: false });
    if (done.size > 0) this.#held = next;
    for (const [key, refusal] of refused) this.#refusals.set(key, refusal);
  }

  async #load(): Promise<HeldTokens> {
    const set = this.#sets.find(this.#uri);
    // Another set may have got the name of one that was closed.
    if (this.#held && set?.madeAt === this.#madeAt) return this.#held;
    this.#loading ??= this.#loadNow(set).finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #loadNow(set: EditedSet | undefined): Promise<HeldTokens> {
    try {
      if (!set) throw new FileFailure(vscode.l10n.t("What was edited here is not kept. Close this editor."));
      const present = await this.#read(set);
      const isMixed = new Set(set.tokens.map(({ source }) => source)).size > 1;
      this.#held = new Map(
        set.tokens.flatMap((ref, place) => {
          const token = present[place];
          const key = isMixed ? `${folderOf[ref.source]}/${String(ref.id)}` : String(ref.id);
          return token ? [[key, { token, isOther: token.modified !== ref.modified }]] : [];
        }),
      );
      this.#madeAt = set.madeAt;
      this.#makeText();
      return this.#held;
    } catch (error) {
      throw fileFailure(this.#parts, error);
    }
  }

  /** Each token of the file that there still is, as it is listed or else as the server has it. */
  async #read({ tokens, url }: EditedSet): Promise<readonly (AccessToken | undefined)[]> {
    const server = serverOf(this.#parts, this.#serverName, url);
    const state = this.#parts.tokens.state(this.#serverName);
    if (state.kind === "loaded") return tokens.map((ref) => state.list.tokens.get(ref));
    const places = tokens.map((token) => ({ server, token }));
    return readSeveralAgain(this.#parts, places, new AbortController().signal);
  }

  #makeText(): void {
    const head = [
      vscode.l10n.t(
        "Tokens of {0}. Saving shows what would change before anything is sent.",
        visibleText(this.#serverName),
      ),
      vscode.l10n.t("A line that is taken out leaves its token as it is: nothing is revoked."),
    ];
    const shown = Array.from(this.#held ?? []).filter(([key]) => !this.#leftOut.has(key));
    const lines = shown.map(([key, { token }]) => ({ key, values: valuesIn(token), comment: tokenComment(token) }));
    this.#text = tokensJson(head, lines);
  }

  /** Takes note that the text is what the server has. */
  #noteMade(): void {
    this.#madeAt = Math.max(Date.now(), this.#madeAt + 1);
    const tokens = Array.from(this.#held?.values() ?? [], ({ token }) => token);
    this.#sets.update(this.#uri, tokens, this.#madeAt);
  }

  #isUnsaved(): boolean {
    return vscode.workspace.textDocuments.some(
      ({ uri, isDirty }) => isDirty && uri.toString() === this.#uri.toString(),
    );
  }
}
