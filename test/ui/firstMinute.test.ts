import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { useStage } from "./stage";
import { Walkthrough } from "./walkthrough";

const steps = ["Add a server", "Sign in", "Edit a token", "Find what needs attention"];

describe("somebody who has just installed the extension", function () {
  this.bail(true);

  const stage = useStage("first-minute");
  const walkthrough = (): Walkthrough => new Walkthrough(stage.workbench.page);
  const see = async (name: string): Promise<void> => {
    for (const [index, step] of steps.entries()) {
      await walkthrough().open(step);
      await stage.page.picture(`${name}-${String(index + 1)}`);
    }
  };
  const box = (): Locator => stage.page.box;

  it("is led to the walkthrough, of which nothing is done", async () => {
    // A narrower window leaves no room for the pictures.
    await stage.workbench.page.setViewportSize({ width: 1600, height: 900 });
    await stage.page.openView();
    await stage.page.picture("welcome");
    await stage.page.view.getByText("Walk through the first steps").click();
    await walkthrough().heading("Get Started with AWX Access Tokens").waitFor();
    await see("dark");
    assert.deepEqual(await walkthrough().done(), []);
  });

  it("has nothing ticked off for a command that was left", async () => {
    await walkthrough().press("Add a server", "Add Server");
    await stage.page.boxTitled("Add an AWX server (1/4)");
    await stage.page.press("Escape");
    await box().waitFor({ state: "hidden" });
    assert.deepEqual(await walkthrough().done(), []);
  });

  it("adds a server, and signs in to it later", async () => {
    await walkthrough().press("Add a server", "Add Server");
    await stage.page.boxTitled("Add an AWX server (1/4)");
    await stage.page.enter(stage.awx.url);
    await stage.page.answer("Use Without Encryption");
    await stage.page.boxTitled("Add an AWX server (2/4)");
    await stage.page.enter("Production");
    await stage.page.boxTitled("Sign in to Production (3/4)");
    await stage.page.press("Escape");
    await walkthrough().isDone("Add a server");
    assert.deepEqual(await walkthrough().done(), steps.slice(0, 1));

    await walkthrough().press("Sign in", "Sign In");
    await stage.page.answer("Use Without Encryption");
    await stage.page.boxTitled("Sign in to Production (1/2)");
    await stage.page.choose("Access token");
    await stage.page.boxTitled("Sign in to Production (2/2)");
    await stage.page.enter(stage.awx.secretOf(1));
    await walkthrough().isDone("Sign in");
    await stage.page.row("admin laptop").waitFor();
    assert.deepEqual(await walkthrough().done(), steps.slice(0, 2));
  });

  it("edits a token, and finds what needs attention", async () => {
    await walkthrough().press("Edit a token", "Edit Description");
    await box().getByText("admin laptop").first().waitFor();
    await stage.page.choose("admin laptop");
    await stage.page.boxTitled("Description of “admin laptop” (token 1) on Production");
    assert.deepEqual(await walkthrough().done(), steps.slice(0, 2));
    await stage.page.enter("My first edit");
    await walkthrough().isDone("Edit a token");
    assert.equal(stage.awx.token(1)?.description, "My first edit");

    await walkthrough().press("Find what needs attention", "Review Tokens");
    await stage.page.box.getByText("Expired (1)").waitFor();
    await stage.page.press("Escape");
    await walkthrough().isDone("Find what needs attention");
    assert.deepEqual(await walkthrough().done(), steps);
    await stage.page.picture("done");
  });

  it("sees it as well in other themes", async () => {
    for (const [name, theme] of [
      ["light", "Light Modern"],
      ["high-contrast", "Dark High Contrast"],
    ] as const) {
      await stage.page.press("F1");
      await stage.page.line.fill(">Preferences: Color Theme");
      await stage.page.choose("Preferences: Color Theme");
      await box().getByText("Light Modern").first().waitFor();
      await stage.page.line.fill(theme);
      await box().getByText(theme).first().waitFor();
      await stage.page.press("Enter");
      await box().waitFor({ state: "hidden" });
      await see(name);
    }
  });
});
