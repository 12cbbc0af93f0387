import * as vscode from "vscode";
import { inertMessage } from "../util/visibleText";
import { showBox } from "./boxes";
import { explain } from "./explain";
import { showStep, type StepAnswer, type StepPosition } from "./steps";

export interface TextInput {
  readonly title: string;
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly isSecret?: boolean;
  readonly step?: StepPosition | undefined;
  /** A button that does something beside the input, and leaves it open. */
  readonly button?: { readonly icon: string; readonly tooltip: string; readonly run: () => void };
  /** Something to say about the text while it is typed: an error keeps it from being accepted. */
  readonly validate?: (text: string) => vscode.InputBoxValidationMessage | undefined;
  /**
   * Takes the text, which may need a server. What it answers keeps the box open with the text in it; so does what it
   * throws, which `explain` puts into words.
   */
  readonly accept?: (text: string, signal: AbortSignal) => Promise<string | undefined>;
}

/** What became of an input: Escape is no error, and Back keeps what is in the box. */
export type TextAnswer = { readonly kind: "accepted" | "back"; readonly text: string } | { readonly kind: "cancelled" };

/**
 * Asks for a line of text. The box stays open when the focus goes elsewhere: people fetch what they paste from a browser.
 */
export async function askText(input: TextInput): Promise<TextAnswer> {
  const box = vscode.window.createInputBox();
  const closed = new AbortController();
  box.title = input.title;
  // VS Code draws icons and links in what it says below the line, and a link there may run a command.
  box.prompt = inertMessage(input.prompt);
  // Before it holds anything.
  box.password = input.isSecret ?? false;
  box.value = input.value ?? "";
  box.placeholder = input.placeholder ?? "";
  box.ignoreFocusOut = true;
  const button = input.button && { iconPath: new vscode.ThemeIcon(input.button.icon), tooltip: input.button.tooltip };
  box.buttons = button ? [button] : [];
  showStep(box, input.step);
  const showValidation = (): vscode.InputBoxValidationMessage | undefined => {
    const said = input.validate?.(box.value);
    box.validationMessage = said && { ...said, message: inertMessage(said.message) };
    return said;
  };
  showValidation();

  const setWaiting = (isWaiting: boolean): void => {
    box.busy = isWaiting;
    box.enabled = !isWaiting;
  };
  let refused: string | undefined;
  const answer = new Promise<TextAnswer>((resolve) => {
    box.onDidChangeValue(() => {
      // News of a text that was refused since may come late, and must not take the reason away.
      if (box.value !== refused) showValidation();
    });
    box.onDidTriggerButton((pressed) => {
      if (pressed === vscode.QuickInputButtons.Back) resolve({ kind: "back", text: box.value });
      else input.button?.run();
    });
    box.onDidHide(() => {
      resolve({ kind: "cancelled" });
    });
    const accept = async (): Promise<void> => {
      const text = box.value;
      if (box.busy || showValidation()?.severity === vscode.InputBoxValidationSeverity.Error) return;
      refused = undefined;
      setWaiting(true);
      const refusal = await input.accept?.(text, closed.signal).catch(explain);
      if (refusal === undefined) {
        resolve({ kind: "accepted", text });
      } else if (!closed.signal.aborted) {
        refused = text;
        setWaiting(false);
        box.validationMessage = { message: inertMessage(refusal), severity: vscode.InputBoxValidationSeverity.Error };
      }
    };
    box.onDidAccept(() => void accept());
  });
  return showBox(box, answer).finally(() => {
    closed.abort();
  });
}

/** A text as the answer of a step: kept on Back too. */
export function keeping<D>(answer: TextAnswer, take: (text: string) => D): StepAnswer<D> {
  return answer.kind === "cancelled" ? answer : { kind: answer.kind, draft: take(answer.text) };
}
