import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { until } from "../host/support/watch";

/** So that a text is what a person types, and is saved when they save it: in a browser VS Code saves by itself. */
export const editorSettings: Readonly<Record<string, unknown>> = {
  "editor.autoClosingBrackets": "never",
  "editor.autoClosingQuotes": "never",
  "editor.autoSurround": "never",
  "files.autoSave": "off",
};

/** The editors of a workbench as a person sees them, and the keys they use there. */
export class EditorPart {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The tab of an editor, by its file's name, as long as something in it is not saved. */
  unsavedTab(name: string): Locator {
    return this.#page.locator(`.tabs-container .tab.dirty[data-resource-name="${name}"]`);
  }

  /** The same, when all in it is saved. */
  savedTab(name: string): Locator {
    return this.#page.locator(`.tabs-container .tab:not(.dirty)[data-resource-name="${name}"]`);
  }

  /** The tab of an editor that compares, by a part of what it says. */
  tab(text: string): Locator {
    return this.#page.locator(".tabs-container .tab", { hasText: text });
  }

  /** The lines of the editors that hold a text. */
  lines(text: string): Locator {
    return this.#page.locator(".editor-instance .view-line", { hasText: text.replaceAll(" ", "\u00a0") });
  }

  /** The lines on one side of the editor that compares. */
  compared(side: "original" | "modified", text: string): Locator {
    const lines = this.#page.locator(`.monaco-diff-editor .editor.${side} .view-line`);
    return lines.filter({ hasText: text.replaceAll(" ", "\u00a0") });
  }

  /** What stands above the text, by a part of it. */
  lens(text: string): Locator {
    return this.#page.locator(".editor-instance .codelens-decoration", { hasText: text });
  }

  /** A place that is marked as wrong. */
  get wrong(): Locator {
    return this.#page.locator(".editor-instance .squiggly-error").first();
  }

  /** A line of the view "Problems". */
  problem(text: string): Locator {
    return this.#page.locator(".markers-panel .monaco-list-row", { hasText: text });
  }

  /** What the editor suggests to complete a text. */
  suggestion(label: string): Locator {
    return this.#page.locator(".suggest-widget.visible .monaco-list-row", { hasText: label });
  }

  /** What is said of the suggestion that is chosen. */
  get meaning(): Locator {
    return this.#page.locator(".suggest-details");
  }

  /** Selects the first place of a text in the editor that has the focus. */
  async select(text: string): Promise<void> {
    await this.#page.keyboard.press("Control+f");
    const find = this.#page.locator(".find-widget.visible");
    // A text that was searched before is not searched again.
    await find.locator(".find-part textarea").fill("");
    await find.locator(".find-part textarea").fill(text);
    await this.#page.locator(".part.statusbar", { hasText: `(${String(text.length)} selected)` }).waitFor();
    await this.#closeFind();
  }

  /** Types a text over another in the editor that has the focus. */
  async replace(text: string, by: string): Promise<void> {
    await this.select(text);
    await this.#page.keyboard.type(by);
  }

  /** Has a text be another wherever it is, with the editor's own search-and-replace. */
  async replaceAll(text: string, by: string): Promise<void> {
    await this.#page.keyboard.press("Control+h");
    const find = this.#page.locator(".find-widget.visible");
    await find.locator(".find-part textarea").fill(text);
    await find.locator(".replace-part textarea").fill(by);
    await find.locator(".matchesCount", { hasText: / of [1-9]/ }).waitFor({ state: "attached" });
    await this.#page.keyboard.press("Control+Alt+Enter");
    await find.locator(".matchesCount", { hasText: "No results" }).waitFor({ state: "attached" });
    await this.#closeFind();
  }

  async #closeFind(): Promise<void> {
    // Not with Escape, which closes a notification first.
    const find = this.#page.locator(".find-widget.visible");
    await find.getByRole("button", { name: "Close" }).click();
    await find.waitFor({ state: "detached" });
  }

  /** Waits until the workbench would let itself be closed, because it keeps what is unsaved. */
  async untilKept(): Promise<void> {
    await until(async () => {
      const isKept = await this.#page.evaluate('dispatchEvent(new Event("beforeunload", { cancelable: true }))');
      assert.ok(isKept, "something unsaved is not kept yet");
    });
  }
}
