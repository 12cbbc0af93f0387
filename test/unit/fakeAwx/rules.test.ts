import assert from "node:assert/strict";
import type { FakeAwx } from "../../fakeAwx/server";
import { startFakeAwx } from "../../fakeAwx/server";
import { ask, bearer as bearerOf } from "../support/ask";

type Tail<List extends readonly unknown[]> = List extends readonly [unknown, ...infer Rest] ? Rest : never;

describe("fakeAwx rules beyond the recording", () => {
  let awx: FakeAwx;

  beforeEach(async () => {
    awx = await startFakeAwx();
  });

  afterEach(async () => {
    await awx.stop();
  });

  function send(...request: Tail<Parameters<typeof ask>>): ReturnType<typeof ask> {
    return ask(awx, ...request);
  }

  const bearer = (id: number): Record<string, string> => bearerOf(awx, id);

  const lists: readonly [query: string, ids: readonly number[]][] = [
    ["not__scope=write", [2, 5, 7]],
    ["or__scope=read&or__description__istartswith=BOB", [2, 5, 6]],
    ["id__in=1,3&not__application=1", [1]],
    ["user__search=adams", [4, 5]],
    ["application__organization__name__iexact=ACME", [3, 5]],
    ["application=null&user__is_superuser=false", [4, 6]],
    ["search=%22admin+app%22", [3]],
    ["search=admin,read", [2]],
    ["description__regex=%5Ea.*n$", [3, 5]],
    ["expires__lt=2100-01-01&order_by=-expires", [7, 8]],
    ["order_by=-user__username,-id&page_size=4", [6, 5, 4, 8]],
    ["order_by=application,-id", [5, 3, 8, 7, 6, 4, 2, 1]],
    ["page=last&page_size=3", [7, 8]],
    ["count_disabled=1&page_size=3", [1, 2, 3]],
    ["type=user", []],
  ];
  for (const [query, ids] of lists) {
    it(`lists ?${query}`, async () => {
      const { status, text } = await send("admin", "GET", `/api/v2/tokens/?${query}`);
      assert.equal(status, 200, text);
      assert.deepEqual(
        (JSON.parse(text) as { results: { id: number }[] }).results.map(({ id }) => id),
        ids,
      );
    });
  }

  const refusals: readonly [query: string, status: number, body: unknown][] = [
    ["user__password=x", 403, { detail: "Filtering on password is not allowed." }],
    ["refresh_token__token=x", 403, { detail: "Filtering on token is not allowed." }],
    ["application=x", 400, { detail: "Invalid application id: x" }],
    ["application__contains=1", 400, { detail: "Related Field got invalid lookup: contains" }],
    ["description__in=", 400, { detail: "cannot provide empty value for __in" }],
    ["description__regex=%5B", 400, { detail: "unterminated character set at position 0" }],
    ["user__main_oauth2accesstoken__user=1", 400, { detail: "Loops not allowed in filters, detected on field user." }],
    ["search=a%00b", 400, ["Null characters are not allowed."]],
    ["page=x", 404, { detail: "Invalid page." }],
    ["role_level=read_role", 500, undefined],
    ["page_size=2.5&id__gt=0", 200, undefined],
  ];
  for (const [query, status, body] of refusals) {
    it(`answers ?${query} with ${String(status)}`, async () => {
      const answer = await send("admin", "GET", `/api/v2/tokens/?${query}`);
      assert.equal(answer.status, status);
      if (body !== undefined) assert.deepEqual(answer.body, body);
    });
  }

  it("fails on an unreadable page size once there is a second page", async () => {
    for (let made = 0; made < 25; made += 1) awx.createToken({ userId: 2 });
    assert.equal((await send("admin", "GET", "/api/v2/tokens/?page_size=2.5")).status, 500);
    assert.equal((await send("admin", "GET", "/api/v2/tokens/?page_size=0")).status, 200);
  });

  it("sorts and encodes the parameters of links anew", async () => {
    const { body } = await send(
      "admin",
      "GET",
      "/api/v2/tokens/?scope__contains=r&page_size=2&description__regex=a+b|.*",
    );
    const { next } = body as { next: string };
    assert.equal(next, "/api/v2/tokens/?description__regex=a+b%7C.%2A&page=2&page_size=2&scope__contains=r");
  });

  const edits: readonly [body: string, status: number, answer: object][] = [
    ["null", 400, { __all__: ["This field may not be null."] }],
    ['{"description": 1.50}', 200, { description: "1.5" }],
    ['{"description": 1e16, "scope": "write\\tread"}', 200, { description: "1e+16", scope: "write\tread" }],
    ['{"description": "a\\u0000"}', 400, { description: ["Null characters are not allowed."] }],
    ['{"description": "\\ud800"}', 400, { description: ["Surrogate characters are not allowed: U+D800."] }],
    [
      '{"description": true, "scope": {}}',
      400,
      { description: ["Not a valid string."], scope: ["Not a valid string."] },
    ],
    [
      '{"description": "x",}',
      400,
      {
        detail:
          "JSON parse error - Expecting property name enclosed in double quotes: line 1 column 21 (char 20)\n" +
          "Possible cause: trailing comma.",
      },
    ],
  ];
  for (const [body, status, expected] of edits) {
    it(`PATCH ${body}`, async () => {
      const answer = await send("admin", "PATCH", "/api/v2/tokens/1/", body);
      assert.equal(answer.status, status, answer.text);
      const { description, scope, ...rest } = answer.body as Record<string, unknown>;
      const actual = status === 200 ? { description, scope } : answer.body;
      if (status === 200)
        assert.deepEqual({ ...expected, scope: (expected as { scope?: string }).scope ?? "write" }, actual);
      else assert.deepEqual(actual, expected);
      assert.equal("last_used" in rest, false);
    });
  }

  it("moves modified on an empty PATCH, and never on use", async () => {
    const before = awx.token(4)?.modified.getTime() ?? 0;
    await send(undefined, "GET", "/api/v2/me/", undefined, bearer(4));
    assert.equal(awx.token(4)?.modified.getTime(), before);
    assert.ok(awx.token(4)?.lastUsed);
    await send("alice", "PATCH", "/api/v2/tokens/4/", "{}");
    assert.ok((awx.token(4)?.modified.getTime() ?? 0) > before);
  });

  it("forgets the use of a token whose request failed", async () => {
    await send(undefined, "GET", "/api/v2/tokens/1/", undefined, bearer(4));
    assert.equal(awx.token(4)?.lastUsed, null);
  });

  it("makes tokens for the caller only, whoever's list they are posted to", async () => {
    const { status, body } = await send("alice", "POST", "/api/v2/users/1/authorized_tokens/", '{"application": 1}');
    assert.equal(status, 201);
    const { id, user, token, refresh_token: refresh } = body as Record<string, unknown>;
    assert.deepEqual([user, token], [2, awx.secretOf(Number(id))]);
    assert.match(String(refresh), /^\w{30}$/);
  });

  it("refuses an unknown application in other words to others than superusers", async () => {
    const post = (user: string) => send(user, "POST", "/api/v2/tokens/", '{"application": 999}');
    assert.deepEqual((await post("admin")).body, { application: ['Invalid pk "999" - object does not exist.'] });
    assert.deepEqual((await post("alice")).body, { detail: "OAuth2Application matching query does not exist." });
  });

  it("hides users and their lists from strangers", async () => {
    assert.equal((await send("alice", "GET", "/api/v2/users/3/tokens/")).status, 403);
    assert.equal((await send("alice", "GET", "/api/v2/users/999/personal_tokens/")).status, 404);
    assert.equal((await send("admin", "GET", "/api/v2/users/999/personal_tokens/")).status, 200);
  });

  it("keeps a history of real changes, readable by the owner", async () => {
    await send("carol", "PATCH", "/api/v2/tokens/5/", '{"scope": "write", "description": "alice app token"}');
    await send("carol", "PATCH", "/api/v2/tokens/5/", "{}");
    const { body } = await send("alice", "GET", "/api/v2/tokens/5/activity_stream/?order_by=-id");
    const { count, results } = body as { count: number; results: Record<string, unknown>[] };
    assert.equal(count, 2);
    const { changes, summary_fields: summary } = results[0] ?? {};
    assert.deepEqual(changes, { scope: ["read", "write"] });
    const carol = { id: 4, username: "carol", first_name: "Carol", last_name: "Clark" };
    assert.deepEqual((summary as { actor: unknown }).actor, carol);
  });

  it("shows deletions to superusers and auditors only", async () => {
    await send("alice", "DELETE", "/api/v2/tokens/4/");
    const deleted = async (user: string): Promise<unknown> => {
      const { body } = await send(user, "GET", "/api/v2/activity_stream/?operation=delete");
      return (body as { count: number }).count;
    };
    assert.deepEqual([await deleted("admin"), await deleted("bob"), await deleted("alice")], [1, 1, 0]);
  });

  it("does not tell a superuser with a read token that PUT is there", async () => {
    const { body } = await send(undefined, "OPTIONS", "/api/v2/tokens/3/", undefined, bearer(2));
    assert.deepEqual(Object.keys((body as { actions: object }).actions), ["GET"]);
  });

  it("checks Accept before the login, and the scope before the method", async () => {
    assert.equal((await send(undefined, "GET", "/api/v2/me/", undefined, { accept: "text/csv" })).status, 406);
    assert.equal((await send(undefined, "DELETE", "/api/v2/tokens/", undefined, bearer(2))).status, 403);
    assert.equal((await send("alice", "DELETE", "/api/v2/tokens/")).status, 405);
  });

  it("keeps the query when it adds the slash", async () => {
    const { status, headers } = await send("admin", "GET", "/api/v2/tokens?page=2");
    assert.deepEqual([status, headers.get("location")], [301, "/api/v2/tokens/?page=2"]);
  });

  it("speaks French where the catalogue does", async () => {
    const french = { "accept-language": "fr-CH, en;q=0.8" };
    assert.deepEqual((await send("admin", "GET", "/api/v2/tokens/?page=9", undefined, french)).body, {
      detail: "Page non valide.",
    });
    const { body } = await send("admin", "GET", "/api/v2/tokens/999/", undefined, french);
    assert.deepEqual(body, { detail: "No OAuth2AccessToken matches the given query." });
  });
});
