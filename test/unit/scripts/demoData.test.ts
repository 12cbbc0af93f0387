import assert from "node:assert/strict";
import { colleagues, fillAwx, fillPlatform, ownTokens } from "../../../scripts/demoData";
import type { AccessToken } from "../../../src/awx/schemas";
import { findings, review } from "../../../src/tokens/review";
import type { HeldTokens } from "../../fakeAwx/heldTokens";
import { startFakeAwx, type FakeAwx } from "../../fakeAwx/server";
import { ask } from "../support/ask";

describe("the servers of the demo", () => {
  let awx: FakeAwx;
  let platform: FakeAwx;
  before(async () => {
    awx = await startFakeAwx({ extraUsers: colleagues, fill: fillAwx });
    platform = await startFakeAwx({ family: "both", extraUsers: colleagues, fill: fillPlatform });
  });
  after(async () => {
    await Promise.all([awx.stop(), platform.stop()]);
  });
  const named = (table: HeldTokens, start: string) => {
    const found = table.tokens().find(({ description }) => description.startsWith(start));
    assert.ok(found, start);
    return found;
  };

  it("have more than one token of each kind that there is something to see to about", () => {
    const now = new Date();
    const tokens = awx.tokens().map((token) => ({ ...token, source: "controller", ownerId: token.userId }));
    const found = review(tokens as unknown as AccessToken[], { now, soonDays: 14, neverUsed: new Set() });
    for (const finding of findings) {
      const all = [...found.values()].flat().filter((reviewed) => reviewed.findings.includes(finding));
      assert.ok(all.length > 1, `${finding}: ${String(all.length)}`);
    }
  });

  it("have nothing that was used before it was made, after it expired, or in the future", () => {
    for (const token of [awx, platform, platform.controller].flatMap((table) => table.tokens())) {
      const times = [token.created, token.lastUsed ?? token.created, new Date(Math.min(+token.expires, Date.now()))];
      assert.deepEqual(
        times,
        [...times].sort((a, b) => +a - +b),
        token.description,
      );
    }
  });

  it("have been lived in: what became of a token is told by its history", async () => {
    const { id, created } = named(awx, "Nightly deploy to production");
    named(awx, ownTokens.awx);
    named(platform, ownTokens.platform);
    const path = `/api/v2/tokens/${String(id)}/activity_stream/?order_by=timestamp`;
    const { results } = (await ask(awx, "admin", "GET", path)).body as {
      results: { operation: string; timestamp: string }[];
    };
    assert.deepEqual(
      results.map(({ operation }) => operation),
      ["create", ...Array.from({ length: 5 }, () => "update")],
    );
    assert.equal(+new Date(results[0]?.timestamp ?? ""), +created);
  });
});
