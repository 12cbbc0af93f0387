import assert from "node:assert/strict";
import { inspect } from "node:util";
import { keyOf, type TokenSource } from "../../../src/awx/api";
import { AwxError, type AwxProblem } from "../../../src/awx/errors";
import { readTokens, type Reader } from "../../../src/tokens/readTokens";
import { isOwn, userOf, type TokenList } from "../../../src/tokens/tokenList";
import { startFakeAwx } from "../../fakeAwx/server";
import { clientOf, gate, json, readerWith, transportTo, until, useFakeAwx } from "../support/fakeAwx";
import { platformClient, platformClientWith, platformReader, requestsTo } from "../support/families";

const html = { status: 200, headers: { "Content-Type": "text/html" }, body: "<!doctype html><title>Log in</title>" };
const never = new AbortController().signal;

function read(reader: Reader, former?: TokenList, signal = never): Promise<TokenList> {
  return readTokens(reader, { former, signal, onPage: () => undefined });
}

function keysOf(list: TokenList): string[] {
  return list.tokens.all().map(keyOf);
}

/** The keys of a table of the seed. */
function seed(source: TokenSource): string[] {
  return [1, 2, 3, 4, 5, 6, 7, 8].map((id) => `${source}/${String(id)}`);
}

function withProblem(kind: AwxProblem["kind"], request?: string) {
  return (error: unknown) => {
    assert.ok(error instanceof AwxError, inspect(error));
    assert.equal(error.problem.kind, kind);
    if (request !== undefined) assert.equal(error.request, request);
    return true;
  };
}

describe("readTokens of a controller", () => {
  const awx = useFakeAwx();

  it("gives the list, whose it is and what may be done with it", async () => {
    const before = new Date();
    const { readAt, tokens, ...list } = await read(readerWith(clientOf(awx())));
    assert.deepEqual(tokens.all().map(keyOf), seed("controller"));
    for (const [id, token] of tokens.of("controller")) assert.equal(id, token.id);
    assert.ok(readAt >= before && readAt <= new Date());
    assert.deepEqual(list, {
      users: new Map([["controller", { id: 1, username: "admin", role: "superuser" }]]),
      family: "controller",
      sources: ["controller"],
      canWrite: true,
      isSessionOnly: false,
      signInToken: undefined,
      changeable: new Set(),
      unread: new Map(),
      isComplete: true,
      usage: undefined,
    });
    assert.deepEqual(requestsTo(awx()).sort(), ["GET /api/v2/me/", "GET /api/v2/tokens/"]);
  });

  it("keeps the very table of a former list when nothing changed", async () => {
    const reader = readerWith(clientOf(awx()));
    const former = await read(reader);
    const reading = { former, isChangesOnly: true, signal: never, onPage: () => undefined };
    const list = await readTokens(reader, reading);
    assert.equal(list.tokens.of("controller"), former.tokens.of("controller"));
    assert.notEqual(list, former);
    awx().updateToken(3, { description: "edited elsewhere" });
    assert.equal(
      (await readTokens(reader, reading)).tokens.get({ source: "controller", id: 3 })?.description,
      "edited elsewhere",
    );
  });

  it("ends the signal of its requests when all is read, too, because it would be held until then", async () => {
    const client = clientOf(awx());
    const me = client.me.bind(client);
    let given: AbortSignal | undefined;
    client.me = (signal) => {
      given = signal;
      return me(signal);
    };
    await read(readerWith(client));
    assert.equal(given?.aborted, true);
    assert.equal(never.aborted, false);
  });

  it("passes on what is known of the credential", async () => {
    const reader = { ...readerWith(clientOf(awx(), 2)), canWrite: false, isSessionOnly: true };
    const { canWrite, isSessionOnly } = await read(reader);
    assert.deepEqual([canWrite, isSessionOnly], [false, true]);
  });

  for (const [title, path] of [
    ["the list", /tokens/],
    ["the user", /me/],
  ] as const) {
    it(`fails when ${title} cannot be read, as there is nothing else`, async () => {
      const former = await read(readerWith(clientOf(awx())));
      awx().intercept({ path }, json(500, {}));
      await assert.rejects(read(readerWith(clientOf(awx())), former), withProblem("serverFailed"));
    });
  }

  it("shows what arrived after each page, in a list that is not complete", async () => {
    const many = await startFakeAwx({ extraTokens: 392 });
    try {
      const shown: [size: number, isComplete: boolean, user: string | undefined][] = [];
      const list = await readTokens(readerWith(clientOf(many)), {
        former: undefined,
        signal: never,
        onPage: (arrived) => {
          shown.push([arrived.tokens.size, arrived.isComplete, userOf(arrived)?.username]);
        },
      });
      assert.deepEqual(shown, [
        [200, false, "admin"],
        [400, false, "admin"],
      ]);
      assert.deepEqual([list.tokens.size, list.isComplete], [400, true]);
    } finally {
      await many.stop();
    }
  });
});

describe("readTokens of a platform", () => {
  const awx = useFakeAwx({ family: "both" });

  /** What reads both tables with a token of each, so that one can go without the other. */
  function readerOfEach(): Reader {
    const { controller } = awx();
    const transport = transportTo(awx(), 1, {
      authorization: { header: `Bearer ${controller.secretOf(1)}`, secrets: [] },
    });
    const clients = [platformClient(awx(), "gateway"), platformClientWith(awx(), "controller", transport)];
    return {
      kind: "signedIn",
      family: "gateway",
      clients,
      canWrite: true,
      isSessionOnly: false,
      signInToken: { kind: "none" },
    };
  }

  it("gives both tables in one list, the platform's first, and who one is in each", async () => {
    const list = await read(platformReader(awx(), 4));
    assert.deepEqual(keysOf(list), [...seed("gateway"), "controller/4", "controller/5"]);
    assert.deepEqual(
      [...list.users],
      [
        ["gateway", { id: 3, username: "alice", role: "user" }],
        ["controller", { id: 2, username: "alice", role: "user" }],
      ],
    );
    assert.equal(userOf(list)?.id, 3);
    assert.deepEqual([list.family, list.isComplete, list.unread.size], ["gateway", true, 0]);
  });

  it("does not mix tokens of the two tables up that have the same number", async () => {
    awx().updateToken(4, { description: "the platform's" });
    awx().controller.updateToken(4, { description: "the controller's" });
    const { tokens } = await read(platformReader(awx()));
    assert.equal(tokens.size, 16);
    assert.equal(tokens.get({ source: "gateway", id: 4 })?.description, "the platform's");
    assert.equal(tokens.get({ source: "controller", id: 4 })?.description, "the controller's");
  });

  it("does not take a user for the one who has the same number in the other table", async () => {
    // Number 3 is alice at the platform and bob in the controller.
    const list = await read(platformReader(awx(), 6));
    const own = list.tokens
      .all()
      .filter((token) => isOwn(list, token))
      .map(keyOf);
    assert.deepEqual(own, ["gateway/6", "controller/6"]);
  });

  it("shows the platform's tokens while the controller's are on their way", async () => {
    const held = gate();
    awx().intercept({ path: /controller\/v2\/tokens/ }, { until: held.opened });
    const shown: string[][] = [];
    const reading = readTokens(platformReader(awx(), 4), {
      former: undefined,
      signal: never,
      onPage: (arrived) => {
        assert.equal(arrived.isComplete, false);
        shown.push(keysOf(arrived));
      },
    });
    await until(() => requestsTo(awx()).includes("GET /api/controller/v2/tokens/"));
    assert.deepEqual(shown, [seed("gateway")]);
    held.open();
    const list = await reading;
    assert.deepEqual(shown, [seed("gateway"), keysOf(list)]);
  });

  const concernsOne = [
    ["500", json(500, {}), "serverFailed"],
    ["a page of a failure", { ...html, status: 500 }, "serverFailed"],
    ["403", json(403, { details: "no" }), "forbidden"],
    ["400", json(400, { detail: "no" }), "rejected"],
    ["429", json(429, {}), "refused"],
    ["a web page", html, "unexpectedAnswer"],
    ["another shape", json(200, { results: 1 }), "unexpectedAnswer"],
  ] as const;
  for (const [title, answer, problem] of concernsOne) {
    for (const source of ["gateway", "controller"] as const) {
      const other = source === "gateway" ? "controller" : "gateway";
      for (const what of ["tokens", "me"]) {
        it(`goes without the ${source}'s table when its ${what} answers ${title}`, async () => {
          awx().intercept({ path: new RegExp(`/api/${source}/v./${what}/`) }, answer);
          const list = await read(platformReader(awx()));
          assert.deepEqual(keysOf(list), seed(other));
          assert.deepEqual([...list.unread.keys()], [source]);
          withProblem(problem)(list.unread.get(source));
          assert.deepEqual([...list.users.keys()], [other]);
          assert.equal(list.isComplete, true);
        });
      }
    }
  }

  it("goes without a table that does not answer in time", async () => {
    awx().intercept({ path: /controller\/v2\/tokens/ }, "hang");
    const clients = [
      platformClient(awx(), "gateway"),
      platformClientWith(awx(), "controller", transportTo(awx(), 1, { timeoutMilliseconds: 100 })),
    ];
    const list = await read({
      kind: "signedIn",
      family: "gateway",
      clients,
      canWrite: true,
      isSessionOnly: false,
      signInToken: { kind: "none" },
    });
    assert.deepEqual(keysOf(list), seed("gateway"));
    withProblem("timedOut")(list.unread.get("controller"));
  });

  it("goes without a table whose pages lead elsewhere", async () => {
    const next = "https://evil.test/api/";
    awx().intercept({ path: /controller\/v2\/tokens/ }, json(200, { count: 1, next, previous: null, results: [] }));
    const list = await read(platformReader(awx()));
    withProblem("badNextPage")(list.unread.get("controller"));
  });

  it("leaves a table that cannot be read again as it was: its tokens and whose they are", async () => {
    const former = await read(platformReader(awx(), 4));
    awx().deleteToken(7);
    awx().controller.updateToken(4, { description: "edited" });
    awx().intercept({ path: /\/api\/controller\// }, json(500, {}));
    const list = await read(platformReader(awx(), 4), former);
    assert.deepEqual(keysOf(list), [
      ...seed("gateway").filter((key) => key !== "gateway/7"),
      "controller/4",
      "controller/5",
    ]);
    const token = list.tokens.get({ source: "controller", id: 4 });
    assert.ok(token);
    assert.equal(token, former.tokens.get({ source: "controller", id: 4 }));
    assert.deepEqual(list.users, former.users);
    assert.equal(isOwn(list, token), true);
    assert.deepEqual([...list.unread.keys()], ["controller"]);
  });

  it("leaves others' tokens in it as changeable as they were", async () => {
    const ofCarol = awx().createToken({ userId: 5 });
    const former = await read(platformReader(awx(), ofCarol));
    assert.ok(former.changeable.has("controller/5"));
    awx().intercept({ path: /\/api\/controller\// }, json(500, {}));
    const list = await read(platformReader(awx(), ofCarol), former);
    assert.deepEqual(new Set(list.changeable), new Set(former.changeable));
  });

  it("leaves the platform's table as it was too, and still names its user first", async () => {
    const former = await read(platformReader(awx(), 4));
    awx().intercept({ path: /\/api\/gateway\// }, json(500, {}));
    const list = await read(platformReader(awx(), 4), former);
    assert.deepEqual(new Set(keysOf(list)), new Set(keysOf(former)));
    assert.deepEqual([...list.users], [...former.users]);
  });

  it("has it read again once that is possible", async () => {
    const former = await read(platformReader(awx(), 4));
    const release = awx().intercept({ path: /\/api\/controller\// }, json(500, {}));
    const without = await read(platformReader(awx(), 4), former);
    release();
    awx().controller.deleteToken(5);
    const list = await read(platformReader(awx(), 4), without);
    assert.deepEqual(keysOf(list), [...seed("gateway"), "controller/4"]);
    assert.equal(list.unread.size, 0);
  });

  it("keeps nothing of a table of which a part arrived before it failed", async () => {
    const many = await startFakeAwx({ family: "both", extraTokens: 200 });
    try {
      many.intercept({ path: /controller\/v2\/tokens\/.*[?&]id__gt/ }, json(500, {}));
      const list = await read(platformReader(many));
      assert.equal(list.tokens.size, 208);
      assert.deepEqual(new Set(list.tokens.all().map(({ source }) => source)), new Set(["gateway"]));
      assert.deepEqual([...list.unread.keys()], ["controller"]);
    } finally {
      await many.stop();
    }
  });

  it("fails with what the first table failed with when none can be read, former list or not", async () => {
    const former = await read(platformReader(awx()));
    awx().intercept({ path: /\/api\/controller\// }, json(403, {}));
    awx().intercept({ path: /\/api\/gateway\// }, json(500, {}));
    for (const known of [undefined, former]) {
      await assert.rejects(read(platformReader(awx()), known), withProblem("serverFailed"));
    }
  });

  const concernsAll = [
    ["401", json(401, {}), "unauthenticated"],
    ["404", json(404, {}), "notFound"],
    ["a missing page", { ...html, status: 404 }, "unexpectedAnswer"],
    ["a redirect", { status: 302, headers: { Location: "/login" } }, "redirected"],
    ["nothing", "reset", "noAnswer"],
  ] as const;
  for (const [title, answer, problem] of concernsAll) {
    for (const source of ["gateway", "controller"] as const) {
      it(`fails altogether when the ${source} answers ${title}, which is not of one table alone`, async () => {
        const former = await read(platformReader(awx()));
        awx().intercept({ path: new RegExp(`/api/${source}/v./tokens/`) }, answer);
        await assert.rejects(read(platformReader(awx()), former), withProblem(problem));
      });
    }
  }

  it("fails altogether when a credential is not accepted any more by one table", async () => {
    const reader = readerOfEach();
    awx().controller.deleteToken(1);
    await assert.rejects(read(reader), withProblem("unauthenticated"));
  });

  for (const path of ["gateway/v1/tokens", "gateway/v1/me", "controller/v2/tokens", "controller/v2/me"]) {
    it(`can be given up at ${path}`, async () => {
      awx().intercept({ path: new RegExp(path) }, "hang");
      const abort = new AbortController();
      const rejected = assert.rejects(read(platformReader(awx()), undefined, abort.signal), withProblem("cancelled"));
      await until(() => requestsTo(awx()).includes(`GET /api/${path}/`));
      abort.abort();
      await rejected;
    });
  }

  describe("asks the server about others' tokens", () => {
    function questions(): string[] {
      return requestsTo(awx()).filter((request) => request.startsWith("OPTIONS"));
    }

    it("once for personal ones and once for each application when the user is nobody special", async () => {
      awx().createToken({ userId: 2, applicationId: 2 });
      awx().createToken({ userId: 4, applicationId: 1 });
      const list = await read(platformReader(awx(), 4));
      assert.deepEqual(list.changeable, new Set());
      assert.deepEqual(questions(), [
        "OPTIONS /api/gateway/v1/tokens/1/",
        "OPTIONS /api/gateway/v1/tokens/3/",
        "OPTIONS /api/gateway/v1/tokens/9/",
      ]);
    });

    it("and is told that an auditor may change none", async () => {
      assert.deepEqual((await read(platformReader(awx(), 6))).changeable, new Set());
      assert.equal(questions().length, 3);
    });

    it("and is told that an administrator of an organization may change those of its applications", async () => {
      const ofCarol = awx().createToken({ userId: 5 });
      const list = await read(platformReader(awx(), ofCarol));
      assert.deepEqual(list.changeable, new Set(["gateway/3", "gateway/5", "controller/3", "controller/5"]));
    });

    it("except with a credential that cannot write", async () => {
      const list = await read(platformReader(awx(), 4, { canWrite: false }));
      assert.deepEqual([list.tokens.size, list.changeable.size], [10, 0]);
      assert.deepEqual(questions(), []);
    });

    it("except where there are none", async () => {
      for (const id of [1, 2, 3, 6, 7, 8]) awx().deleteToken(id);
      const list = await read(platformReader(awx(), 4));
      assert.deepEqual([list.tokens.size, list.changeable.size], [4, 0]);
      assert.deepEqual(questions(), []);
    });

    it("except in a table that could not be read", async () => {
      const former = await read(platformReader(awx(), 6));
      awx().clearRequests();
      awx().intercept({ path: /\/api\/controller\// }, json(500, {}));
      await read(platformReader(awx(), 6), former);
      assert.deepEqual(questions(), ["OPTIONS /api/gateway/v1/tokens/1/", "OPTIONS /api/gateway/v1/tokens/3/"]);
    });

    it("and does without an answer", async () => {
      awx().intercept({ method: "OPTIONS" }, json(500, {}));
      const list = await read(platformReader(awx(), 6));
      assert.deepEqual([list.tokens.size, list.changeable.size, list.unread.size], [16, 0, 0]);
    });

    it("and can be given up then, too", async () => {
      awx().intercept({ method: "OPTIONS" }, "hang");
      const abort = new AbortController();
      const reading = read(platformReader(awx(), 4), undefined, abort.signal);
      const rejected = assert.rejects(reading, withProblem("cancelled"));
      await until(() => questions().length === 1);
      abort.abort();
      await rejected;
    });
  });

  describe("of changes alone", () => {
    function readChanges(reader: Reader, former: TokenList): Promise<TokenList> {
      return readTokens(reader, { former, isChangesOnly: true, signal: never, onPage: () => undefined });
    }

    for (const source of ["gateway", "controller"] as const) {
      it(`has what changed in the ${source}'s table among what did not in the other, table by table`, async () => {
        const former = await read(platformReader(awx()));
        const changed = source === "gateway" ? awx() : awx().controller;
        changed.updateToken(3, { description: "edited elsewhere" });
        const list = await readChanges(platformReader(awx()), former);
        assert.deepEqual(keysOf(list), keysOf(former));
        assert.equal(list.tokens.get({ source, id: 3 })?.description, "edited elsewhere");
      });
    }

    it("leaves out what the credential is not accepted for any more", async () => {
      const former = await read(readerOfEach());
      const reader: Reader = { ...readerOfEach(), clients: readerOfEach().clients.slice(1) };
      assert.deepEqual(keysOf(await readChanges(reader, former)), seed("controller"));
    });

    it("asks for rights when the former credential could not write", async () => {
      const ofCarol = awx().createToken({ userId: 5 });
      const former = await read(platformReader(awx(), ofCarol, { canWrite: false }));
      const list = await readChanges(platformReader(awx(), ofCarol), former);
      assert.deepEqual(list.changeable, new Set(["gateway/3", "gateway/5", "controller/3", "controller/5"]));
    });
  });

  it("reads a table alone where the credential is accepted by no other", async () => {
    const reader: Reader = { ...readerOfEach(), clients: readerOfEach().clients.slice(1) };
    const list = await read(reader);
    assert.deepEqual(keysOf(list), seed("controller"));
    assert.deepEqual([...list.users.keys()], ["controller"]);
    awx().intercept({ path: /tokens/ }, json(500, {}));
    await assert.rejects(read(reader, list), withProblem("serverFailed"));
  });
});
