import assert from "node:assert/strict";
import fc from "fast-check";
import { AwxClient } from "../../../src/awx/awxClient";
import type { FieldChange } from "../../../src/awx/history";
import type { Transport } from "../../../src/awx/transport";
import { json } from "../../support/answers";
import { failureOf } from "../support/failure";
import { clientOf, useFakeAwx } from "../support/fakeAwx";
import { platformClient } from "../support/families";

const controllerStream = "/api/v2/tokens/4/activity_stream/";
const page = "order_by=-timestamp%2C-id&page_size=50";

describe("the history of a controller's token", () => {
  const awx = useFakeAwx();

  it("is at the link that its token has, newest first, with what each change was", async () => {
    awx().updateToken(4, { description: "alice's CI" });
    awx().updateToken(4, { scope: "read write", description: "CI of alice" });
    const client = clientOf(awx());
    const { token, historyLink, createdBy, modifiedBy } = await client.details(4);
    assert.deepEqual([token.description, historyLink], ["CI of alice", controllerStream]);
    assert.deepEqual([createdBy, modifiedBy], [undefined, undefined]);
    const { entries, count, next } = await client.history(controllerStream);
    assert.equal(count, 3);
    assert.equal(next, undefined);
    assert.deepEqual(
      entries.map(({ operation, who, changes }) => ({ operation, who, changes })),
      [
        {
          operation: "update",
          who: "alice",
          changes: [set("description", "alice's CI", "CI of alice"), set("scope", "write", "read write")],
        },
        { operation: "update", who: "alice", changes: [set("description", "alice personal", "alice's CI")] },
        {
          operation: "create",
          who: "alice",
          changes: [
            set("description", undefined, "alice personal"),
            set("scope", undefined, "write"),
            { field: "token", from: undefined, to: "", isSecret: true },
          ],
        },
      ],
    );
    assert.deepEqual(
      awx().requests.map(({ method, path }) => `${method} ${path}`),
      ["GET /api/v2/tokens/4/", `GET ${controllerStream}?${page}`],
    );
  });

  it("is refused to whoever may not see the token", async () => {
    assert.equal(
      (await failureOf(clientOf(awx(), 4).history("/api/v2/tokens/1/activity_stream/"))).problem.kind,
      "forbidden",
    );
  });

  it("comes fifty entries at a time", async () => {
    for (let edit = 0; edit < 60; edit++) awx().updateToken(4, { description: String(edit) });
    const client = clientOf(awx());
    const first = await client.history(controllerStream);
    assert.deepEqual([first.entries.length, first.count], [50, 61]);
    const second = await client.history(first.next ?? "");
    assert.deepEqual([second.entries.length, second.next], [11, undefined]);
    const ids = [...first.entries, ...second.entries].map(({ id }) => id);
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => b - a),
    );
    assert.equal(new Set(ids).size, 61);
  });

  it("has a deleted user's entries without a name", async () => {
    answerWith({ id: 1, timestamp: time, operation: "update", changes: {}, summary_fields: {} });
    const { entries } = await clientOf(awx()).history(controllerStream);
    assert.equal(entries[0]?.who, undefined);
  });

  it("tells no value of a field that holds a secret, nor one that is masked", async () => {
    const changes = { token: ["one", "two"], refresh_token: ["************", null], other: ["$encrypted$", "x"] };
    answerWith({ id: 1, timestamp: time, operation: "update", changes, summary_fields: {} });
    const { entries } = await clientOf(awx()).history(controllerStream);
    assert.deepEqual(entries[0]?.changes, [
      { field: "token", from: "", to: "", isSecret: true },
      { field: "refresh_token", from: "", to: "", isSecret: true },
      { field: "other", from: "", to: "", isSecret: true },
    ]);
  });

  it("has the last values of a token that was revoked, and values that are no texts", async () => {
    answerWith({
      id: 1,
      timestamp: time,
      operation: "delete",
      changes: { scope: "read", user: 3 },
      summary_fields: {},
    });
    const { entries } = await clientOf(awx()).history(controllerStream);
    assert.deepEqual(entries[0]?.changes, [set("scope", "read", undefined), set("user", "3", undefined)]);
  });

  it("may have no changes at all", async () => {
    answerWith({ id: 1, timestamp: time, operation: "associate", changes: null, summary_fields: {} });
    assert.deepEqual((await clientOf(awx()).history(controllerStream)).entries[0]?.changes, []);
  });

  const time = "2026-01-02T03:04:05Z";

  function answerWith(...results: readonly object[]): void {
    awx().intercept({ path: /activity_stream/ }, json(200, { count: results.length, next: null, results }));
  }
});

describe("the history of a platform's token", () => {
  const awx = useFakeAwx({ family: "gateway" });
  const stream = "/api/gateway/v1/activitystream/?content_type=33&object_id=5";

  it("is where its token says, with what each change was and without what the entry says itself", async () => {
    awx().updateToken(5, { scope: "write" });
    const client = platformClient(awx(), "gateway");
    const { historyLink, createdBy, modifiedBy } = await client.details(5);
    assert.deepEqual([historyLink, createdBy, modifiedBy], [stream, "_system", "alice"]);
    const { entries, count } = await client.history(stream);
    assert.equal(count, 2);
    assert.deepEqual(entries[0]?.changes, [set("scope", "read", "write")]);
    assert.equal(entries[0].who, "alice");
    const [, created] = entries;
    assert.equal(created?.operation, "create");
    assert.deepEqual(
      created.changes.map(({ field, to }) => [field, to]),
      [
        ["user", "3"],
        ["scope", "read"],
        ["token", ""],
        ["expires", created.changes.find(({ field }) => field === "expires")?.to],
        ["application", "1"],
        ["description", "alice app token"],
      ],
    );
    assert.deepEqual(
      awx().requests.map(({ path }) => path),
      ["/api/gateway/v1/tokens/5/", `${stream}&order_by=-created%2C-id&page_size=50`],
    );
  });

  it("is refused to its owner", async () => {
    assert.equal((await failureOf(platformClient(awx(), "gateway", 4).history(stream))).problem.kind, "forbidden");
  });

  it("has nothing to tell of an edit that changed nothing", async () => {
    awx().updateToken(5, {});
    const { entries } = await platformClient(awx(), "gateway").history(stream);
    assert.deepEqual([entries[0]?.operation, entries[0]?.changes], ["update", []]);
  });
});

describe("the link to a history", () => {
  it("is asked at the server alone, whatever it says", async () => {
    const link = fc.oneof(
      fc.constantFrom(
        "//evil.example/api/v2/",
        "/\\evil.example/",
        "https://awx.example.com@evil.example/",
        "https://awx.example.com/api/v2/tokens/1/activity_stream/",
        "http://awx.example.com/x",
        "?page=2",
        "",
        "javascript:alert(1)",
      ),
      fc.webUrl({ withQueryParameters: true }),
      fc.string({ unit: "binary" }),
    );
    await fc.assert(
      fc.asyncProperty(link, async (text) => {
        const asked: string[] = [];
        const transport = {
          request: (_: string, path: string) => {
            asked.push(path);
            return Promise.resolve({ count: 0, next: null, results: [] });
          },
        } as unknown as Transport;
        const client = new AwxClient(transport, "https://awx.example.com", { source: "controller", root: "/api/v2/" });
        const end = await client.history(text).catch(() => "refused");
        for (const path of asked) {
          const url = new URL(`https://awx.example.com${path}`);
          assert.equal(url.origin, "https://awx.example.com");
          assert.equal(url.searchParams.get("page_size"), "50");
        }
        assert.equal(asked.length, end === "refused" ? 0 : 1);
      }),
    );
  });
});

function set(field: string, from: string | undefined, to: string | undefined): FieldChange {
  return { field, from, to, isSecret: false };
}
