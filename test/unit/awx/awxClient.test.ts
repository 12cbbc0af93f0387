import assert from "node:assert/strict";
import { inspect } from "node:util";
import { basic, bearer } from "../../../src/awx/authorization";
import type { AwxClient } from "../../../src/awx/awxClient";
import { AwxError, type AwxProblem } from "../../../src/awx/errors";
import type { AccessToken } from "../../../src/awx/schemas";
import { startFakeAwx, type FakeAwx } from "../../fakeAwx/server";
import { clientOf, clientWith, json, transportTo, until, useFakeAwx } from "../support/fakeAwx";
import { platformClient, platformClientWith, requestsTo } from "../support/families";

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
    assert.deepEqual(await clientOf(awx(), 4).me(), { id: 2, username: "alice", role: "user" });
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

describe("AwxClient.me says what the user may beyond their own", () => {
  const controller = useFakeAwx();
  const platform = useFakeAwx({ family: "gateway" });

  for (const [tokenId, username, role] of [
    [1, "admin", "superuser"],
    [6, "bob", "auditor"],
    [4, "alice", "user"],
  ] as const) {
    it(`at a controller: ${username} is a ${role}`, async () => {
      const { username: name, role: told } = await clientOf(controller(), tokenId).me();
      assert.deepEqual([name, told], [username, role]);
    });

    it(`at a platform, where the user has another id: ${username} is a ${role}`, async () => {
      const found = await platformClient(platform(), "gateway", tokenId).me();
      assert.deepEqual(found, { id: platform().token(tokenId)?.userId, username, role });
      assert.notEqual(found.id, controller().token(tokenId)?.userId);
      assert.deepEqual(requestsTo(platform()), ["GET /api/gateway/v1/me/"]);
    });
  }

  const user = { id: 9, username: "dave" };
  for (const [flags, role] of [
    [{}, "user"],
    [{ is_superuser: false, is_system_auditor: false, is_platform_auditor: false }, "user"],
    [{ is_superuser: true, is_system_auditor: true }, "superuser"],
    [{ is_superuser: true, is_platform_auditor: true }, "superuser"],
    [{ is_platform_auditor: true }, "auditor"],
    [{ is_system_auditor: true, is_platform_auditor: false }, "auditor"],
  ] as const) {
    it(`of ${JSON.stringify(flags)}: ${role}`, async () => {
      controller().intercept({}, json(200, { results: [{ ...user, ...flags }] }));
      assert.deepEqual(await clientOf(controller()).me(), { ...user, role });
    });
  }

  for (const flag of ["is_superuser", "is_system_auditor", "is_platform_auditor"]) {
    it(`and refuses an answer whose ${flag} is no boolean`, async () => {
      for (const value of [null, "true", 1]) {
        controller().intercept({}, json(200, { results: [{ ...user, [flag]: value }] }));
        await assert.rejects(clientOf(controller()).me(), withProblem(otherShape));
      }
    });
  }
});

describe("AwxClient.version", () => {
  const awx = useFakeAwx();
  const platform = useFakeAwx({ family: "both" });

  it("is what a controller says of itself", async () => {
    assert.equal(await clientOf(awx()).version(), "24.6.1");
    assert.deepEqual(requestsTo(awx()), ["GET /api/v2/ping/"]);
  });

  it("is not known of a gateway, but of the controller behind it", async () => {
    assert.equal(await platformClient(platform(), "gateway").version(), undefined);
    assert.equal(await platformClient(platform(), "controller").version(), "4.6.0");
    assert.deepEqual(requestsTo(platform()), ["GET /api/gateway/v1/ping/", "GET /api/controller/v2/ping/"]);
  });

  it("is refused when it is no text", async () => {
    for (const version of [null, 24, {}]) {
      awx().intercept({}, json(200, { version }));
      await assert.rejects(clientOf(awx()).version(), withProblem(otherShape, "GET /api/v2/ping/"));
    }
  });

  it("can be given up", async () => {
    await assert.rejects(clientOf(awx()).version(AbortSignal.abort()), withProblem({ kind: "cancelled" }));
    assert.deepEqual(awx().requests, []);
  });
});

describe("AwxClient.tokenPages", () => {
  const awx = useFakeAwx();

  it("gives the tokens that the user may see, as the server has them, without their secret values", async () => {
    const [personal, application, ...others] = await allTokens(clientOf(awx(), 4));
    assert.deepEqual(others, []);
    const { created, modified, expires } = awx().token(4) ?? {};
    assert.deepEqual(personal, {
      source: "controller",
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
      lastUsed: undefined,
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

  it("gives those alone that were never used, on every page, when they are asked for", async () => {
    const many = await startFakeAwx({ extraTokens: 900 });
    try {
      const client = clientOf(many);
      // From then on the one that asks was used.
      await client.me();
      const unused = many.tokens().flatMap(({ id, lastUsed }) => (lastUsed === null ? [id] : []));
      assert.ok(unused.length > 200 && unused.length < 900, String(unused.length));
      many.clearRequests();
      const found: number[] = [];
      for await (const tokens of client.tokenPages({ only: "neverUsed" })) found.push(...tokens.map(({ id }) => id));
      assert.deepEqual(found, unused);
      assert.equal(many.requests.length, Math.ceil(unused.length / 200));
      for (const { path } of many.requests) {
        const query = new URL(path, many.url).searchParams;
        assert.deepEqual([query.get("last_used__isnull"), query.get("order_by")], ["true", "id"]);
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

  it("goes on by what it read, wherever the next page is said to be, and asks nobody else", async () => {
    const elsewhere = await startFakeAwx();
    try {
      const { host } = new URL(elsewhere.url);
      const [token, other] = [await answerOf(awx(), "/api/v2/tokens/1/"), await answerOf(awx(), "/api/v2/tokens/2/")];
      for (const next of [`${elsewhere.url}/api/v2/tokens/`, `//${host}/`, firstPage, "http://[", ""]) {
        awx().clearRequests();
        awx().intercept({ path: /order_by=id/ }, page(next, token), { times: 1 });
        awx().intercept({ path: /id__gt=1/ }, page(null, other), { times: 1 });
        assert.deepEqual(
          (await allTokens(clientOf(awx()))).map(({ id }) => id),
          [1, 2],
          next,
        );
        assert.deepEqual(
          awx().requests.map(({ path }) => path),
          [firstPage, `${firstPage}&id__gt=1`],
        );
      }
      assert.deepEqual(elsewhere.requests, []);
    } finally {
      await elsewhere.stop();
    }
  });

  it("gives a list up that says there is more and has nothing new", async () => {
    const token = await answerOf(awx(), "/api/v2/tokens/1/");
    awx().clearRequests();
    awx().intercept({}, page("/api/v2/tokens/?page=2", token));
    await assert.rejects(
      allTokens(clientOf(awx())),
      withProblem({ kind: "badNextPage", reason: "loop" }, "GET /api/v2/tokens/"),
    );
    assert.equal(awx().requests.length, 2);
  });

  for (const [title, revoked] of [
    ["by more than its last page has", [2, 3, 4, 5, 6, 7, 8]],
    ["by one row of a page that was read", [2]],
  ] as const) {
    it(`misses no token of a list that became shorter ${title} while it was read`, async () => {
      const many = await startFakeAwx({ extraTokens: 195 });
      try {
        const pages = clientOf(many).tokenPages();
        assert.equal(((await pages.next()).value as AccessToken[]).length, 200);
        for (const id of revoked) many.deleteToken(id);
        const rest = (await pages.next()).value as AccessToken[];
        assert.deepEqual(
          rest.map(({ id }) => id),
          [201, 202, 203],
        );
        assert.ok((await pages.next()).done);
        assert.equal(many.requests.at(-1)?.path, `${firstPage}&id__gt=200`);
        assert.equal(many.requests.length, 2);
      } finally {
        await many.stop();
      }
    });
  }

  it("ends a list of which nothing is left after what was read", async () => {
    const many = await startFakeAwx({ extraTokens: 193 });
    try {
      const pages = clientOf(many).tokenPages();
      await pages.next();
      many.deleteToken(201);
      assert.deepEqual((await pages.next()).value, []);
      assert.ok((await pages.next()).done);
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
      const token = await answerOf(awx(), "/api/v2/tokens/1/");
      awx().intercept({}, page("/api/v2/tokens/?page=2", token), { times: 1 });
      awx().intercept({ path: /id__gt=1$/ }, answer);
      await assert.rejects(allTokens(clientOf(awx())), withProblem(problem, `GET ${firstPage}&id__gt=1`));
    });
  }

  it("asks for no more pages once it was given up", async () => {
    const token = await answerOf(awx(), "/api/v2/tokens/1/");
    awx().clearRequests();
    awx().intercept({}, page("/api/v2/tokens/?page=2", token));
    const abort = new AbortController();
    const pages = clientOf(awx()).tokenPages({ signal: abort.signal });
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

describe("AwxClient.tokenPages of a gateway", () => {
  const awx = useFakeAwx({ family: "both" });

  it("gives everybody's tokens to everybody, as the gateway has them, without their secret values", async () => {
    const tokens = await allTokens(platformClient(awx(), "gateway", 4));
    assert.deepEqual(
      tokens.map(({ id, ownerId }) => [id, ownerId]),
      awx()
        .tokens()
        .map(({ id, userId }) => [id, userId]),
    );
    assert.equal(tokens.length, 8);
    const { created, expires, lastUsed } = awx().token(4) ?? {};
    const personal = tokens.find(({ id }) => id === 4);
    assert.deepEqual(personal, {
      source: "gateway",
      id: 4,
      description: "alice personal",
      scope: "write",
      ownerId: 3,
      ownerName: "alice",
      applicationId: null,
      applicationName: undefined,
      created,
      modified: personal?.modified,
      expires,
      lastUsed,
    });
    assert.ok(lastUsed instanceof Date);
    assert.doesNotMatch(JSON.stringify(tokens), /encrypted/);
  });

  it("says of every token which table it is in, and when it was used last as far as the table says", async () => {
    const [ofGateway, ofController] = [
      await allTokens(platformClient(awx(), "gateway")),
      await allTokens(platformClient(awx(), "controller")),
    ];
    assert.deepEqual(new Set(ofGateway.map(({ source }) => source)), new Set(["gateway"]));
    assert.deepEqual(new Set(ofController.map(({ source }) => source)), new Set(["controller"]));
    assert.equal(ofGateway.find(({ id }) => id === 2)?.lastUsed, null);
    assert.ok(ofGateway.find(({ id }) => id === 1)?.lastUsed instanceof Date);
    assert.deepEqual(new Set(ofController.map(({ lastUsed }) => lastUsed)), new Set([undefined]));
  });

  it("gives every token of a long list once, in the order of their ids, in pages of 200", async () => {
    const many = await startFakeAwx({ family: "gateway", extraTokens: 410 });
    try {
      const pages = await allPages(platformClient(many, "gateway"));
      assert.deepEqual(
        pages.map(({ length }) => length),
        [200, 200, 18],
      );
      assert.deepEqual(
        pages.flat().map(({ id }) => id),
        many.tokens().map(({ id }) => id),
      );
      assert.equal(many.requests[0]?.path, "/api/gateway/v1/tokens/?order_by=id&page_size=200");
      assert.equal(many.requests.length, 3);
      for (const { path } of many.requests) {
        const query = new URL(path, many.url).searchParams;
        assert.deepEqual([query.get("page_size"), query.get("order_by")], ["200", "id"]);
      }
    } finally {
      await many.stop();
    }
  });

  it("refuses a token whose last use is no time", async () => {
    const token = await answerOf(awx(), "/api/gateway/v1/tokens/5/");
    for (const last_used of ["", "yesterday", 1, {}]) {
      awx().intercept({}, page(null, { ...token, last_used }));
      await assert.rejects(allTokens(platformClient(awx(), "gateway")), withProblem(otherShape));
    }
  });
});

describe("AwxClient.token", () => {
  const awx = useFakeAwx();

  it("gives the token as it is now, as its list does, with one request", async () => {
    const client = clientOf(awx());
    const listed = (await client.tokenPages().next()).value?.find(({ id }) => id === 2);
    awx().clearRequests();
    assert.deepEqual(await client.token(2), listed);
    assert.deepEqual(
      awx().requests.map(({ method, path }) => `${method} ${path}`),
      ["GET /api/v2/tokens/2/"],
    );
  });

  it("says that it is gone", async () => {
    await assert.rejects(clientOf(awx()).token(99), withProblem({ kind: "notFound" }, "GET /api/v2/tokens/99/"));
  });

  for (const body of [{}, { id: 2 }]) {
    it(`does not take ${JSON.stringify(body)} for it`, async () => {
      awx().intercept({}, json(200, body));
      const problem = { kind: "unexpectedAnswer", status: 200, found: "otherShape" } as const;
      await assert.rejects(clientOf(awx()).token(2), withProblem(problem, "GET /api/v2/tokens/2/"));
    });
  }
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

describe("AwxClient.updateToken at a platform", () => {
  const awx = useFakeAwx({ family: "both" });

  /** A token of a table, as the server has it. */
  function held(source: "gateway" | "controller", id: number) {
    return (source === "gateway" ? awx() : awx().controller).token(id);
  }

  for (const source of ["gateway", "controller"] as const) {
    const other = source === "gateway" ? "controller" : "gateway";
    const path = source === "gateway" ? "/api/gateway/v1/tokens/7/" : "/api/controller/v2/tokens/7/";

    for (const changes of [
      { description: "two hours" },
      { description: "" },
      { scope: "read" },
      { scope: "read write" },
    ]) {
      it(`changes nothing but ${JSON.stringify(changes)}, and that in the ${source}'s table alone`, async () => {
        const [before, untouched] = [structuredClone(held(source, 7)), structuredClone(held(other, 7))];
        const edited = await platformClient(awx(), source).updateToken(7, changes);
        assert.deepEqual([edited.source, edited.id], [source, 7]);
        const after = held(source, 7);
        assert.deepEqual(after, { ...before, ...changes, modified: after?.modified, modifiedBy: after?.modifiedBy });
        assert.deepEqual([edited.description, edited.scope], [after.description, after.scope]);
        assert.deepEqual(held(other, 7), untouched);
        assert.deepEqual(
          awx().requests.map((request) => [request.method, request.path, JSON.parse(request.body) as unknown]),
          [["PATCH", path, changes]],
        );
      });
    }

    it(`gives the description as the ${source} trimmed it`, async () => {
      const { description } = await platformClient(awx(), source).updateToken(7, { description: " \t two hours \n" });
      assert.equal(description, "two hours");
      assert.equal(held(source, 7)?.description, "two hours");
    });

    it(`sends scopes to the ${source} as they are given, words that we do not know too`, async () => {
      const token = await answerOf(awx(), path);
      awx().clearRequests();
      const scope = "read write openid";
      awx().intercept({ method: "PATCH" }, json(200, { ...token, scope }));
      assert.equal((await platformClient(awx(), source).updateToken(7, { scope })).scope, scope);
      assert.deepEqual(
        awx().requests.map(({ body }) => JSON.parse(body) as unknown),
        [{ scope }],
      );
    });

    it(`says that somebody else's token of the ${source}'s is not the user's to edit`, async () => {
      const before = structuredClone(held(source, 1));
      await assert.rejects(
        platformClient(awx(), source, 4).updateToken(1, { description: "x" }),
        withProblem(
          { kind: "forbidden", reasons: ["You do not have permission to perform this action."] },
          `PATCH ${path.replace("7", "1")}`,
        ),
      );
      assert.deepEqual(held(source, 1), before);
    });

    it(`says that the ${source} has no such token`, async () => {
      await assert.rejects(
        platformClient(awx(), source).updateToken(99, { scope: "read" }),
        withProblem({ kind: "notFound" }),
      );
    });
  }

  for (const scope of ["read  write", "read\twrite", "read,write", "openid"]) {
    it(`says with the gateway's words that it does not take the scope ${JSON.stringify(scope)}`, async () => {
      await assert.rejects(platformClient(awx(), "gateway").updateToken(7, { scope }), (error: unknown) => {
        assert.ok(error instanceof AwxError && error.problem.kind === "rejected", inspect(error));
        assert.match(error.problem.reasons.join(), /^scope: Invalid scope/);
        return true;
      });
      assert.equal(held("gateway", 7)?.scope, "read write");
    });
  }
});

describe("AwxClient.createToken", () => {
  const controller = useFakeAwx({ externalUsers: ["carol"] });
  const platform = useFakeAwx({ family: "both", externalUsers: ["carol"] });
  const values = { description: "VS Code on laptop", scope: "read write" };

  function controllerClient(user: string): AwxClient {
    return clientWith(controller(), transportTo(controller(), 1, { authorization: basic(user, "password") }));
  }

  function clientAt(source: "gateway" | "controller", user: string): AwxClient {
    return platformClientWith(
      platform(),
      source,
      transportTo(platform(), 1, { authorization: basic(user, "password") }),
    );
  }

  for (const [title, clientFor, awxOf, heldBy, source, path] of [
    [
      "a controller",
      controllerClient,
      controller,
      () => controller(),
      "controller",
      (id: number) => `/api/v2/users/${String(id)}/personal_tokens/`,
    ],
    [
      "a gateway",
      (user: string) => clientAt("gateway", user),
      platform,
      () => platform(),
      "gateway",
      () => "/api/gateway/v1/tokens/",
    ],
    [
      "a controller behind a gateway",
      (user: string) => clientAt("controller", user),
      platform,
      () => platform().controller,
      "controller",
      (id: number) => `/api/controller/v2/users/${String(id)}/personal_tokens/`,
    ],
  ] as const) {
    it(`makes a personal token at ${title} and gives its value, which signs in`, async () => {
      const client = clientFor("alice");
      const { id: userId } = await client.me();
      awxOf().clearRequests();
      const made = await client.createToken(userId, values);
      assert.deepEqual(
        awxOf().requests.map((request) => [request.method, request.path, JSON.parse(request.body) as unknown]),
        [["POST", path(userId), values]],
      );
      const { id, ownerName } = made.token;
      assert.deepEqual(made, {
        token: await client.token(id),
        secret: heldBy().secretOf(id),
        refreshSecret: undefined,
      });
      assert.deepEqual([made.token.source, ownerName], [source, "alice"]);
      const { description, scope, applicationId, userId: ownerId } = heldBy().token(id) ?? {};
      assert.deepEqual(
        { description, scope, applicationId, ownerId },
        { ...values, applicationId: null, ownerId: userId },
      );
      assert.equal(heldBy().tokens().length, 9);

      const transport = transportTo(awxOf(), 1, { authorization: bearer(made.secret) });
      const me =
        title === "a controller"
          ? clientWith(controller(), transport)
          : platformClientWith(platform(), source, transport);
      assert.equal((await me.me()).username, "alice");
    });

    it(`says that ${title} makes none for a user who signs in elsewhere`, async () => {
      const client = clientFor("carol");
      const { id } = await client.me();
      await assert.rejects(client.createToken(id, values), (error: unknown) => {
        assert.ok(error instanceof AwxError && error.problem.kind === "forbidden", inspect(error));
        assert.match(error.problem.reasons.join(), /external authentication provider/);
        return true;
      });
      assert.equal(heldBy().tokens().length, 8);
    });

    it(`says that ${title} refuses the scope`, async () => {
      const client = clientFor("alice");
      const { id } = await client.me();
      await assert.rejects(client.createToken(id, { ...values, scope: "all" }), (error: unknown) => {
        assert.ok(error instanceof AwxError && error.problem.kind === "rejected", inspect(error));
        assert.match(error.problem.reasons.join(), /scope/);
        return true;
      });
    });
  }

  for (const [title, client, awxOf, heldBy, path] of [
    ["a controller", () => controllerClient("alice"), controller, () => controller(), "/api/v2/tokens/"],
    ["a gateway", () => clientAt("gateway", "admin"), platform, () => platform(), "/api/gateway/v1/tokens/"],
    [
      "a controller behind a gateway",
      () => clientAt("controller", "alice"),
      platform,
      () => platform().controller,
      "/api/controller/v2/tokens/",
    ],
  ] as const) {
    it(`makes one for an application of ${title}, with what renews it`, async () => {
      const { id: userId } = await client().me();
      awxOf().clearRequests();
      const made = await client().createToken(userId, { ...values, applicationId: 2 });
      assert.deepEqual(
        awxOf().requests.map((request) => [request.method, request.path, JSON.parse(request.body) as unknown]),
        [["POST", path, { ...values, application: 2 }]],
      );
      const held = heldBy().token(made.token.id);
      assert.ok(held?.refreshSecret);
      assert.deepEqual(
        [made.secret, made.refreshSecret, made.token.applicationId, made.token.applicationName],
        [held.secret, held.refreshSecret, 2, "ci"],
      );
    });
  }

  it("says that a gateway makes none for an application unless one is its superuser", async () => {
    const client = clientAt("gateway", "alice");
    await assert.rejects(client.createToken(3, { ...values, applicationId: 1 }), (error: unknown) => {
      return error instanceof AwxError && error.problem.kind === "forbidden";
    });
    assert.equal(platform().tokens().length, 8);
  });

  it("takes a refresh token that is masked, or none at all, for none", async () => {
    for (const refresh of [{ refresh_token: "************" }, { refresh_token: null }, {}]) {
      const body = { ...(await answerOf(controller(), "/api/v2/tokens/4/")), token: "abc", ...refresh };
      controller().intercept({ method: "POST" }, json(201, body), { times: 1 });
      assert.equal((await controllerClient("alice").createToken(2, values)).refreshSecret, undefined);
    }
  });

  it("refuses an answer with a value that does not say whose it is", async () => {
    controller().intercept({ method: "POST" }, json(201, { id: 9, token: "abc" }));
    await assert.rejects(
      controllerClient("alice").createToken(2, values),
      withProblem(otherShape, "POST /api/v2/users/2/personal_tokens/"),
    );
  });

  it("says that a read-only token may make none", async () => {
    await assert.rejects(clientOf(controller(), 2).createToken(1, values), (error: unknown) => {
      assert.ok(error instanceof AwxError, inspect(error));
      return error.problem.kind === "forbidden";
    });
    assert.equal(controller().tokens().length, 8);
  });

  for (const body of [
    {},
    [],
    "secret",
    { id: 9 },
    { token: "abc" },
    { id: 9, token: null },
    { id: 9, token: "" },
    { id: 0, token: "abc" },
    { id: "9", token: "abc" },
    { id: 9, token: "************" },
    { id: 9, token: "$encrypted$" },
    { id: 9, token: "two words" },
    { id: 9, token: "line\nbreak" },
  ]) {
    it(`refuses ${JSON.stringify(body)}, with which nobody could sign in`, async () => {
      controller().intercept({ method: "POST" }, json(201, body));
      await assert.rejects(
        controllerClient("alice").createToken(2, values),
        withProblem(otherShape, "POST /api/v2/users/2/personal_tokens/"),
      );
    });
  }

  it("can be given up", async () => {
    await assert.rejects(
      controllerClient("alice").createToken(2, values, AbortSignal.abort()),
      withProblem({ kind: "cancelled" }),
    );
    assert.deepEqual(controller().requests, []);
  });
});

describe("AwxClient.revokeToken", () => {
  const controller = useFakeAwx();
  const platform = useFakeAwx({ family: "both" });

  it("takes a token away at once, and says so when it is gone already", async () => {
    const client = clientOf(controller());
    await client.revokeToken(4);
    assert.equal(controller().token(4), undefined);
    assert.equal(controller().tokens().length, 7);
    assert.deepEqual(
      controller().requests.map(({ method, path, status }) => [method, path, status]),
      [["DELETE", "/api/v2/tokens/4/", 204]],
    );
    await assert.rejects(client.revokeToken(4), withProblem({ kind: "notFound" }, "DELETE /api/v2/tokens/4/"));
    await assert.rejects(clientOf(controller(), 4).me(), /unauthenticated/);
  });

  it("does not take another service's answer for the server's", async () => {
    controller().intercept({ method: "DELETE" }, json(200, {}));
    await assert.rejects(clientOf(controller()).revokeToken(4), withProblem(otherShape, "DELETE /api/v2/tokens/4/"));
  });

  it("takes the token away that it is signed in with", async () => {
    const client = clientOf(controller(), 4);
    await client.revokeToken(4);
    await assert.rejects(client.me(), withProblem({ kind: "unauthenticated", with: "token", reasons: [] }));
  });

  for (const source of ["gateway", "controller"] as const) {
    it(`takes a token of the ${source}'s away, and not the other one with its number`, async () => {
      const client = platformClient(platform(), source);
      await client.revokeToken(4);
      const ids = { gateway: platform().tokens(), controller: platform().controller.tokens() };
      assert.equal(ids[source].length, 7);
      assert.equal(ids[source === "gateway" ? "controller" : "gateway"].length, 8);
      await assert.rejects(client.revokeToken(4), withProblem({ kind: "notFound" }));
    });
  }

  it("says that a controller lets a read-only token take nothing away, itself neither", async () => {
    for (const id of [1, 2]) {
      await assert.rejects(clientOf(controller(), 2).revokeToken(id), (error: unknown) => {
        assert.ok(error instanceof AwxError, inspect(error));
        return error.problem.kind === "forbidden";
      });
    }
    assert.equal(controller().tokens().length, 8);
  });

  it("lets a read-only token take away at a gateway what its user may", async () => {
    await platformClient(platform(), "gateway", 2).revokeToken(2);
    assert.equal(platform().token(2), undefined);
  });

  it("says that somebody else's token is not the user's to take away", async () => {
    for (const client of [clientOf(controller(), 4), platformClient(platform(), "gateway", 4)]) {
      await assert.rejects(client.revokeToken(1), /forbidden/);
    }
    assert.ok(controller().token(1) && platform().token(1));
  });

  it("can be given up", async () => {
    await assert.rejects(
      clientOf(controller()).revokeToken(4, AbortSignal.abort()),
      withProblem({ kind: "cancelled" }),
    );
    assert.ok(controller().token(4));
  });
});

describe("AwxClient.mayCreate", () => {
  const controller = useFakeAwx();
  const platform = useFakeAwx({ family: "both" });

  for (const [user, tokenId, atController] of [
    ["a superuser", 1, true],
    ["a superuser with a read-only token", 2, false],
    ["a user", 4, true],
    ["a user with a read-only token", 5, false],
    ["an auditor", 6, true],
  ] as const) {
    it(`says whether ${user} may make tokens: ${atController ? "" : "not "}at a controller, and at a gateway`, async () => {
      assert.equal(await clientOf(controller(), tokenId).mayCreate(), atController);
      assert.equal(await platformClient(platform(), "gateway", tokenId).mayCreate(), true);
      assert.deepEqual(requestsTo(controller()), ["OPTIONS /api/v2/tokens/"]);
      assert.deepEqual(requestsTo(platform()), ["OPTIONS /api/gateway/v1/tokens/"]);
      assert.equal(controller().tokens().length + platform().tokens().length, 16);
    });
  }

  it("says that a credential is not accepted", async () => {
    await assert.rejects(clientOf(controller(), 8).mayCreate(), /unauthenticated/);
  });

  it("says that there are no actions where the server names none", async () => {
    for (const body of [{}, { name: "Tokens" }, { actions: {} }, { actions: { GET: {} } }]) {
      controller().intercept({}, json(200, body));
      assert.equal(await clientOf(controller()).mayCreate(), false);
    }
  });

  for (const body of [null, "POST", { actions: null }, { actions: "POST" }, { actions: 1 }]) {
    it(`refuses ${JSON.stringify(body)}`, async () => {
      controller().intercept({}, json(200, body));
      await assert.rejects(clientOf(controller()).mayCreate(), withProblem(otherShape, "OPTIONS /api/v2/tokens/"));
    });
  }
});

describe("AwxClient.mayChange", () => {
  const controller = useFakeAwx();
  const platform = useFakeAwx({ family: "both" });
  /** Carol is an administrator of the organization whose application 1 is. */
  const carol = { controller: 4, gateway: 5 };

  for (const [who, tokenId, id, atController, atGateway] of [
    ["a superuser may change anybody's token", 1, 4, true, true],
    ["a superuser with a read-only token may so at a gateway alone", 2, 1, false, true],
    ["an owner may change their token", 4, 4, true, true],
    ["an owner with a read-only token may so at a gateway alone", 5, 5, false, true],
    ["an auditor may change nobody else's", 6, 1, false, false],
  ] as const) {
    it(`says that ${who}`, async () => {
      assert.equal(await clientOf(controller(), tokenId).mayChange(id), atController);
      assert.equal(await platformClient(platform(), "gateway", tokenId).mayChange(id), atGateway);
      assert.deepEqual(requestsTo(controller()), [`OPTIONS /api/v2/tokens/${String(id)}/`]);
      assert.deepEqual(requestsTo(platform()), [`OPTIONS /api/gateway/v1/tokens/${String(id)}/`]);
    });
  }

  it("says that a stranger may not", async () => {
    assert.equal(await platformClient(platform(), "gateway", 4).mayChange(1), false);
    assert.equal(await clientOf(controller(), 4).mayChange(1), false);
  });

  it("says that an administrator of an application's organization may change its tokens alone", async () => {
    const ofController = clientOf(controller(), controller().createToken({ userId: carol.controller }));
    const ofGateway = platformClient(platform(), "gateway", platform().createToken({ userId: carol.gateway }));
    for (const client of [ofController, ofGateway]) assert.equal(await client.mayChange(5), true);
    assert.equal(await ofGateway.mayChange(4), false);
  });

  it("makes nothing of an answer of another shape", async () => {
    for (const body of [null, "PUT", { actions: null }, { actions: "PUT" }]) {
      controller().intercept({}, json(200, body));
      await assert.rejects(clientOf(controller()).mayChange(1), withProblem(otherShape, "OPTIONS /api/v2/tokens/1/"));
    }
  });

  it("can be given up", async () => {
    await assert.rejects(clientOf(controller()).mayChange(1, AbortSignal.abort()), withProblem({ kind: "cancelled" }));
  });
});

describe("AwxClient of a server with a path prefix", () => {
  const awx = useFakeAwx({ prefix: "/tools/awx", extraTokens: 200 });

  it("asks below the prefix alone", async () => {
    const client = clientOf(awx());
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
});

function inspectable(value: unknown): string {
  return value === undefined ? "undefined" : JSON.stringify(value);
}

describe("AwxClient.applications", () => {
  const awx = useFakeAwx();
  const platform = useFakeAwx({ family: "gateway" });

  it("gives each with its organization, in the order of their ids", async () => {
    assert.deepEqual(await clientOf(awx(), 4).applications(), [
      { id: 1, name: "vscode", description: "code grant app", organizationName: "Acme" },
      { id: 2, name: "ci", description: "password grant app", organizationName: "Acme" },
    ]);
    assert.deepEqual(
      awx().requests.map(({ path }) => path),
      ["/api/v2/applications/?order_by=id&page_size=200"],
    );
    assert.deepEqual(
      (await platformClient(platform(), "gateway").applications()).map(({ name }) => name),
      ["vscode", "ci"],
    );
  });

  it("reads every page of them, and takes those without description or organization", async () => {
    const next = "/api/v2/applications/?order_by=id&page=2&page_size=200";
    awx().intercept({ path: /applications/ }, page(null, { id: 4, name: "second", description: null }));
    awx().intercept({ path: /applications/ }, page(next, { id: 3, name: "first" }), { times: 1 });
    assert.deepEqual(await clientOf(awx()).applications(), [
      { id: 3, name: "first", description: "", organizationName: undefined },
      { id: 4, name: "second", description: "", organizationName: undefined },
    ]);
  });

  it("gives those alone that one may see", async () => {
    assert.deepEqual(
      await clientOf(awx(), awx().createToken({ userId: 3 })).applications(),
      await clientOf(awx()).applications(),
    );
    const stranger = await startFakeAwx({ extraUsers: [{ username: "dave", password: "password" }] });
    try {
      assert.deepEqual(await clientOf(stranger, stranger.createToken({ userId: 5 })).applications(), []);
    } finally {
      await stranger.stop();
    }
  });

  it("says that a gateway shows them to superusers and auditors alone", async () => {
    await assert.rejects(platformClient(platform(), "gateway", 4).applications(), (error: unknown) => {
      return error instanceof AwxError && error.problem.kind === "forbidden";
    });
  });
});

describe("AwxClient.newestTokens", () => {
  const awx = useFakeAwx();
  const platform = useFakeAwx({ family: "gateway" });

  for (const [applicationId, ids, filter] of [
    [null, [8, 7, 2, 1], "application__isnull=true"],
    [1, [3], "application=1"],
    [2, [], "application=2"],
  ] as const) {
    it(`gives a user's own with the application ${String(applicationId)}, the newest first`, async () => {
      const found = await clientOf(awx()).newestTokens(1, applicationId);
      assert.deepEqual(
        found.map(({ id }) => id),
        ids,
      );
      assert.deepEqual(
        awx().requests.map(({ path }) => path),
        [`/api/v2/tokens/?user=1&${filter}&order_by=-id&page_size=200`],
      );
    });
  }

  it("gives a user's own also where a gateway lists everyone's", async () => {
    const found = await platformClient(platform(), "gateway", 4).newestTokens(3, null);
    assert.deepEqual(
      found.map(({ id, source }) => [id, source]),
      [[4, "gateway"]],
    );
  });
});
