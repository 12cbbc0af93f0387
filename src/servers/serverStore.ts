import * as vscode from "vscode";
import { serversSetting } from "../contributions";
import { SettingsError } from "./errors";
import { parseServers, type Server, type UnusableEntry } from "./server";

/** The servers in the person's settings. */
export class ServerStore implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<readonly string[]>();
  readonly #subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(serversSetting.id)) this.#read();
  });
  #parsed = parseServers(value());

  /** The setting was changed, by us or by hand: the names of servers that came, went or moved to another address. */
  readonly onDidChange = this.#changed.event;

  get servers(): readonly Server[] {
    return this.#parsed.servers;
  }

  /** Entries that people should mend; they are kept as they are. */
  get unusable(): readonly UnusableEntry[] {
    return this.#parsed.unusable;
  }

  /** Every name in the setting, also of entries that cannot be used as they are. */
  get names(): ReadonlySet<string> {
    return this.#parsed.names;
  }

  find(name: string): Server | undefined {
    return this.servers.find((server) => server.name === name);
  }

  /** @throws {SettingsError} */
  async add(server: Server): Promise<void> {
    await this.#write([...this.#entries, { name: server.name, url: server.url }]);
  }

  /** @throws {SettingsError} */
  async remove(name: string): Promise<void> {
    await this.#write(this.#entries.filter((_, index) => index !== this.#parsed.indexes.get(name)));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #read(): void {
    const before = new Map(this.servers.map(({ name, url }) => [name, url]));
    this.#parsed = parseServers(value());
    const after = new Map(this.servers.map(({ name, url }) => [name, url]));
    const names = new Set([...before.keys(), ...after.keys()]);
    this.#changed.fire([...names].filter((name) => before.get(name) !== after.get(name)));
  }

  get #entries(): readonly unknown[] {
    const present = value();
    return Array.isArray(present) ? (present as readonly unknown[]) : [];
  }

  async #write(entries: readonly unknown[]): Promise<void> {
    try {
      await vscode.workspace
        .getConfiguration(serversSetting.section)
        .update(serversSetting.key, entries, vscode.ConfigurationTarget.Global);
    } catch (error) {
      throw new SettingsError(error instanceof Error ? error.message : String(error));
    }
  }
}

/** Only what the person's own settings say: nothing that opens with a folder may choose where a credential goes. */
function value(): unknown {
  return vscode.workspace.getConfiguration(serversSetting.section).inspect(serversSetting.key)?.globalValue;
}
