import * as vscode from "vscode";
import type { Parts } from "../commands/parts";
import { tokenScheme } from "../contributions";
import { isInTab } from "../documents/tabs";
import { folderServerOf, tokenPathOf } from "../documents/tokenUris";
import { FileFailure } from "./fileFailure";
import type { OpenFile } from "./openFile";
import { TokenFile } from "./tokenFile";
import { TokenLenses } from "./tokenLenses";
import { TokensFile } from "./tokensFile";

/** Whose the diagnostics are. */
const diagnosticSource = "AWX Access Tokens";

/** How long nothing must have been typed before a text is looked at, in milliseconds. */
const pause = 200;

/** The files that tokens are edited in, and what is said of their texts. */
export class TokenFileSystem implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #files = new Map<string, OpenFile>();
  readonly #diagnostics = vscode.languages.createDiagnosticCollection(tokenScheme);
  readonly #looks = new Map<string, NodeJS.Timeout>();
  readonly #lenses = new TokenLenses((uri) => {
    const file = this.#files.get(uri.toString());
    return file instanceof TokenFile ? file.token : undefined;
  });
  /** Files that VS Code is about to save by itself. */
  readonly #autoSaved = new Set<string>();
  readonly #subscriptions: vscode.Disposable;

  constructor(parts: Parts, onChange: (change: vscode.FileChangeEvent) => void) {
    this.#parts = parts;
    this.#subscriptions = vscode.Disposable.from(
      this.#diagnostics,
      this.#lenses,
      parts.tokens.onDidChange((change) => {
        for (const [key, file] of this.#files) {
          const made = file.notice(change);
          if (made === undefined) continue;
          this.#lenses.refresh();
          const type = made === "changed" ? vscode.FileChangeType.Changed : vscode.FileChangeType.Deleted;
          onChange({ type, uri: vscode.Uri.parse(key) });
        }
      }),
      vscode.workspace.onWillSaveTextDocument(({ document: { uri }, reason }) => {
        const key = uri.toString();
        if (reason === vscode.TextDocumentSaveReason.Manual) this.#autoSaved.delete(key);
        else if (uri.scheme === tokenScheme) this.#autoSaved.add(key);
        this.#files.get(key)?.expectSave();
      }),
      vscode.workspace.onDidOpenTextDocument(({ uri }) => void this.#open(uri)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === tokenScheme) this.#lookSoon(document);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#close(uri);
      }),
    );
    for (const { uri } of vscode.workspace.textDocuments) void this.#open(uri);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    if (this.#isFolder(uri)) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    try {
      return await this.#fileOf(uri).stat();
    } catch (error) {
      // What cannot be opened is nothing to keep.
      if (!documentOf(uri)) this.#close(uri);
      throw error;
    }
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const text = await this.#fileOf(uri).read();
    this.#lenses.refresh();
    return new TextEncoder().encode(text);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const file = this.#fileOf(uri);
    if (this.#autoSaved.delete(uri.toString())) {
      throw new FileFailure(vscode.l10n.t("Tokens are changed when you save them yourself, and not by auto save."));
    }
    // Save As proposes the folder that a file is in, where another name is another token.
    if (!isInTab(uri.toString())) {
      throw new FileFailure(vscode.l10n.t("It is not open. Open a token to change it, or save to another place."));
    }
    let isRefused = true;
    try {
      await file.write(new TextDecoder().decode(content));
      isRefused = false;
    } catch (error) {
      this.#parts.log.error(`save ${uri.path}: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    } finally {
      this.#look(uri, { isRefused });
      this.#lenses.refresh();
    }
  }

  /** Folders are there to stand in a path: what is in one is the view's to show. */
  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    if (this.#isFolder(uri)) return [];
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  dispose(): void {
    for (const look of this.#looks.values()) clearTimeout(look);
    this.#subscriptions.dispose();
  }

  /** Saves a document, once what has to be asked about it is answered. */
  async save(document: vscode.TextDocument): Promise<void> {
    const file = tokenPathOf(document.uri) && document.isDirty ? this.#fileOf(document.uri) : undefined;
    // What is wrong with it is said where VS Code says that a file was not saved.
    if ((await file?.ask(document.getText()).catch(() => "save")) === "givenUp") return;
    this.#autoSaved.delete(document.uri.toString());
    try {
      await document.save();
    } finally {
      file?.forgetAnswer();
    }
  }

  #fileOf(uri: vscode.Uri): OpenFile {
    const key = uri.toString();
    const known = this.#files.get(key);
    // Only what somebody typed is worth keeping of a server that is not there any more.
    if (known && (!known.isOfFormerServer || documentOf(uri)?.isDirty)) return known;
    const path = tokenPathOf(uri);
    if (!path) throw vscode.FileSystemError.FileNotFound(uri);
    const file =
      path.kind === "token"
        ? new TokenFile(this.#parts, path.serverName, path.source, path.id)
        : new TokensFile(this.#parts, uri, path.serverName);
    this.#files.set(key, file);
    return file;
  }

  #isFolder(uri: vscode.Uri): boolean {
    const serverName = folderServerOf(uri);
    return serverName !== undefined && (serverName === "" || this.#parts.servers.find(serverName) !== undefined);
  }

  /** Has known what a document is about whose text was kept over a reload of the window, and so not read. */
  async #open(uri: vscode.Uri): Promise<void> {
    if (!tokenPathOf(uri)) return;
    // Why it cannot be known is said when it is saved.
    await this.#fileOf(uri)
      .stat()
      .catch(() => undefined);
    this.#lenses.refresh();
    this.#look(uri);
  }

  #close(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.#looks.get(key));
    this.#looks.delete(key);
    this.#files.delete(key);
    this.#diagnostics.delete(uri);
  }

  #lookSoon({ uri }: vscode.TextDocument): void {
    const key = uri.toString();
    clearTimeout(this.#looks.get(key));
    this.#looks.set(
      key,
      setTimeout(() => {
        this.#look(uri);
      }, pause),
    );
  }

  /** Says what is wrong with a text: what VS Code says of any JSON only when a save was refused, and VS Code did not. */
  #look(uri: vscode.Uri, { isRefused = false } = {}): void {
    const key = uri.toString();
    // What was typed before it need not be looked at again, which would take back what is said of a save.
    clearTimeout(this.#looks.get(key));
    const document = documentOf(uri);
    const file = this.#files.get(key);
    if (!document || !file) return;
    const others = vscode.languages.getDiagnostics(uri).filter(({ source }) => source !== diagnosticSource);
    const said = file.marks(document.getText()).map(({ offset, length, message, isOfAnyJson }) => {
      const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
      const isOurs = !isOfAnyJson || (isRefused && !others.some((other) => other.range.intersection(range)));
      const diagnostic = new vscode.Diagnostic(range, message);
      diagnostic.source = diagnosticSource;
      return isOurs ? [diagnostic] : [];
    });
    this.#diagnostics.set(uri, said.flat());
  }
}

function documentOf(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}
