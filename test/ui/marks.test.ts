import assert from "node:assert/strict";
import { useStage } from "./stage";

const day = 24 * 60 * 60 * 1000;
const extraTokens = 4992;

describe("a person whose tokens end", function () {
  this.bail(true);

  const stage = useStage("marks", {
    prepare: (awx) => {
      awx.updateToken(2, { expires: new Date(Date.now() + 3.5 * day) });
    },
  });

  it("sees them marked, and how many there are", async () => {
    await stage.page.openView();
    await stage.page.addServer({ url: stage.awx.url, name: "Production", secret: stage.awx.secretOf(1) });
    await stage.page.row("admin read only").waitFor();
    // The tab says it to a screen reader too.
    await stage.workbench.page.locator(".activitybar").getByRole("tab", { name: "3 tokens need attention" }).waitFor();
    assert.deepEqual(
      [
        await markOf("admin laptop"),
        await markOf("admin read only"),
        await markOf("one hour"),
        await markOf("expired"),
      ],
      ["none", '"!"', '"!"', '"×"'],
    );
  });

  it("sees and hears the rest of such a row as before", async () => {
    await stage.page.row("admin read only, read, admin, expires soon, in 3 days, Production").waitFor();
    const row = stage.page.row("admin read only");
    assert.equal(await row.innerText(), "admin read onlyread · expires in 3 days");
    assert.equal(await row.locator(".codicon-eye").count(), 1);
    await row.hover();
    await stage.workbench.page.locator(".monaco-hover").getByText("Expires").waitFor();
    await stage.page.picture("marks");
  });

  it("opens nothing with a click on one", async () => {
    await stage.page.row("expired").click();
    await stage.page.row("expired").and(stage.workbench.page.locator("[aria-selected=true]")).waitFor();
    assert.equal(await stage.workbench.page.locator(".tabs-container .tab").count(), 0);
  });

  /** The character that a row is marked by, as it is drawn. */
  async function markOf(text: string): Promise<string> {
    const label = stage.page.row(text).locator(".monaco-icon-label");
    return label.evaluate((element) => {
      const browser = globalThis as unknown as { getComputedStyle(of: unknown, part: string): { content: string } };
      return browser.getComputedStyle(element, "::after").content;
    });
  }
});

describe("a person with thousands of tokens", function () {
  this.bail(true);

  const stage = useStage("thousands", { awx: { extraTokens } });
  before(async () => {
    await stage.page.openView();
    await stage.page.addServer({ url: stage.awx.url, name: "Production", secret: stage.awx.secretOf(1) });
    await stage.page.row("Server Production, admin, not encrypted, 5,000 tokens").waitFor();
  });

  it("finds some by what they type, and ticks them one after the other", async () => {
    await stage.page.runFromPalette("Edit or Revoke Several Tokens");
    await stage.page.box.getByText("admin laptop").first().waitFor();
    await stage.page.line.pressSequentially("owner:alice personal");
    await seesNoMore("admin laptop");
    await stage.page.toggle("alice personal");
    await stage.page.line.fill("id:6");
    await seesNoMore("alice app token");
    await stage.page.toggle("bob auditor");
    await stage.page.line.fill("scope:write Brno");
    await stage.page.box.getByText("2 Selected").waitFor();
    await stage.page.box.locator(".monaco-list-row").first().getByText("Brno").waitFor();
    await stage.page.picture("ticked-while-typing");
    await stage.page.pressOk();
    await stage.page.boxTitled("2 tokens");
    await stage.page.press("Escape");
  });

  /** Waits until what was typed has been looked for: before that, a tick is for what stood there, and is not kept. */
  async function seesNoMore(item: string): Promise<void> {
    await stage.page.box.locator(".monaco-list-row", { hasText: item }).first().waitFor({ state: "detached" });
  }
});
