import assert from "node:assert/strict";
import type { Page } from "playwright-core";

/** Where the extension shows something. */
const places = [
  ".part.sidebar .pane-body",
  ".quick-input-widget:not([style*='display: none'])",
  ".monaco-dialog-box",
  ".notifications-toasts.visible",
];

/** What can be used, or is read out by itself. */
const roles = new Set([
  "button",
  "checkbox",
  "combobox",
  "dialog",
  "link",
  "listbox",
  "menuitem",
  "option",
  "textbox",
  "tree",
  "treeitem",
]);

interface AccessibleNode {
  readonly ignored: boolean;
  readonly role?: { readonly value?: unknown };
  readonly name?: { readonly value?: unknown };
}

/**
 * Asserts that everything that can be used where the extension shows something has a name in the accessibility tree of
 * the browser, made of words alone, and that the name of each row says all that the row shows.
 */
export async function assertNamed(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  try {
    const { root } = await session.send("DOM.getDocument", { depth: 0 });
    for (const selector of places) {
      const { nodeIds } = await session.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector });
      for (const nodeId of nodeIds) {
        const { nodes } = await session.send("Accessibility.queryAXTree", { nodeId });
        for (const node of nodes) assertNodeNamed(node, selector);
      }
    }
  } finally {
    await session.detach();
  }
  const rows = await page.evaluate<readonly ShownRow[]>(shownRows);
  for (const { name, shown } of rows) {
    const said = new Set(wordsIn(name));
    assert.deepEqual(
      shown.flatMap(wordsIn).filter((word) => !said.has(word)),
      [],
      `“${name}” does not say all that is shown`,
    );
  }
}

function assertNodeNamed({ ignored, role, name }: AccessibleNode, place: string): void {
  if (ignored || typeof role?.value !== "string" || !roles.has(role.value)) return;
  const text = typeof name?.value === "string" ? name.value : "";
  assert.match(text, /\p{L}|\d/u, `a ${role.value} in ${place} has no name`);
  assert.doesNotMatch(text, /\$\(/, `the name of a ${role.value} in ${place} has an icon in it`);
}

function wordsIn(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

interface ShownRow {
  readonly name: string;
  readonly shown: readonly string[];
}

const shownRows = `[...document.querySelectorAll(".part.sidebar [role=treeitem]")].map((row) => ({
  name: row.getAttribute("aria-label") ?? "",
  shown: [".label-name", ".label-description"]
    .flatMap((part) => [...row.querySelectorAll(part)])
    .map(({ textContent }) => textContent ?? ""),
}))`;
