import assert from "node:assert/strict";
import type { HeldTokens } from "../../fakeAwx/heldTokens";
import type { FakeAwx } from "../../fakeAwx/server";
import { allowHandOver } from "./leaks";
import type { Person, ShownMessage } from "./person";
import type { Scene } from "./signedIn";

/** Lets each test of a suite be handed over the values of the tokens that are made in it, and no others. */
export function eachMayHandOver(scene: Scene): void {
  let forbid: () => void = () => undefined;
  beforeEach(() => {
    const { awx } = scene;
    const there = new Set(valuesOf(awx));
    forbid = allowHandOver((line) => !there.has(line) && valuesOf(awx).includes(line));
  });
  afterEach(() => {
    forbid();
  });
}

/** The dialog that hands over a value, and the values in it. */
export async function seesValue(person: Person): Promise<{ readonly dialog: ShownMessage; readonly values: string[] }> {
  const dialog = await person.sees("info");
  assert.ok(dialog.isModal, dialog.text);
  const lines = dialog.detail?.split("\n") ?? [];
  const values = lines.filter((_, index) => lines[index - 1]?.endsWith(":"));
  assert.ok(values.length > 0, "no value is shown");
  return { dialog, values };
}

/** Copies the value that is handed over, and closes the dialog. */
export async function copiesValue(person: Person): Promise<string> {
  const { dialog, values } = await seesValue(person);
  dialog.answer("Copy Token");
  const again = await person.sees("info");
  assert.match(again.detail ?? "", /^The value is in the clipboard\./);
  again.answer(undefined);
  return values[0] ?? "";
}

function valuesOf(awx: FakeAwx): string[] {
  return tablesOf(awx)
    .flatMap((table) => table.tokens())
    .flatMap(({ secret, refreshSecret }) => [secret, ...(refreshSecret === null ? [] : [refreshSecret])]);
}

function tablesOf(awx: FakeAwx): HeldTokens[] {
  try {
    return [awx, awx.controller];
  } catch {
    // A platform's controller need not have tokens.
    return [awx];
  }
}
