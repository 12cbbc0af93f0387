import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import { commandIds, tokenScheme } from "../contributions";
import { tokenPathOf } from "../documents/tokenUris";
import { inertText } from "../util/visibleText";
import { tokenComment } from "./tokenComment";

/** What stands above the text of a token: what of it is not to be changed there, and where all of it is. */
export class TokenLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #tokenOf: (uri: vscode.Uri) => AccessToken | undefined;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #registration: vscode.Disposable;

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(tokenOf: (uri: vscode.Uri) => AccessToken | undefined) {
    this.#tokenOf = tokenOf;
    this.#registration = vscode.languages.registerCodeLensProvider({ scheme: tokenScheme, pattern: "**/*.json" }, this);
  }

  /** Has what is shown asked for again. */
  refresh(): void {
    this.#changed.fire();
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const token = this.#tokenOf(uri);
    const path = tokenPathOf(uri);
    if (!token || !path) return [];
    const row = { kind: "token", serverName: path.serverName, source: token.source, tokenId: token.id };
    const top = new vscode.Range(0, 0, 0, 0);
    const place = vscode.l10n.t("Token {0} on {1}", token.id, inertText(path.serverName));
    return [
      new vscode.CodeLens(top, { title: `${place} · ${inertText(tokenComment(token))}`, command: "" }),
      new vscode.CodeLens(top, {
        title: vscode.l10n.t("Show Details"),
        command: commandIds.showDetails,
        arguments: [row],
      }),
    ];
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
