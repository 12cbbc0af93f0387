import assert from "node:assert/strict";
import { inspect } from "node:util";
import { AwxClient } from "../../../src/awx/awxClient";
import { AwxError, type AwxProblem } from "../../../src/awx/errors";
import type { AccessToken } from "../../../src/awx/schemas";
import { startFakeAwx, type FakeAwx } from "../../fakeAwx/server";
import { clientOf, json, transportTo, until, useFakeAwx } from "../support/fakeAwx";

const firstPage = "/api/v2/tokens/?order_by=id&page_size=200";
const otherShape: AwxProblem = { kind: "unexpectedAnswer", status: 200, found: "otherShape" };

async function allTokens(client: AwxClient): Promise<AccessToken[]> {
  return (await allPages(client)).flat();
}

async function allPages(client: AwxClient): Promise<(readonly AccessToken[])[]> {
  const pages = [];
  for await (const tokens of client.tokenPages()) pages.push(tokens);
  return pages;
}

function withProblem(problem: AwxProblem, request?: string) {
  return (error: unknown) => {
    assert.ok(error instanceof AwxError, inspect(error));
    assert.deepEqual(error.problem, problem);
    if (request !== undefined) assert.equal(error.request, request);
    return true;
  };
}

/** The JSON that a server gives its administrator for a path. */
async function answerOf(awx: FakeAwx, path: string): Promise<Record<string, unknown>> {
  return (await transportTo(awx).request("GET", path)) as Record<string, unknown>;
}

/** A page of a list with the tokens and where it goes on. */
function page(next: string | null, ...results: unknown[]) {
  return json(200, { count: 2, next, previous: null, results });
}

describe("AwxClient.me", () => {
  const awx = useFakeAwx();

  it("says whose the credential is", async () => {
    assert.deepEqual(await clientOf(awx(), 4).me(), { id: 2, username: "alice" });
    assert.deepEqual(
      awx().requests.map(({ path }) => path),
      ["/api/v2/me/"],
    );
  });

  it("says that an expired credential is not accepted", async () => {
    await assert.rejects(
      clientOf(awx(), 8).me(),
      withProblem({ kind: "unauthenticated", with: "token", reasons: [] }, "GET /api/v2/me/"),
    );
  });

  const user = { id: 1, username: "admin" };
  for (const body of [
    {},
    [],
    null,
    user,
    { results: [] },
    { results: [user, user] },
    { results: {} },
    { results: [{ username: "admin" }] },
    { results: [{ id: "1", username: "admin" }] },
    { results: [{ id: 0, username: "admin" }] },
    { results: [{ id: 1.5, username: "admin" }] },
    { results: [{ id: 1 }] },
    { results: [{ id: 1, username: null }] },
  ]) {
    it(`refuses ${JSON.stringify(body)}`, async () => {
      awx().intercept({}, json(200, body));
      await assert.rejects(clientOf(awx()).me(), withProblem(otherShape, "GET /api/v2/me/"));
    });
  }

  it("can be given up", async () => {
    awx().intercept({}, "hang");
    const abort = new AbortController();
    const rejected = assert.rejects(clientOf(awx()).me(abort.signal), withProblem({ kind: "cancelled" }));
    await until(() => awx().requests.length === 1);
    abort.abort();
    await rejected;
  });
});

describe("AwxClient.tokenPages", () => {
  const awx = useFakeAwx();

  it("gives the tokens that the user may see, as the server has them, without their secret values", async () => {
    const [personal, application, ...others] = await allTokens(clientOf(awx(), 4));
    assert.deepEqual(others, []);
    const { created, modified, expires } = awx().token(4) ?? {};
    assert.deepEqual(personal, {
      id: 4,
      description: "alice personal",
      scope: "write",
      ownerId: 2,
      ownerName: "alice",
      applicationId: null,
      applicationName: undefined,
      created,
      modified: (await answerOf(awx(), "/api/v2/tokens/4/"))["modified"],
      expires,
    });
    assert.equal(personal.modified.slice(0, 19), modified?.toISOString().slice(0, 19));
    assert.equal(application?.id, 5);
    assert.equal(application.applicationId, 1);
    assert.equal(application.applicationName, "vscode");
  });

  it("gives every token of a long list once, in the order of their ids, page by page", async () => {
    const many = await startFakeAwx({ extraTokens: 410 });
    try {
      const pages = await allPages(clientOf(many));
      assert.deepEqual(
        pages.map(({ length }) => length),
        [200, 200, 18],
      );
      assert.deepEqual(
        pages.flat().map(({ id }) => id),
        many.tokens().map(({ id }) => id),
      );
      assert.equal(many.requests[0]?.path, firstPage);
      assert.equal(many.requests.length, 3);
      for (const { path } of many.requests) {
        const query = new URL(path, many.url).searchParams;
        assert.deepEqual([query.get("page_size"), query.get("order_by")], ["200", "id"]);
      }
    } finally {
      await many.stop();
    }
  });

  it("asks for no page before it is wanted", async () => {
    const many = await startFakeAwx({ extraTokens: 200 });
    try {
      for await (const tokens of clientOf(many).tokenPages()) {
        assert.equal(tokens.length, 200);
        break;
      }
      assert.equal(many.requests.length, 1);
    } finally {
      await many.stop();
    }
  });

  it("gives one empty page of an empty list", async () => {
    awx().intercept({}, page(null));
    assert.deepEqual(await allPages(clientOf(awx())), [[]]);
  });

  it("reads on at a next page that is an absolute address of the same server", async () => {
    const token = await answerOf(awx(), "/api/v2/tokens/1/");
    const { host } = new URL(awx().url);
    awx().clearRequests();
    awx().intercept({ path: /tokens\/\?order_by/ }, page(`http://user:word@${host}/api/v2/tokens/?page=2#x`, token));
    awx().intercept({ path: /page=2/ }, page(null, { ...token, id: 2 }));
    assert.deepEqual(
      (await allTokens(clientOf(awx()))).map(({ id }) => id),
      [1, 2],
    );
    const [, request] = awx().requests;
    assert.equal(request?.path, "/api/v2/tokens/?page=2");
    assert.equal(request.headers.authorization, `Bearer ${awx().secretOf(1)}`);
  });

  it("does not go on at another server, which gets no request", async () => {
    const elsewhere = await startFakeAwx();
    try {
      const { host } = new URL(elsewhere.url);
      for (const next of [`${elsewhere.url}/api/v2/tokens/`, `//${host}/api/v2/tokens/`, "http://[", "https:/x/y"]) {
        awx().intercept({}, page(next));
        const pages = clientOf(awx()).tokenPages();
        assert.deepEqual((await pages.next()).value, []);
        const problem: AwxProblem = { kind: "badNextPage", reason: "otherOrigin" };
        await assert.rejects(pages.next(), withProblem(problem, `GET ${firstPage}`), next);
      }
      assert.deepEqual(elsewhere.requests, []);
    } finally {
      await elsewhere.stop();
    }
  });

  it("does not go round in circles", async () => {
    awx().intercept({ path: /page=3/ }, page("/api/v2/tokens/?page=2"));
    awx().intercept({ path: /page=2$/ }, page("/api/v2/tokens/?page=3"));
    awx().intercept({ path: /order_by/ }, page("/api/v2/tokens/?page=2"));
    await assert.rejects(
      allTokens(clientOf(awx())),
      withProblem({ kind: "badNextPage", reason: "loop" }, "GET /api/v2/tokens/?page=3"),
    );
    assert.equal(awx().requests.length, 3);
  });

  it("does not read the same page again", async () => {
    awx().intercept({}, page(firstPage));
    await assert.rejects(allTokens(clientOf(awx())), withProblem({ kind: "badNextPage", reason: "loop" }));
    assert.equal(awx().requests.length, 1);
  });

  it("gives a list up that never ends", async function () {
    this.timeout(20_000);
    awx().intercept({ path: /order_by/ }, page("/api/v2/tokens/?page=2"));
    for (let number = 2; number <= 1000; number++) {
      awx().intercept(
        { path: new RegExp(`page=${String(number)}$`) },
        page(`/api/v2/tokens/?page=${String(number + 1)}`),
      );
    }
    await assert.rejects(allTokens(clientOf(awx())), withProblem({ kind: "badNextPage", reason: "loop" }));
    assert.equal(awx().requests.length, 1000);
  });

  it("ends a list that became shorter while it was read", async () => {
    const many = await startFakeAwx({ extraTokens: 193 });
    try {
      const pages = clientOf(many).tokenPages();
      assert.equal(((await pages.next()).value as AccessToken[]).length, 200);
      for (let id = 2; id < 9; id++) many.deleteToken(id);
      assert.deepEqual(await pages.next(), { done: true, value: undefined });
      assert.equal(many.requests.at(-1)?.status, 404);
    } finally {
      await many.stop();
    }
  });

  it("says so when the first page is not there", async () => {
    awx().intercept({}, json(404, { detail: "Not found." }));
    await assert.rejects(allTokens(clientOf(awx())), withProblem({ kind: "notFound" }, `GET ${firstPage}`));
  });

  for (const [title, answer, problem] of [
    ["is refused", json(401, {}), { kind: "unauthenticated", with: "token", reasons: [] }],
    [
      "is a web page that says 404",
      { status: 404, headers: { "Content-Type": "text/html" }, body: "<html>" },
      { kind: "unexpectedAnswer", status: 404, found: "html" },
    ],
    ["has another shape", json(200, { detail: "no" }), otherShape],
  ] as const) {
    it(`says so when a later page ${title}`, async () => {
      awx().intercept({}, page("/api/v2/tokens/?page=2"));
      awx().intercept({ path: /page=2$/ }, answer);
      await assert.rejects(allTokens(clientOf(awx())), withProblem(problem, "GET /api/v2/tokens/?page=2"));
    });
  }

  it("asks for no more pages once it was given up", async () => {
    awx().intercept({}, page("/api/v2/tokens/?page=2"));
    const abort = new AbortController();
    const pages = clientOf(awx()).tokenPages(abort.signal);
    await pages.next();
    abort.abort();
    await assert.rejects(pages.next(), withProblem({ kind: "cancelled" }));
    assert.equal(awx().requests.length, 1);
  });

  const wrongPages: readonly (readonly [field: string, ...values: unknown[]])[] = [
    ["count", undefined, null, "2", -1, 1.5],
    ["next", undefined, 2, {}],
    ["results", undefined, null, {}, [null], ["token"]],
  ];
  for (const [field, ...values] of wrongPages) {
    it(`refuses a page whose ${field} is of another shape`, async () => {
      const list = { count: 2, next: null, previous: null, results: [] };
      for (const value of values) {
        awx().intercept({}, json(200, { ...list, [field]: value }));
        await assert.rejects(allTokens(clientOf(awx())), withProblem(otherShape), inspectable(value));
      }
    });
  }

  const noTime = [undefined, null, 1, "", "yesterday", "2026-13-01T00:00:00Z"];
  const wrongTokens: readonly (readonly [field: string, ...values: unknown[]])[] = [
    ["id", undefined, null, "1", 0, -1, 1.5],
    ["description", undefined, null, 1],
    ["scope", undefined, null, ["read"]],
    ["user", undefined, "1", 0],
    ["application", undefined, "1", 0],
    ["created", ...noTime],
    ["modified", ...noTime],
    ["expires", ...noTime],
    ["summary_fields", undefined, null, { user: null }, { user: {} }, { user: { username: 1 } }],
    ["summary_fields", { application: null }, { application: {} }, { application: { name: 1 } }],
  ];
  for (const [field, ...values] of wrongTokens) {
    it(`refuses a token whose ${field} is of another shape, such as ${inspectable(values.at(-1))}`, async () => {
      const token = await answerOf(awx(), "/api/v2/tokens/5/");
      for (const value of values) {
        awx().intercept({}, page(null, token, { ...token, [field]: value }));
        await assert.rejects(allTokens(clientOf(awx())), withProblem(otherShape), inspectable(value));
      }
    });
  }

  it("takes a token without an owner, and one whose owner and application have no names", async () => {
    const token = await answerOf(awx(), "/api/v2/tokens/5/");
    awx().intercept({}, page(null, { ...token, user: null, summary_fields: {} }));
    const [first] = await allTokens(clientOf(awx()));
    assert.deepEqual(
      [first?.ownerId, first?.ownerName, first?.applicationId, first?.applicationName],
      [null, undefined, 1, undefined],
    );
  });
});

describe("AwxClient.updateToken", () => {
  const awx = useFakeAwx();
  const path = "/api/v2/tokens/7/";

  for (const [changes, other] of [
    [{ description: "two hours" }, { scope: "read write" }],
    [{ description: "" }, { scope: "read write" }],
    [{ scope: "read" }, { description: "one hour" }],
  ] as const) {
    it(`changes nothing but ${JSON.stringify(changes)} and gives the token as it is then`, async () => {
      const before = structuredClone(awx().token(7));
      const { description, scope } = await clientOf(awx()).updateToken(7, changes);
      assert.deepEqual({ description, scope }, { ...changes, ...other });
      const after = awx().token(7);
      assert.deepEqual(after, { ...before, ...changes, modified: after?.modified });
      assert.deepEqual(
        awx().requests.map((request) => [request.method, request.path, JSON.parse(request.body) as unknown]),
        [["PATCH", path, changes]],
      );
    });
  }

  it("gives the stamp of the change", async () => {
    const before = (await answerOf(awx(), path))["modified"] as string;
    const { modified } = await clientOf(awx()).updateToken(7, { description: "x" });
    assert.ok(modified > before);
    assert.equal(modified, (await answerOf(awx(), path))["modified"]);
  });

  for (const [title, tokenId, change, problem] of [
    ["with a read-only credential", 2, [1, { description: "x" }], "forbidden"],
    ["of somebody else's token", 4, [1, { description: "x" }], "forbidden"],
    ["of a token that is gone", 1, [99, { description: "x" }], "notFound"],
    ["to a scope that is none", 1, [1, { scope: "READ" }], "rejected"],
    ["with an expired credential", 8, [1, { scope: "read" }], "unauthenticated"],
  ] as const) {
    it(`says why an edit ${title} was not made`, async () => {
      const [id, changes] = change;
      const before = structuredClone(awx().token(1));
      await assert.rejects(clientOf(awx(), tokenId).updateToken(id, changes), (error: unknown) => {
        assert.ok(error instanceof AwxError, inspect(error));
        assert.equal(error.problem.kind, problem);
        assert.equal(error.request, `PATCH /api/v2/tokens/${String(id)}/`);
        return true;
      });
      assert.deepEqual({ ...awx().token(1), lastUsed: null }, { ...before, lastUsed: null });
    });
  }

  it("refuses an answer that is about another token", async () => {
    awx().intercept({}, json(200, await answerOf(awx(), "/api/v2/tokens/1/")));
    await assert.rejects(
      clientOf(awx()).updateToken(7, { description: "x" }),
      withProblem(otherShape, `PATCH ${path}`),
    );
  });

  it("refuses an answer that is no token", async () => {
    awx().intercept({}, json(200, { id: 7, description: "x" }));
    await assert.rejects(
      clientOf(awx()).updateToken(7, { description: "x" }),
      withProblem(otherShape, `PATCH ${path}`),
    );
  });

  it("can be given up", async () => {
    const signal = AbortSignal.abort();
    await assert.rejects(
      clientOf(awx()).updateToken(7, { description: "x" }, signal),
      withProblem({ kind: "cancelled" }),
    );
    assert.equal(awx().token(7)?.description, "one hour");
  });
});

describe("AwxClient of a server with a path prefix", () => {
  const awx = useFakeAwx({ prefix: "/tools/awx", extraTokens: 200 });

  for (const slash of ["", "/"]) {
    it(`asks below the prefix alone, given as "/tools/awx${slash}"`, async () => {
      const client = new AwxClient(transportTo(awx()), awx().url + slash);
      assert.equal((await client.me()).username, "admin");
      assert.equal((await allTokens(client)).length, 208);
      await client.updateToken(1, { description: "x" });
      assert.deepEqual(
        awx().requests.map(({ method, path: asked }) => `${method} ${asked.replace(/\?.*/, "")}`),
        [
          "GET /tools/awx/api/v2/me/",
          "GET /tools/awx/api/v2/tokens/",
          "GET /tools/awx/api/v2/tokens/",
          "PATCH /tools/awx/api/v2/tokens/1/",
        ],
      );
    });
  }
});

function inspectable(value: unknown): string {
  return value === undefined ? "undefined" : JSON.stringify(value);
}
