import { resolve } from "node:path";
import { chromium, type Browser, type BrowserContext, type LaunchOptions, type Page } from "playwright-core";
import { hitsInBrowser, watchBrowser } from "../support/browserCanaries";
import { assertNoHits } from "../support/canaries";
import { findChromium } from "./chromium";
import type { VsCodeServer } from "./server";

export interface WorkbenchOptions {
  readonly server: VsCodeServer;
  /** A folder or a `.code-workspace` file that is opened as the workspace; by default none. */
  readonly workspace?: string;
  /** Runs the extension in this folder from its source instead of an installed one. */
  readonly extensionDevelopmentPath?: string;
  /** A module whose `run()` the extension host calls; needs `extensionDevelopmentPath`. */
  readonly extensionTestsPath?: string;
  /** As in the setting `workbench.colorTheme`; by default the workbench's own. */
  readonly colorTheme?: string;
  /** By default 1280 by 800. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /**
   * The display language, as `vscode.env.language` has it; by default English. Extensions are shown in it, but the
   * workbench itself, which would need a language pack, is not.
   */
  readonly language?: string;
  /** A browser to open it in; by default a new one, closed by `close()`. */
  readonly browser?: Browser;
  /** Called before the page loads, for instance to expose functions to it. */
  readonly prepare?: (page: Page) => Promise<void>;
}

export interface Workbench {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /**
   * Closes it.
   * @throws when one of its pages showed, stored or sent a secret of the test doubles
   */
  close(): Promise<void>;
}

/** Launches a headless Chromium, installing one first if need be. `options` overrides any of Playwright's. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const { executablePath, args, env } = await findChromium();
  return chromium.launch({ executablePath, env, headless: true, ...options, args: [...args, ...(options.args ?? [])] });
}

/**
 * Opens the server's workbench in a new browser context and waits until it is drawn in its theme. Secrets and the rest of the
 * browser's state live as long as the context: reload the page, or open another one in it, to meet them again.
 */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  if (options.colorTheme !== undefined)
    await options.server.changeSettings({ "workbench.colorTheme": options.colorTheme });
  const browser = options.browser ?? (await launchChromium());
  try {
    const context = await browser.newContext({ viewport: options.viewport ?? { width: 1280, height: 800 } });
    const watch = watchBrowser(context, options.server.url);
    const page = await context.newPage();
    // What the translation that a language pack brings would set.
    if (options.language !== undefined)
      await context.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(options.language)};`);
    await options.prepare?.(page);
    await page.goto(workbenchUrl(options));
    await waitUntilDrawn(page);
    const close = async (): Promise<void> => {
      const found = await Promise.all(context.pages().map(hitsInBrowser)).finally(() =>
        options.browser ? context.close() : browser.close(),
      );
      assertNoHits([...watch.hits, ...found.flat()]);
    };
    return { browser, context, page, close };
  } catch (error) {
    if (!options.browser) await browser.close();
    throw error;
  }
}

/** Opens a second window beside a workbench: another page of the same browser, without a workspace. */
export async function openAnotherWindow({ context }: Workbench, server: VsCodeServer): Promise<Page> {
  const page = await context.newPage();
  // Not by the start page, which would store the server's secrets once more.
  await page.goto(`${server.url}/?ew=true`);
  await waitUntilDrawn(page);
  return page;
}

/** Waits until a workbench that was opened or reloaded is drawn: its theme comes from an extension, so it is the last. */
export async function waitUntilDrawn(page: Page): Promise<void> {
  await page.locator('.monaco-workbench[class*="vscode-theme-"] .part.statusbar').waitFor({ timeout: 60_000 });
}

function workbenchUrl(options: WorkbenchOptions): string {
  const { startUrl } = options.server;
  const remote = (path: string) => `vscode-remote://${new URL(startUrl).host}${resolve(path)}`;
  const payload = Object.entries({
    extensionDevelopmentPath: options.extensionDevelopmentPath,
    extensionTestsPath: options.extensionTestsPath,
  }).flatMap(([name, path]) => (path === undefined ? [] : [[name, remote(path)]]));

  const query = new URLSearchParams(workspaceQuery(options.workspace));
  if (payload.length > 0) query.set("payload", JSON.stringify(payload));
  return `${startUrl}?${query.toString()}`;
}

function workspaceQuery(workspace: string | undefined): Record<string, string> {
  if (workspace === undefined) return { ew: "true" };
  return { [workspace.endsWith(".code-workspace") ? "workspace" : "folder"]: resolve(workspace) };
}
