import assert from "node:assert/strict";
import { inspect } from "node:util";
import { keyOf, type TokenRef } from "../../../src/awx/api";
import { AwxError, type AwxProblem } from "../../../src/awx/errors";
import type { AccessToken } from "../../../src/awx/schemas";
import { userOf, type TokenList } from "../../../src/tokens/tokenList";
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
import { clientOf, clientWith, gate, json, readerWith, transportTo, until, useFakeAwx } from "../support/fakeAwx";
import { platformClient, platformReader, requestsTo } from "../support/families";

const html = { status: 500, headers: { "Content-Type": "text/html" }, body: "<h1>Server Error (500)</h1>" };

function ref(id: number): TokenRef {
  return { source: "controller", id };
}

function idsIn(list: TokenList): number[] {
  return list.tokens.all().map(({ id }) => id);
}

/** The state's kind and ids, as far as it has any. */
function summaryOf(state: TokensState): string {
  const list = listOf(state);
  return list ? `${state.kind} ${idsIn(list).join(",")}` : state.kind;
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
    connect = () => Promise.resolve(readerWith(clientOf(awx(), 4)));
    changes = [];
    summaries = [];
    store = new TokenStore((...args) => connect(...args));
    store.onDidChange((change) => {
      changes.push(change);
      summaries.push(summaryOf(store.state(change.serverName)));
    });
  });

  /** The token of the list, which the test knows to be there. */
  function token(id: number): AccessToken {
    const found = store.token("prod", ref(id));
    assert.ok(found, `no token ${String(id)} in ${inspect(store.state("prod"))}`);
    return found;
  }

  function pathsAsked(server: FakeAwx = awx()): string[] {
    return server.requests.map(({ path }) => path.replace(/\?.*/, "")).sort();
  }

  it("knows nothing of a server that nobody asked for", () => {
    assert.deepEqual(store.state("prod"), { kind: "idle" });
    assert.equal(store.token("prod", ref(1)), undefined);
  });

  describe("asked to load", () => {
    it("has whose tokens they are, the tokens in the order of their ids and the time of reading", async () => {
      const before = new Date();
      await store.load("prod");
      const state = store.state("prod");
      assert.ok(state.kind === "loaded");
      assert.deepEqual([...state.list.users], [["controller", { id: 2, username: "alice", role: "user" }]]);
      assert.deepEqual(idsIn(state.list), [4, 5]);
      assert.equal(store.token("prod", ref(4))?.description, "alice personal");
      assert.equal(store.token("prod", ref(1)), undefined);
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
        connect = () => Promise.resolve(readerWith(clientOf(many)));
        const held = gate();
        many.intercept({ path: /[?&]id__gt/ }, { until: held.opened });
        const loading = store.load("prod");
        await until(() => listOf(store.state("prod")) !== undefined);
        const state = store.state("prod");
        assert.ok(state.kind === "loading");
        assert.ok(state.list);
        assert.equal(state.list.tokens.size, 200);
        assert.equal(userOf(state.list)?.username, "admin");
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
        connect = () => Promise.resolve(readerWith(clientOf(many)));
        await store.load("prod");
        many.deleteToken(2);
        summaries = [];
        const former = listOf(store.state("prod"));
        const held = gate();
        many.intercept({ path: /[?&]id__gt/ }, { until: held.opened });
        const loading = store.load("prod");
        await until(() => many.requests.at(-1)?.path.includes("id__gt") === true);
        assert.deepEqual(store.state("prod"), { kind: "loading", list: former });
        held.open();
        await loading;
        assert.deepEqual(
          summaries.map((summary) => summary.split(" ")[0]),
          ["loading", "loaded"],
        );
        assert.equal(store.token("prod", ref(2)), undefined);
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
      connect = () => Promise.resolve(readerWith(clientOf(awx(), 6)));
      awx().intercept({ path: /tokens/ }, json(200, { count: 0, next: null, results: [] }));
      await store.load("prod");
      assert.equal(summaryOf(store.state("prod")), "loaded ");
    });

    it("keeps servers apart", async () => {
      connect = (name) =>
        Promise.resolve(name === "prod" ? readerWith(clientOf(awx(), 4)) : ({ kind: "none" } as const));
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
      connect = () => Promise.resolve(readerWith(clientOf(awx(), 8)));
      await store.load("prod");
      assert.deepEqual(problemOf(store.state("prod")), { kind: "unauthenticated", with: "token", reasons: [] });
      assert.equal(isUnauthenticated(store.state("prod")), true);
    });

    it("does not take what arrived of the first list for the last good one", async () => {
      const many = await startFakeAwx({ extraTokens: 200 });
      try {
        connect = () => Promise.resolve(readerWith(clientOf(many)));
        many.intercept({ path: /[?&]id__gt/ }, html);
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
      connect = () => Promise.resolve(readerWith(clientWith(awx(), transport)));
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
        return readerWith(clientOf(awx(), 1));
      };
      const older = store.load("prod");
      connect = () => Promise.resolve(readerWith(clientOf(awx(), 4)));
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
        connect = () => Promise.resolve(readerWith(clientOf(awx(), 4)));
        await store.load("prod");
        held.open();
        await older;
        assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
      });
    }

    it("brings the newer list although the older one's connection never comes", async () => {
      connect = () => new Promise(() => undefined);
      void store.load("prod");
      connect = () => Promise.resolve(readerWith(clientOf(awx(), 4)));
      await store.load("prod");
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
    });
  });

  describe("given up", () => {
    /** Gives a load up whose list does not come. */
    async function giveUpLoading(): Promise<void> {
      const release = awx().intercept({ path: /tokens/ }, "hang");
      const loading = store.load("prod");
      await until(() => awx().requests.some(({ path }) => path.includes("tokens")));
      release();
      store.giveUp("prod");
      await loading;
    }

    it("keeps what was known, and takes no notice of the answer", async () => {
      await store.load("prod");
      const former = listOf(store.state("prod"));
      awx().clearRequests();
      await giveUpLoading();
      assert.deepEqual(store.state("prod"), { kind: "loaded", list: former });
    });

    it("keeps saying why what was known is stale", async () => {
      await store.load("prod");
      awx().intercept({ path: /tokens/ }, html, { times: 1 });
      await store.load("prod");
      const former = store.state("prod");
      assert.equal(former.kind, "failed");
      awx().clearRequests();
      await giveUpLoading();
      assert.deepEqual(store.state("prod"), former);
    });

    it("knows nothing where it knew nothing, and can begin again", async () => {
      await giveUpLoading();
      assert.deepEqual(store.state("prod"), { kind: "idle" });
      await store.load("prod");
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
    });

    it("gives up finding out where the tokens are", () => {
      let given: AbortSignal | undefined;
      connect = (_, __, signal) => {
        given = signal;
        return new Promise(() => undefined);
      };
      void store.load("prod");
      store.giveUp("prod");
      assert.ok(given?.aborted);
    });

    it("changes nothing when nothing is under way", async () => {
      await store.load("prod");
      changes = [];
      store.giveUp("prod");
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
      assert.deepEqual(changes, []);
    });
  });

  describe("asked to refresh", () => {
    it("reads all where nothing is known, and then what changed alone", async () => {
      await store.refresh("prod");
      assert.deepEqual(pathsAsked(), ["/api/v2/me/", "/api/v2/tokens/"]);
      awx().clearRequests();
      awx().updateToken(5, { description: "edited elsewhere" });
      awx().deleteToken(4);
      connect = () => Promise.resolve(readerWith(clientOf(awx(), 5)));
      const made = awx().createToken({ userId: 2 });
      await store.refresh("prod");
      assert.equal(summaryOf(store.state("prod")), `loaded 5,${String(made)}`);
      assert.equal(token(5).description, "edited elsewhere");
      assert.ok(!pathsAsked().includes("/api/v2/me/"));
    });

    it("asks twice when nothing changed, and is loading meanwhile, with the list of before", async () => {
      await store.load("prod");
      awx().clearRequests();
      summaries = [];
      await store.refresh("prod");
      assert.equal(awx().requests.length, 2);
      assert.deepEqual(summaries, ["loading 4,5", "loaded 4,5"]);
    });

    it("takes the time when it began for the time of the list", async () => {
      await store.load("prod");
      const before = new Date();
      await store.refresh("prod");
      assert.ok((listOf(store.state("prod"))?.readAt ?? 0) >= before);
    });

    it("does not undo an edit that is made meanwhile", async () => {
      await store.load("prod");
      const held = gate();
      awx().intercept({ path: /modified__gte/ }, { until: held.opened });
      const refreshing = store.refresh("prod");
      await until(() => awx().requests.some(({ path }) => path.includes("modified__gte")));
      store.replaceToken("prod", await clientOf(awx(), 4).updateToken(5, { description: "mine" }), store.moment);
      held.open();
      await refreshing;
      assert.equal(token(5).description, "mine");
    });

    it("keeps the list as stale when it fails, and reads what changed when it is asked again", async () => {
      await store.load("prod");
      awx().intercept({ path: /modified__gte/ }, html, { times: 1 });
      await store.refresh("prod");
      assert.equal(summaryOf(store.state("prod")), "failed 4,5");
      awx().clearRequests();
      await store.refresh("prod");
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
      assert.equal(awx().requests.length, 2);
    });

    it("quietly shows nothing but what comes of it, and leaves a read alone that is under way", async () => {
      await store.load("prod");
      summaries = [];
      await store.refresh("prod", { isQuiet: true });
      assert.deepEqual(summaries, ["loaded 4,5"]);
      awx().clearRequests();
      const loading = store.load("prod");
      await store.refresh("prod", { isQuiet: true });
      await loading;
      assert.deepEqual(pathsAsked(), ["/api/v2/me/", "/api/v2/tokens/"]);
    });

    it("asks about others' tokens for applications alone that it knows nothing of", async () => {
      // Carol is the administrator of an organization: she may change the tokens for its applications.
      const carol = awx().createToken({ userId: 4 });
      connect = () => Promise.resolve(readerWith(clientOf(awx(), carol)));
      await store.load("prod");
      const former = listOf(store.state("prod"))?.changeable;
      const made = awx().createToken({ userId: 2, applicationId: 1 });
      awx().clearRequests();
      await store.refresh("prod");
      const changeable = listOf(store.state("prod"))?.changeable;
      assert.ok(former && former.size > 0);
      assert.deepEqual([...(changeable ?? [])].sort(), [...former, `controller/${String(made)}`].sort());
      assert.deepEqual(
        awx().requests.filter(({ method }) => method === "OPTIONS"),
        [],
      );
    });
  });

  describe("asked which tokens were never used", () => {
    it("asks a controller once for each list, whoever asks", async () => {
      connect = () => Promise.resolve(readerWith(clientOf(awx())));
      await Promise.all([store.ensureUsage("prod"), store.ensureUsage("prod")]);
      await store.ensureUsage("prod");
      const asked = awx().requests.filter(({ path }) => path.includes("last_used__isnull=true"));
      assert.equal(asked.length, 1);
      const unused = awx()
        .tokens()
        .flatMap(({ id, lastUsed }) => (lastUsed === null ? [`controller/${String(id)}`] : []));
      const known = listOf(store.state("prod"))?.usage?.neverUsed;
      assert.ok(unused.length > 0);
      assert.deepEqual([...(known ?? [])], unused);
      await store.refresh("prod");
      assert.deepEqual(listOf(store.state("prod"))?.usage?.neverUsed, known);
      await store.ensureUsage("prod");
      assert.equal(awx().requests.filter(({ path }) => path.includes("last_used__isnull=true")).length, 2);
    });

    it("fails with what the server answers, and asks again then", async () => {
      awx().intercept({ path: /last_used__isnull/ }, html, { times: 1 });
      await assert.rejects(store.ensureUsage("prod"), AwxError);
      await store.ensureUsage("prod");
      assert.ok(listOf(store.state("prod"))?.usage);
    });

    for (const [title, end] of [
      [
        "all is forgotten",
        () => {
          store.forget("prod");
        },
      ],
      [
        "the server refuses us",
        () => {
          store.fail("prod", new Error("refused"));
        },
      ],
      [
        "it is disposed",
        () => {
          store.dispose();
        },
      ],
    ] as const) {
      it(`gives the question up when ${title}`, async () => {
        awx().intercept({ path: /last_used__isnull/ }, "hang");
        const asking = store.ensureUsage("prod");
        await until(() => awx().requests.some(({ path }) => path.includes("last_used__isnull")));
        end();
        await assert.rejects(asking, (error) => error instanceof AwxError && error.problem.kind === "cancelled");
      });
    }

    it("gives the question up that a newer list has made another one", async () => {
      const release = awx().intercept({ path: /last_used__isnull/ }, "hang");
      const asking = store.ensureUsage("prod");
      await until(() => awx().requests.some(({ path }) => path.includes("last_used__isnull")));
      release();
      await store.refresh("prod");
      const again = store.ensureUsage("prod");
      await assert.rejects(asking, AwxError);
      await again;
      assert.ok(listOf(store.state("prod"))?.usage);
    });

    it("asks a table that could not be read nothing", async () => {
      const both = await startFakeAwx({ family: "both" });
      try {
        connect = () => Promise.resolve(platformReader(both, 4));
        both.intercept({ path: /controller\/v2\/tokens/ }, html, { times: 1 });
        await store.load("prod");
        both.clearRequests();
        await store.ensureUsage("prod");
        assert.deepEqual(both.requests, []);
      } finally {
        await both.stop();
      }
    });

    it("asks nobody about tokens that nobody can read", async () => {
      connect = () => Promise.resolve({ kind: "none" });
      await store.ensureUsage("prod");
      assert.deepEqual(awx().requests, []);
    });
  });

  describe("told to stop", () => {
    for (const isFirst of [true, false]) {
      it(`${isFirst ? "says so when nothing else is known" : "keeps what was known"}, and reads no more`, async () => {
        if (!isFirst) await store.load("prod");
        awx().intercept({ path: /tokens/ }, "hang");
        const loading = store.load("prod");
        await until(() => awx().requests.some(({ path, status }) => path.includes("tokens") && status === undefined));
        store.stop("prod");
        await loading;
        assert.equal(summaryOf(store.state("prod")), isFirst ? "failed" : "loaded 4,5");
        assert.deepEqual(problemOf(store.state("prod")), isFirst ? { kind: "cancelled" } : undefined);
      });
    }

    it("does nothing when nothing is under way", async () => {
      store.stop("prod");
      assert.deepEqual(store.state("prod"), { kind: "idle" });
      await store.load("prod");
      store.stop("prod");
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
    });
  });

  describe("asked for somebody who may not wait", () => {
    it("reads nothing for nobody", async () => {
      await store.loadWhile("prod", () => false);
      assert.deepEqual(awx().requests, []);
    });

    it("reads once, and nothing that is known", async () => {
      await Promise.all([store.loadWhile("prod", () => true), store.loadWhile("prod", () => true)]);
      await store.loadWhile("prod", () => true);
      assert.equal(awx().requests.filter(({ path }) => path.includes("tokens")).length, 1);
    });

    it("does not begin again what was given up", async () => {
      awx().intercept({ path: /tokens/ }, "hang");
      let isWanted = true;
      const loading = store.loadWhile("prod", () => isWanted);
      await until(() => awx().requests.some(({ path }) => path.includes("tokens")));
      isWanted = false;
      store.giveUp("prod");
      await loading;
      assert.deepEqual(store.state("prod"), { kind: "idle" });
    });
  });

  describe("told of an edit", () => {
    it("shows the token as the edit left it, keeps the rest, and says which token changed", async () => {
      await store.load("prod");
      const [former, other] = [store.state("prod"), token(5)];
      changes = [];
      const edited = await clientOf(awx(), 4).updateToken(4, { description: "new" });
      store.replaceToken("prod", edited, store.moment);
      assert.deepEqual(token(4), edited);
      assert.equal(token(5), other);
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
      assert.deepEqual(changes, [{ serverName: "prod", token: ref(4) }]);
      assert.equal(listOf(former)?.tokens.get(ref(4))?.description, "alice personal");
      assert.deepEqual(listOf(store.state("prod"))?.readAt, listOf(former)?.readAt);
    });

    it("drops a token that is gone and says that the server's list changed", async () => {
      await store.load("prod");
      changes = [];
      store.removeToken("prod", ref(4));
      assert.equal(summaryOf(store.state("prod")), "loaded 5");
      assert.deepEqual(changes, [{ serverName: "prod" }]);
    });

    it("keeps saying why the list is stale", async () => {
      await store.load("prod");
      store.fail("prod", new AwxError({ kind: "unauthenticated", with: "token", reasons: [] }, "PATCH /"));
      store.removeToken("prod", ref(4));
      assert.equal(summaryOf(store.state("prod")), "failed 5");
      assert.ok(isUnauthenticated(store.state("prod")));
    });

    it("adds no token that was not listed", async () => {
      await store.load("prod");
      store.replaceToken("prod", aToken({ id: 99 }), store.moment);
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
    });

    it("says nothing of a token that is as it was", async () => {
      await store.load("prod");
      const listed = store.token("prod", ref(4)) ?? assert.fail("it is not listed");
      const said: unknown[] = [];
      store.onDidChange((change) => said.push(change));
      store.replaceToken("prod", { ...listed }, store.moment);
      assert.deepEqual(said, []);
      store.replaceToken("prod", { ...listed, lastUsed: new Date(0) }, store.moment);
      assert.equal(said.length, 1);
    });

    it("says nothing of a server that it knows nothing of", () => {
      store.replaceToken("prod", aToken(), store.moment);
      store.removeToken("prod", ref(1));
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
        const { moment } = store;
        store.replaceToken("prod", first, moment);
        store.replaceToken("prod", { ...first, description: "newer", modified: newer }, moment);
        assert.equal(token(4).description, "newer");
        store.replaceToken("prod", first, moment);
        assert.equal(token(4).description, "newer");
      });
    }

    it("takes an edit with the very stamp of the listed token, as the list may hold the edit already", async () => {
      await store.load("prod");
      const { moment } = store;
      await store.load("prod");
      store.replaceToken("prod", { ...token(4), description: "the same moment" }, moment);
      assert.equal(token(4).description, "the same moment");
    });

    const earlier = { description: "by a clock that is behind", modified: "2000-01-01T00:00:00Z" };

    it("takes what was asked after all that is known, whatever the server's clocks say", async () => {
      await store.load("prod");
      store.replaceToken("prod", { ...token(4), ...earlier }, store.moment);
      assert.equal(token(4).description, earlier.description);
    });

    it("takes it although another token's came meanwhile", async () => {
      await store.load("prod");
      const { moment } = store;
      store.replaceToken("prod", { ...token(5), description: "another" }, moment);
      store.replaceToken("prod", { ...token(4), ...earlier }, moment);
      assert.equal(token(4).description, earlier.description);
    });

    it("takes no answer that is late: a list that came since is newer, by its stamp", async () => {
      await store.load("prod");
      const { moment } = store;
      await store.load("prod");
      store.replaceToken("prod", { ...token(4), ...earlier }, moment);
      assert.equal(token(4).description, "alice personal");
    });
  });

  describe("told of a token that was made", () => {
    it("has it where it belongs, and says that the server's list changed", async () => {
      await store.load("prod");
      changes.length = 0;
      store.addToken("prod", aToken({ id: 9, description: "new" }));
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5,9");
      assert.equal(token(9).description, "new");
      assert.deepEqual(changes, [{ serverName: "prod" }]);
      store.addToken("prod", aToken({ id: 1 }));
      assert.equal(summaryOf(store.state("prod")), "loaded 1,4,5,9");
    });

    it("has it once, however often it is told", async () => {
      await store.load("prod");
      store.addToken("prod", aToken({ id: 9 }));
      store.addToken("prod", aToken({ id: 9, description: "again" }));
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5,9");
      assert.equal(token(9).description, "again");
    });

    it("keeps saying why the list is stale", async () => {
      await store.load("prod");
      store.fail("prod", new AwxError({ kind: "unauthenticated", with: "token", reasons: [] }, "PATCH /"));
      store.addToken("prod", aToken({ id: 9 }));
      assert.equal(summaryOf(store.state("prod")), "failed 4,5,9");
      assert.ok(isUnauthenticated(store.state("prod")));
    });

    it("knows nothing more of a server that nobody asked for", () => {
      store.addToken("prod", aToken());
      assert.deepEqual(store.state("prod"), { kind: "idle" });
      assert.deepEqual(changes, []);
    });

    for (const isFirst of [true, false]) {
      it(`while it loads ${isFirst ? "the first time" : "again"}, keeps it in a list that was read before`, async () => {
        if (!isFirst) await store.load("prod");
        const held = gate();
        connect = async () => {
          await held.opened;
          return readerWith(clientOf(awx(), 4));
        };
        const loading = store.load("prod");
        store.addToken("prod", aToken({ id: 9 }));
        assert.equal(summaryOf(store.state("prod")), isFirst ? "idle" : "loaded 4,5,9");
        held.open();
        await loading;
        assert.equal(summaryOf(store.state("prod")), "loaded 4,5,9");
        connect = () => Promise.resolve(readerWith(clientOf(awx(), 4)));
        await store.load("prod");
        assert.equal(summaryOf(store.state("prod")), "loaded 4,5", "the next list is taken as it is");
      });
    }

    it("takes what the list says of it, and drops it when it is gone meanwhile", async () => {
      const held = gate();
      connect = async () => {
        await held.opened;
        return readerWith(clientOf(awx(), 4));
      };
      const loading = store.load("prod");
      store.addToken("prod", aToken({ id: 4, description: "as it was made" }));
      store.addToken("prod", aToken({ id: 9 }));
      store.removeToken("prod", ref(9));
      held.open();
      await loading;
      assert.equal(summaryOf(store.state("prod")), "loaded 4,5");
      assert.equal(token(4).description, "alice personal");
    });

    it("has it in a list of which a part has arrived, and once when the rest has", async () => {
      const many = await startFakeAwx({ extraTokens: 200 });
      try {
        connect = () => Promise.resolve(readerWith(clientOf(many)));
        const held = gate();
        many.intercept({ path: /[?&]id__gt/ }, { until: held.opened });
        const loading = store.load("prod");
        await until(() => listOf(store.state("prod")) !== undefined);
        const id = many.createToken({ userId: 1, description: "new" });
        store.addToken("prod", aToken({ id, description: "new" }));
        assert.equal(listOf(store.state("prod"))?.tokens.size, 201);
        held.open();
        await loading;
        const list = listOf(store.state("prod"));
        assert.ok(list);
        assert.equal(list.tokens.size, 209);
        assert.deepEqual(
          idsIn(list),
          idsIn(list).toSorted((a, b) => a - b),
        );
      } finally {
        await many.stop();
      }
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
      store.replaceToken("prod", edited, store.moment);
      const shown = new Set<string | undefined>();
      store.onDidChange(() => shown.add(store.token("prod", ref(4))?.description));
      await finish();
      assert.deepEqual(token(4), edited);
      assert.deepEqual([...shown], ["mine"]);
    });

    it("keeps the edit of a list that is read again", async () => {
      await store.load("prod");
      awx().clearRequests();
      const finish = await loadThatHasTheList();
      store.replaceToken("prod", await clientOf(awx(), 4).updateToken(4, { description: "mine" }), store.moment);
      assert.equal(store.state("prod").kind, "loading");
      assert.equal(token(4).description, "mine");
      await finish();
      assert.equal(token(4).description, "mine");
    });

    it("takes the listed token when somebody edited it after us", async () => {
      const edited = await clientOf(awx(), 4).updateToken(4, { description: "mine" });
      awx().updateToken(4, { description: "a colleague's" });
      const finish = await loadThatHasTheList();
      store.replaceToken("prod", edited, store.moment);
      await finish();
      assert.equal(token(4).description, "a colleague's");
    });

    it("does not bring back a token that was gone meanwhile", async () => {
      const finish = await loadThatHasTheList();
      store.removeToken("prod", ref(4));
      await finish();
      assert.equal(summaryOf(store.state("prod")), "loaded 5");
    });

    it("keeps the edit in a list of which a part has arrived, and when the rest has", async () => {
      const many = await startFakeAwx({ extraTokens: 200 });
      try {
        connect = () => Promise.resolve(readerWith(clientOf(many)));
        const held = gate();
        many.intercept({ path: /[?&]id__gt/ }, { until: held.opened });
        const loading = store.load("prod");
        await until(() => listOf(store.state("prod")) !== undefined);
        const edit = { description: "mine" };
        store.replaceToken("prod", await clientOf(many).updateToken(1, edit), store.moment);
        store.replaceToken("prod", await clientOf(many).updateToken(208, edit), store.moment);
        store.removeToken("prod", ref(2));
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
      store.replaceToken("prod", await clientOf(awx(), 4).updateToken(5, { description: "mine" }), store.moment);
      // The credential that it loads with is revoked before the server says whose it is.
      awx().deleteToken(4);
      held.open();
      await loading;
      assert.ok(isUnauthenticated(store.state("prod")));
      assert.equal(token(5).description, "mine");
    });

    it("takes the next list as it is", async () => {
      const finish = await loadThatHasTheList();
      store.removeToken("prod", ref(4));
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
      connect = () => Promise.resolve(readerWith(clientWith(awx(), transport)));
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
        return readerWith(clientOf(awx(), 4));
      };
      const loading = store.load("prod");
      store.dispose();
      held.open();
      await loading;
      assert.deepEqual(awx().requests, []);
    });
  });
});

describe("TokenStore of a platform", () => {
  const platform = useFakeAwx({ family: "both" });
  let store: TokenStore;
  let changes: TokensChange[];

  beforeEach(() => {
    changes = [];
    store = new TokenStore(() => Promise.resolve(platformReader(platform(), 4)));
    store.onDidChange((change) => changes.push(change));
  });

  function keys(): string[] {
    return (listOf(store.state("prod"))?.tokens.all() ?? []).map(keyOf);
  }

  const ofBoth = [...[1, 2, 3, 4, 5, 6, 7, 8].map((id) => `gateway/${String(id)}`), "controller/4", "controller/5"];

  it("has the tokens of both tables, though some have the same number", async () => {
    await store.load("prod");
    assert.equal(store.state("prod").kind, "loaded");
    assert.deepEqual(keys(), ofBoth);
    for (const source of ["gateway", "controller"] as const) {
      assert.equal(store.token("prod", { source, id: 4 })?.source, source);
    }
    assert.equal(store.token("prod", { source: "controller", id: 1 }), undefined);
  });

  it("says of one table that it cannot be read, and keeps the former list of it", async () => {
    await store.load("prod");
    platform().intercept({ path: /\/api\/controller\// }, json(500, {}));
    await store.load("prod");
    const state = store.state("prod");
    assert.ok(state.kind === "loaded");
    assert.deepEqual([...state.list.unread.keys()], ["controller"]);
    assert.deepEqual(keys(), ofBoth);
  });

  it("has no list when none of them can be read, but the former one", async () => {
    platform().intercept({}, json(500, {}), { times: 4 });
    await store.load("prod");
    assert.equal(summaryOf(store.state("prod")), "failed");
    await store.load("prod");
    const list = listOf(store.state("prod"));
    platform().intercept({}, json(500, {}));
    await store.load("prod");
    assert.deepEqual(problemOf(store.state("prod")), { kind: "serverFailed", status: 500 });
    assert.equal(listOf(store.state("prod")), list);
  });

  it("says that the credential is not accepted when one table says so", async () => {
    await store.load("prod");
    platform().intercept({ path: /controller\/v2\/me/ }, json(401, {}));
    await store.load("prod");
    assert.ok(isUnauthenticated(store.state("prod")));
    assert.deepEqual(keys(), ofBoth);
  });

  it("shows one table while the other is on its way", async () => {
    const held = gate();
    platform().intercept({ path: /controller\/v2\/tokens/ }, { until: held.opened });
    const loading = store.load("prod");
    await until(() => requestsTo(platform()).includes("GET /api/controller/v2/tokens/"));
    assert.equal(store.state("prod").kind, "loading");
    assert.deepEqual(
      keys(),
      ofBoth.filter((key) => key.startsWith("gateway")),
    );
    held.open();
    await loading;
    assert.deepEqual(keys(), ofBoth);
  });

  for (const source of ["gateway", "controller"] as const) {
    const other = source === "gateway" ? "controller" : "gateway";

    it(`takes over an edit of a token of the ${source}'s, and not of the other one with its number`, async () => {
      await store.load("prod");
      changes = [];
      const untouched = store.token("prod", { source: other, id: 4 });
      const edited = await platformClient(platform(), source, 4).updateToken(4, { description: "mine" });
      store.replaceToken("prod", edited, store.moment);
      assert.deepEqual(changes, [{ serverName: "prod", token: { source, id: 4 } }]);
      assert.equal(store.token("prod", { source, id: 4 })?.description, "mine");
      assert.equal(store.token("prod", { source: other, id: 4 }), untouched);
      assert.deepEqual(keys(), ofBoth);
    });

    it(`drops a token of the ${source}'s, and not the other one with its number`, async () => {
      await store.load("prod");
      store.removeToken("prod", { source, id: 4 });
      assert.deepEqual(
        keys(),
        ofBoth.filter((key) => key !== `${source}/4`),
      );
    });

    it(`keeps an edit of the ${source}'s while both are read again`, async () => {
      await store.load("prod");
      const held = gate();
      platform().intercept({ method: "OPTIONS" }, { until: held.opened });
      platform().clearRequests();
      const loading = store.load("prod");
      await until(() => requestsTo(platform()).some((request) => request.startsWith("OPTIONS")));
      store.replaceToken(
        "prod",
        await platformClient(platform(), source, 4).updateToken(4, { description: "mine" }),
        store.moment,
      );
      store.removeToken("prod", { source: other, id: 5 });
      held.open();
      await loading;
      assert.equal(store.state("prod").kind, "loaded");
      assert.equal(store.token("prod", { source, id: 4 })?.description, "mine");
      assert.equal(store.token("prod", { source: other, id: 4 })?.description, "alice personal");
      assert.equal(store.token("prod", { source: other, id: 5 }), undefined);
    });
  }
});

describe("TokenStore whose tokens are not where they were", () => {
  const awx = useFakeAwx();
  const platform = useFakeAwx({ family: "both" });
  const page404 = { status: 404, headers: { "Content-Type": "text/html" }, body: "<h1>Not Found</h1>" };
  let connections: boolean[];
  let anew: Connect;
  let store: TokenStore;

  beforeEach(() => {
    connections = [];
    anew = () => Promise.resolve(platformReader(platform(), 4));
    store = new TokenStore((serverName, isAnew, signal) => {
      connections.push(isAnew);
      return isAnew ? anew(serverName, isAnew, signal) : Promise.resolve(readerWith(clientOf(awx(), 4)));
    });
  });

  for (const [title, answer] of [
    ["a missing page", page404],
    ["a missing object", json(404, { detail: "Not found." })],
    ["a missing text", { status: 404, headers: { "Content-Type": "text/plain" }, body: "no route" }],
  ] as const) {
    for (const [what, path] of [
      ["the list", /tokens/],
      ["the user", /me/],
    ] as const) {
      it(`connects anew, once, when ${what} is ${title}, and shows what it finds then`, async () => {
        awx().intercept({ path }, answer);
        await store.load("prod");
        assert.deepEqual(connections, [false, true]);
        const state = store.state("prod");
        assert.ok(state.kind === "loaded");
        assert.equal(state.list.family, "gateway");
        assert.equal(state.list.tokens.size, 10);
      });
    }
  }

  it("connects anew when one of the tables is gone, as the controller's is with an upgrade", async () => {
    platform().intercept({ path: /controller\/v2\/tokens/ }, page404);
    const reader = platformReader(platform(), 4);
    anew = () => Promise.resolve({ ...reader, clients: reader.clients.slice(0, 1) });
    store = new TokenStore((_, isAnew, signal) => {
      connections.push(isAnew);
      return isAnew ? anew(_, isAnew, signal) : Promise.resolve(reader);
    });
    await store.load("prod");
    assert.deepEqual(connections, [false, true]);
    const state = store.state("prod");
    assert.ok(state.kind === "loaded");
    assert.equal(state.list.tokens.size, 8);
    assert.deepEqual([...state.list.users.keys()], ["gateway"]);
    assert.equal(state.list.unread.size, 0);
  });

  it("says that a server has no tokens any more, and keeps the former list", async () => {
    await store.load("prod");
    awx().intercept({}, page404);
    const error = new AwxError({ kind: "withoutTokens" }, "GET /api/");
    anew = () => Promise.reject(error);
    const list = listOf(store.state("prod"));
    await store.load("prod");
    assert.deepEqual(connections, [false, false, true]);
    assert.deepEqual(store.state("prod"), { kind: "failed", error, list });
  });

  it("says that nobody is signed in any more", async () => {
    awx().intercept({}, page404);
    anew = () => Promise.resolve({ kind: "none" });
    await store.load("prod");
    assert.deepEqual(store.state("prod"), { kind: "signedOut", reason: "none" });
  });

  it("does not connect a second time when they are not where it finds them either", async () => {
    awx().intercept({}, page404);
    anew = () => Promise.resolve(readerWith(clientOf(awx(), 4)));
    await store.load("prod");
    assert.deepEqual(connections, [false, true]);
    assert.deepEqual(problemOf(store.state("prod")), { kind: "unexpectedAnswer", status: 404, found: "html" });
    await store.load("prod");
    assert.deepEqual(connections, [false, true, false, true]);
  });

  for (const [title, answer] of [
    ["is refused", json(401, {})],
    ["is forbidden", json(403, {})],
    ["fails", html],
    ["breaks off", "reset"],
    ["is a web page", { ...page404, status: 200 }],
    ["redirects", { status: 302, headers: { Location: "/login" } }],
  ] as const) {
    it(`does not connect anew when the list ${title}`, async () => {
      awx().intercept({ path: /tokens/ }, answer);
      await store.load("prod");
      assert.deepEqual(connections, [false]);
      assert.equal(store.state("prod").kind, "failed");
    });
  }

  it("does not connect anew for a load that was given up", async () => {
    const held = gate();
    const release = awx().intercept({ path: /tokens/ }, { until: held.opened });
    const older = store.load("prod");
    await until(() => awx().requests.length === 2);
    release();
    await store.load("prod");
    held.open();
    await older;
    assert.deepEqual(connections, [false, false]);
    assert.equal(store.state("prod").kind, "loaded");
  });

  it("sends nothing with a connection that it is given after it was told to forget the server", async () => {
    awx().intercept({}, page404);
    const held = gate();
    anew = async () => {
      await held.opened;
      return platformReader(platform(), 4);
    };
    const loading = store.load("prod");
    await until(() => connections.length === 2);
    store.forget("prod");
    held.open();
    await loading;
    assert.deepEqual(platform().requests, []);
    assert.deepEqual(store.state("prod"), { kind: "idle" });
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
