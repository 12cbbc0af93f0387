import type * as vscode from "vscode";

/** The extension's boxes that are open in this window. */
const open = new Set<vscode.QuickInput>();

/** The focus on its way to where it was moved. */
let moving: Promise<void> | undefined;

/**
 * Shows a box until it has an answer. Not while the focus is on its way elsewhere, which would close it.
 * @throws what `answer` rejects with
 */
export async function showBox<T>(box: vscode.QuickInput, answer: Promise<T>): Promise<T> {
  open.add(box);
  try {
    if (moving) await moving;
    box.show();
    return await answer;
  } finally {
    open.delete(box);
    box.dispose();
  }
}

/** Moves the focus, unless it is in a box of the extension: that would be closed, or what is typed go elsewhere. */
export async function moveFocus(move: () => Promise<void>): Promise<void> {
  if (open.size > 0) return;
  moving = move().finally(() => {
    moving = undefined;
  });
  await moving;
}
