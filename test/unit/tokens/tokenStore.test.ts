import assert from "node:assert/strict";
import { inspect } from "node:util";
import { AwxClient } from "../../../src/awx/awxClient";
import { AwxError, type AwxProblem } from "../../../src/awx/errors";
import type { AccessToken } from "../../../src/awx/schemas";
import {
  isUnauthenticated,
  listOf,
  TokenStore,
  type Connect,
  type TokensChange,
  type TokensState,
} from "../../../src/tokens/tokenStore";
import { startFakeAwx, type FakeAwx } from "../../fakeAwx/server";
import { aToken } from "../support/aToken";
import { clientOf, gate, json, transportTo, until, useFakeAwx } from "../support/fakeAwx";

const html = { status: 500, headers: { "Content-Type": "text/html" }, body: "<h1>Server Error (500)</h1>" };

/** The state's kind and ids, as far as it has any. */
function summaryOf(state: TokensState): string {
  const list = listOf(state);
  return list ? `${state.kind} ${[...list.tokens.keys()].join(",")}` : state.kind;
}

function problemOf(state: TokensState): AwxProblem | undefined {
  return state.kind === "failed" && state.error instanceof AwxError ? state.error.problem : undefined;
}

describe("TokenStore", () => {
  const awx = useFakeAwx();
  let connect: Connect;
  let store: TokenStore;
  let changes: TokensChange[];
  let summaries: string[];

  beforeEach(() => {
    connect = () => Promise.resolve({ kind: "signedIn", client: clientOf(awx(), 4) });
    changes = [];
    summaries = [];
    store = new TokenStore((serverName) => connect(serverName));
    store.onDidChange((change) => {
      changes.push(change);
      summaries.push(summaryOf(store.state(change.serverName)));
    });
  });

  /** The token of the list, which the test knows to be there. */
  function token(id: number): AccessToken {
    const found = store.token("prod", id);
    assert.ok(found, `no token ${String(id)} in ${inspect(store.state("prod"))}`);
    return found;
  }

  function pathsAsked(server: FakeAwx = awx()): string[] {
    return server.requests.map(({ path }) => path.replace(/\?.*/, "")).sort();
  }

  it("knows nothing of a server that nobody asked for", () => {
    assert.deepEqual(store.state("prod"), { kind: "idle" });
    assert.equal(store.token("prod", 1), undefined);
  });

  describe("asked to load", () => {
    it("has whose tokens they are, the tokens in the order of their ids and the time of reading", async () => {
      const before = new Date();
      await store.load("prod");
      const state = store.state("prod");
      assert.ok(state.kind === "loaded");
      assert.deepEqual(state.list.me, { id: 2, username: "alice" });
      assert.deepEqual([...state.list.tokens.keys()], [4, 5]);
      assert.equal(store.token("prod", 4)?.description, "alice personal");
      assert.equal(store.token("prod", 1), undefined);
      assert.ok(state.list.readAt >= before && state.list.readAt <= new Date());
    });

    it("is loading until then, with what arrived already, and says so of the server by its name", async () => {
      await store.load("prod");
      assert.deepEqual(summaries, ["loading", "loading 4,5", "loaded 4,5"]);
      assert.deepEqual(changes, [{ serverName: "prod" }, { serverName: "prod" }, { serverName: "prod" }]);
    });

    it("takes the time when it began to read for the time of the list", async () => {
      const held = gate();
      awx().intercept({ path: /tokens/ }, { until: held.opened });
      const loading = store.load("prod");
      await until(() => awx().requests.length === 2);
      const underWay = new Date();
      await until(() => new Date() > underWay);
      held.open();
      await loading;
      const readAt = listOf(store.state("prod"))?.readAt;
      assert.ok(readAt && readAt <= underWay);
    });

    it("shows the first page while the next is on its way", async () => {
      const many = await startFakeAwx({ extraTokens: 200 });
      try {
        connect = () => Promise.resolve({ kind: "signedIn", client: clientOf(many) });
        const held = gate();
        many.intercept({ path: /[?&]page=2/ }, { until: held.opened });
        const loading = store.load("prod");
        await until(() => listOf(store.state("prod")) !== undefined);
        const state = store.state("prod");
        assert.ok(state.kind === "loading");
        assert.equal(state.list?.tokens.size, 200);
        assert.equal(state.list.me.username, "admin");
        held.open();
        await loading;
        assert.equal(listOf(store.state("prod"))?.tokens.size, 208);
      } finally {
        await many.stop();
      }
    });

    it("again, shows the whole former list until the new one is whole", async () => {
      const many = await startFakeAwx({ extraTokens: 200 });
      try {
        connect = () => Promise.resolve({ kind: "signedIn", client: clientOf(many) });
        await store.load("prod");
        many.deleteToken(2);
        summaries = [];
        const former = listOf(store.state("prod"));
        const held = gate();
        many.intercept({ path: /[?&]page=2/ }, { until: held.opened });
        const loading = store.load("prod");
        await until(() => many.requests.at(-1)?.path.includes("page=2") === true);
        assert.deepEqual(store.state("prod"), { kind: "loading", list: former });
        held.open();
        await loading;
        assert.deepEqual(
          summaries.map((summary) => summary.split(" ")[0]),
          ["loading", "loaded"],
        );
        assert.equal(store.token("prod", 2), undefined);
      } finally {
        await many.stop();
      }
    });

    for (const reason of ["none", "unusable", "unavailable"] as const) {
      it(`says that nobody is signed in when the credential is ${reason}, and forgets the list`, async () => {
        await store.load("prod");
        awx().clearRequests();
        connect = () => Promise.resolve({ kind: reason });
        summaries = [];
        await store.load("prod");
        assert.deepEqual(summaries, ["signedOut"]);
        assert.deepEqual(store.state("prod"), { kind: "signedOut", reason });
        assert.deepEqual(awx().requests, []);
      });
    }

    it("says that an empty list is empty", async () => {
      awx().deleteToken(4);
      awx().deleteToken(5);
      connect = () => Promise.resolve({ kind: "signedIn", client: clientOf(awx(), 6) });
      awx().intercept({ path: /tokens/ }, json(200, { count: 0, next: null, results: [] }));
      await store.load("prod");
      assert.equal(summaryOf(store.state("prod")), "loaded ");
    });

    it("keeps servers apart", async () => {
      connect = (name) =>
        Promise.resolve(
          name === "prod" ? { kind: "signedIn", client: clientOf(awx(), 4) } : ({ kind: "none" } as const),
        );
      await Promise.all([store.load("prod"), store.load("test")]);
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
      assert.equal(summaryOf(store.state("test")), "signedOut");
      store.forget("test");
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
    });
  });

  describe("whose server fails", () => {
    for (const [title, path] of [
      ["the list", /tokens/],
      ["the user", /me/],
    ] as const) {
      it(`says why ${title} was not read, and has no list`, async () => {
        awx().intercept({ path }, html);
        await store.load("prod");
        assert.deepEqual(problemOf(store.state("prod")), { kind: "serverFailed", status: 500 });
        assert.equal(listOf(store.state("prod")), undefined);
        assert.equal(isUnauthenticated(store.state("prod")), false);
      });

      it(`keeps the last good list when ${title} cannot be read again`, async () => {
        await store.load("prod");
        const list = listOf(store.state("prod"));
        awx().intercept({ path }, "reset");
        await store.load("prod");
        assert.equal(store.state("prod").kind, "failed");
        assert.equal(problemOf(store.state("prod"))?.kind, "noAnswer");
        assert.deepEqual(listOf(store.state("prod")), list);
      });
    }

    it("says that the credential is not accepted", async () => {
      connect = () => Promise.resolve({ kind: "signedIn", client: clientOf(awx(), 8) });
      await store.load("prod");
      assert.deepEqual(problemOf(store.state("prod")), { kind: "unauthenticated", with: "token", reasons: [] });
      assert.equal(isUnauthenticated(store.state("prod")), true);
    });

    it("does not take what arrived of the first list for the last good one", async () => {
      const many = await startFakeAwx({ extraTokens: 200 });
      try {
        connect = () => Promise.resolve({ kind: "signedIn", client: clientOf(many) });
        many.intercept({ path: /[?&]page=2/ }, html);
        await store.load("prod");
        assert.equal(store.state("prod").kind, "failed");
        assert.equal(listOf(store.state("prod")), undefined);
      } finally {
        await many.stop();
      }
    });

    it("has a good list again after the next load", async () => {
      awx().intercept({}, "reset", { times: 2 });
      await store.load("prod");
      await store.load("prod");
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
    });

    for (const [title, failing] of [
      ["rejects", () => Promise.reject(new Error("no keyring"))],
      [
        "throws",
        () => {
          throw new Error("no keyring");
        },
      ],
    ] as const) {
      it(`does not reject when connecting ${title}, and says why there is no list`, async () => {
        connect = failing;
        await store.load("prod");
        const state = store.state("prod");
        assert.ok(state.kind === "failed");
        assert.match(String(state.error), /no keyring/);
      });
    }
  });

  describe("asked to make sure that the tokens are loaded", () => {
    it("reads them once, however often it is asked at a time", async () => {
      await Promise.all([store.ensureLoaded("prod"), store.ensureLoaded("prod"), store.ensureLoaded("prod")]);
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
      assert.deepEqual(pathsAsked(), ["/api/v2/me/", "/api/v2/tokens/"]);
    });

    it("waits for the load that is under way", async () => {
      const loading = store.load("prod");
      await store.ensureLoaded("prod");
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
      await loading;
      assert.equal(awx().requests.length, 2);
    });

    it("waits for the newer load that another was given up for", async () => {
      const held = gate();
      awx().intercept({ path: /tokens/ }, { until: held.opened });
      void store.load("prod");
      await until(() => awx().requests.length === 2);
      const ensured = store.ensureLoaded("prod").then(() => summaryOf(store.state("prod")));
      const newer = store.load("prod");
      await until(() => awx().requests.length === 4);
      held.open();
      await newer;
      assert.equal(await ensured, "loaded 4,5");
    });

    it("reads them anew when all was forgotten while it waited, and gives what came of it", async () => {
      const held = gate();
      const release = awx().intercept({ path: /tokens/ }, { until: held.opened });
      const ensured = store.ensureLoaded("prod");
      await until(() => awx().requests.length === 2);
      release();
      store.forget("prod");
      const state = await ensured;
      held.open();
      assert.equal(summaryOf(state), "loaded 4,5");
      assert.equal(store.state("prod"), state);
    });

    it("waits also when it is asked by one who was just told that the load began", async () => {
      let ensured: Promise<string> | undefined;
      store.onDidChange(() => {
        ensured ??= store.ensureLoaded("prod").then(() => summaryOf(store.state("prod")));
      });
      await store.load("prod");
      assert.equal(await ensured, "loaded 4,5");
    });

    for (const [title, prepare] of [
      ["are", () => undefined],
      ["could not be read", () => void awx().intercept({}, html)],
      ["cannot be read by anybody", () => void (connect = () => Promise.resolve({ kind: "none" }))],
    ] as const) {
      it(`reads nothing when they ${title}`, async () => {
        prepare();
        await store.load("prod");
        const state = store.state("prod");
        awx().clearRequests();
        await store.ensureLoaded("prod");
        assert.deepEqual(awx().requests, []);
        assert.equal(store.state("prod"), state);
      });
    }

    it("reads them again once they were forgotten", async () => {
      await store.load("prod");
      store.forget("prod");
      await store.ensureLoaded("prod");
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
      assert.equal(awx().requests.length, 4);
    });
  });

  describe("asked to load while it loads", () => {
    it("gives the older load up", async () => {
      const outcomes: unknown[] = [];
      const transport = transportTo(awx(), 4, { onExchange: ({ outcome }) => outcomes.push(outcome) });
      connect = () => Promise.resolve({ kind: "signedIn", client: new AwxClient(transport, awx().url) });
      awx().intercept({}, "hang", { times: 2 });
      const older = store.load("prod");
      await until(() => awx().requests.length === 2);
      await Promise.all([older, store.load("prod")]);
      assert.deepEqual(outcomes, ["cancelled", "cancelled", 200, 200]);
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
    });

    it("never lets the older answer over the newer one, however late it comes", async () => {
      const held = gate();
      connect = async () => {
        await held.opened;
        return { kind: "signedIn", client: clientOf(awx(), 1) };
      };
      const older = store.load("prod");
      connect = () => Promise.resolve({ kind: "signedIn", client: clientOf(awx(), 4) });
      await store.load("prod");
      const state = store.state("prod");
      const count = changes.length;
      awx().clearRequests();
      held.open();
      await older;
      assert.equal(store.state("prod"), state);
      assert.equal(changes.length, count);
      assert.deepEqual(awx().requests, []);
    });

    for (const late of ["none", "rejects"] as const) {
      it(`ignores it when the older one's connection comes late and ${late === "none" ? "is none" : late}`, async () => {
        const held = gate();
        connect = async () => {
          await held.opened;
          if (late === "rejects") throw new Error("no keyring");
          return { kind: late };
        };
        const older = store.load("prod");
        connect = () => Promise.resolve({ kind: "signedIn", client: clientOf(awx(), 4) });
        await store.load("prod");
        held.open();
        await older;
        assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
      });
    }

    it("brings the newer list although the older one's connection never comes", async () => {
      connect = () => new Promise(() => undefined);
      void store.load("prod");
      connect = () => Promise.resolve({ kind: "signedIn", client: clientOf(awx(), 4) });
      await store.load("prod");
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
    });
  });

  describe("told of an edit", () => {
    it("shows the token as the edit left it, keeps the rest, and says which token changed", async () => {
      await store.load("prod");
      const [former, other] = [store.state("prod"), token(5)];
      changes = [];
      const edited = await clientOf(awx(), 4).updateToken(4, { description: "new" });
      store.replaceToken("prod", edited);
      assert.deepEqual(token(4), edited);
      assert.equal(token(5), other);
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
      assert.deepEqual(changes, [{ serverName: "prod", tokenId: 4 }]);
      assert.equal(listOf(former)?.tokens.get(4)?.description, "alice personal");
      assert.deepEqual(listOf(store.state("prod"))?.readAt, listOf(former)?.readAt);
    });

    it("drops a token that is gone and says that the server's list changed", async () => {
      await store.load("prod");
      changes = [];
      store.removeToken("prod", 4);
      assert.equal(summaryOf(store.state("prod")), "loaded 5");
      assert.deepEqual(changes, [{ serverName: "prod" }]);
    });

    it("keeps saying why the list is stale", async () => {
      await store.load("prod");
      store.fail("prod", new AwxError({ kind: "unauthenticated", with: "token", reasons: [] }, "PATCH /"));
      store.removeToken("prod", 4);
      assert.equal(summaryOf(store.state("prod")), "failed 5");
      assert.ok(isUnauthenticated(store.state("prod")));
    });

    it("adds no token that was not listed", async () => {
      await store.load("prod");
      store.replaceToken("prod", aToken({ id: 99 }));
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
    });

    it("says nothing of a server that it knows nothing of", () => {
      store.replaceToken("prod", aToken());
      store.removeToken("prod", 1);
      assert.deepEqual(store.state("prod"), { kind: "idle" });
      assert.deepEqual(changes, []);
    });

    // The older and the newer of two stamps as AWX writes them, both of later than now.
    const stamps: readonly (readonly [older: string, newer: string])[] = [
      ["3000-03-01T10:00:00.123456Z", "3000-03-01T10:00:00.123457Z"],
      ["3000-03-01T10:00:00Z", "3000-03-01T10:00:00.000001Z"],
      ["3000-03-01T10:00:00.999999Z", "3000-03-01T10:00:01Z"],
      ["3000-03-01T09:59:59.999999Z", "3000-03-01T10:00:00Z"],
      ["3000-02-28T23:59:59Z", "3000-03-01T00:00:00.000001Z"],
    ];
    for (const [older, newer] of stamps) {
      it(`takes the stamp ${newer} for newer than ${older}, and not the reverse`, async () => {
        await store.load("prod");
        const first = { ...token(4), description: "older", modified: older };
        store.replaceToken("prod", first);
        store.replaceToken("prod", { ...first, description: "newer", modified: newer });
        assert.equal(token(4).description, "newer");
        store.replaceToken("prod", first);
        assert.equal(token(4).description, "newer");
      });
    }

    it("takes an edit with the very stamp of the listed token, as the list may hold the edit already", async () => {
      await store.load("prod");
      store.replaceToken("prod", { ...token(4), description: "the same moment" });
      assert.equal(token(4).description, "the same moment");
    });
  });

  describe("told of an edit while it loads", () => {
    /** Begins a load whose list is read and which then waits for the user's name. */
    async function loadThatHasTheList(): Promise<() => Promise<void>> {
      const held = gate();
      awx().intercept({ path: /me/ }, { until: held.opened }, { times: 1 });
      const loading = store.load("prod");
      await until(() => awx().requests.find(({ path }) => path.includes("tokens"))?.status === 200);
      return async () => {
        held.open();
        await loading;
        assert.equal(store.state("prod").kind, "loaded");
      };
    }

    it("keeps the edit although the list was read before it", async () => {
      const finish = await loadThatHasTheList();
      const edited = await clientOf(awx(), 4).updateToken(4, { description: "mine" });
      store.replaceToken("prod", edited);
      const shown = new Set<string | undefined>();
      store.onDidChange(() => shown.add(store.token("prod", 4)?.description));
      await finish();
      assert.deepEqual(token(4), edited);
      assert.deepEqual([...shown], ["mine"]);
    });

    it("keeps the edit of a list that is read again", async () => {
      await store.load("prod");
      awx().clearRequests();
      const finish = await loadThatHasTheList();
      store.replaceToken("prod", await clientOf(awx(), 4).updateToken(4, { description: "mine" }));
      assert.equal(store.state("prod").kind, "loading");
      assert.equal(token(4).description, "mine");
      await finish();
      assert.equal(token(4).description, "mine");
    });

    it("takes the listed token when somebody edited it after us", async () => {
      const edited = await clientOf(awx(), 4).updateToken(4, { description: "mine" });
      awx().updateToken(4, { description: "a colleague's" });
      const finish = await loadThatHasTheList();
      store.replaceToken("prod", edited);
      await finish();
      assert.equal(token(4).description, "a colleague's");
    });

    it("does not bring back a token that was gone meanwhile", async () => {
      const finish = await loadThatHasTheList();
      store.removeToken("prod", 4);
      await finish();
      assert.equal(summaryOf(store.state("prod")), "loaded 5");
    });

    it("keeps the edit in a list of which a part has arrived, and when the rest has", async () => {
      const many = await startFakeAwx({ extraTokens: 200 });
      try {
        connect = () => Promise.resolve({ kind: "signedIn", client: clientOf(many) });
        const held = gate();
        many.intercept({ path: /[?&]page=2/ }, { until: held.opened });
        const loading = store.load("prod");
        await until(() => listOf(store.state("prod")) !== undefined);
        const edit = { description: "mine" };
        store.replaceToken("prod", await clientOf(many).updateToken(1, edit));
        store.replaceToken("prod", await clientOf(many).updateToken(208, edit));
        store.removeToken("prod", 2);
        assert.equal(token(1).description, "mine");
        assert.equal(listOf(store.state("prod"))?.tokens.size, 199);
        held.open();
        await loading;
        assert.equal(token(1).description, "mine");
        assert.equal(token(208).description, "mine");
        assert.equal(listOf(store.state("prod"))?.tokens.size, 207);
      } finally {
        await many.stop();
      }
    });

    it("keeps the edit when the load fails", async () => {
      await store.load("prod");
      awx().clearRequests();
      const held = gate();
      awx().intercept({ path: /me/ }, { until: held.opened });
      const loading = store.load("prod");
      await until(() => awx().requests.length === 2);
      store.replaceToken("prod", await clientOf(awx(), 4).updateToken(5, { description: "mine" }));
      // The credential that it loads with is revoked before the server says whose it is.
      awx().deleteToken(4);
      held.open();
      await loading;
      assert.ok(isUnauthenticated(store.state("prod")));
      assert.equal(token(5).description, "mine");
    });

    it("takes the next list as it is", async () => {
      const finish = await loadThatHasTheList();
      store.removeToken("prod", 4);
      await finish();
      await store.load("prod");
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
    });
  });

  describe("told that the server refused us", () => {
    const error = new AwxError({ kind: "unauthenticated", with: "token", reasons: [] }, "PATCH /api/v2/tokens/4/");

    it("keeps the list as one that nobody vouches for, and says so of the server", async () => {
      await store.load("prod");
      const list = listOf(store.state("prod"));
      changes = [];
      store.fail("prod", error);
      assert.deepEqual(store.state("prod"), { kind: "failed", error, list });
      assert.deepEqual(changes, [{ serverName: "prod" }]);
      assert.ok(isUnauthenticated(store.state("prod")));
    });

    it("gives up the load that is under way, whose answer changes nothing any more", async () => {
      const held = gate();
      awx().intercept({}, { until: held.opened });
      const loading = store.load("prod");
      await until(() => awx().requests.length === 2);
      store.fail("prod", error);
      held.open();
      await loading;
      assert.deepEqual(store.state("prod"), { kind: "failed", error, list: undefined });
    });
  });

  describe("told to forget a server", () => {
    it("knows nothing of it any more and says so", async () => {
      await store.load("prod");
      changes = [];
      store.forget("prod");
      assert.deepEqual(store.state("prod"), { kind: "idle" });
      assert.deepEqual(changes, [{ serverName: "prod" }]);
    });

    it("says so too when no more than a connection is under way, as whoever waits for it has to ask again", () => {
      connect = () => new Promise(() => undefined);
      void store.load("prod");
      changes = [];
      store.forget("prod");
      assert.deepEqual(changes, [{ serverName: "prod" }]);
    });

    it("gives up the load that is under way, whose answer brings nothing back", async () => {
      const held = gate();
      awx().intercept({}, { until: held.opened });
      const loading = store.load("prod");
      await until(() => awx().requests.length === 2);
      store.forget("prod");
      held.open();
      await loading;
      assert.deepEqual(store.state("prod"), { kind: "idle" });
    });
  });

  describe("disposed", () => {
    it("gives up the loads that are under way and tells nobody", async () => {
      const outcomes: unknown[] = [];
      const transport = transportTo(awx(), 4, { onExchange: ({ outcome }) => outcomes.push(outcome) });
      connect = () => Promise.resolve({ kind: "signedIn", client: new AwxClient(transport, awx().url) });
      awx().intercept({}, "hang");
      const loading = store.load("prod");
      await until(() => awx().requests.length === 2);
      changes = [];
      store.dispose();
      await loading;
      assert.deepEqual(outcomes, ["cancelled", "cancelled"]);
      assert.deepEqual(store.state("prod"), { kind: "loading", list: undefined });
      store.forget("prod");
      assert.deepEqual(changes, []);
    });

    it("sends nothing for a load whose connection comes after that", async () => {
      const held = gate();
      connect = async () => {
        await held.opened;
        return { kind: "signedIn", client: clientOf(awx(), 4) };
      };
      const loading = store.load("prod");
      store.dispose();
      held.open();
      await loading;
      assert.deepEqual(awx().requests, []);
    });
  });
});

describe("isUnauthenticated", () => {
  function failed(error: unknown): TokensState {
    return { kind: "failed", error, list: undefined };
  }

  for (const [title, state] of [
    ["a server that nobody asked for", { kind: "idle" }],
    ["a server that nobody is signed in to", { kind: "signedOut", reason: "none" }],
    ["a load that is under way", { kind: "loading", list: undefined }],
    ["a failure of ours", failed(new Error("unauthenticated"))],
    ["another refusal", failed(new AwxError({ kind: "forbidden", reasons: [] }, "GET /"))],
  ] as const satisfies [string, TokensState][]) {
    it(`is not said of ${title}`, () => {
      assert.equal(isUnauthenticated(state), false);
    });
  }

  it("is said of a failure with 401", () => {
    assert.equal(
      isUnauthenticated(failed(new AwxError({ kind: "unauthenticated", with: "token", reasons: [] }, "GET /"))),
      true,
    );
  });
});
