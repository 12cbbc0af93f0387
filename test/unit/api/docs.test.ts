import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

const root = path.join(__dirname, "../../..");

function textOf(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

describe("docs/api.md", () => {
  it("has the example that is compiled and run in test/host", () => {
    const [, example] = /^```ts\n(.*?)^```$/ms.exec(textOf("docs/api.md")) ?? [];
    const ran = textOf("test/host/support/apiExample.ts").replace("../../../src/api/", "./");
    assert.equal(example, ran);
  });

  it("names types that stand for themselves, so that they can be copied", () => {
    const imports = textOf("src/api/awxTokensApi.ts").match(/^import .*/gm);
    assert.deepEqual(imports, ['import type { CancellationToken, Event } from "vscode";']);
  });
});
