import assert from "node:assert/strict";
import { useStage } from "./stage";

const day = 24 * 60 * 60 * 1000;

describe("somebody who looks for tokens among thousands", function () {
  this.bail(true);

  const stage = useStage("finding", { awx: { extraTokens: 1992 } });
  /** How many tokens expire within some days, of those that have not. */
  const expiring = (days: number): number => {
    const left = stage.awx.tokens().map(({ expires }) => expires.getTime() - Date.now());
    return left.filter((milliseconds) => milliseconds > 0 && milliseconds < days * day).length;
  };

  it("sees with every letter what is left, and goes on with what is offered", async () => {
    await stage.page.openView();
    await stage.page.addServer({ url: stage.awx.url, name: "Production", secret: stage.awx.secretOf(1) });
    await stage.page.row("Server Production").getByText("2,000 tokens").waitFor();
    await stage.page.runFromPalette("Filter Tokens");
    await stage.page.boxTitled("Filter the tokens of Production: 2,000 of 2,000");
    await stage.page.picture("filter-empty");
    await stage.page.type("exp");
    await stage.page.boxTitled("Filter the tokens of Production: 1 of 2,000");
    // What is offered has more in common with what was typed than the first line has, which Enter is for.
    assert.match((await stage.page.items())[0] ?? "", /^Show 1 of 2,000 tokens/);
    assert.match((await stage.page.items())[1] ?? "", /^expires:/);
    await stage.page.picture("filter-typed");
    await stage.page.press("ArrowDown");
    await stage.page.press("Enter");
    await stage.page.boxTitled("Filter the tokens of Production: 2,000 of 2,000");
    await stage.page.type("<30d -expired");
    await stage.page.boxTitled(`Filter the tokens of Production: ${String(expiring(30))} of 2,000`);
    await stage.page.row("one hour").waitFor();
    await stage.page.row(`${String(expiring(30))} of 2,000`).waitFor();
    await stage.page.picture("filter");
    await stage.page.press("Enter");
    await stage.page.box.waitFor({ state: "hidden" });
    await stage.page.row("one hour").waitFor();
  });

  it("changes it from its row, clears it in the box, and has the former one back", async () => {
    await stage.page.pressOnRow(`${String(expiring(30))} of 2,000`, "Filter Tokens");
    await stage.page.boxTitled(`Filter the tokens of Production: ${String(expiring(30))} of 2,000`);
    await stage.page.box.getByRole("button", { name: "Clear Filter" }).click();
    await stage.page.boxTitled("Filter the tokens of Production: 2,000 of 2,000");
    await stage.page.row(`${String(expiring(30))} of 2,000`).waitFor({ state: "detached" });
    await stage.page.press("Escape");
    await stage.page.row(`${String(expiring(30))} of 2,000`).waitFor();
    await stage.page.pressOnRow(`${String(expiring(30))} of 2,000`, "Clear Filter");
    await stage.page.row(`${String(expiring(30))} of 2,000`).waitFor({ state: "detached" });
    // Only then is the focus on the next row, and takes none from a box any more.
    await stage.page.view.locator(`.monaco-list-row.focused:not([aria-label*="Server Production"])`).waitFor();
  });

  it("has them in another order, and in groups", async () => {
    await stage.page.runFromPalette("Sort Tokens By");
    await stage.page.boxTitled("Sort tokens by");
    await stage.page.picture("sort");
    await stage.page.choose("Expires");
    await stage.page.runFromPalette("Group Tokens By");
    await stage.page.boxTitled("Group tokens by");
    await stage.page.picture("group");
    await stage.page.choose("Expiry");
    await stage.page.row("Expiry Expired").waitFor();
    await stage.page.row("Expiry Practically never expires").waitFor();
    await stage.page.picture("grouped");
  });
});
