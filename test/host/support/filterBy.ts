import assert from "node:assert/strict";
import { run } from "./extension";
import type { Person } from "./person";
import { until } from "./watch";

/** Filters the tokens of `lab`, whose box says by then what that shows. */
export async function filterBy(person: Person, text: string, shown: string): Promise<void> {
  const done = run("filterTokens", { kind: "server", serverName: "lab" });
  const box = await person.quickPick();
  await until(() => {
    assert.match(box.items[0]?.label ?? "", /^Show/);
  });
  box.value = text;
  await until(() => {
    assert.equal(box.items[0]?.label, shown);
  });
  await person.chooses(shown);
  await done;
}
