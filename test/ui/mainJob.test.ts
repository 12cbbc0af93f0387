import assert from "node:assert/strict";
import { statSync } from "node:fs";
import path from "node:path";
import { until } from "../host/support/watch";
import { framesIn, writeMovingPicture } from "./movingPicture";
import { useStage } from "./stage";

const settings = [
  { theme: "dark", colorTheme: "Default Dark Modern", version: "newest" },
  { theme: "light", colorTheme: "Default Light Modern", version: "newest" },
  { theme: "high-contrast", colorTheme: "Default High Contrast", version: "floor" },
] as const;

/** What the README begins with. */
const mainJob = [
  { picture: "tokens", caption: "Point at a token: the pencil edits its description, the shield its scopes" },
  { picture: "edit-description", caption: "Type another description, and press Enter" },
  { picture: "description-changed", caption: "The row shows what the server made of it" },
  { picture: "pick-scopes", caption: "Tick what a token may do" },
  { picture: "widen-scopes", caption: "What would let it write is asked about first" },
  { picture: "scopes-changed", caption: "And again the row shows what there is now" },
];

for (const { theme, colorTheme, version } of settings) {
  describe(`a person, in a ${theme} theme of the ${version} VS Code`, function () {
    this.bail(true);

    const stage = useStage(theme, { version, colorTheme });

    it("finds the view empty and is told what to do", async () => {
      await stage.page.openView();
      await stage.page.view.getByRole("button", { name: "Add Server" }).last().waitFor();
      await stage.page.picture("welcome");
    });

    it("adds a server by a page of its web UI, and signs in with a token", async () => {
      await stage.page.view.getByRole("button", { name: "Add Server" }).last().click();
      await stage.page.boxTitled("Add an AWX server (1/4)");
      await stage.page.picture("add-server-address");
      await stage.page.enter(`${stage.awx.url}/#/home`);
      await stage.page.dialog.waitFor();
      await stage.page.picture("add-server-unencrypted");
      await stage.page.answer("Use Without Encryption");
      await stage.page.boxTitled("Add an AWX server (2/4)");
      await stage.page.enter("Production");
      await stage.page.boxTitled("Sign in to Production (3/4)");
      await stage.page.picture("sign-in-ways");
      await stage.page.choose("Access token");
      await stage.page.boxTitled("Sign in to Production (4/4)");
      await stage.page.enter("mistyped");
      await stage.page.boxMessage.getByText("does not accept the access token").waitFor();
      await stage.page.picture("sign-in-refused");
      await stage.page.enter(stage.awx.secretOf(1));
      await stage.page.row("admin laptop").waitFor();
    });

    it("sees the tokens and who is signed in", async () => {
      await stage.page.row("Server Production, admin, not encrypted, 8 tokens").waitFor();
      await stage.page.row("alice app token, read, alice, vscode").waitFor();
      await stage.page.row("admin laptop").hover();
      await stage.page.picture("tokens");
    });

    it("edits a description with the button on the row", async () => {
      await stage.page.pressOnRow("admin laptop", "Edit Description");
      await stage.page.boxTitled("Description of “admin laptop” (token 1) on Production");
      assert.equal(await stage.page.line.inputValue(), "admin laptop");
      await stage.page.line.fill("Admin's new laptop");
      await stage.page.picture("edit-description");
      await stage.page.press("Enter");
      await stage.page.row("Admin's new laptop").waitFor();
      await stage.page.picture("description-changed");
      assert.equal(stage.awx.token(1)?.description, "Admin's new laptop");
    });

    it("edits a description with F2 on the focused row", async () => {
      await stage.page.focusRow("alice personal");
      await stage.page.press("F2");
      await stage.page.boxTitled("Description of “alice personal” (token 4) on Production");
      await stage.page.enter("alice's CI");
      await stage.page.row("alice's CI").waitFor();
      assert.equal(stage.awx.token(4)?.description, "alice's CI");
    });

    it("narrows the scopes of a token", async () => {
      await stage.page.pressOnRow("one hour", "Edit Scopes");
      await stage.page.boxTitled("Scopes of “one hour” (token 7) on Production");
      await stage.page.toggle("write");
      await stage.page.picture("edit-scopes");
      await stage.page.pressOk();
      await stage.page.row("one hour, read, admin").waitFor();
      assert.equal(stage.awx.token(7)?.scope, "read");
    });

    it("widens the scopes of a token with the keyboard, after a question", async () => {
      await stage.page.focusRow("one hour");
      await stage.page.press("Shift+F2");
      await stage.page.boxTitled("Scopes of “one hour” (token 7) on Production");
      await stage.page.toggleByKeyboard("write");
      await stage.page.picture("pick-scopes");
      await stage.page.press("Enter");
      await stage.page.dialog.getByText("Let “one hour” (token 7) on Production write?").waitFor();
      await stage.page.picture("widen-scopes");
      await stage.page.answer("Widen to Write");
      await stage.page.row("one hour, read write, admin").waitFor();
      await stage.page.picture("scopes-changed");
      assert.equal(stage.awx.token(7)?.scope, "read write");
    });

    if (theme === "dark") {
      it("can be watched at it in a picture that moves", async () => {
        const file = path.join(path.dirname(stage.page.pictureFile("tokens")), "main-job.png");
        const steps = mainJob.map(({ picture, caption }) => ({ picture: stage.page.pictureFile(picture), caption }));
        await writeMovingPicture(stage.workbench.context, file, steps);
        assert.equal(await framesIn(stage.workbench.page, file), steps.length);
        assert.ok(statSync(file).size < 600_000, `${String(statSync(file).size)} bytes`);
      });
    }

    it("sees why an edit is refused, and what is true", async () => {
      stage.awx.intercept({ method: "PATCH" }, refusal, { times: 1 });
      await stage.page.runFromPalette("Edit Description");
      await stage.page.boxTitled("Edit the description of which token?");
      await stage.page.line.fill("bob");
      await stage.page.picture("pick-token");
      await stage.page.press("Enter");
      await stage.page.boxTitled("Description of “bob auditor”");
      await stage.page.enter("mine now");
      await stage.page.notification
        .getByText("The description of “bob auditor” (token 6) on Production was not changed.")
        .waitFor();
      await stage.page.picture("refused");
      await stage.page.row("bob auditor").waitFor();
      assert.equal(await stage.page.notification.count(), 1);
      assert.equal(stage.awx.token(6)?.description, "bob auditor");
      await stage.page.notification.first().hover();
      await stage.page.press("Escape");
    });

    it("is shown what a colleague changed meanwhile, and chooses", async () => {
      stage.awx.updateToken(6, { description: "bob, do not touch" });
      await stage.page.pressOnRow("bob auditor", "Edit Description");
      await stage.page.boxTitled("Description of “bob auditor” (token 6) on Production");
      await stage.page.enter("bob's report");
      await stage.page.dialog.getByText("“bob auditor” (token 6) on Production was changed meanwhile").waitFor();
      await stage.page.dialog.getByText("Description: “bob auditor” became “bob, do not touch”").waitFor();
      await stage.page.picture("changed-meanwhile");
      await stage.page.answer("Take Server's");
      await stage.page.row("bob, do not touch").waitFor();
      assert.equal(stage.awx.token(6)?.description, "bob, do not touch");
    });

    it("is told what became of an edit whose answer did not come", async () => {
      stage.awx.intercept({ method: "PATCH" }, "reset", { times: 1 });
      await stage.page.pressOnRow("bob, do not touch", "Edit Description");
      await stage.page.enter("bob's report");
      await stage.page.notification.getByText("was not saved: the server still has the former one.").waitFor();
      await stage.page.picture("not-saved");
      await stage.page.notification.getByRole("button", { name: "Edit Again" }).first().click();
      await stage.page.boxTitled("Description of “bob, do not touch” (token 6) on Production");
      assert.equal(await stage.page.line.inputValue(), "bob's report");
      await stage.page.press("Enter");
      await stage.page.row("bob's report").waitFor();
      assert.equal(stage.awx.token(6)?.description, "bob's report");
    });

    it("is still signed in after a reload", async () => {
      await stage.page.reload();
      await stage.page.row("Admin's new laptop").waitFor();
    });

    it("sees in the view that the list is being read, and still the last one", async () => {
      let answer: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        answer = resolve;
      });
      const release = stage.awx.intercept({ path: /tokens/ }, { until: held });
      await stage.page.pressOnRow("Server Production", "Refresh");
      await stage.page.row("Server Production, loading").waitFor();
      await stage.page.progress.waitFor();
      await stage.page.row("alice's CI").waitFor();
      release();
      answer();
      await stage.page.row("Server Production, admin, not encrypted, 8 tokens").waitFor();
      await stage.page.progress.waitFor({ state: "hidden" });
    });

    it("keeps the last list while the server cannot be reached", async () => {
      const recover = stage.awx.intercept({}, "reset");
      await stage.page.pressOnRow("Server Production", "Refresh");
      await stage.page.row("Out of date").waitFor();
      await stage.page.row("Server Production, cannot be reached, admin, not encrypted").waitFor();
      await stage.page.picture("unreachable");
      recover();
      await stage.page.pressOnRow("Out of date", "Refresh");
      await stage.page.row("Out of date").waitFor({ state: "detached" });
    });

    it("signs out, and the view says so", async () => {
      // The focus may still be on its way to the row after the one that is gone, and VS Code closes the palette then.
      await until(async () => {
        await stage.page.runFromPalette("Sign Out");
        await stage.page.dialog.getByText("Sign out of Production?").waitFor({ timeout: 5000 });
      }, 30_000);
      await stage.page.answer("Sign Out");
      await stage.page.row("Sign in to see this server's tokens").waitFor();
      await stage.page.row("Server Production, not signed in, not encrypted").waitFor();
      await stage.page.picture("signed-out");
    });
  });
}

const refusal = {
  status: 403,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ detail: "You do not have permission to perform this action." }),
};
