import assert from "node:assert/strict";
import { json } from "../support/answers";
import { useStage } from "./stage";

const jobs = ["backup", "deploy staging", "deploy production", "inventory sync", "nightly report", "patching"];

describe("a person with many tokens", function () {
  this.bail(true);

  const stage = useStage("several", {
    prepare: (awx) => {
      for (const [index, description] of jobs.entries()) {
        awx.createToken({ userId: 1, description, scope: index % 2 === 0 ? "write" : "read" });
      }
    },
  });

  it("signs in", async () => {
    await stage.page.openView();
    await stage.page.addServer({ url: stage.awx.url, name: "Production", secret: stage.awx.secretOf(1) });
    await stage.page.row("patching").waitFor();
  });

  it("selects rows, and sees which of them have a scope", async () => {
    await stage.page.row("backup").click();
    await stage.page.row("patching").click({ modifiers: ["Shift"] });
    await stage.page.press("Shift+F2");
    await stage.page.boxTitled("Scopes of 6 tokens on Production");
    await stage.page.box.getByText("mixed: 3 of 6 have it").first().waitFor();
    await stage.page.toggle("read for all");
    await stage.page.toggle("write for all");
    await stage.page.picture("mixed-scopes");
    await stage.page.pressOk();
  });

  it("sees what each would get, the widening ones first, and takes one out", async () => {
    await stage.page.boxTitled("Change the scopes of 6 tokens on Production");
    const [first] = await stage.page.box.locator(".monaco-list-row").allInnerTexts();
    assert.match(first ?? "", /deploy staging[\s\S]*“read” → “read write” · lets it write/);
    await stage.page.picture("preview");
    await stage.page.toggle("deploy staging");
    await stage.page.pressOk();
    await stage.page.dialog.getByText("Let 2 tokens on Production write?").waitFor();
    await stage.page.picture("widen-several");
    await stage.page.answer("Widen to Write");
    await stage.page.notification.getByText("The scopes of 5 tokens on Production were changed.").waitFor();
    await stage.page.row("patching, read write").waitFor();
    const scopes = stage.awx.tokens().filter(({ description }) => jobs.includes(description));
    assert.deepEqual(
      scopes.map(({ scope }) => scope),
      ["read write", "read", "read write", "read write", "read write", "read write"],
    );
  });

  it("takes it back with the button of the message", async () => {
    await stage.page.notification.getByRole("button", { name: "Undo" }).click();
    await stage.page.boxTitled("Change the scopes of 5 tokens on Production");
    await stage.page.box.getByText("5 Selected").waitFor();
    await stage.page.pressOk();
    await stage.page.row("patching, read,").waitFor();
    await stage.page.row("backup, write,").waitFor();
    assert.deepEqual(
      stage.awx.tokens().flatMap(({ description, scope }) => (jobs.includes(description) ? scope : [])),
      ["write", "read", "write", "read", "write", "read"],
    );
  });

  it("gives several a prefix, and is told which was refused and why", async () => {
    const refused = stage.awx.tokens().find(({ description }) => description === "inventory sync")?.id ?? 0;
    const allow = stage.awx.intercept(
      { method: "PATCH", path: new RegExp(`/tokens/${String(refused)}/`) },
      json(403, { detail: "You do not have permission to perform this action." }),
    );
    await stage.page.row("backup").click();
    await stage.page.row("patching").click({ modifiers: ["Shift"] });
    await stage.page.press("F2");
    await stage.page.choose("Add a prefix");
    await stage.page.boxTitled("Descriptions of 6 tokens on Production (2/2)");
    await stage.page.line.fill("ci: ");
    await stage.page.boxMessage.getByText("“backup” becomes “ci: backup”").waitFor();
    await stage.page.picture("prefix");
    await stage.page.press("Enter");
    await stage.page.boxTitled("Change the description of 6 tokens on Production");
    await stage.page.box.getByText("6 Selected").waitFor();
    await stage.page.picture("preview-descriptions");
    await stage.page.pressOk();
    await stage.page.boxTitled("5 of 6 tokens on Production were changed");
    await stage.page.picture("results");
    allow();
    await stage.page.choose("inventory sync");
    await stage.page.boxTitled("Change the description of “inventory sync”");
    await stage.page.box.getByText("1 Selected").waitFor();
    await stage.page.pressOk();
    await stage.page.row("ci: inventory sync").waitFor();
  });

  it("looks at the edits of this window", async () => {
    await stage.page.runFromPalette("Show Recent Edits");
    await stage.page.boxTitled("Recent edits in this window");
    await stage.page.box.getByText("Description of 5 tokens").waitFor();
    await stage.page.picture("recent-edits");
    await stage.page.press("Escape");
  });

  it("revokes two with the Delete key, after a question that names them", async () => {
    await stage.page.row("ci: nightly report").click();
    await stage.page.row("ci: patching").click({ modifiers: ["Control"] });
    await stage.page.press("Delete");
    await stage.page.dialog.getByText("Revoke 2 tokens on Production?").waitFor();
    await stage.page.picture("revoke");
    await stage.page.answer("Revoke 2 Tokens");
    await stage.page.row("ci: patching").waitFor({ state: "detached" });
    assert.equal(
      stage.awx.tokens().some(({ description }) => description === "ci: nightly report"),
      false,
    );
  });
});
