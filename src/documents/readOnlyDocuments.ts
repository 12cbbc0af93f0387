import * as vscode from "vscode";
import { commandIds } from "../contributions";

const scheme = "awx-tokens";

/** How a text that ends before its end goes on. */
export interface Continuation {
  /** What the action at the end of the text is called. */
  readonly label: string;
  /** Shows more of it in its place. */
  readonly run: () => Promise<void>;
}

interface Shown {
  readonly text: string;
  readonly continuation: Continuation | undefined;
}

/** Texts of ours in editors: plain, read-only, and not kept when the window is closed. */
export class ReadOnlyDocuments
  implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable
{
  readonly #shown = new Map<string, Shown>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #lensesChanged = new vscode.EventEmitter<void>();

  readonly onDidChange = this.#changed.event;
  readonly onDidChangeCodeLenses = this.#lensesChanged.event;

  // After the events, which are looked for here alone.
  readonly #registration = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, this),
    vscode.languages.registerCodeLensProvider({ scheme }, this),
  );

  /**
   * Shows a text in an editor, in place of the one that was there before.
   * @param key what tells it from others of the same title
   */
  async show(title: string, key: string, text: string, continuation?: Continuation): Promise<void> {
    const uri = uriOf(title, key);
    this.#put(uri, { text, continuation });
    const document = await vscode.workspace.openTextDocument(uri);
    // A name with a dot in it would choose a language.
    if (document.languageId !== "plaintext") await vscode.languages.setTextDocumentLanguage(document, "plaintext");
    await vscode.window.showTextDocument(document);
  }

  /**
   * Shows two texts of JSON side by side, with what differs marked, until that is disposed of. The focus stays where it
   * is.
   * @param key what tells them from others
   */
  async compare(title: string, key: string, before: string, after: string): Promise<vscode.Disposable> {
    // By its ending VS Code knows how to colour it.
    const [left, right] = [uriOf("before.jsonc", key), uriOf("after.jsonc", key)];
    this.#put(left, { text: before, continuation: undefined });
    this.#put(right, { text: after, continuation: undefined });
    await vscode.commands.executeCommand("vscode.diff", left, right, title, { preserveFocus: true });
    return new vscode.Disposable(() => {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      const shown = tabs.filter(
        ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === right.toString(),
      );
      // Not awaited, and not to be known whether it went well: the person may have closed it.
      vscode.window.tabGroups.close(shown).then(undefined, () => undefined);
    });
  }

  /**
   * Changes a text where it stands, so that whoever reads it goes on reading there; does nothing when another has taken
   * its place.
   * @param former the continuation that it was shown with
   */
  change(title: string, key: string, former: Continuation, text: string, continuation?: Continuation): void {
    const uri = uriOf(title, key);
    if (this.#shown.get(uri.toString())?.continuation === former) this.#put(uri, { text, continuation });
  }

  /** How a text goes on: that of the action that was chosen, which gives its argument, or that of the active editor. */
  continuationOf(argument: unknown): Continuation | undefined {
    const uri = typeof argument === "string" ? argument : vscode.window.activeTextEditor?.document.uri.toString();
    return uri === undefined ? undefined : this.#shown.get(uri)?.continuation;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#shown.get(uri.toString())?.text ?? vscode.l10n.t("What was here is not kept. Close this editor.");
  }

  provideCodeLenses({ uri, lineCount }: vscode.TextDocument): vscode.CodeLens[] {
    const continuation = this.#shown.get(uri.toString())?.continuation;
    if (!continuation) return [];
    const command = { title: continuation.label, command: commandIds.showOlderChanges, arguments: [uri.toString()] };
    return [new vscode.CodeLens(new vscode.Range(lineCount - 1, 0, lineCount - 1, 0), command)];
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
    this.#lensesChanged.dispose();
  }

  #put(uri: vscode.Uri, shown: Shown): void {
    this.#shown.set(uri.toString(), shown);
    this.#changed.fire(uri);
    this.#lensesChanged.fire();
  }
}

function uriOf(title: string, key: string): vscode.Uri {
  // The last part of the path is the editor's title.
  return vscode.Uri.from({ scheme, path: `/${title.replaceAll(/[/\\]/g, "-")}`, query: key });
}
