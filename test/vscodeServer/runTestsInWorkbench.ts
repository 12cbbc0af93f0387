import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { printHostLog } from "./hostLog";
import type { HostVersion } from "./install";
import { startVsCodeServer, type VsCodeServer } from "./server";
import { openWorkbench } from "./workbench";

/** For all tests of one host together; one test has mocha's own, far shorter, limit. */
const timeoutMs = 20 * 60_000;

/**
 * Runs the `run()` of the module `extensionTestsPath` in a host's extension host, printing what the host logs.
 *
 * @returns the exit code: 0 when `run()` resolved
 * @throws when the host breaks, or the tests haven't ended after twenty minutes
 */
export async function runTestsInWorkbench(
  version: HostVersion,
  extensionDevelopmentPath: string,
  extensionTestsPath: string,
): Promise<number> {
  const server = await startVsCodeServer({ version, runsTests: true });
  try {
    return await Promise.race([
      runInPage(server, extensionDevelopmentPath, extensionTestsPath),
      serverEnded(server),
      delay(timeoutMs, undefined, { ref: false }).then(() => {
        throw new Error(`The tests have not ended after ${String(timeoutMs / 60_000)} minutes.`);
      }),
    ]);
  } catch (error) {
    // Printed here, because ending the server may find something as well.
    console.error(error);
    console.error(`The end of what the VS Code server printed:\n${server.output()}`);
    throw error;
  } finally {
    await server.stop();
  }
}

async function runInPage(
  server: VsCodeServer,
  extensionDevelopmentPath: string,
  extensionTestsPath: string,
): Promise<number> {
  let end: (code: number) => void = () => undefined;
  const exitCode = new Promise<number>((resolve) => (end = resolve));
  const prepare = async (page: Page) => {
    await paintNothing(page);
    await page.exposeFunction("codeAutomationLog", printHostLog);
    await page.exposeFunction("codeAutomationExit", (code: number) => {
      end(code);
    });
  };
  const workbench = await openWorkbench({
    server,
    extensionDevelopmentPath,
    extensionTestsPath,
    viewport: { width: 800, height: 400 },
    prepare,
  });
  try {
    return await Promise.race([exitCode, pageEnded(workbench.page)]);
  } finally {
    await workbench.close();
  }
}

/** Nobody looks at it, and drawing takes most of a browser's time: what is wholly transparent is not drawn. */
async function paintNothing(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.addInitScript("addEventListener('DOMContentLoaded', () => (document.body.style.opacity = '0'))");
}

async function serverEnded(server: VsCodeServer): Promise<never> {
  await server.exited;
  throw new Error("The VS Code server ended before the tests did.");
}

async function pageEnded(page: Page): Promise<never> {
  await new Promise((resolve) => {
    page.once("crash", resolve);
    page.once("close", resolve);
  });
  throw new Error("The workbench's page ended before the tests did.");
}
