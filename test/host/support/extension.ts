import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as vscode from "vscode";
import { commandIds, serversSetting, type CommandName } from "../../../src/contributions";
import type { activate as Activate } from "../../../src/extension";
import type { Server } from "../../../src/servers/server";
import type { Row } from "../../../src/views/rows";
import { replace, restoreAll } from "./replace";
import { until } from "./watch";

export const extensionId = "awx-tokens.awx-tokens";

const hour = 60 * 60 * 1000;

/** The extension as VS Code runs it, and what it shows. */
export interface RunningExtension {
  /** What VS Code gave it: its storage. */
  readonly context: vscode.ExtensionContext;
  readonly provider: vscode.TreeDataProvider<Row>;
  readonly view: vscode.TreeView<unknown>;
  readonly decorations: vscode.FileDecorationProvider;
  /** Does what the extension does each hour. */
  readonly hourPasses: () => void;
  /** How often its output channel was brought to the front. */
  readonly logShows: () => number;
  /** Every line of its output channel so far. */
  readonly log: readonly string[];
  /** Why files of tokens were not saved, each as VS Code is told it and shows it. */
  readonly failedSaves: readonly string[];
}

let running: Promise<RunningExtension> | undefined;

/** Activates the extension, once, with its tree and its log in view. */
export function startExtension(): Promise<RunningExtension> {
  running ??= (async () => {
    const log: string[] = [];
    const failedSaves: string[] = [];
    let shows = 0;
    let provider: vscode.TreeDataProvider<Row> | undefined;
    let view: vscode.TreeView<unknown> | undefined;
    let decorations: vscode.FileDecorationProvider | undefined;
    const hourly: (() => void)[] = [];
    replace(vscode.window, "createTreeView", (original) => (id, options) => {
      provider = options.treeDataProvider as vscode.TreeDataProvider<unknown> as vscode.TreeDataProvider<Row>;
      view = original.call(vscode.window, id, options);
      return view as never;
    });
    replace(vscode.window, "registerFileDecorationProvider", (original) => (given) => {
      decorations = given;
      return original.call(vscode.window, given);
    });
    replace(vscode.workspace, "registerFileSystemProvider", (original) => (scheme, files, options) => {
      const watched: vscode.FileSystemProvider = {
        ...files,
        writeFile: async (...file) => {
          try {
            await files.writeFile(...file);
          } catch (error) {
            failedSaves.push((error as Error).message);
            throw error;
          }
        },
      };
      return original.call(vscode.workspace, scheme, watched, options);
    });
    replace(
      globalThis,
      "setInterval",
      (original) =>
        ((callback: () => void, delay: number) => {
          if (delay === hour) hourly.push(callback);
          return original(callback, delay);
        }) as typeof setInterval,
    );
    replace(
      vscode.window,
      "createOutputChannel",
      (original) =>
        ((name: string, options: { log: true }) => {
          const channel = original.call(vscode.window, name, options);
          for (const level of ["trace", "debug", "info", "warn", "error"] as const) {
            const write = channel[level].bind(channel) as (line: string, ...rest: unknown[]) => void;
            channel[level] = (line: string | Error, ...rest: unknown[]) => {
              log.push([line, ...rest].map(String).join(" "));
              write(String(line), ...rest);
            };
          }
          const shown: { show(preserveFocus?: boolean): void } = channel;
          const show = shown.show.bind(channel);
          shown.show = (preserveFocus) => {
            shows++;
            show(preserveFocus);
          };
          return channel;
        }) as never,
    );
    const context = await activated();
    restoreAll();
    assert.ok(provider && view, "no tree view was created");
    assert.ok(decorations, "no rows are marked");
    const hourPasses = (): void => {
      for (const callback of hourly) callback();
    };
    return { context, provider, view, decorations, hourPasses, log, failedSaves, logShows: () => shows };
  })();
  return running;
}

/** Has VS Code activate the extension, and gives what it activated it with. */
async function activated(): Promise<vscode.ExtensionContext> {
  const extension = vscode.extensions.getExtension(extensionId);
  assert.ok(extension, "the extension is not there");
  const file = join(extension.extensionPath, "dist/extension.js");
  const load = createRequire(file);
  const { activate } = load(file) as { activate: typeof Activate };
  let given: vscode.ExtensionContext | undefined;
  const module = load.cache[file];
  assert.ok(module, "the extension is not loaded");
  // What VS Code finds when it loads the same file.
  module.exports = {
    activate: (context: vscode.ExtensionContext) => {
      given = context;
      return activate(context);
    },
  };
  await extension.activate();
  assert.ok(given, "another file was activated");
  return given;
}

/**
 * Runs a command of the extension, as the palette does without an argument and a menu with a row, and the rows that are
 * selected with it.
 */
export async function run(name: CommandName, argument?: unknown, selected?: readonly Row[]): Promise<void> {
  await vscode.commands.executeCommand(commandIds[name], argument, selected);
}

/** Puts servers into the settings by hand. */
export async function configure(...servers: readonly Server[]): Promise<void> {
  await vscode.workspace
    .getConfiguration(serversSetting.section)
    .update(serversSetting.key, servers.length === 0 ? undefined : servers, vscode.ConfigurationTarget.Global);
}

/** The servers in the settings. */
export function configured(): unknown {
  return vscode.workspace.getConfiguration(serversSetting.section).get(serversSetting.key);
}

/** A row as it is drawn. */
export interface DrawnRow {
  readonly row: Row;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly flags: readonly string[];
  /** As it reads: what stands for a character in Markdown is that character. */
  readonly tooltip: string;
  readonly spoken: string;
}

/** The rows below a row, or the servers, as the tree draws them now. */
export async function rows(below?: Row): Promise<DrawnRow[]> {
  const { provider } = await startExtension();
  const children = (await provider.getChildren(below)) ?? [];
  return Promise.all(
    children.map(async (row) => {
      const item = await provider.getTreeItem(row);
      // As the tree does when somebody points at a row that has no tooltip yet.
      const { token } = new vscode.CancellationTokenSource();
      const resolved = item.tooltip === undefined ? await provider.resolveTreeItem?.(item, row, token) : item;
      return draw(row, resolved ?? item);
    }),
  );
}

/** All rows below a row, in the order in which the tree shows them when every one is opened. */
export async function allRows(below?: Row): Promise<DrawnRow[]> {
  const drawn = await rows(below);
  return (await Promise.all(drawn.map(async (each) => [each, ...(await allRows(each.row))]))).flat();
}

/** The one server's tokens as drawn, whoever owns them, once they are `count`. */
export async function tokenRows(count: number, serverIndex = 0): Promise<DrawnRow[]> {
  return until(async () => {
    const server = (await rows())[serverIndex];
    assert.ok(server, "no server is shown");
    const tokens = (await allRows(server.row)).filter(({ row }) => row.kind === "token");
    assert.equal(tokens.length, count, `${server.label}: ${server.description}`);
    assert.ok(!server.description.includes("loading"), "still loading");
    return tokens;
  });
}

/** The row of a token, in the first table that has one of that number. */
export async function tokenRow(tokenId: number): Promise<DrawnRow> {
  const [server] = await rows();
  const found = (await allRows(server?.row)).find(({ row }) => row.kind === "token" && row.tokenId === tokenId);
  assert.ok(found, `token ${String(tokenId)} is not shown`);
  return found;
}

/** The status row of the first server. */
export async function statusRow(): Promise<DrawnRow> {
  return until(async () => {
    const [server] = await rows();
    const status = (await rows(server?.row)).find(({ row }) => row.kind === "status");
    assert.ok(status, "no status is shown");
    return status;
  });
}

function draw(row: Row, item: vscode.TreeItem): DrawnRow {
  return {
    row,
    label: typeof item.label === "string" ? item.label : (item.label?.label ?? ""),
    description: typeof item.description === "string" ? item.description : "",
    icon: item.iconPath instanceof vscode.ThemeIcon ? item.iconPath.id : "",
    flags: item.contextValue?.split(";") ?? [],
    tooltip: item.tooltip instanceof vscode.MarkdownString ? readText(item.tooltip.value) : (item.tooltip ?? ""),
    spoken: item.accessibilityInformation?.label ?? "",
  };
}

function readText(markdown: string): string {
  const entities: Readonly<Record<string, string>> = { nbsp: " ", amp: "&", lt: "<", gt: ">", "#96": "`" };
  return markdown.replaceAll(/\\([!-/:-@[-`{-~])|&([^;]+);/g, (_, mark: string | undefined, name: string) => {
    return mark ?? entities[name] ?? assert.fail(`an entity &${name};`);
  });
}
