import type { LogOutputChannel, Memento } from "vscode";
import type { FileSaves } from "../documents/fileSaves";
import type { ReadOnlyDocuments } from "../documents/readOnlyDocuments";
import type { AccessGrants } from "../servers/accessGrants";
import type { Connections } from "../servers/connections";
import type { CredentialStore } from "../servers/credentialStore";
import type { ServerStore } from "../servers/serverStore";
import type { RecentEdits } from "../tokens/recentEdits";
import type { TokenStore } from "../tokens/tokenStore";
import type { Arrangements } from "../views/arrangements";
import type { TokensView } from "../views/tokensView";

/** What commands work with. */
export interface Parts {
  readonly servers: ServerStore;
  readonly credentials: CredentialStore;
  readonly connections: Connections;
  /** Loaded when another extension asks for something, or what it was allowed may be over. */
  readonly grants: () => Promise<AccessGrants>;
  readonly tokens: TokenStore;
  readonly edits: RecentEdits;
  readonly arrangements: Arrangements;
  readonly documents: ReadOnlyDocuments;
  /** What is remembered of this workspace in this window. */
  readonly workspaceMemory: Memento;
  readonly saves: FileSaves;
  readonly view: TokensView;
  readonly log: LogOutputChannel;
}

/**
 * A command's work; `argument` is whatever its caller passed: a row of the view, or anything at all, and `selected` the
 * rows that were selected with it. What it gives is for a caller that wants to know what became of it.
 */
export type Command = (parts: Parts, argument: unknown, selected?: unknown) => Promise<unknown>;
