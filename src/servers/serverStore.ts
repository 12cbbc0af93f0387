import * as vscode from "vscode";
import { serversSetting } from "../contributions";
import { SettingsError } from "./errors";
import { isSameServer, parseServers, withTrust, type Server, type UnusableEntry } from "./server";

/** The servers in the person's settings. */
export class ServerStore implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<readonly string[]>();
  readonly #subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(serversSetting.id)) this.#read();
  });
  #parsed = parseServers(value());

  /**
   * The setting was changed, by us or by hand: the names of servers that came, went, or are talked to in another way.
   */
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
    await this.#write([...this.#entries, withTrust(server, server)]);
  }

  /**
   * Puts a server in the place of the one of that name; what else its entry has stays.
   * @throws {SettingsError}
   */
  async replace(name: string, server: Server): Promise<void> {
    const place = this.#parsed.indexes.get(name);
    if (place === undefined) throw new SettingsError(vscode.l10n.t("{0} is no longer in the settings.", name));
    const replaced = (entry: unknown): unknown => {
      const others = Object.entries(Object(entry) as object).filter(([key]) => !ownKeys.has(key));
      return { ...withTrust(server, server), ...Object.fromEntries(others) };
    };
    await this.#write(this.#entries.map((entry, index) => (index === place ? replaced(entry) : entry)));
  }

  /**
   * Moves a server up or down in the list; an entry that cannot be used keeps its place.
   * @param by how many servers it goes past, negative for up
   * @throws {SettingsError}
   */
  async move(name: string, by: number): Promise<void> {
    const order = this.servers.map((server) => server.name);
    const from = order.indexOf(name);
    const to = Math.max(0, Math.min(order.length - 1, from + by));
    if (from < 0 || from === to) return;
    order.splice(to, 0, ...order.splice(from, 1));
    const { indexes } = this.#parsed;
    const entries = [...this.#entries];
    const places = [...indexes.values()].sort((a, b) => a - b);
    for (const [at, place] of places.entries()) entries[place] = this.#entries[indexes.get(order[at] ?? "") ?? place];
    await this.#write(entries);
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
    const before = new Map(this.servers.map((server) => [server.name, server]));
    this.#parsed = parseServers(value());
    const after = new Map(this.servers.map((server) => [server.name, server]));
    const names = new Set([...before.keys(), ...after.keys()]);
    this.#changed.fire([...names].filter((name) => !isSameServer(before.get(name), after.get(name))));
  }

  /** @throws {SettingsError} when there is something else in their place */
  get #entries(): readonly unknown[] {
    const present = value() ?? [];
    if (Array.isArray(present)) return present as readonly unknown[];
    // It is somebody's, and would be gone.
    throw new SettingsError(
      vscode.l10n.t("The setting {0} must be a list of servers. Correct it first.", serversSetting.id),
    );
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

/** What we write into an entry, and take out of it again. */
const ownKeys: ReadonlySet<string> = new Set<keyof Server>(["name", "url", "caFile", "skipCertificateVerification"]);
