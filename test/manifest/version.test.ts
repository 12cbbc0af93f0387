import assert from "node:assert/strict";
import { versionProblems, type WrittenVersions } from "../../scripts/version";

const agreed: WrittenVersions = {
  manifest: "1.2.0",
  lock: "1.2.0",
  changelog: "# Changelog\n\n## 1.2.0\n\n### Added\n\n- more\n\n## 1.1.0\n",
  tags: ["v1.2.0", "nightly"],
};

describe("the version", () => {
  it("is the same in package.json, its lock file, the changelog and a tag", () => {
    assert.deepEqual(versionProblems(), []);
  });

  it("is not said to be when one of them has another", () => {
    assert.deepEqual(versionProblems(agreed), []);
    const others: Partial<WrittenVersions>[] = [
      { manifest: "1.2.1" },
      { lock: "1.1.0" },
      { changelog: `# Changelog\n\n## Unreleased\n\n- more\n\n## 1.2.0\n` },
      { changelog: "# Changelog\n" },
      { tags: ["v1.2.0", "v1.1.0"] },
    ];
    for (const other of others)
      assert.notDeepEqual(versionProblems({ ...agreed, ...other }), [], JSON.stringify(other));
  });
});
