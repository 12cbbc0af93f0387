import assert from "node:assert/strict";
import { KeyboardPerson } from "./keyboardPerson";
import { useStage } from "./stage";

describe("a person without a mouse", function () {
  this.bail(true);
  let person: KeyboardPerson;

  const stage = useStage("keyboard", {
    prepare: (awx) => {
      for (const job of ["backup", "deploy", "patching"]) awx.createToken({ userId: 1, description: job });
    },
  });
  before(async () => {
    await stage.workbench.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    person = await KeyboardPerson.at(stage.workbench.page);
  });
  afterEach("used the keys alone", async () => {
    assert.deepEqual(await person.pointerEvents(), []);
  });

  it("opens the view, adds a server, signs in, and is on its row", async () => {
    await person.anyCommand("AWX", "Focus on Access Tokens View");
    await person.isOn("region", "Welcome");
    await person.press("Tab");
    await person.isOn("button", "Add Server");
    await person.press("Enter");
    await person.addServer(stage.awx.url, "Production");
    await person.choose("Access token");
    await person.isInBox("Sign in to Production (4/4)");
    await person.pressUntil("Shift+Tab", "button", "Back");
    await person.press("Enter");
    await person.isInBox("Sign in to Production (3/4)");
    await person.choose("Access token");
    await person.isInBox("Sign in to Production (4/4)");
    await person.enter(stage.awx.secretOf(1));
    await person.isOnRow("Server Production, admin, not encrypted, 11 tokens");
  });

  it("gets to each button above the view", async () => {
    await person.press("Shift+Tab");
    for (const button of ["Add Server", "Refresh", "Filter Tokens", "Collapse All", "Views and More Actions..."]) {
      await person.isOn("button", button);
      await person.press("ArrowRight");
    }
    await person.press("Tab");
    await person.isOnRow("Server Production");
  });

  it("hears of each row all that is to be seen of it", async () => {
    const rows = await stage.page.view.getByRole("treeitem").all();
    const names = await Promise.all(rows.map((row) => row.getAttribute("aria-label")));
    assert.deepEqual(
      names.map((name) => name?.replaceAll(/\d+ (years|minutes)/g, "N $1")),
      [
        "Server Production, admin, not encrypted, 11 tokens",
        "admin laptop, write, admin, expires in N years, Production",
        "admin read only, read, admin, expires in N years, Production",
        "admin app token, write, admin, vscode, expires in N years, Production",
        "one hour, read write, admin, expires soon, in N minutes, Production",
        "expired, write, admin, expired 1 hour ago, Production",
        "backup, write, admin, expires in N years, Production",
        "deploy, write, admin, expires in N years, Production",
        "patching, write, admin, expires in N years, Production",
        "Owner alice, 2 tokens, Production",
        "alice personal, write, alice, expires in N years, Production",
        "alice app token, read, alice, vscode, expires in N years, Production",
        "Owner bob, 1 token, Production",
        "bob auditor, write, bob, expires in N years, Production",
      ],
    );
    await stage.workbench.page.locator(".activitybar").getByRole("tab", { name: "2 tokens need attention" }).waitFor();
  });

  it("edits a description and scopes, and is back on the row each time", async () => {
    await person.goToRow("alice personal");
    await person.press("F2");
    await person.isInBox("Description of “alice personal” (token 4) on Production");
    await person.press("Escape");
    await person.isOnRow("alice personal");
    await person.press("F2");
    await person.isInBox("Description of “alice personal” (token 4) on Production");
    await person.enter("alice's CI");
    await person.isOnRow("alice's CI, write, alice");
    await person.press("Shift+F2");
    await person.isInBox("Scopes of “alice's CI” (token 4) on Production");
    await person.tick("read", "write");
    await person.press("Enter");
    await person.isOnRow("alice's CI, read, alice");
    assert.deepEqual([stage.awx.token(4)?.description, stage.awx.token(4)?.scope], ["alice's CI", "read"]);
  });

  it("takes an edit back", async () => {
    await person.command("Undo Last Edit");
    await person.answer("write?", "Widen to Write");
    await person.isOnRow("alice's CI, write, alice");
  });

  it("selects several rows and changes them together", async () => {
    await person.goToRow("backup");
    await person.press("Enter", "Shift+ArrowDown", "Shift+ArrowDown", "Shift+F2");
    await person.isInBox("Scopes of 3 tokens on Production");
    await person.tick("read", "write");
    await person.press("Enter");
    await person.isInBox("Change the scopes of 3 tokens on Production");
    await stage.page.box.getByText("3 Selected").waitFor();
    await person.tick("deploy");
    await person.press("Enter");
    await person.isOnRow("patching, read, admin");
    await stage.page.row("backup, read, admin").waitFor();
    assert.deepEqual(
      stage.awx.tokens().flatMap(({ id, scope }) => (id > 8 ? [scope] : [])),
      ["read", "write", "read"],
    );
    await person.press("Escape");
  });

  it("revokes tokens, and goes on at the next row", async () => {
    await person.goToRow("backup");
    await person.press("Delete");
    await person.isAsked("Revoke “backup” (token 9) on Production?");
    await person.press("Escape");
    await person.isOnRow("backup");
    await person.press("Delete");
    await person.answer("Revoke “backup” (token 9) on Production?", "Revoke Token");
    await person.isOnRow("deploy");
    await person.press("Enter", "Shift+ArrowDown", "Delete");
    await person.answer("Revoke 2 tokens on Production?", "Revoke 2 Tokens");
    await person.isOnRow("Owner alice");
    assert.equal(stage.awx.tokens().length, 8);
  });

  it("creates a token from the server's menu, and copies its value", async () => {
    await person.goToRow("Server Production");
    await person.chooseInMenu("Create Token");
    await person.isInBox("Create a token on Production (1/4)");
    await person.choose("Personal token");
    await person.isInBox("Create a token on Production (2/4)");
    await person.enter("pipeline");
    await person.isInBox("Create a token on Production (3/4)");
    await person.press("Enter");
    await person.isInBox("Create a token on Production (4/4)");
    await person.choose("Create Token");
    await person.answer("“pipeline” (token 12) was created", "Copy Token");
    await person.isAsked("The value is in the clipboard.");
    assert.equal(await clipboard(), newest().secret);
    await person.answer("The value is in the clipboard.", "Close");
    await person.isOnRow("Server Production");
    await stage.page.row("pipeline, read, admin").waitFor();
  });

  it("rotates it, and goes on at the new one", async () => {
    const former = newest().id;
    await person.goToRow("pipeline");
    await person.chooseInMenu("Rotate Token");
    await person.answer("Rotate “pipeline”", "Rotate Token");
    await person.answer("takes the place of “pipeline”", "Copy Token");
    await person.isAsked("The value is in the clipboard.");
    assert.equal(await clipboard(), newest().secret);
    await person.answer("The value is in the clipboard.", "Close");
    await person.answer("on Production now?", "Revoke Token");
    await stage.page.notification.getByText("has its place.").waitFor();
    assert.equal(stage.awx.token(former), undefined);
    await stage.page.row("Server Production, admin, not encrypted, 9 tokens").waitFor();
    await person.isOnRow("pipeline, read, admin");
  });

  it("sorts, groups, and folds", async () => {
    await person.command("Sort Tokens By");
    await person.choose("Description");
    await person.command("Group Tokens By");
    await person.choose("Scopes");
    await person.goToRow("Scopes read, ");
    await person.press("ArrowLeft");
    await stage.page.row("alice app token").waitFor({ state: "detached" });
    await person.press("ArrowRight");
    await stage.page.row("alice app token").waitFor();
    await person.command("Sort Tokens By");
    await person.choose("Created");
    await person.command("Group Tokens By");
    await person.choose("Owner");
    await stage.page.row("Scopes read,").waitFor({ state: "detached" });
  });

  it("reviews tokens, ticks some, and has something done with them", async () => {
    await person.goToRow("Server Production");
    await person.chooseInMenu("Review Tokens");
    await person.isInBox("Review the tokens of Production");
    await stage.page.box.getByText("Expired (1)").waitFor();
    await person.tick("expired", "one hour");
    await person.press("Enter");
    await person.isInBox("2 tokens on Production");
    await person.choose("Revoke");
    await person.answer("Revoke 2 tokens on Production?", "Revoke 2 Tokens");
    await stage.page.row("expired").waitFor({ state: "detached" });
    await person.isOnRow("Server Production, admin, not encrypted, 7 tokens");
  });

  it("reads a token's details and history, and comes back", async () => {
    await person.goToRow("alice's CI");
    await person.chooseInMenu("Show Details and History");
    await stage.page.editorText("Description: “alice personal” became “alice's CI”").waitFor();
    await person.isOn("textbox", "Token 4 on Production");
    await person.press("Control+0");
    await person.isOnRow("alice's CI");
  });

  function clipboard(): Promise<string> {
    return stage.workbench.page.evaluate<string>("navigator.clipboard.readText()");
  }

  function newest() {
    return stage.awx.tokens().at(-1) ?? assert.fail("there is no token");
  }
});
