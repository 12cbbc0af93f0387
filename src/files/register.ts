import * as vscode from "vscode";
import type { Parts } from "../commands/parts";
import { tokenSchemaScheme, tokenScheme } from "../contributions";
import { once } from "../util/once";

/** Registers the file system that tokens are edited in. What it does is loaded with the first file that is opened. */
export function registerTokenFiles(parts: Parts): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const subscriptions: { dispose: () => unknown }[] = [changed];
  const loaded = once(async () => {
    const { TokenFileSystem } = await import("./tokenFileSystem");
    const files = new TokenFileSystem(parts, (change) => {
      changed.fire([change]);
    });
    subscriptions.push(files);
    return files;
  });
  parts.saves.save = async (document) => (await loaded()).save(document);
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: async (uri) => (await loaded()).stat(uri),
    readFile: async (uri) => (await loaded()).readFile(uri),
    writeFile: async (uri, content) => (await loaded()).writeFile(uri, content),
    readDirectory: async (uri) => (await loaded()).readDirectory(uri),
    createDirectory: refuse,
    delete: refuse,
    rename: refuse,
  };
  // A text that was kept over a reload of the window is not read, and has to be known all the same.
  const opened = ({ uri }: vscode.TextDocument): void => {
    if (uri.scheme === tokenScheme) void loaded();
  };
  vscode.workspace.textDocuments.forEach(opened);
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(tokenSchemaScheme, {
      // Without an ending in its name, or VS Code offers the words of a schema wherever a text is typed in JSON.
      provideTextDocumentContent: async (uri) => (await import("./jsonSchemas")).jsonSchemaText(uri),
    }),
    vscode.workspace.onDidOpenTextDocument(opened),
    vscode.workspace.registerFileSystemProvider(tokenScheme, provider, { isCaseSensitive: true }),
    new vscode.Disposable(() => {
      for (const subscription of subscriptions) subscription.dispose();
    }),
  );
}

/** A token is made, renamed and revoked where one sees what that means: by the commands of the view. */
function refuse(): never {
  throw vscode.FileSystemError.NoPermissions(vscode.l10n.t("Tokens are not made or revoked as files are."));
}
