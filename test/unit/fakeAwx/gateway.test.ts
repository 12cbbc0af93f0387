import assert from "node:assert/strict";
import { ask, bearer } from "../support/ask";
import { useFakeAwx } from "../support/fakeAwx";

const tokens = "/api/gateway/v1/tokens/";

describe("fakeAwx gateway rules beyond the recording", () => {
  const awx = useFakeAwx({ family: "gateway" });

  async function idsOf(query: string): Promise<readonly number[]> {
    const { status, body, text } = await ask(awx(), "admin", "GET", `${tokens}?${query}`);
    assert.equal(status, 200, text);
    return (body as { results: { id: number }[] }).results.map(({ id }) => id);
  }

  const lists: readonly [query: string, ids: readonly number[]][] = [
    ["modified_by__username=alice", [4, 5]],
    ["created_by__username=_system", [5]],
    ["application__organization__name=Acme", [3, 5]],
    ["order_by=-user__username,-id&page_size=4", [6, 5, 4, 8]],
    ["search=nothing&user=4", [6]],
    ["count_disabled=1&page_size=3&page=2", [4, 5, 6]],
    ["page_size=abc&page=last", [1, 2, 3, 4, 5, 6, 7, 8]],
  ];
  for (const [query, ids] of lists) {
    it(`lists ?${query}`, async () => {
      assert.deepEqual(await idsOf(query), ids);
    });
  }

  it("has pages of 50, and leaves the size in links as it was asked for", async () => {
    for (let made = 0; made < 243; made += 1) awx().createToken({ userId: 3 });
    assert.equal((await idsOf("")).length, 50);
    const { body } = await ask(awx(), "admin", "GET", `${tokens}?page_size=500&order_by=id`);
    const { next, results } = body as { next: string; results: unknown[] };
    assert.equal(results.length, 200);
    assert.equal(next, `${tokens}?order_by=id&page=2&page_size=500`);
    const last = await ask(awx(), "admin", "GET", `${tokens}?page=2`);
    assert.equal((last.body as { previous: string }).previous, tokens);
  });

  const tooLong = `${"read ".repeat(7)}write`;
  const edits: readonly [body: string, status: number, answer: object][] = [
    ["null", 400, { non_field_errors: ["No data provided"] }],
    ['"x"', 400, { non_field_errors: ["Invalid data. Expected a dictionary, but got str."] }],
    ['{"application": {}}', 400, { application: ["Incorrect type. Expected pk value, received dict."] }],
    ['{"application": 999}', 400, { application: ['Invalid pk "999" - object does not exist.'] }],
    ['{"application": "2"}', 200, { application: 2 }],
    ['{"application": ""}', 200, { application: null }],
    [`{"scope": "${tooLong}"}`, 400, { scope: ["Ensure this field has no more than 32 characters."] }],
    [
      `{"scope": "${tooLong} x"}`,
      400,
      {
        scope: ["Invalid scope: x. Must be one of: read, write", "Ensure this field has no more than 32 characters."],
      },
    ],
    ['{"description": "a\\u0000"}', 400, { description: ["Null characters are not allowed."] }],
    [
      '{"scope": null, "description": null}',
      400,
      {
        scope: ["This field may not be null."],
        description: ["This field may not be null."],
      },
    ],
    ['{"scope": " write read "}', 200, { scope: "write read" }],
  ];
  for (const [sent, status, expected] of edits) {
    it(`PATCH ${sent}`, async () => {
      const answer = await ask(awx(), "admin", "PATCH", `${tokens}1/`, sent);
      assert.equal(answer.status, status, answer.text);
      if (status === 200) assert.deepEqual({ ...(answer.body as object), ...expected }, answer.body);
      else assert.deepEqual(answer.body, expected);
    });
  }

  it("reads forms, in one piece and in parts", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    await ask(awx(), "admin", "PATCH", `${tokens}1/`, "scope=read&description=a+b%21&application=1", form);
    const { description, scope, applicationId } = awx().token(1) ?? {};
    assert.deepEqual([description, scope, applicationId], ["a b!", "read", 1]);
    const parts = '--x\r\nContent-Disposition: form-data; name="description"\r\n\r\nin\r\n\r\nparts\r\n--x--\r\n';
    await ask(awx(), "admin", "PATCH", `${tokens}1/`, parts, { "content-type": "multipart/form-data; boundary=x" });
    assert.equal(awx().token(1)?.description, "in\r\n\r\nparts");
  });

  it("keeps what a PUT leaves out", async () => {
    await ask(awx(), "alice", "PUT", `${tokens}5/`, '{"description": "put"}');
    const { description, scope, applicationId, modifiedBy } = awx().token(5) ?? {};
    assert.deepEqual([description, scope, applicationId, modifiedBy], ["put", "read", 1, 3]);
  });

  it("looks at rights before the content type, and at the body of a POST before the login", async () => {
    const plain = { "content-type": "text/plain" };
    assert.equal((await ask(awx(), "alice", "PATCH", `${tokens}1/`, "x", plain)).status, 403);
    assert.equal((await ask(awx(), "admin", "PATCH", `${tokens}1/`, "x", plain)).status, 415);
    assert.equal((await ask(awx(), undefined, "POST", tokens, "x", plain)).status, 415);
    assert.equal((await ask(awx(), undefined, "POST", tokens, '{"application": 1}')).status, 401);
    assert.equal((await ask(awx(), "alice", "POST", tokens, '{"application": 1}')).status, 403);
    assert.equal((await ask(awx(), "alice", "POST", tokens, "null")).status, 500);
  });

  it("refuses bad Basic credentials on open pages, but not a bad token", async () => {
    assert.deepEqual((await ask(awx(), "nobody", "GET", "/api/")).body, { detail: "Invalid username/password." });
    const { status } = await ask(awx(), undefined, "GET", "/api/", undefined, { authorization: "Bearer x" });
    assert.equal(status, 200);
    const ping = await ask(awx(), undefined, "GET", "/api/gateway/v1/ping/");
    assert.equal((ping.body as { status: string }).status, "good");
  });

  it("moves last_used even if the request fails, and never modified", async () => {
    const before = awx().token(4)?.modified;
    const { status } = await ask(awx(), undefined, "GET", `${tokens}1/`, undefined, bearer(awx(), 4));
    assert.equal(status, 403);
    assert.ok(awx().token(4)?.lastUsed);
    assert.equal(awx().token(4)?.modified, before);
  });

  it("takes an id for a dry run, and nothing else", async () => {
    const dryRun = (validate: string) =>
      ask(awx(), "alice", "POST", `${tokens}?validate=${validate}`, '{"description": "dry"}');
    assert.equal((await dryRun("1")).status, 202);
    assert.equal((await dryRun("maybe")).status, 500);
    assert.equal(awx().tokens().length, 8);
    const { body } = await dryRun("false");
    assert.equal((body as { id: number }).id, 10);
  });

  it("keeps a history of all columns, for superusers and auditors", async () => {
    const { body } = await ask(awx(), "alice", "PATCH", `${tokens}4/`, '{"scope": "read"}');
    const { activity_stream: link } = (body as { related: { activity_stream: string } }).related;
    const history = await ask(awx(), "bob", "GET", link);
    const { count, results } = history.body as { count: number; results: Record<string, unknown>[] };
    assert.equal(count, 2);
    const { operation, created_by: actor, changes } = results[0] ?? {};
    assert.deepEqual([operation, actor], ["update", 3]);
    const { changed_fields: changed } = changes as { changed_fields: Record<string, unknown> };
    assert.deepEqual(Object.keys(changed).sort(), ["modified", "scope"]);
    assert.deepEqual(changed["scope"], ["write", "read"]);
  });

  it("hides users from strangers, who still find their tokens", async () => {
    const user = "/api/gateway/v1/users/4/";
    assert.equal((await ask(awx(), "alice", "GET", user)).status, 404);
    assert.deepEqual((await ask(awx(), "alice", "GET", `${user}personal_tokens/`)).status, 200);
    const { body } = await ask(awx(), "bob", "GET", user);
    assert.equal((body as { related: { tokens: string } }).related.tokens, `${user}tokens/`);
  });

  it("misses the application of a list, but not the user", async () => {
    const list = async (path: string) => (await ask(awx(), "alice", "GET", `/api/gateway/v1/${path}/tokens/`)).status;
    assert.equal(await list("applications/999"), 404);
    assert.equal(await list("users/999"), 200);
    assert.deepEqual([await list("applications/x"), await list("users/x")], [500, 500]);
  });

  it("has nothing at the paths of an AWX, in HTML", async () => {
    const { status, headers } = await ask(awx(), "admin", "GET", "/api/v2/tokens/");
    assert.deepEqual([status, headers.get("content-type")], [404, "text/html; charset=utf-8"]);
  });
});
