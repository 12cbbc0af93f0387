import assert from "node:assert/strict";
import { hostname } from "node:os";
import type { Locator } from "playwright-core";
import { filterKeys, filterStates } from "../../src/tokens/filter";
import { json } from "../support/answers";
import { pseudo, pseudoLanguage } from "../support/pseudoTexts";
import { useStage } from "./stage";

const longest = "Nightly deployment of the web shop to production";

/**
 * Drives the extension in a language that has other letters alone: whatever is not the server's, the person's or VS
 * Code's own and has ours is a text that nobody could translate.
 */
describe("a person whose language is not English", function () {
  this.bail(true);

  const stage = useStage("pseudo", {
    language: pseudoLanguage,
    settings: { "workbench.hover.delay": 0 },
    prepare: (awx) => {
      awx.updateToken(4, { description: longest });
    },
  });

  it("is welcomed in it", async () => {
    await stage.page.openView(t("AWX"), t("Access Tokens"));
    await stage.page.view
      .getByRole("button", { name: t("Add Server") })
      .last()
      .waitFor();
    await assertTranslated(stage.page.view);
    await stage.page.picture("welcome");
  });

  it("adds a server in it, and signs in", async () => {
    const { page, awx } = stage;
    await page.view
      .getByRole("button", { name: t("Add Server") })
      .last()
      .click();
    await page.boxTitled(t("Add an AWX server"));
    await page.enter("ftp://awx");
    await page.boxMessage.getByText(t("The address must begin with https:// or http://.")).waitFor();
    await assertTranslated(page.box);
    await page.picture("address");
    await page.enter(awx.url);
    await page.dialog.waitFor();
    await assertTranslated(page.dialog);
    await page.picture("unencrypted");
    await page.answer(t("Use Without Encryption"));
    await page.enter("Production");
    await page.boxTitled(t("Sign in to {0}", "Production"));
    await assertTranslated(page.box);
    await page.picture("ways");
    await page.choose(t("Access token"));
    await page.enter("mistyped");
    await page.boxMessage.getByText("⟧").waitFor();
    await assertTranslated(page.box);
    await page.enter(awx.secretOf(1));
    await page.row(longest).waitFor();
  });

  it("sees the tokens in it, with what there is to say of one and to do with it", async () => {
    const { page } = stage;
    const hover = stage.workbench.page.locator(".monaco-hover:visible .hover-contents").first();
    // The rows are all drawn when what needs attention is counted.
    const counted = t("{0} tokens need attention", "2");
    await stage.workbench.page.locator(".activitybar").getByRole("tab", { name: counted }).waitFor();
    // The last one, as its tooltip lies over the rows below it.
    await page.row("bob auditor").click({ button: "right" });
    const menu = stage.workbench.page.getByRole("menu").last();
    await menu.getByRole("menuitem", { name: t("Edit Description") }).waitFor();
    await assertTranslated(menu);
    await page.picture("menu");
    await page.press("Escape");
    await page.row(longest).hover({ position: { x: 100, y: 11 } });
    await hover.getByText(t("Application")).waitFor();
    await assertTranslated(hover);
    await assertTranslated(page.view);
    await page.picture("tokens");
    await stage.workbench.page.mouse.move(1000, 700);
    await hover.waitFor({ state: "hidden" });
  });

  it("edits in it, and learns why that failed", async () => {
    const { page, awx } = stage;
    awx.intercept({ method: "PATCH" }, json(403, { detail: "№ 403" }), { times: 1 });
    await page.pressOnRow(longest, t("Edit Description"));
    await page.boxTitled(longest);
    await assertTranslated(page.box);
    await page.enter("123");
    await page.notification.getByText("№ 403").waitFor();
    await assertTranslated(page.notification.locator(".notification-list-item-message"));
    await assertTranslated(page.notification.locator(".notification-list-item-buttons-container"));
    await page.picture("refused");
    await page.notification.first().hover();
    await page.press("Escape");
    await page.pressOnRow("admin read only", t("Edit Scopes"));
    await page.boxTitled("admin read only");
    await page.toggleByKeyboard("write");
    await assertTranslated(page.box);
    await page.picture("scopes");
    await page.pressOk();
    await page.dialog.waitFor();
    await assertTranslated(page.dialog);
    await page.picture("widen");
    await page.answer("Cancel");
  });

  it("reviews in it", async () => {
    const { page } = stage;
    await page.chooseOnRow(t("Server {0}", "Production"), t("Review Tokens"));
    await page.box.getByText(t("{0} ({1})", t("Expired"), "1")).waitFor();
    await assertTranslated(page.box);
    await page.picture("review");
    await page.toggleByKeyboard("expired");
    await page.toggleByKeyboard("one hour");
    await page.pressOk();
    await page.box.getByText(t("Revoke")).waitFor();
    await assertTranslated(page.box);
    await page.choose(t("Revoke"));
    await page.dialog.waitFor();
    await assertTranslated(page.dialog);
    await page.picture("revoke");
    await page.answer("Cancel");
  });

  it("reads documents in it", async () => {
    const { page } = stage;
    const lines = stage.workbench.page.locator(".editor-instance .view-lines").first();
    await page.chooseOnRow("alice app token", t("Show Details and History"));
    await page.editorText(t("History")).waitFor();
    await assertTranslated(lines);
    await page.picture("details");
    await page.chooseOnRow(t("Server {0}", "Production"), t("Test Connection"));
    await page.editorText(t("Steps")).waitFor();
    await assertTranslated(lines);
    await page.picture("test-connection");
  });

  it("filters in it, and sees what is out of date", async () => {
    const { page, awx } = stage;
    await page.chooseOnRow(t("Server {0}", "Production"), t("Filter Tokens"));
    await page.type("e");
    await page.box.getByText("expires:").waitFor();
    await assertTranslated(page.box);
    await page.picture("filter");
    await page.enter("owner:admin");
    await page.row(t("{0} of {1}", "5", "8")).waitFor();
    awx.intercept({}, "reset");
    await page.pressOnRow(t("Server {0}", "Production"), t("Refresh"));
    await page.view.locator(".codicon-warning").nth(1).waitFor();
    await assertTranslated(page.view);
    await page.picture("out-of-date");
  });

  /** @throws with the words that an element shows, or says to a screen reader, in letters that no translation of ours has */
  async function assertTranslated(element: Locator): Promise<void> {
    const texts = (await element.evaluateAll(textsIn)).map((text) => text.replaceAll("\u00a0", " "));
    assert.ok(
      texts.some((text) => text.includes("⟧")),
      `nothing is translated of ${texts.join("\n")}`,
    );
    const descriptions = stage.awx.tokens().map(({ description }) => description);
    // The longest first: some are a part of another.
    const others = [...descriptions, stage.awx.url, ...names, ...terms, ...wordsOfVsCode].sort(
      (one, other) => other.length - one.length,
    );
    const left = texts.filter((text) => {
      const rest = others.reduce((shorter, each) => shorter.replaceAll(each, " "), text.replaceAll(times, " "));
      return /[A-Za-z]{2}/.test(rest.replaceAll(keys, " ").replaceAll(paths, " "));
    });
    assert.deepEqual(left, []);
  }
});

/** A text of the extension's as that language has it, with what is filled in. */
function t(text: string, ...values: readonly string[]): string {
  return pseudo(text).replaceAll(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? "");
}

/** Every text of elements and of what is in them, seen or spoken; those of one line that the browser draws apart are one. */
function textsIn(elements: readonly unknown[]): string[] {
  interface Part {
    readonly innerText?: string;
    readonly value?: string;
    readonly placeholder?: string;
    getAttribute(name: string): string | null;
    querySelectorAll(selector: string): Iterable<Part>;
  }
  return (elements as readonly Part[]).flatMap((element) => [
    ...(element.innerText ?? "").split("\n"),
    ...[element, ...element.querySelectorAll("*")].flatMap((part) =>
      ["aria-label", "title", "placeholder"].flatMap((name) => part.getAttribute(name) ?? []),
    ),
  ]);
}

/** Of the API and of a web page. */
const paths = /\/[\w#/]*/g;

/** As VS Code writes keys. */
const keys = /\b((Ctrl|Alt|Shift)\+)+\S+|\bDel\b/g;

/** As `Intl` writes times where it does not know the language, which is as if there were none. */
const times =
  /\b(in )?[\d,]+ (second|minute|hour|day|month|year)s?( ago)?\b|\b[A-Z][a-z]{2} \d+, \d{4}|\b\d+:\d+\s[AP]M\b|\bnow\b|\b(next|last) (month|year)\b|\b(yesterday|tomorrow)\b/g;

/** What the server and the person call things. */
const names = [
  `VS Code on ${hostname()}`,
  "https://awx.example.com",
  "Production",
  "admin",
  "alice",
  "bob",
  "vscode",
  "read",
  "write",
];

/** What is the same in every language: what a filter and settings are written with, and HTTP. */
const terms = [
  ...filterKeys.map((key) => `${key}:`),
  ...filterStates,
  "http.proxySupport: override",
  "http.proxy:",
  "GET",
  "OPTIONS",
];

/** What VS Code says around it. */
const wordsOfVsCode = [
  "Quick Input",
  "Quick Tree",
  "Actions for",
  "actions",
  "Back",
  "Cancel",
  "Close Dialog",
  "Collapse All",
  "More Actions...",
  "OK",
  "Press 'Enter' to confirm your input or 'Escape' to cancel",
  "Press 'Enter' to confirm or 'Escape' to cancel",
  "Progress",
  "Results",
  "Section",
  "Selected",
  "Toggle all checkboxes",
  "Views and More Actions...",
  "Warning",
  "Welcome",
];
