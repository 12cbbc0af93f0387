import * as vscode from "vscode";
import type { AwxTokensExports } from "./api/awxTokensApi";
import { exportsOf } from "./api/exports";
import { registerCommands } from "./commands/register";
import { FileSaves } from "./documents/fileSaves";
import { ReadOnlyDocuments } from "./documents/readOnlyDocuments";
import { registerTokenFiles } from "./files/register";
import { Connections } from "./servers/connections";
import { CredentialStore } from "./servers/credentialStore";
import { logExchange } from "./servers/requestLog";
import { requestTimeout } from "./servers/requestTimeout";
import { ServerStore } from "./servers/serverStore";
import { watchSetUp } from "./servers/setUp";
import { RecentEdits } from "./tokens/recentEdits";
import { TokenStore } from "./tokens/tokenStore";
import { once } from "./util/once";
import { OrderedMemento } from "./util/orderedMemento";
import { Arrangements } from "./views/arrangements";
import { TokensView } from "./views/tokensView";

/** Builds the parts and connects them. Waits for nothing: no network, secret or file is touched before a view shows. */
export function activate(context: vscode.ExtensionContext): AwxTokensExports {
  const log = vscode.window.createOutputChannel("AWX Access Tokens", { log: true });
  const servers = new ServerStore();
  const memory = new OrderedMemento(context.globalState);
  const credentials = new CredentialStore(context.secrets, memory);
  const connections = new Connections(
    credentials,
    (serverName, exchange) => {
      logExchange(log, serverName, exchange);
    },
    requestTimeout,
  );
  const tokens = new TokenStore(async (serverName, isAnew, signal) => {
    const server = servers.find(serverName);
    return server ? connections.open(server, { isAnew, signal }) : { kind: "none" };
  });
  const edits = new RecentEdits();
  const arrangements = new Arrangements(memory);
  const documents = new ReadOnlyDocuments();
  const workspaceMemory = new OrderedMemento(context.workspaceState);
  const saves = new FileSaves();
  const view = new TokensView(servers, tokens, arrangements);
  const parts = {
    servers,
    credentials,
    connections,
    grants: once(async () => new (await import("./servers/accessGrants")).AccessGrants(memory)),
    tokens,
    edits,
    arrangements,
    documents,
    workspaceMemory,
    saves,
    view,
    log,
  };
  const exported = exportsOf(parts);

  // An entry that cannot even be named may be that of any server.
  if (servers.unusable.every(({ name }) => name !== undefined)) {
    credentials.deleteOthersThan(servers.names).catch((error: unknown) => {
      log.warn(`The credential of a removed server could not be deleted: ${String(error)}`);
    });
  }
  context.subscriptions.push(
    log,
    servers,
    credentials,
    tokens,
    arrangements,
    documents,
    view,
    registerCommands(parts),
    registerTokenFiles(parts),
    watchSetUp(servers, credentials),
    exported,
    credentials.onDidChange((serverName) => {
      tokens.forget(serverName);
    }),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) credentials.noticeOtherWindows();
    }),
    servers.onDidChange((serverNames) => {
      for (const serverName of serverNames) tokens.forget(serverName);
    }),
  );
  return exported.exports;
}
