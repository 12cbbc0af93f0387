import assert from "node:assert/strict";
import { importsOf, lintProblems, pictureProblems, withArrows } from "../../../scripts/architecture";

const files = new Map([
  ["main.ts", 'import { run } from "./acts/run";'],
  ["acts/run.ts", 'import type { Store } from "../store/store";\nvoid import("../net/send");\nimport "./other";'],
  ["acts/other.ts", 'import fs from "node:fs";'],
  ["store/store.ts", 'export { send } from "../net/send";'],
  ["net/send.ts", ""],
]);
const imports = importsOf(files);

const picture = `# Development

\`\`\`mermaid
flowchart TD
  subgraph below ["Below"]
    store["store/"]
    net["net/"]
  end
  main --> acts
  acts --> store
  store --> net
\`\`\`

More.
`;

describe("the picture of the architecture", () => {
  it("is right when its arrows are the imports, without those that a longer way shows", () => {
    assert.deepEqual(pictureProblems(picture, imports), []);
  });

  it("names the file of an arrow that is missing", () => {
    assert.deepEqual(pictureProblems(picture.replace("  acts --> store\n", ""), imports), [
      "docs/development.md does not draw acts --> store, an import in src/acts/run.ts",
    ]);
  });

  it("has no arrow that is no import, or that a longer way shows", () => {
    for (const arrow of ["net --> store", "acts --> net"]) {
      assert.deepEqual(
        pictureProblems(picture.replace("  store --> net\n", `  store --> net\n  ${arrow}\n`), imports),
        [`docs/development.md draws ${arrow}, which is no import or is shown by a longer way`],
      );
    }
  });

  it("has every folder, also one that nothing imports", () => {
    const more = importsOf(new Map([...files, ["alone/alone.ts", ""]]));
    assert.deepEqual(pictureProblems(picture, more), ["docs/development.md does not draw src/alone"]);
  });

  it("is missed", () => {
    assert.deepEqual(pictureProblems("# Development\n", imports), ["docs/development.md has no flowchart"]);
  });

  it("is given the right arrows, and keeps the rest", () => {
    const wrong = picture.replace("acts --> store", "net --> main");
    assert.deepEqual(pictureProblems(withArrows(wrong, imports), imports), []);
    assert.ok(withArrows(wrong, imports).startsWith(picture.slice(0, picture.indexOf("  main -->"))));
    assert.ok(withArrows(wrong, imports).endsWith("```\n\nMore.\n"));
  });

  it("shows what lint allows", () => {
    const layers = { acts: ["store", "net"], store: ["net"], net: [] };
    assert.deepEqual(lintProblems(layers, importsOf(new Map([...files].filter(([file]) => file !== "main.ts")))), []);
    assert.deepEqual(lintProblems({ ...layers, net: ["store"] }, importsOf(new Map([...files].slice(1)))), [
      "eslint.config.mjs lets net import store, which the picture does not show",
    ]);
    const withoutStore = { acts: layers.acts, net: layers.net };
    assert.deepEqual(lintProblems(withoutStore, importsOf(new Map([...files].slice(1)))), [
      "eslint.config.mjs has no layer for src/store",
    ]);
  });
});
