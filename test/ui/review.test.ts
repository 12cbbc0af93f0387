import assert from "node:assert/strict";
import { useStage } from "./stage";

const day = 24 * 60 * 60 * 1000;

describe("an administrator who tidies up", function () {
  this.bail(true);

  const stage = useStage("review", {
    prepare: (awx) => {
      awx.updateToken(5, { expires: new Date(Date.now() + 5 * day) });
      awx.createToken({ userId: 2, description: "Alice Personal", expires: new Date(Date.now() + 200 * day) });
      awx.createToken({ userId: 3, description: "", scope: "read" });
    },
  });

  it("sees whose the tokens are, and folds one's away", async () => {
    await stage.page.openView();
    await stage.page.addServer({ url: stage.awx.url, name: "Production", secret: stage.awx.secretOf(1) });
    await stage.page.row("Owner alice, 3 tokens").waitFor();
    await stage.page.row("Owner bob, 2 tokens").waitFor();
    await stage.page.row("alice app token, read, alice, vscode, expires soon, in 4 days").hover();
    await stage.page.picture("owners");
    await stage.page.row("Owner alice").click();
    await stage.page.row("alice app token").waitFor({ state: "detached" });
    await stage.page.row("Owner alice").click();
    await stage.page.row("alice app token").waitFor();
  });

  it("reviews them from the server's menu", async () => {
    await stage.page.chooseOnRow("Server Production", "Review Tokens");
    await stage.page.boxTitled("Review the tokens of Production");
    await stage.page.box.getByText("Expired (1)").waitFor();
    await stage.page.box.getByText("Expiring soon (2)").waitFor();
    assert.equal(await stage.page.box.getByRole("checkbox", { checked: true }).count(), 0);
    await stage.page.picture("review");
  });

  it("revokes two of them", async () => {
    await stage.page.toggle("expired");
    await stage.page.toggle("alice app token");
    await stage.page.picture("review-ticked");
    await stage.page.pressOk();
    await stage.page.boxTitled("2 tokens on Production");
    await stage.page.picture("acts");
    await stage.page.choose("Revoke");
    await stage.page.dialog.getByText("Revoke 2 tokens on Production?").waitFor();
    await stage.page.picture("revoke");
    await stage.page.answer("Revoke 2 Tokens");
    await stage.page.notification.getByText("2 tokens on Production were revoked.").waitFor();
    await stage.page.row("expired").waitFor({ state: "detached" });
    await stage.page.row("alice app token").waitFor({ state: "detached" });
    await stage.page.row("Owner alice, 2 tokens").waitFor();
    assert.deepEqual([stage.awx.token(8), stage.awx.token(5)], [undefined, undefined]);
    assert.equal(stage.awx.tokens().length, 8);
  });
});
