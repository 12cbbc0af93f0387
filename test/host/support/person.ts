import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import * as vscode from "vscode";
import { replace } from "./replace";
import { until } from "./watch";

/** A message that was shown: how, with which buttons, and the answer that closes it. */
export interface ShownMessage {
  readonly severity: "info" | "warning" | "error";
  readonly text: string;
  readonly detail: string | undefined;
  readonly isModal: boolean;
  readonly buttons: readonly string[];
  answer(button: string | undefined): void;
}

/**
 * Somebody at the keyboard: sees the boxes and messages that the extension opens, and answers them. The boxes are VS
 * Code's own; only what they are given is noted on the way. Messages are answered in VS Code's stead, which shows no
 * dialog in a test.
 */
export class Person {
  readonly #boxes: vscode.QuickInput[] = [];
  readonly #opened: vscode.QuickInput[] = [];
  readonly #messages: ShownMessage[] = [];
  /** The quick picks in which something was chosen. */
  readonly #accepted = new WeakSet<vscode.QuickInput>();
  #seenMessages = 0;
  #agreed: string | undefined;

  constructor() {
    replace(vscode.window, "createInputBox", (original) => () => this.#watch(original()));
    replace(vscode.window, "createQuickPick", (original) => () => {
      const box = this.#watch(original<never>());
      // A view that was drawn anew a moment ago may take the focus only now, and would close it.
      box.ignoreFocusOut = true;
      Object.defineProperty(box, "ignoreFocusOut", { get: () => true, set: () => undefined });
      box.onDidAccept(() => {
        if (box.selectedItems.length > 0) this.#accepted.add(box);
      });
      return box;
    });
    for (const [name, severity] of [
      ["showInformationMessage", "info"],
      ["showWarningMessage", "warning"],
      ["showErrorMessage", "error"],
    ] as const) {
      replace(
        vscode.window,
        name,
        () =>
          (text: string, ...rest: unknown[]) =>
            this.#show(severity, text, rest) as never,
      );
    }
  }

  /** Every message there has been. */
  get messages(): readonly ShownMessage[] {
    return this.#messages;
  }

  /** From here on there have been no messages. */
  clearMessages(): void {
    this.#messages.length = 0;
    this.#seenMessages = 0;
  }

  /** Every box there has been. */
  get boxes(): readonly vscode.QuickInput[] {
    return this.#opened;
  }

  /** The next message nobody has looked at yet. */
  async sees(severity: ShownMessage["severity"]): Promise<ShownMessage> {
    const message = await until(() => {
      const next = this.#messages[this.#seenMessages];
      assert.ok(next, "no message is shown");
      return next;
    });
    this.#seenMessages++;
    assert.equal(message.severity, severity, message.text);
    return message;
  }

  /** Presses that button in every message from now on that has it. */
  agreesTo(button: string): void {
    this.#agreed = button;
  }

  /** The input box that is open. */
  async inputBox(): Promise<vscode.InputBox> {
    return until(() => {
      const box = this.#boxes.at(-1);
      assert.ok(box && "password" in box && box.enabled && !box.busy, "no input box waits");
      return box as vscode.InputBox;
    });
  }

  /** The quick pick that is open and has its items. */
  async quickPick(): Promise<vscode.QuickPick<vscode.QuickPickItem>> {
    return until(() => {
      const box = this.#boxes.at(-1);
      assert.ok(box && "items" in box && !box.busy, "no quick pick waits");
      return box as vscode.QuickPick<vscode.QuickPickItem>;
    });
  }

  /** Enters a text into the input box that is open, and gives the box. */
  async enters(text: string): Promise<vscode.InputBox> {
    const box = await this.inputBox();
    box.value = text;
    await accept();
    return box;
  }

  /** Chooses the item of that label in the quick pick that is open. */
  async chooses(label: string): Promise<void> {
    const box = await this.quickPick();
    const item = box.items.find((candidate) => candidate.label === label);
    assert.ok(item, `${label} is not among ${box.items.map((candidate) => candidate.label).join(", ")}`);
    box.activeItems = [item];
    // A box that has not drawn its items yet accepts nothing, and says so by the time that the key was pressed.
    await until(async () => {
      await accept();
      assert.ok(this.#accepted.has(box), `${label} was not accepted`);
    });
  }

  /** Ticks exactly the items of these labels in the quick pick that is open, and accepts it. */
  async ticks(...labels: string[]): Promise<vscode.QuickPick<vscode.QuickPickItem>> {
    const box = await this.quickPick();
    box.selectedItems = box.items.filter(({ label }) => labels.includes(label));
    await accept();
    return box;
  }

  /** Waits for a box with this step number, and gives it. */
  async reaches(step: number): Promise<vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>> {
    return until(() => {
      const box = this.#boxes.at(-1) as vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem> | undefined;
      assert.ok(box?.step === step && box.enabled && !box.busy, `open: ${String(box?.title)} ${String(box?.step)}`);
      return box;
    });
  }

  /** Presses the Back button of the box that is open. */
  async goesBack(): Promise<void> {
    await until(() => {
      const box = this.#boxes.at(-1);
      assert.ok(box?.enabled && !box.busy, "no box waits");
    });
    await vscode.commands.executeCommand("workbench.action.quickInputBack");
  }

  /** Presses Escape in what is open. */
  async escapes(): Promise<void> {
    const count = this.#boxes.length;
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    await until(() => {
      assert.ok(this.#boxes.length < count, "the box is still open");
    });
  }

  /** Waits until nothing is open. */
  async hasNothingOpen(): Promise<void> {
    await until(() => {
      assert.equal(this.#boxes.length, 0, `open: ${String(this.#boxes.at(-1)?.title)}`);
    });
  }

  #watch<T extends vscode.QuickInput>(box: T): T {
    const show = box.show.bind(box);
    const dispose = box.dispose.bind(box);
    box.show = () => {
      this.#boxes.push(box);
      this.#opened.push(box);
      show();
    };
    const gone = (): void => {
      const index = this.#boxes.indexOf(box);
      if (index >= 0) this.#boxes.splice(index, 1);
    };
    box.dispose = () => {
      gone();
      dispose();
    };
    return box;
  }

  #show(severity: ShownMessage["severity"], text: string, rest: readonly unknown[]): Promise<unknown> {
    const items = rest.filter((item) => typeof item === "string" || isItem(item));
    // What only closes a message is not one of its answers.
    const buttons = items.flatMap((item) =>
      typeof item === "string" ? item : item.isCloseAffordance ? [] : item.title,
    );
    const options = rest.find((item): item is vscode.MessageOptions => typeof item === "object" && !isItem(item));
    const answerOf = (button: string | undefined) =>
      items.find((item) => (typeof item === "string" ? item : item.title) === button);
    if (this.#agreed !== undefined && buttons.includes(this.#agreed)) return Promise.resolve(answerOf(this.#agreed));
    return new Promise((resolve) => {
      const answer = (button: string | undefined): void => {
        resolve(answerOf(button));
      };
      this.#messages.push({
        severity,
        text,
        detail: options?.detail,
        isModal: options?.modal ?? false,
        buttons,
        answer,
      });
    });
  }
}

function isItem(value: unknown): value is vscode.MessageItem {
  return typeof value === "object" && value !== null && "title" in value;
}

/** What was set on a box goes out in a task of its own; only after this may a key follow. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  await setImmediate();
}

async function accept(): Promise<void> {
  await settled();
  await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
}
