import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { vsixPath } from "../../scripts/package";
import type { Credential } from "../../src/servers/credential";
import type { Server } from "../../src/servers/server";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { json } from "../support/answers";
import { canaryPassword } from "../support/canaries";
import { makeAuthority } from "../support/certificates";
import { storedSignIn } from "../support/storedSignIn";
import { startVsCodeServer, type VsCodeServer } from "../vscodeServer/server";
import { openWorkbench, type Workbench } from "../vscodeServer/workbench";
import { assertNamed } from "./accessibleNames";
import { followsSystem } from "./themes";
import { WorkbenchPage } from "./workbenchPage";

const words = "Deploys the web shop to production every night, and is used by the release pipeline of the team. ";
const longText = words.repeat(5).trim();
const unbroken = "nightly-deployment-".repeat(25);

/** Every state that a person can see, each in every theme: the pictures are there to be looked at. */
describe("a person sees", function () {
  this.bail(true);
  let folder: string;
  let [production, huge, small, retired, platform]: FakeAwx[] = [];
  let vscode: VsCodeServer;
  let workbench: Workbench;
  let page: WorkbenchPage;
  const servers = new Map<string, Server>();

  before(async () => {
    const authority = makeAuthority("Acme Root CA");
    folder = await mkdtemp(path.join(tmpdir(), "awx-tokens-"));
    const caFile = path.join(folder, "acme.pem");
    await writeFile(caFile, authority.cert);
    const tls = authority.issue();
    const users = ["dora", "erin"].map((username) => ({ username, password: canaryPassword }));
    [production, huge, small, retired, platform] = await Promise.all([
      startFakeAwx({ tls, extraTokens: 32 }),
      startFakeAwx({ tls, extraTokens: 9992 }),
      startFakeAwx({ extraUsers: users }),
      startFakeAwx({ family: "none" }),
      startFakeAwx({ tls, family: "both" }),
    ]);
    small.createToken({ userId: 6, description: "erin's laptop" });
    production.updateToken(2, { description: longText });
    production.updateToken(3, { description: unbroken });
    const secrets = [
      signIn({ name: "Production", url: production.url, caFile }, tokenOf(production)),
      signIn({ name: "Everything", url: huge.url, caFile }, tokenOf(huge)),
      signIn({ name: "New", url: small.url }, { kind: "password", user: "dora", password: canaryPassword }),
      signIn({ name: "Small", url: small.url }, { kind: "password", user: "erin", password: canaryPassword }),
      signIn({ name: "Retired", url: retired.url }, tokenOf(retired)),
      signIn({ name: "Lab", url: "http://127.0.0.1:9" }, tokenOf(retired)),
      signIn({ name: "Platform", url: platform.url, skipCertificateVerification: true }, tokenOf(platform)),
    ];
    servers.set("Staging", { name: "Staging", url: "https://staging.example.com" });
    servers.set("Broken", { name: "Broken", url: "ftp://staging.example.com" });
    vscode = await startVsCodeServer({
      version: "newest",
      settings: { ...followsSystem, "workbench.hover.delay": 0 },
      secrets,
    });
    await vscode.installVsix(vsixPath);
    workbench = await openWorkbench({ server: vscode });
    page = new WorkbenchPage(workbench.page, path.join(__dirname, "../../out/pictures/states"));
  });
  after(async () => {
    await workbench.close();
    await vscode.stop();
    for (const awx of [production, huge, small, retired, platform]) await awx?.stop();
    await rm(folder, { recursive: true });
  });

  it("no server", async () => {
    await page.openView();
    await page.view.getByRole("button", { name: "Add Server" }).last().waitFor();
    await page.progress.waitFor({ state: "hidden" });
    await look("no-server");
  });

  it("an address that is none", async () => {
    await page.runFromPalette("Add Server");
    await page.enter("web shop");
    await page.boxMessage.getByText("This is not an address.").waitFor();
    await look("no-address");
    await page.press("Escape");
  });

  it("servers without a list, and one whose list is read", async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const end = production?.intercept({ path: /tokens\/\?/ }, { until: held });
    await open("New", "Small", "Staging", "Lab", "Retired", "Broken", "Platform", "Production");
    await page.row("Server New, dora, not encrypted, 0 tokens").waitFor();
    await page.row("This server has no tokens that you may see").waitFor();
    await page.row("Server Small, erin, not encrypted, 1 token").waitFor();
    await page.row("Server Staging, not signed in").waitFor();
    await page.row("Server Lab, cannot be reached, not encrypted").waitFor();
    await page.row("Server Retired, has no access tokens, not encrypted").waitFor();
    await page.row("Broken. Its url is not the address of a server").waitFor();
    await page.row("Server Platform, admin, certificate not checked").waitFor();
    await page.row("Server Production, loading…").waitFor();
    await page.progress.waitFor();
    await look("servers");
    await page.widenSideBar(170);
    await look("servers-narrow");
    await page.widenSideBar(300);
    end?.();
    answer();
    await page.row("Server Production, admin, 40 tokens").waitFor();
  });

  it("tokens, long and short, and how they end", async () => {
    await open("Production");
    await page.row("Server Production, admin, 40 tokens").waitFor();
    await page.widenSideBar(300);
    await page.row("expired").locator(".codicon-circle-slash").waitFor();
    await page.row("admin laptop").locator(".codicon-key").waitFor();
    await page.row(longText.slice(0, 40)).locator(".codicon-eye").waitFor();
    await look("tokens");
    await page.widenSideBar(170);
    await look("tokens-narrow");
    await page.widenSideBar(700);
    await page.row("one hour").hover();
    await page.pictureInThemes("tokens-wide");
    await page.widenSideBar(300);
  });

  it("all about a token, in its tooltip", async () => {
    const hover = workbench.page.locator(".monaco-hover:visible .hover-contents").first();
    const pointAt = async (text: string): Promise<void> => {
      await workbench.page.mouse.move(1100, 760);
      await hover.waitFor({ state: "hidden" });
      await page.row(text.slice(0, 40)).hover({ position: { x: 100, y: 11 } });
      await hover.getByText("Application").waitFor();
      // With blanks where a line may end.
      assert.ok((await hover.innerText()).includes(text), await hover.innerText());
      const { width } = (await hover.boundingBox()) ?? assert.fail("the tooltip is gone");
      assert.ok(width <= 700, `the tooltip is ${String(width)} wide`);
    };
    await page.pictureInThemes("tooltip", () => pointAt(longText));
    await page.pictureInThemes("tooltip-unbroken", () => pointAt(unbroken));
  });

  it("what can be done with a token", async () => {
    await page.row("alice personal").click({ button: "right" });
    await workbench.page
      .getByRole("menuitem", { name: "Rotate Token" })
      .or(workbench.page.getByRole("menuitem", { name: "Revoke Token" }))
      .first()
      .waitFor();
    await look("menu");
    await page.press("Escape");
  });

  it("a long description to edit", async () => {
    await page.pressOnRow(longText.slice(0, 40), "Edit Description");
    await page.boxTitled("Description of “Deploys the web shop");
    await look("description");
    await page.press("Escape");
  });

  it("scopes to choose, and a question about them", async () => {
    await page.pressOnRow(longText.slice(0, 40), "Edit Scopes");
    await page.boxTitled("Scopes of “Deploys the web shop");
    await page.toggle("write");
    await look("scopes");
    await page.pressOk();
    await page.dialog.getByText("on Production write?").waitFor();
    await look("question");
    await page.answer("Cancel");
  });

  it("what failed, in words", async () => {
    production?.intercept({ method: "PATCH" }, refusal, { times: 1 });
    await page.pressOnRow("alice personal", "Edit Description");
    await page.enter("alice's");
    await page.notification.getByText("was not changed.").waitFor();
    await look("refused");
    await page.notification.hover();
    await page.notification.getByRole("button", { name: "Clear Notification" }).click();
    await page.notification.waitFor({ state: "detached" });
  });

  it("what became of several", async () => {
    const allow = production?.intercept({ method: "PATCH", path: /tokens\/7\// }, refusal);
    await page.row("admin laptop").click();
    await page.row("one hour").click({ modifiers: ["Control"] });
    await page.row("expired").click({ modifiers: ["Control"] });
    await page.press("F2");
    await page.choose("Add a prefix");
    await page.boxTitled("Descriptions of 3 tokens on Production (2/2)");
    await page.line.fill("ci: ");
    await page.boxMessage.getByText("becomes “ci: ").first().waitFor();
    await page.press("Enter");
    await page.box.getByText("3 Selected").waitFor();
    await look("preview");
    await page.pressOk();
    await page.boxTitled("2 of 3 tokens on Production were changed");
    await look("results");
    allow?.();
    await page.press("Escape");
  });

  it("what there is to review", async () => {
    await page.chooseOnRow("Server Production", "Review Tokens");
    await page.box.getByText("Expired (").waitFor();
    await look("review");
    await page.press("Escape");
  });

  it("the details of a token, and its text", async () => {
    await page.row(longText.slice(0, 40)).click();
    await page.chooseOnRow(longText.slice(0, 40), "Show Details and History");
    await page.editorText("History").waitFor();
    await look("details");
    await page.chooseOnRow(longText.slice(0, 40), "Open Token as JSON");
    await page.editor.lens("Token 2 on Production").waitFor();
    await look("json");
    await page.runFromPaletteAny("View: Close All Editors", "Close All Editors");
  });

  it("some of the tokens, none of them, and in groups", async () => {
    await filter("scope:read");
    await page.view.getByText(/^\d+ of 40$/).waitFor();
    await look("filtered");
    await filter("web shop in Paris");
    await page.row("None of 40 matches").waitFor();
    await look("none-matches");
    await page.pressOnRow("None of 40 matches", "Clear Filter");
    // Only then is the focus on the next row, and takes none from a box any more.
    await page.view.locator(".monaco-list-row.focused:not([aria-label^='None of 40'])").waitFor();
    await page.runFromPalette("Group Tokens By");
    await page.boxTitled("Group tokens by");
    await look("groupings");
    await page.choose("Expiry");
    await page.row("Expiry Expired").waitFor();
    await look("grouped");
    await page.runFromPalette("Group Tokens By");
    await page.choose("Owner");
    await page.row("Owner alice").waitFor();
  });

  it("the last list of a server that cannot be reached", async () => {
    const recover = production?.intercept({}, "reset");
    await page.pressOnRow("Server Production", "Refresh");
    await page.row("Out of date").waitFor();
    await page.row("Server Production, cannot be reached, admin").waitFor();
    await look("out-of-date");
    recover?.();
  });

  it("a platform with two tables, and ten thousand tokens", async () => {
    await open("Platform", "Everything");
    await page.row("Platform tokens, 8 tokens").waitFor();
    await page.row("Controller tokens, 8 tokens").waitFor();
    await page.row("Server Everything, admin, 10,000 tokens").waitFor();
    await look("many");
  });

  function signIn(server: Server, credential: Credential) {
    servers.set(server.name, server);
    return storedSignIn(server, credential);
  }

  /** Makes sure that everything has a name, and takes the pictures with the pointer where it points at nothing. */
  async function look(name: string): Promise<void> {
    await workbench.page.mouse.move(1100, 760);
    await assertNamed(workbench.page);
    await page.pictureInThemes(name);
  }

  /** Reloads the window when these are the servers. */
  async function open(...names: readonly string[]): Promise<void> {
    await vscode.changeSettings({ "awxTokens.servers": names.map((name) => servers.get(name)) });
    await page.reload();
  }

  async function filter(text: string): Promise<void> {
    await page.runFromPalette("Filter Tokens");
    await page.boxTitled("Filter the tokens of Production");
    await page.enter(text);
    await page.box.waitFor({ state: "hidden" });
  }
});

function tokenOf(awx: FakeAwx): Credential {
  return { kind: "token", secret: awx.secretOf(1) };
}

const refusal = json(403, { detail: "You do not have permission to perform this action." });
