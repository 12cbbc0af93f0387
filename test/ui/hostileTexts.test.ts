import assert from "node:assert/strict";
import path from "node:path";
import type { Locator } from "playwright-core";
import { vsixPath } from "../../scripts/package";
import { sealSignIn } from "../../src/servers/credential";
import { visibleText } from "../../src/util/visibleText";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { json, tokenJsonWith } from "../support/answers";
import { markupTexts } from "../support/hostileTexts";
import { hostVersions } from "../vscodeServer/install";
import { startVsCodeServer, type VsCodeServer } from "../vscodeServer/server";
import { openWorkbench, type Workbench } from "../vscodeServer/workbench";
import { WorkbenchPage } from "./workbenchPage";

/** What VS Code would draw as an icon and as two links, one of which runs a command. */
const trick = "$(trash) [x](command:workbench.action.closeSidebar) [y](https://evil.example)";
const serverName = `Lab ${trick}`;
/** Each begins with a number of its own, by which it is found. */
const descriptions = markupTexts.map(({ text }, index) => `${String(index + 10)} ${text}`);
const numberOf = (text: string): string => text.slice(0, 3);
const tokens = descriptions.map((text, index) => tokenJsonWith(index + 1, text));

for (const version of hostVersions) {
  describe(`the ${version} VS Code shows what a server says as it stands`, function () {
    this.bail(true);
    let awx: FakeAwx;
    let server: VsCodeServer;
    let workbench: Workbench;
    let page: WorkbenchPage;

    before(async () => {
      awx = await startFakeAwx();
      awx.intercept(
        { method: "GET", path: /tokens\/\?/ },
        json(200, { count: tokens.length, next: null, results: tokens }),
      );
      for (const token of tokens) {
        awx.intercept({ method: "GET", path: new RegExp(`tokens/${String(token.id)}/$`) }, json(200, token));
      }
      const lab = { name: serverName, url: awx.url };
      server = await startVsCodeServer({
        version,
        settings: { "awxTokens.servers": [lab], "workbench.hover.delay": 0 },
        secrets: [
          {
            extensionId: "awx-tokens.awx-tokens",
            key: `credential/${serverName}`,
            value: sealSignIn({ credential: { kind: "token", secret: awx.secretOf(1) }, canWrite: true }, lab),
          },
        ],
      });
      await server.installVsix(vsixPath);
      // Tall enough for every row, and wide enough for every text.
      workbench = await openWorkbench({ server, viewport: { width: 1500, height: 1300 } });
      page = new WorkbenchPage(workbench.page, path.join(__dirname, `../../out/pictures/hostile-${version}`));
    });
    after(async () => {
      await page.picture("end");
      await workbench.close();
      await server.stop();
      await awx.stop();
    });

    it("in the rows of the view", async () => {
      const ended = awx.intercept({ path: /me\// }, json(200, { results: [{ id: 1, username: trick }] }));
      await page.openView();
      await page.row("Server Lab").waitFor();
      await page.row(`Server ${serverName}`).waitFor();
      await page.row(numberOf(descriptions.at(-1) ?? "")).waitFor();
      ended();
      await assertPlain(page.row(`Server ${serverName}`).locator(".monaco-icon-label-container"), serverName, trick);
      for (const text of descriptions) {
        await assertPlain(page.row(numberOf(text)).locator(".monaco-icon-label-container"), text);
      }
      await page.picture("view");
    });

    it("in the tooltips", async () => {
      const hover = workbench.page.locator(".monaco-hover:visible .hover-contents").first();
      for (const text of descriptions) {
        // The tooltip of a row lies over the next one.
        await workbench.page.mouse.move(1000, 700);
        await hover.waitFor({ state: "hidden" });
        await page.row(numberOf(text)).locator(".label-name").hover();
        await hover.getByText(numberOf(text)).first().waitFor();
        const names = ["Description", "Scopes", "Owner", "Application", "Created", "Modified", "Expires", "ID"];
        assert.deepEqual(await hover.locator("strong").allTextContents(), names);
        const read = await textOf(hover);
        assert.equal(read.split(text).length, 4, `description, owner and application of ${text}:\n${read}`);
        assert.deepEqual(
          await markupIn(hover),
          names.map((name) => `<strong>${name}</strong>`),
        );
      }
      await page.picture("tooltip");
      await workbench.page.mouse.move(1000, 700);
    });

    it("in a quick pick", async () => {
      await page.runFromPalette("Copy Token ID");
      await page.boxTitled("Copy the ID of which token?");
      for (const text of descriptions) {
        await page.line.fill(numberOf(text));
        const item = page.box.locator(".monaco-list-row", { hasText: numberOf(text) }).first();
        await assertPlain(item.locator(".monaco-icon-label-container").first(), text, `read · ${text}`);
      }
      await page.line.fill("");
      await page.picture("quick-pick");
      await page.press("Escape");
    });

    it("in a box and in the message of a refusal", async () => {
      const text = descriptions[0] ?? "";
      awx.intercept({ method: "PATCH" }, json(400, { description: [trick] }), { times: 1 });
      await page.pressOnRow(numberOf(text), "Edit Description");
      await page.boxTitled(`Description of “${text}”`);
      await assertPlain(page.box.locator(".quick-input-title"), text, serverName);
      await page.enter("another");
      const message = page.notification.locator(".notification-list-item-message");
      await message.getByText("was not changed").waitFor();
      await assertPlain(message, text, serverName, `description: ${trick}`);
      await page.picture("message");
      await page.notification.first().hover();
      await page.press("Escape");
    });

    it("in the two versions of a token that somebody else changed", async () => {
      const text = descriptions[1] ?? "";
      awx.intercept({ method: "GET", path: /tokens\/2\/$/ }, json(200, { ...tokens[1], description: trick }), {
        times: 1,
      });
      await page.pressOnRow(numberOf(text), "Edit Description");
      await page.boxTitled(`Description of “${text}”`);
      await page.enter("another");
      await page.dialog.getByText("was changed meanwhile").waitFor();
      await assertPlain(page.dialog.locator(".dialog-message-text"), text, serverName);
      await assertPlain(page.dialog.locator(".dialog-message-detail"), text, trick);
      await page.picture("conflict");
      await page.answer("Take Server's");
      await page.row(trick).waitFor();
    });

    it("in a question", async () => {
      const text = descriptions.find((each) => each.includes("command:workbench")) ?? "";
      await page.pressOnRow(numberOf(text), "Edit Scopes");
      await page.boxTitled(`Scopes of “${text}”`);
      await page.toggle("write");
      await page.pressOk();
      await page.dialog.waitFor();
      await assertPlain(page.dialog.locator(".dialog-message-text"), text, serverName);
      await assertPlain(page.dialog.locator(".dialog-message-detail"), text);
      await page.picture("question");
      await page.answer("Cancel");
    });

    it("in the progress of a test, and in its report", async () => {
      let answer: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        answer = resolve;
      });
      awx.intercept({ path: /me\// }, { until: held });
      awx.intercept({ path: /ping\// }, json(200, { version: trick.slice(0, 60) }));
      await page.runFromPalette("Test Connection");
      const message = page.notification.locator(".notification-list-item-message");
      await message.getByText("Testing the connection to").waitFor();
      await assertPlain(message, serverName);
      await page.picture("progress");
      answer();
      await page.editorText("Version: ").waitFor();
      const lines = workbench.page.locator(".editor-instance .view-lines");
      assert.ok((await textOf(lines)).includes(`Version: ${visibleText(trick.slice(0, 60), 60)}`));
      assert.deepEqual(await markupIn(lines), []);
      await page.picture("report");
    });

    it("below the line of a box", async () => {
      awx.intercept({ path: /me\// }, json(401, { detail: `${trick}.` }));
      await page.runFromPalette("Sign In");
      await page.answer("Use Without Encryption");
      await page.choose("User name and password");
      await page.boxTitled(`Sign in to ${serverName}`);
      await page.boxMessage.getByText("Your user name on").waitFor();
      await assertPlain(page.boxMessage, serverName);
      await page.picture("prompt");
      await page.enter("admin");
      await page.boxMessage.getByText("The password of admin").waitFor();
      await page.enter("mistyped");
      await page.boxMessage.getByText("does not accept").waitFor();
      await assertPlain(page.boxMessage, trick);
      await page.picture("refusal");
    });
  });
}

/** Asserts that an element shows these texts, whole and as letters alone. */
async function assertPlain(element: Locator, ...texts: readonly string[]): Promise<void> {
  const read = await textOf(element);
  for (const text of texts) assert.ok(read.includes(text), `${text}\nis not in\n${read}`);
  assert.deepEqual(await markupIn(element), [], read);
}

/** What an element shows, with plain blanks, and without the spaces of no width that keep icons and links from being. */
async function textOf(element: Locator): Promise<string> {
  return ((await element.textContent()) ?? "").replaceAll("\u00a0", " ").replaceAll("\u200b", "");
}

/** What is in an element that no plain text has. The label of a row is itself drawn in an `a` that leads nowhere. */
async function markupIn(element: Locator): Promise<string[]> {
  const tags = "a:not(.label-name), img, strong, b, em, i, del, code, pre, table, h1, ul, ol, blockquote, hr, script";
  const found = await element.locator(`${tags}, .codicon`).evaluateAll(htmlOf);
  return found.filter((html) => !html.includes("action-label"));
}

function htmlOf(elements: readonly { readonly outerHTML: string }[]): string[] {
  return elements.map(({ outerHTML }) => outerHTML);
}
