import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { assertNoHits, hitsIn, hitsInFolder } from "../support/canaries";
import { installVsCode, type HostVersion, type InstalledVsCode } from "./install";
import { runProgram, startGroup, type ProcessGroup } from "./processes";
import { scratchFolder } from "./scratchFolder";
import type { StoredSecret } from "./secrets";
import { startPage } from "./startPage";

const startTimeoutMs = 60_000;

export interface VsCodeServerOptions {
  readonly version: HostVersion;
  /** Where installed extensions are; by default a new folder, removed by `stop()`. */
  readonly extensionsDir?: string;
  /** Where settings and state are; by default a new folder, removed by `stop()`. */
  readonly serverDataDir?: string;
  /** User settings beside `quietSettings`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Secrets that `startUrl` stores in the browser. */
  readonly secrets?: readonly StoredSecret[];
  /** By default a free one. */
  readonly port?: number;
  /** Opens every folder in Restricted Mode, without a question; by default every folder is trusted. */
  readonly trustsNoFolder?: boolean;
  /** For a workbench that runs an extension's tests; it shows no notifications then. */
  readonly runsTests?: boolean;
  /** Added to this process's environment for the server and its extension hosts. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface VsCodeServer {
  readonly version: HostVersion;
  /** As `vscode.version` has it inside. */
  readonly vscodeVersion: string;
  /** Without a slash at the end. */
  readonly url: string;
  /** Stores the server's `secrets` in the browser that opens it, then goes on to the workbench. */
  readonly startUrl: string;
  readonly extensionsDir: string;
  readonly serverDataDir: string;
  /** Installs an extension for the workbenches that are opened from now on. */
  installVsix(path: string): Promise<void>;
  /** Merges into the user settings of the workbenches that are opened from now on; open ones don't notice. */
  changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** The end of what the server has printed. */
  readonly output: () => string;
  /** Resolves when the server has ended. */
  readonly exited: Promise<unknown>;
  /**
   * Ends the server and its extension hosts.
   * @throws when a secret of the test doubles is in what they wrote or printed, or sent to other machines
   */
  stop(): Promise<void>;
}

/** Settings that keep a workbench from showing anything but what is tested. */
const quietSettings: Readonly<Record<string, unknown>> = {
  // On in a browser.
  "files.autoSave": "off",
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  // It looks through all processes of the machine again and again.
  "remote.autoForwardPorts": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "window.commandCenter": false,
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/** Settings that keep a workbench from doing what nobody looks at while an extension's tests run in it. */
const unseenSettings: Readonly<Record<string, unknown>> = {
  "breadcrumbs.enabled": false,
  "editor.minimap.enabled": false,
  "editor.stickyScroll.enabled": false,
  "workbench.localHistory.enabled": false,
};

/** Settings that have the workbench say that it is in Restricted Mode, without a dialog in the way. */
const restrictedSettings: Readonly<Record<string, unknown>> = {
  "security.workspace.trust.enabled": true,
  "security.workspace.trust.banner": "always",
  "security.workspace.trust.startupPrompt": "never",
};

/**
 * Starts the VS Code server of a host, installing the host first if need be. It listens on 127.0.0.1 only, asks for
 * no sign-in, and is killed when this process ends.
 *
 * @throws when it doesn't listen within 60 seconds, with what it printed
 */
export async function startVsCodeServer(options: VsCodeServerOptions): Promise<VsCodeServer> {
  const vscode = await installVsCode(options.version);
  const scratch = await scratchFolder();
  const extensionsDir = options.extensionsDir ?? join(scratch.path, "extensions");
  const serverDataDir = options.serverDataDir ?? join(scratch.path, "data");
  const startPageFile = join(scratch.path, "start.html");
  const settingsFile = join(serverDataDir, "data/User/settings.json");

  const changeSettings = async (changes: Readonly<Record<string, unknown>>) => {
    await mkdir(dirname(settingsFile), { recursive: true });
    const settings = { ...(await readSettings(settingsFile)), ...changes };
    await writeFile(settingsFile, JSON.stringify(settings, undefined, 2));
  };

  const folders = ["--server-data-dir", serverDataDir, "--extensions-dir", extensionsDir];
  const env = {
    ...serverEnvironment(),
    // A killed extension host leaves its sockets behind. (Elsewhere the path would be too long for a socket's.)
    ...(process.platform === "linux" && { TMPDIR: scratch.path }),
    ...options.env,
    VSCODE_SERVER_START_PAGE: startPageFile,
  };
  let server: ProcessGroup | undefined;
  const stop = async () => {
    await server?.stop();
    // It has what its maker gave it.
    await rm(startPageFile, { force: true });
    const hits = await hitsInFolder(scratch.path);
    await scratch.remove();
    assertNoHits([...hits, ...hitsIn("what the VS Code server printed", server?.output() ?? "")]);
  };

  try {
    await mkdir(extensionsDir, { recursive: true });
    await writeFile(startPageFile, startPage(options.secrets ?? []));
    await changeSettings({
      ...quietSettings,
      ...(options.runsTests && unseenSettings),
      ...(options.trustsNoFolder && restrictedSettings),
      ...options.settings,
    });
    server = startGroup(vscode.node, serverArguments(vscode, options, folders), { env });
    const port = await listeningPort(server);
    const url = `http://127.0.0.1:${String(port)}`;
    const { output, exited } = server;
    return {
      version: options.version,
      vscodeVersion: vscode.vscodeVersion,
      url,
      startUrl: `${url}/start`,
      extensionsDir,
      serverDataDir,
      installVsix: async (path) => {
        const install = [vscode.serverMain, "--accept-server-license-terms", "--install-extension", path, "--force"];
        await runProgram(vscode.node, [...install, ...folders], { env });
      },
      changeSettings,
      output,
      exited,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function serverArguments(
  vscode: InstalledVsCode,
  { port = 0, runsTests = false, trustsNoFolder = false }: VsCodeServerOptions,
  folders: readonly string[],
): string[] {
  return [
    "--import",
    pathToFileURL(join(__dirname, "serverExtras.mts")).href,
    vscode.serverMain,
    "--host",
    "127.0.0.1",
    "--port",
    String(port),
    "--without-connection-token",
    "--accept-server-license-terms",
    "--disable-websocket-compression",
    // Newer versions ignore the payload that names the extension and its tests without it.
    ...(runsTests ? ["--enable-smoke-test-driver"] : []),
    ...(trustsNoFolder ? [] : ["--disable-workspace-trust"]),
    ...folders,
  ];
}

/** This process's environment without what would make the server behave as a part of another VS Code. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(ELECTRON_|VSCODE_|NODE_OPTIONS$)/.test(name)),
  );
}

async function listeningPort(server: ProcessGroup): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const listening = new Promise<number>((resolve) => {
    server.onOutput((output) => {
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
  const failed = new Promise<string>((resolve) => {
    void server.exited.then(() => {
      resolve("The VS Code server ended");
    });
    timer = setTimeout(() => {
      resolve(`The VS Code server does not listen after ${String(startTimeoutMs)} ms`);
    }, startTimeoutMs);
  });
  const outcome = await Promise.race([listening, failed]);
  clearTimeout(timer);
  if (typeof outcome === "string") throw new Error(`${outcome}:\n${server.output()}`);
  return outcome;
}

async function readSettings(file: string): Promise<Record<string, unknown>> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}
