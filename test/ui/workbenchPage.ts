import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { until } from "../host/support/watch";
import { hitsOnPage } from "../support/browserCanaries";
import { assertNoHits } from "../support/canaries";
import { waitUntilDrawn } from "../vscodeServer/workbench";
import { EditorPart } from "./editorPart";
import { inEachTheme } from "./themes";

/** The workbench as a person sees it: what is on the page, by its names and roles, and the keys and clicks they use. */
export class WorkbenchPage {
  readonly #page: Page;
  readonly #pictures: string | undefined;
  readonly #pictureFiles = new Map<string, string>();
  #pictureCount = 0;
  readonly editor: EditorPart;

  /** @param pictures the folder that {@link picture} fills; without one it does nothing */
  constructor(page: Page, pictures?: string) {
    this.#page = page;
    this.editor = new EditorPart(page);
    this.#pictures = pictures;
    page.setDefaultTimeout(30_000);
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  }

  /** The view "Access Tokens". */
  get view(): Locator {
    return this.#page.locator(".part.sidebar");
  }

  /** The bar that moves while the view is busy. */
  get progress(): Locator {
    return this.view.locator(".monaco-progress-container.active");
  }

  /** The box in the middle of the top: an input box or a quick pick. */
  get box(): Locator {
    return this.#page.locator(".quick-input-widget:visible");
  }

  /** The line in which a person types there. */
  get line(): Locator {
    return this.box.locator("input.input:visible, .quick-input-filter input:visible").first();
  }

  /** What the box says below that line. */
  get boxMessage(): Locator {
    return this.box.locator(".quick-input-message");
  }

  /** A notification. */
  get notification(): Locator {
    return this.#page.locator(".notification-toast");
  }

  /** A question that must be answered. */
  get dialog(): Locator {
    return this.#page.locator(".monaco-dialog-box");
  }

  /** A line of the text in the editor that is open, by a part of it. */
  editorText(text: string): Locator {
    return this.#page.locator(".editor-instance .view-line", { hasText: text.replaceAll(" ", "\u00a0") }).first();
  }

  /** A row of the view, by the beginning of what it says. */
  row(text: string): Locator {
    return this.view.getByRole("treeitem", { name: new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}`) });
  }

  /** Opens the view from the activity bar; both have other names in another language. */
  async openView(tab = "AWX", title = "Access Tokens"): Promise<void> {
    await this.#page.locator(".activitybar").getByRole("tab", { name: tab }).click();
    await this.view.getByText(title).first().waitFor();
  }

  /** Reloads the window, and opens the view if it is not open: the workbench saves its layout only now and then. */
  async reload(): Promise<void> {
    await this.#page.reload();
    await waitUntilDrawn(this.#page);
    if (!(await this.view.isVisible())) await this.openView();
  }

  /** Runs a command from the palette. */
  async runFromPalette(title: string): Promise<void> {
    await this.runFromPaletteAny(`AWX Tokens: ${title}`, `AWX Tokens: ${title}`);
  }

  /** Adds a server without encryption, and signs in to it with a token. */
  async addServer({ url, name, secret }: { readonly url: string; readonly name: string; readonly secret: string }) {
    await this.runFromPalette("Add Server");
    await this.boxTitled("Add an AWX server (1/4)");
    await this.enter(url);
    await this.answer("Use Without Encryption");
    await this.boxTitled("Add an AWX server (2/4)");
    await this.enter(name);
    await this.boxTitled(`Sign in to ${name} (3/4)`);
    await this.choose("Access token");
    await this.boxTitled(`Sign in to ${name} (4/4)`);
    await this.enter(secret);
  }

  /** Presses one of the buttons that a row shows under the pointer. */
  async pressOnRow(text: string, action: string): Promise<void> {
    await this.row(text).hover();
    await this.row(text).getByRole("button", { name: action }).click();
  }

  /** Chooses an item of a row's context menu. */
  async chooseOnRow(text: string, item: string): Promise<void> {
    await this.row(text).click({ button: "right" });
    // By the key: a menu takes no clicks in the first moment, so that none is by accident.
    await this.#page.getByRole("menuitem", { name: item }).hover();
    await this.press("Enter");
  }

  /** Waits for the box to have a title. */
  async boxTitled(title: string): Promise<void> {
    await this.box.locator(".quick-input-title", { hasText: title }).waitFor();
  }

  /** Types a text letter by letter, after what is there. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** What the items of the box say, from the top. */
  async items(): Promise<string[]> {
    return this.box.locator(".monaco-list-row").allTextContents();
  }

  /** Types a text in place of what the box has, and accepts it. */
  async enter(text: string): Promise<void> {
    await this.line.fill(text);
    await this.press("Enter");
  }

  /** Chooses an item of the box with the pointer. */
  async choose(item: string): Promise<void> {
    await this.box.locator(".monaco-list-row", { hasText: item }).first().click();
  }

  /** Ticks or unticks an item of the box with the pointer. */
  async toggle(item: string): Promise<void> {
    await this.box.locator(".monaco-list-row", { hasText: item }).first().getByRole("checkbox").click();
  }

  /** Ticks or unticks an item of the box with the keyboard, from wherever its focus is. */
  async toggleByKeyboard(item: string): Promise<void> {
    const focused = this.box.locator(".monaco-list-row.focused").first();
    do await this.press("ArrowDown");
    while (!((await focused.textContent()) ?? "").startsWith(item));
    await this.press("Space");
  }

  /** Accepts the box with its button. */
  async pressOk(): Promise<void> {
    await this.box.getByRole("button", { name: "OK" }).click();
  }

  /** Answers the question that is open. */
  async answer(button: string): Promise<void> {
    await this.dialog.getByRole("button", { name: button }).click();
    await this.dialog.waitFor({ state: "detached" });
  }

  /** Presses a key, wherever the focus is. */
  async press(key: string): Promise<void> {
    await this.#page.keyboard.press(key);
  }

  /** Moves the focus in the view to a row, by the keyboard alone. */
  async focusRow(text: string): Promise<void> {
    await this.runFromPaletteAny("Focus on Access Tokens View", "Focus on Access Tokens View");
    await this.view.locator(".monaco-list:focus").waitFor();
    await this.press("Home");
    for (let step = 0; step < 30; step++) {
      const focused = this.view.locator(".monaco-list-row.focused");
      if (((await focused.first().getAttribute("aria-label")) ?? "").startsWith(text)) return;
      await this.press("ArrowDown");
    }
    assert.fail(`no row begins with ${text}`);
  }

  /**
   * Takes a picture of the whole window.
   * @param shown the one value that is handed over on the page
   * @throws when another secret of the test doubles is on the page, or that one is not
   */
  async picture(name: string, shown?: string): Promise<void> {
    if (this.#pictures === undefined) return;
    this.#pictureCount++;
    await this.#screenshot(name);
    if (shown !== undefined) await this.dialog.getByText(shown).waitFor();
    assertNoHits(await hitsOnPage(this.#page, shown));
  }

  /** The file of a picture that was taken. */
  pictureFile(name: string): string {
    const file = this.#pictureFiles.get(name);
    if (file === undefined) throw new Error(`there is no picture ${name}`);
    return file;
  }

  /**
   * The same in each theme, of a workbench that takes the system's.
   * @param show shows what another theme hides
   */
  async pictureInThemes(name: string, show?: () => Promise<void>): Promise<void> {
    this.#pictureCount++;
    await inEachTheme(this.#page, async (theme) => {
      await show?.();
      await this.#screenshot(`${name}-${theme}`);
    });
    assertNoHits(await hitsOnPage(this.#page));
  }

  /** Makes the side bar as wide as that, in pixels, by its edge. */
  async widenSideBar(width: number): Promise<void> {
    const { x, y, width: former } = (await this.view.boundingBox()) ?? assert.fail("the side bar is not shown");
    const { mouse } = this.#page;
    await mouse.move(x + former, y + 300);
    await mouse.down();
    await mouse.move(x + width, y + 300, { steps: 3 });
    await mouse.up();
  }

  async runFromPaletteAny(query: string, option: string): Promise<void> {
    // A tree that has just drawn takes the focus, and VS Code closes the palette then.
    await until(async () => {
      await this.press("F1");
      await this.line.fill(`>${query}`, { timeout: 5000 });
      await this.box.getByRole("option", { name: option }).first().waitFor({ timeout: 5000 });
    }, 30_000);
    await this.press("Enter");
  }

  async #screenshot(name: string): Promise<void> {
    if (this.#pictures === undefined) return;
    const file = path.join(this.#pictures, `${String(this.#pictureCount).padStart(2, "0")}-${name}.png`);
    this.#pictureFiles.set(name, file);
    await this.#page.screenshot({ path: file, animations: "disabled" });
  }
}
