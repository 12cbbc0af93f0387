import type { Locator, Page } from "playwright-core";

/** The walkthrough as a person sees it: steps by what they are called, with a tick each. */
export class Walkthrough {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  heading(title: string): Locator {
    return this.#editor.getByRole("heading", { name: title, level: 2 });
  }

  /** Opens a step, and waits until its picture is drawn. */
  async open(title: string): Promise<void> {
    const step = this.#step(title);
    if ((await step.getAttribute("aria-expanded")) !== "true") await step.locator(".step-title").click();
    const page = this.#page.locator("iframe.webview.ready").last().contentFrame();
    await page.frameLocator("#active-frame").locator("svg").waitFor();
  }

  /** Presses the button of a step. */
  async press(title: string, button: string): Promise<void> {
    await this.open(title);
    await this.#step(title).getByRole("button", { name: button }).click();
  }

  /** Waits until a step is ticked off. */
  async isDone(title: string): Promise<void> {
    await this.#step(title).locator('[data-done-step-id][aria-checked="true"]').waitFor();
  }

  /** The steps that are ticked off. */
  async done(): Promise<string[]> {
    const steps = this.#editor.locator("[data-step-id]", {
      has: this.#page.locator('[data-done-step-id][aria-checked="true"]'),
    });
    return steps.locator(".step-title").allTextContents();
  }

  get #editor(): Locator {
    return this.#page.locator(".gettingStartedContainer .gettingStartedSlideDetails");
  }

  #step(title: string): Locator {
    return this.#editor.locator("[data-step-id]", { has: this.#page.getByRole("heading", { name: title }) });
  }
}
