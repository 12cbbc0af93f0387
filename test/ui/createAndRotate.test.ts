import assert from "node:assert/strict";
import { useStage } from "./stage";

describe("a person who needs new tokens", function () {
  this.bail(true);

  const stage = useStage("createAndRotate");
  before(async () => {
    await stage.workbench.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  });

  function clipboard(): Promise<string> {
    return stage.workbench.page.evaluate<string>("navigator.clipboard.readText()");
  }

  /** Presses a button of the dialog that hands over a value, which then comes again. */
  async function pressInDialog(button: string): Promise<void> {
    await stage.page.dialog.getByRole("button", { name: button, exact: true }).click();
  }

  it("signs in", async () => {
    await stage.page.openView();
    await stage.page.addServer({ url: stage.awx.url, name: "Production", secret: stage.awx.secretOf(1) });
    await stage.page.row("admin laptop").waitFor();
  });

  it("chooses what a new token is for, and what it is to be", async () => {
    await stage.page.pressOnRow("Server Production", "Create Token");
    await stage.page.boxTitled("Create a token on Production (1/4)");
    await stage.page.box.getByText("password grant app").waitFor();
    await stage.page.picture("what-for");
    await stage.page.line.fill("grant");
    await stage.page.choose("ci");
    await stage.page.boxTitled("Create a token on Production (2/4)");
    await stage.page.enter("pipeline");
    await stage.page.boxTitled("Create a token on Production (3/4)");
    await stage.page.box.getByText("See everything that the token's owner may see").waitFor();
    await stage.page.picture("scopes");
    await stage.page.pressOk();
    await stage.page.boxTitled("Create a token on Production (4/4)");
    await stage.page.box.getByText("Its value is then shown once").waitFor();
    await stage.page.picture("review");
    assert.equal(stage.awx.tokens().length, 8, "nothing is made yet");
    await stage.page.choose("Create Token");
  });

  it("copies its value, which is shown once", async () => {
    await stage.page.dialog.getByText("“pipeline” (token 9) was created on Production").waitFor();
    const { secret, refreshSecret } = stage.awx.token(9) ?? {};
    assert.ok(secret && refreshSecret);
    await stage.page.dialog.getByText(secret).waitFor();
    await pressInDialog("Copy Token");
    await stage.page.dialog.getByText("The value is in the clipboard.").waitFor();
    assert.equal(await clipboard(), secret);
    await pressInDialog("Copy Refresh Token");
    await stage.page.dialog.getByText("The refresh token is in the clipboard.").waitFor();
    assert.equal(await clipboard(), refreshSecret);
    await pressInDialog("Close");
    await stage.page.dialog.waitFor({ state: "detached" });
    await stage.page.row("pipeline, read, admin, ci").waitFor();
    await stage.page.picture("created");
  });

  it("rotates it, and is asked first", async () => {
    await stage.page.chooseOnRow("admin read only", "Rotate Token");
    await stage.page.dialog.getByText("Rotate “admin read only” (token 2) on Production?").waitFor();
    await stage.page.picture("rotate");
    await stage.page.dialog.getByRole("button", { name: "Rotate Token" }).click();
    await stage.page.dialog
      .getByText("Token 10 takes the place of “admin read only” (token 2) on Production")
      .waitFor();
    await stage.page.picture("value", stage.awx.secretOf(10));
    await pressInDialog("Copy Token");
    await stage.page.dialog.getByText("The value is in the clipboard.").waitFor();
    assert.equal(await clipboard(), stage.awx.secretOf(10));
    await pressInDialog("Close");
    await stage.page.dialog.getByText("Revoke “admin read only” (token 2) on Production now?").waitFor();
    await stage.page.picture("revoke-former");
    await stage.page.answer("Revoke Token");
    await stage.page.notification.getByText("was revoked. Token 10 has its place.").waitFor();
    assert.deepEqual([stage.awx.token(2), stage.awx.token(10)?.description], [undefined, "admin read only"]);
  });

  it("rotates several, and gets their values one by one", async () => {
    await stage.page.row("one hour").click();
    await stage.page.row("pipeline").click({ modifiers: ["ControlOrMeta"] });
    await stage.page.chooseOnRow("pipeline", "Rotate Token");
    await stage.page.dialog.getByText("Rotate 2 tokens on Production?").waitFor();
    await stage.page.picture("rotate-several");
    await stage.page.answer("Rotate 2 Tokens");
    await stage.page.boxTitled("2 of 2 tokens on Production were rotated");
    await stage.page.choose("one hour");
    const made = stage.awx.tokens().findLast(({ description }) => description === "one hour");
    assert.ok(made);
    await stage.page.dialog.getByText(made.secret).waitFor();
    await pressInDialog("Copy Token");
    await stage.page.dialog.getByText("The value is in the clipboard.").waitFor();
    await pressInDialog("Close");
    await stage.page.dialog.getByText("Revoke “one hour” (token 7) on Production now?").waitFor();
    await stage.page.answer("Revoke Token");
    await stage.page.boxTitled("2 of 2 tokens on Production were rotated");
    await stage.page.box.getByText("Token 7 is revoked.").waitFor();
    await stage.page.picture("several");
    await stage.page.press("Escape");
    await stage.page.dialog.getByText("Leave without the value of “pipeline”").waitFor();
    await stage.page.picture("leave");
    await stage.page.answer("Leave");
    await stage.page.notification.getByText("Still valid on Production").waitFor();
    assert.equal(stage.awx.token(7), undefined);
    assert.ok(stage.awx.token(9));
  });
});
