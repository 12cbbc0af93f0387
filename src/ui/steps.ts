import * as vscode from "vscode";

/** Where a box stands among several that follow each other. */
export interface StepPosition {
  readonly number: number;
  readonly of: number;
  readonly hasBack: boolean;
}

/**
 * What became of one step: Escape is no error, and Back is no answer but keeps what was entered. The draft is what the
 * steps have gathered so far.
 */
export type StepAnswer<D> =
  | { readonly kind: "accepted"; readonly draft: D }
  /** To the step of this number, by default to the one before. */
  | { readonly kind: "back"; readonly draft: D; readonly to?: number }
  | { readonly kind: "cancelled" };

export type Step<D> = (draft: D, position: StepPosition) => Promise<StepAnswer<D>>;

/**
 * Asks step by step. Which steps there are may depend on what was answered; Back goes to the one before, and loses
 * nothing. Gives the draft after the last step, or nothing when the person gives up.
 * @param first the number of the step to begin with
 * @throws what a step throws
 */
export async function askSteps<D>(
  start: D,
  stepsOf: (draft: D) => readonly Step<D>[],
  first = 1,
): Promise<D | undefined> {
  let draft = start;
  for (let index = first - 1; ;) {
    const steps = stepsOf(draft);
    const step = steps[index];
    if (!step) return draft;
    const answer = await step(draft, { number: index + 1, of: steps.length, hasBack: index > 0 });
    if (answer.kind === "cancelled") return undefined;
    draft = answer.draft;
    index = answer.kind === "accepted" ? index + 1 : answer.to === undefined ? index - 1 : answer.to - 1;
  }
}

/** Shows where a box stands. */
export function showStep(box: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox, step?: StepPosition): void {
  if (!step) return;
  [box.step, box.totalSteps] = [step.number, step.of];
  if (step.hasBack) box.buttons = [vscode.QuickInputButtons.Back, ...box.buttons];
}
