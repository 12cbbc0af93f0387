import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { until } from "../host/support/watch";

/** What has the focus, as a screen reader finds it. */
interface Focused {
  readonly role: string;
  readonly name: string;
  /** What the box says that it is in, or the question. */
  readonly within: string;
}

/** In milliseconds, as a page waits. */
const longestWait = 30_000;

/** How often a key is pressed to get somewhere: so far nobody goes. */
const patience = 60;

/**
 * A person without a mouse: they have keys, and know what has the focus. Their mouse is unplugged: that anything but a
 * key was used on the page is remembered.
 */
export class KeyboardPerson {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async at(page: Page): Promise<KeyboardPerson> {
    await page.evaluate(unplugMouse);
    return new KeyboardPerson(page);
  }

  /** What was done to the page with anything but the keys. */
  async pointerEvents(): Promise<readonly string[]> {
    return this.#page.evaluate<readonly string[]>("globalThis.pointerEvents");
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** What has the focus now; a list has it for its active row. */
  async focused(): Promise<Focused> {
    return this.#page.evaluate<Focused>(focusedElement);
  }

  /** Waits until the focus is on what has a role and a name that begins so. */
  async isOn(role: string, name: string, longest = longestWait): Promise<void> {
    await until(async () => {
      const focused = await this.focused();
      assert.ok(focused.role === role && focused.name.startsWith(name), `${name} has not the focus: ${said(focused)}`);
    }, longest);
  }

  /** Waits until the focus is in a box with such a title. */
  async isInBox(title: string): Promise<void> {
    await this.#isWithin(title);
  }

  /** Waits until the focus is in a question. */
  async isAsked(question: string): Promise<void> {
    await this.#isWithin(question);
  }

  async #isWithin(text: string): Promise<void> {
    await until(async () => {
      const focused = await this.focused();
      assert.ok(focused.within.includes(text), `the focus is not in ${text}: ${said(focused)}`);
    }, longestWait);
    await this.#hearsNames(".quick-input-widget:visible, .monaco-dialog-box");
  }

  /** Makes sure that everything in a place that can be used has a name, in words alone. */
  async #hearsNames(place: string): Promise<void> {
    const heard = await this.#page.locator(place).first().ariaSnapshot();
    assert.doesNotMatch(heard, /- (button|textbox|combobox|option|checkbox|listbox|menuitem)(?! ")|\$\(/, heard);
  }

  /** Waits until the focus is on a row of the view. */
  async isOnRow(name: string): Promise<void> {
    await this.isOn("treeitem", name);
  }

  /** Presses a key until the focus is on what has such a role and name. */
  async pressUntil(key: string, role: string, name: string): Promise<void> {
    const passed: string[] = [];
    for (let times = 0; times < patience; times++) {
      const focused = await this.focused();
      if (focused.role === role && focused.name.startsWith(name)) return;
      passed.push(said(focused));
      await this.press(key);
    }
    assert.fail(`${key} does not lead to ${name}, but by ${passed.join(" | ")}`);
  }

  /** Runs a command of the extension from the palette. */
  async command(title: string): Promise<void> {
    await this.anyCommand("AWX Tokens", title);
  }

  async anyCommand(category: string, title: string): Promise<void> {
    // A tree that has just drawn takes the focus, and VS Code closes the palette then.
    await until(async () => {
      await this.press("F1");
      await this.#page.locator(".quick-input-widget:visible .monaco-list-row").first().waitFor({ timeout: 5000 });
      await this.type(`${category}: ${title}`);
      await this.isOn("option", `${category}: ${title}`, 5000);
    }, longestWait);
    await this.press("Enter");
  }

  /** Moves to a row of the view, from any other. */
  async goToRow(name: string): Promise<void> {
    await this.#page.locator(`.part.sidebar [role=treeitem][aria-label^="${name}"]`).first().waitFor();
    await this.press("Home");
    await this.pressUntil("ArrowDown", "treeitem", name);
  }

  /** Chooses from the context menu of what has the focus. */
  async chooseInMenu(item: string): Promise<void> {
    await this.press("Shift+F10");
    await this.isOn("menu", "");
    await this.pressUntil("ArrowDown", "menuitem", item);
    await this.press("Enter");
  }

  /** Chooses an item of a box. */
  async choose(item: string): Promise<void> {
    await this.isOn("option", "");
    await this.pressUntil("ArrowDown", "option", item);
    await this.press("Enter");
  }

  /** Ticks or unticks items of a box, one below the other. */
  async tick(...items: readonly string[]): Promise<void> {
    for (const item of items) {
      await this.pressUntil("ArrowDown", "checkbox", item);
      await this.press("Space");
    }
  }

  /** Answers a question. */
  async answer(question: string, button: string): Promise<void> {
    await this.isAsked(question);
    await this.pressUntil("Tab", "button", button);
    await this.press("Enter");
  }

  /** Adds a server that speaks no TLS, up to the question how to sign in. */
  async addServer(url: string, name: string): Promise<void> {
    await this.isInBox("Add an AWX server (1/4)");
    await this.enter(url);
    await this.answer("without encryption?", "Use Without Encryption");
    await this.isInBox("Add an AWX server (2/4)");
    await this.enter(name);
    await this.isInBox(`Sign in to ${name} (3/4)`);
  }

  /** Types a text in place of all that there is. */
  async replaceAll(text: string): Promise<void> {
    await this.press("ControlOrMeta+a");
    await this.type(text);
  }

  /** Types a text in place of what a box has, and accepts it. */
  async enter(text: string): Promise<void> {
    await this.replaceAll(text);
    await this.press("Enter");
  }
}

const unplugMouse = `
  globalThis.pointerEvents = [];
  for (const type of ["pointerdown", "pointermove", "mousedown", "mousemove", "wheel", "touchstart"])
    addEventListener(type, (event) => pointerEvents.push(type + " on " + event.target?.className), true);
`;

const focusedElement = `(() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const active = at?.getAttribute("aria-activedescendant");
  const element = (active && document.getElementById(active)) || at;
  return {
    role: element?.getAttribute("role") ?? element?.tagName.toLowerCase() ?? "",
    name: element?.getAttribute("aria-label") ?? element?.textContent ?? "",
    within: at?.closest(".quick-input-widget, .monaco-dialog-box")?.innerText ?? "",
  };
})()`;

function said({ role, name, within }: Focused): string {
  return `${role} “${name.slice(0, 80)}”${within === "" ? "" : ` in “${within.slice(0, 80)}”`}`;
}
