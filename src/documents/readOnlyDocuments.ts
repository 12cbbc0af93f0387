import * as vscode from "vscode";

const scheme = "awx-tokens";

/** Texts of ours in editors: plain, read-only, and not kept when the window is closed. */
export class ReadOnlyDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();

  readonly onDidChange = this.#changed.event;

  // After the event, which is looked for here alone.
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);

  /**
   * Shows a text in an editor, in place of the one that was there before.
   * @param key what tells it from others of the same title
   */
  async show(title: string, key: string, text: string): Promise<void> {
    // The last part of the path is the editor's title.
    const path = `/${title.replaceAll(/[/\\]/g, "-")}`;
    const uri = vscode.Uri.from({ scheme, path, query: key });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    // A name with a dot in it would choose a language.
    if (document.languageId !== "plaintext") await vscode.languages.setTextDocumentLanguage(document, "plaintext");
    await vscode.window.showTextDocument(document);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? vscode.l10n.t("What was here is not kept. Close this editor.");
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
