import assert from "node:assert/strict";
import { readHistory, readOlder, type History, type ReadHistory } from "../../../src/tokens/history";
import { json } from "../../support/answers";
import { failureOf } from "../support/failure";
import { clientOf, useFakeAwx } from "../support/fakeAwx";
import { platformClient } from "../support/families";

const stream = "/api/v2/tokens/4/activity_stream/";

describe("a history", () => {
  const awx = useFakeAwx();

  it("says how many older entries there are, and goes on until there are none", async () => {
    edit(120);
    const first = asRead(await readHistory(clientOf(awx()), stream));
    assert.deepEqual([first.entries.length, first.older?.count], [50, 71]);
    const second = await readOlder(clientOf(awx()), first);
    assert.deepEqual([second.entries.length, second.older?.count], [100, 21]);
    const third = await readOlder(clientOf(awx()), second);
    assert.deepEqual([third.entries.length, third.older], [121, undefined]);
    awx().clearRequests();
    assert.equal(await readOlder(clientOf(awx()), third), third);
    assert.equal(awx().requests.length, 0);
  });

  it("has each entry once, although newer ones have moved it on to the next page", async () => {
    edit(60);
    const first = asRead(await readHistory(clientOf(awx()), stream));
    edit(3);
    const second = await readOlder(clientOf(awx()), first);
    const ids = second.entries.map(({ id }) => id);
    assert.equal(ids.length, 61);
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => b - a),
    );
    assert.equal(second.older, undefined);
  });

  it("counts what is older after newer ones have come", async () => {
    edit(120);
    const first = asRead(await readHistory(clientOf(awx()), stream));
    edit(5);
    assert.equal((await readOlder(clientOf(awx()), first)).older?.count, 26);
  });

  it("ends where the server has cleaned up meanwhile", async () => {
    edit(60);
    const first = asRead(await readHistory(clientOf(awx()), stream));
    awx().intercept({ path: /activity_stream/ }, json(404, { detail: "Invalid page." }));
    const second = await readOlder(clientOf(awx()), first);
    assert.deepEqual([second.entries, second.older], [first.entries, undefined]);
  });

  it("is not read for ever where a page leads back to what was read", async () => {
    edit(60);
    const first = asRead(await readHistory(clientOf(awx()), stream));
    const [entry] = first.entries;
    const again = { id: entry?.id, timestamp: "2026-01-01T00:00:00Z", operation: "update", summary_fields: {} };
    awx().intercept({ path: /activity_stream/ }, json(200, { count: 61, next: stream, results: [again] }));
    const { problem } = await failureOf(readOlder(clientOf(awx()), first));
    assert.deepEqual(problem, { kind: "badNextPage", reason: "loop" });
  });

  it("is absent where the server has no link to one, or nothing behind it", async () => {
    assert.deepEqual(await readHistory(clientOf(awx()), undefined), { kind: "absent" });
    awx().intercept({ path: /activity_stream/ }, json(404, { detail: "Not found." }), { times: 1 });
    assert.deepEqual(await readHistory(clientOf(awx()), stream), { kind: "absent" });
    const page = { status: 404, headers: { "content-type": "text/html" }, body: "<h1>Not Found</h1>" };
    awx().intercept({ path: /activity_stream/ }, page);
    assert.deepEqual(await readHistory(clientOf(awx()), stream), { kind: "absent" });
  });

  it("is empty where nothing was recorded", async () => {
    awx().intercept({ path: /activity_stream/ }, json(200, { count: 0, next: null, results: [] }));
    assert.deepEqual(await readHistory(clientOf(awx()), stream), {
      kind: "read",
      entries: [],
      passed: 0,
      older: undefined,
    });
  });

  it("fails with its error where the server does, and where its link leads elsewhere", async () => {
    awx().intercept({ path: /activity_stream/ }, { status: 500 });
    assert.equal((await readHistory(clientOf(awx()), stream)).kind, "failed");
    const elsewhere = await readHistory(clientOf(awx()), "https://evil.example/");
    assert.equal(elsewhere.kind, "failed");
  });

  it("that is given up is no history at all", async () => {
    const { problem } = await failureOf(readHistory(clientOf(awx()), stream, AbortSignal.abort()));
    assert.equal(problem.kind, "cancelled");
  });

  function edit(times: number): void {
    for (let count = 0; count < times; count++) {
      awx().updateToken(4, { description: `${awx().token(4)?.description ?? ""}.` });
    }
  }
});

describe("a platform's history", () => {
  const awx = useFakeAwx({ family: "gateway" });

  it("is forbidden to a token's owner, and not to an auditor", async () => {
    const client = platformClient(awx(), "gateway", 4);
    const { historyLink } = await client.details(4);
    assert.deepEqual(await readHistory(client, historyLink), { kind: "forbidden" });
    assert.equal((await readHistory(platformClient(awx(), "gateway", 6), historyLink)).kind, "read");
  });
});

function asRead(history: History): ReadHistory {
  assert.equal(history.kind, "read");
  return history;
}
