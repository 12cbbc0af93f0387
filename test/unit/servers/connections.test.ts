import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { AwxError, isCertificateCode, type AwxProblem } from "../../../src/awx/errors";
import type { Exchange } from "../../../src/awx/transport";
import { clientFor, Connections, trustOf, type SignedInConnection } from "../../../src/servers/connections";
import type { Api, Credential, SignIn } from "../../../src/servers/credential";
import { CredentialStore } from "../../../src/servers/credentialStore";
import { CaFileError } from "../../../src/servers/errors";
import type { Server } from "../../../src/servers/server";
import { startFakeAwx, type FakeAwx, type FakeAwxOptions } from "../../fakeAwx/server";
import { makeAuthority, type Authority } from "../../support/certificates";
import { json, until, useFakeAwx } from "../support/fakeAwx";
import { platformTables, requestsTo } from "../support/families";
import { MemoryMemento, MemorySecrets } from "../support/memory";

/** The connections of a window that is new for each test, with a store for its credentials. */
function useConnections() {
  let secrets: MemorySecrets;
  let credentials: CredentialStore;
  let connections: Connections;
  beforeEach(() => {
    secrets = new MemorySecrets();
    credentials = new CredentialStore(secrets, new MemoryMemento());
    connections = new Connections(
      credentials,
      () => undefined,
      () => 5000,
    );
  });
  return {
    secrets: () => secrets,
    credentials: () => credentials,
    connections: () => connections,
    open: async (server: Server, options?: { readonly isAnew?: boolean }): Promise<SignedInConnection> => {
      const connection = await connections.open(server, options);
      assert.ok(connection.kind === "signedIn", inspect(connection));
      return connection;
    },
    /** Finds out what a server is, as whoever signs in does first. */
    apiOf: async (server: Server): Promise<Api> => {
      const { family, tables, baseUrl } = await connections.discover(server);
      assert.ok(family !== "withoutTokens");
      return { url: baseUrl, family, tables };
    },
  };
}

function serverAt(awx: FakeAwx, values: Partial<Server> = {}): Server {
  return { name: "prod", url: awx.url, ...values };
}

function tokenOf(secret: string): Credential {
  return { kind: "token", secret };
}

function passwordOf(user: string, password = "password"): Credential {
  return { kind: "password", user, password };
}

function withProblem(kind: AwxProblem["kind"], request?: string) {
  return (error: unknown) => {
    assert.ok(error instanceof AwxError, inspect(error));
    assert.equal(error.problem.kind, kind);
    if (request !== undefined) assert.equal(error.request, request);
    return true;
  };
}

describe("Connections", () => {
  const awx = useFakeAwx({ prefix: "/awx" });
  const { signal } = new AbortController();
  let secrets: MemorySecrets;
  let credentials: CredentialStore;
  let connections: Connections;
  let logged: (readonly [serverName: string, exchange: Exchange])[];
  let server: Server;

  beforeEach(() => {
    logged = [];
    secrets = new MemorySecrets();
    credentials = new CredentialStore(secrets, new MemoryMemento());
    connections = new Connections(
      credentials,
      (...entry) => logged.push(entry),
      () => 5000,
    );
    server = { name: "prod", url: awx().url };
  });

  const tables = [{ source: "controller", root: "/awx/api/v2/" }] as const;

  function api(): Api {
    return { url: awx().url, family: "controller", tables };
  }

  function credentialOf(tokenId: number): Credential {
    return { kind: "token", secret: awx().secretOf(tokenId) };
  }

  function signInOf(tokenId: number): SignIn {
    return { credential: credentialOf(tokenId), canWrite: true, api: api() };
  }

  async function opened(): Promise<SignedInConnection> {
    const connection = await connections.open(server);
    assert.ok(connection.kind === "signedIn");
    return connection;
  }

  it("open with the stored credential, without asking the server", async () => {
    await credentials.write(server, signInOf(4));
    const { clients } = await opened();
    assert.deepEqual(awx().requests, []);
    assert.deepEqual(await clients[0]?.me(), { id: 2, username: "alice", role: "user" });
  });

  it("log each request under the server's name, without the credential", async () => {
    await credentials.write(server, signInOf(1));
    await (await opened()).clients[0]?.me();
    await connections.discover(server, signal);
    assert.deepEqual(
      logged.map(([name, { method, path, outcome }]) => [name, method, path, outcome]),
      [
        ["prod", "GET", "/awx/api/v2/me/", 200],
        ["prod", "GET", "/awx/api/", 200],
        ["prod", "GET", "/awx/api/v2/", 200],
      ],
    );
    assert.doesNotMatch(JSON.stringify(logged), new RegExp(awx().secretOf(1)));
  });

  it("say why there is none: not signed in, signed in elsewhere, or the store failed", async () => {
    assert.deepEqual(await connections.open(server), { kind: "none" });
    await credentials.write({ ...server, url: "https://elsewhere.test" }, signInOf(1));
    assert.deepEqual(await connections.open(server), { kind: "unusable" });
    secrets.behaviour = "fails";
    assert.deepEqual(await connections.open(server), { kind: "unavailable" });
    assert.deepEqual(awx().requests, []);
  });

  it("find out what a server is without the credential that there is", async () => {
    await credentials.write(server, signInOf(1));
    assert.deepEqual(await connections.discover(server, signal), { family: "controller", baseUrl: awx().url, tables });
    assert.ok(awx().requests.length > 0);
    for (const { headers } of awx().requests) assert.equal(headers.authorization, undefined);
  });

  it("find out whose a credential is, and store nothing", async () => {
    assert.deepEqual(await connections.identify(server, credentialOf(6), api(), signal), {
      me: { id: 3, username: "bob", role: "auditor" },
      signIn: signInOf(6),
    });
    assert.deepEqual([...secrets.entries], []);
  });

  it("say that a credential is not accepted", async () => {
    await assert.rejects(
      connections.identify(server, { kind: "token", secret: "wrong" }, api(), signal),
      (error: AwxError) => {
        assert.deepEqual(error.problem, { kind: "unauthenticated", with: "token", reasons: [] });
        return true;
      },
    );
  });

  it("give up at once when they are told to", async () => {
    const given = AbortSignal.abort();
    const isCancelled = (error: AwxError) => error.problem.kind === "cancelled";
    await assert.rejects(connections.identify(server, credentialOf(1), api(), given), isCancelled);
    await assert.rejects(connections.discover(server, given), isCancelled);
    assert.deepEqual(awx().requests, []);
  });
});

describe("Connections.open", () => {
  const awx = useFakeAwx({ prefix: "/awx" });
  const window = useConnections();
  const found = ["GET /awx/api/", "GET /awx/api/v2/", "GET /awx/api/v2/me/", "OPTIONS /awx/api/v2/tokens/"];
  const tables = [{ source: "controller", root: "/awx/api/v2/" }] as const;

  function api(values: Partial<Api> = {}): Api {
    return { url: awx().url, family: "controller", tables, ...values };
  }

  /** Stores what the first release stored. */
  function storeFirstVersion(tokenId: number): void {
    const { origin } = new URL(awx().url);
    const stored = JSON.stringify({ version: 1, origin, token: awx().secretOf(tokenId) });
    window.secrets().entries.set("credential/prod", stored);
  }

  it("has a client for each table that is remembered, in their order, without any request", async () => {
    const platform: Api = { url: awx().url, family: "gateway", tables: platformTables };
    const signIn = { credential: tokenOf("abc"), canWrite: false, api: platform };
    await window.credentials().write(serverAt(awx()), signIn);
    const connection = await window.open(serverAt(awx()));
    const { clients, ...rest } = connection;
    assert.deepEqual(rest, {
      kind: "signedIn",
      family: "gateway",
      canWrite: false,
      isSessionOnly: false,
      signInToken: { kind: "pasted" },
    });
    assert.deepEqual(
      clients.map(({ source }) => source),
      ["gateway", "controller"],
    );
    assert.equal(clientFor(connection, "controller"), clients[1]);
    assert.equal(clientFor(connection, "gateway"), clients[0]);
    assert.deepEqual(awx().requests, []);
  });

  it("has no client for a table that does not accept the credential", async () => {
    await window.credentials().write(serverAt(awx()), { credential: tokenOf("abc"), canWrite: true, api: api() });
    assert.equal(clientFor(await window.open(serverAt(awx())), "gateway"), undefined);
  });

  it("says of a credential that is in memory alone that it is", async () => {
    window.credentials().keepForSession(serverAt(awx()), { credential: tokenOf("abc"), canWrite: true, api: api() });
    assert.equal((await window.open(serverAt(awx()))).isSessionOnly, true);
    assert.deepEqual(awx().requests, []);
  });

  it("finds out once in a session where the tokens of a credential of the first release are", async () => {
    storeFirstVersion(4);
    const connection = await window.open(serverAt(awx()));
    assert.deepEqual(requestsTo(awx()), found);
    assert.deepEqual([connection.family, connection.canWrite], ["controller", true]);
    assert.equal((await connection.clients[0]?.me())?.username, "alice");
    awx().clearRequests();
    const again = await window.open(serverAt(awx()));
    assert.deepEqual([again.family, again.clients.length], ["controller", 1]);
    assert.deepEqual(awx().requests, []);
    assert.equal((await again.clients[0]?.me())?.username, "alice");
  });

  it("finds out with it whether a credential of the first release is read-only", async () => {
    storeFirstVersion(2);
    assert.equal((await window.open(serverAt(awx()))).canWrite, false);
    assert.equal((await window.open(serverAt(awx()))).canWrite, false);
  });

  it("finds out again when it did not succeed", async () => {
    storeFirstVersion(4);
    awx().intercept({ path: /me/ }, json(500, {}), { times: 1 });
    await assert.rejects(window.open(serverAt(awx())), withProblem("serverFailed"));
    awx().clearRequests();
    await window.open(serverAt(awx()));
    assert.deepEqual(requestsTo(awx()), found);
  });

  it("says that a credential of the first release is not accepted any more", async () => {
    storeFirstVersion(8);
    await assert.rejects(window.open(serverAt(awx())), withProblem("unauthenticated"));
  });

  it("does not take what is remembered of another address for that of this one", async () => {
    const { origin } = new URL(awx().url);
    const elsewhere = api({ url: origin, tables: [{ source: "controller", root: "/api/v2/" }] });
    const signIn = { credential: tokenOf(awx().secretOf(4)), canWrite: true, api: elsewhere };
    await window.credentials().write(serverAt(awx()), signIn);
    const { clients } = await window.open(serverAt(awx()));
    assert.deepEqual(requestsTo(awx()), found);
    assert.equal((await clients[0]?.me())?.username, "alice");
  });

  it("finds out anew when it is told to, and takes that for truer than what is remembered", async () => {
    const former = api({ family: "gateway", tables: platformTables });
    const signIn = { credential: tokenOf(awx().secretOf(4)), canWrite: true, api: former };
    await window.credentials().write(serverAt(awx()), signIn);
    const anew = await window.open(serverAt(awx()), { isAnew: true });
    assert.deepEqual(requestsTo(awx()), found);
    assert.deepEqual([anew.family, anew.clients.map(({ source }) => source)], ["controller", ["controller"]]);
    awx().clearRequests();
    const later = await window.open(serverAt(awx()));
    assert.deepEqual([later.family, later.clients.length], ["controller", 1]);
    assert.deepEqual(awx().requests, []);
    await window.open(serverAt(awx()), { isAnew: true });
    assert.deepEqual(requestsTo(awx()), found);
  });

  it("asks nothing anew when nobody is signed in", async () => {
    assert.deepEqual(await window.connections().open(serverAt(awx()), { isAnew: true }), { kind: "none" });
    assert.deepEqual(awx().requests, []);
  });

  it("says that the server has no tokens any more", async () => {
    const upgraded = await startFakeAwx({ family: "none" });
    try {
      const signIn = { credential: tokenOf(awx().secretOf(4)), canWrite: true, api: api({ url: upgraded.url }) };
      await window.credentials().write(serverAt(upgraded), signIn);
      await assert.rejects(
        window.open(serverAt(upgraded), { isAnew: true }),
        withProblem("withoutTokens", "GET /api/"),
      );
      for (const { headers } of upgraded.requests) assert.equal(headers.authorization, undefined);
    } finally {
      await upgraded.stop();
    }
  });

  it("says that the server is at another address now, and does not sign in there", async () => {
    const server = serverAt(awx(), { url: `${awx().url}/home` });
    await window.credentials().write(server, { credential: tokenOf(awx().secretOf(4)), canWrite: true });
    await assert.rejects(window.open(server), withProblem("unexpectedAnswer", "GET /api/"));
    for (const { headers } of awx().requests) assert.equal(headers.authorization, undefined);
  });

  describe("at a platform", () => {
    const platform = useFakeAwx({ family: "both" });

    function signInWith(secret: string, sources: readonly string[]): SignIn {
      const remembered = platformTables.filter(({ source }) => sources.includes(source));
      return {
        credential: tokenOf(secret),
        canWrite: true,
        api: { url: platform().url, family: "gateway", tables: remembered },
      };
    }

    it("finds a server that was upgraded to one", async () => {
      const former: Api = {
        url: platform().url,
        family: "controller",
        tables: [{ source: "controller", root: "/api/v2/" }],
      };
      const credential = tokenOf(platform().controller.secretOf(4));
      await window.credentials().write(serverAt(platform()), { credential, canWrite: true, api: former });
      const connection = await window.open(serverAt(platform()), { isAnew: true });
      assert.deepEqual(
        [connection.family, connection.clients.map(({ source }) => source)],
        ["gateway", ["controller"]],
      );
    });

    it("does not take what it found with one credential for what it remembers of the next", async () => {
      await window
        .credentials()
        .write(serverAt(platform()), signInWith(platform().secretOf(4), ["gateway", "controller"]));
      assert.equal((await window.open(serverAt(platform()), { isAnew: true })).clients.length, 2);
      const ofController = signInWith(platform().controller.secretOf(4), ["controller"]);
      await window.credentials().write(serverAt(platform()), ofController);
      const { clients } = await window.open(serverAt(platform()));
      assert.deepEqual(
        clients.map(({ source }) => source),
        ["controller"],
      );
    });
  });
});

describe("Connections.identify", () => {
  const awx = useFakeAwx();
  const platform = useFakeAwx({ family: "both" });
  const window = useConnections();

  async function identified(server: FakeAwx, credential: Credential) {
    const api = await window.apiOf(serverAt(server));
    server.clearRequests();
    return window.connections().identify(serverAt(server), credential, api);
  }

  for (const [title, tokenId, canWrite] of [
    ["a token that may write", 4, true],
    ["a read-only token", 5, false],
    ["a read-only token of a superuser's", 2, false],
  ] as const) {
    it(`says of ${title} at a controller that it can ${canWrite ? "" : "not "}write`, async () => {
      assert.equal((await identified(awx(), tokenOf(awx().secretOf(tokenId)))).signIn.canWrite, canWrite);
      assert.deepEqual(requestsTo(awx()), ["GET /api/v2/me/", "OPTIONS /api/v2/tokens/"]);
    });

    it(`says of ${title} at a gateway that it can write, as scopes do not count there`, async () => {
      assert.equal((await identified(platform(), tokenOf(platform().secretOf(tokenId)))).signIn.canWrite, true);
    });
  }

  for (const [title, answer] of [
    ["is refused", json(403, {})],
    ["is not let through", json(405, {})],
    ["is taken for a web page", { status: 200, headers: { "Content-Type": "text/html" }, body: "<html>" }],
    ["fails", json(500, {})],
    ["breaks off", "reset"],
  ] as const) {
    it(`does not call a credential read-only because the question ${title} on the way`, async () => {
      awx().intercept({ method: "OPTIONS" }, answer);
      const { me, signIn } = await identified(awx(), tokenOf(awx().secretOf(2)));
      assert.deepEqual([me.username, signIn.canWrite], ["admin", true]);
    });
  }

  it("can be given up at that question too", async () => {
    const api = await window.apiOf(serverAt(awx()));
    awx().intercept({ method: "OPTIONS" }, "hang");
    const abort = new AbortController();
    const credential = tokenOf(awx().secretOf(4));
    const rejected = assert.rejects(
      window.connections().identify(serverAt(awx()), credential, api, abort.signal),
      withProblem("cancelled", "OPTIONS /api/v2/tokens/"),
    );
    await until(() => awx().requests.at(-1)?.method === "OPTIONS");
    abort.abort();
    await rejected;
  });

  it("finds that a platform's token is accepted by both of its tables", async () => {
    const credential = tokenOf(platform().secretOf(4));
    const { me, signIn } = await identified(platform(), credential);
    assert.deepEqual(me, { id: 3, username: "alice", role: "user" });
    const api = { url: platform().url, family: "gateway", tables: platformTables };
    assert.deepEqual(signIn, { credential, canWrite: true, api });
    assert.deepEqual(requestsTo(platform()).sort(), [
      "GET /api/controller/v2/me/",
      "GET /api/gateway/v1/me/",
      "OPTIONS /api/gateway/v1/tokens/",
    ]);
  });

  for (const [tokenId, canWrite] of [
    [4, true],
    [5, false],
  ] as const) {
    it(`finds that a controller's token with the scope ${canWrite ? "write" : "read"} is accepted by its own table alone`, async () => {
      const { me, signIn } = await identified(platform(), tokenOf(platform().controller.secretOf(tokenId)));
      assert.deepEqual(me, { id: 2, username: "alice", role: "user" });
      assert.deepEqual(signIn.api.tables, platformTables.slice(1));
      assert.equal(signIn.canWrite, canWrite);
      assert.equal(requestsTo(platform()).at(-1), "OPTIONS /api/controller/v2/tokens/");
    });
  }

  it("takes a refusal with 403 for one that the table does not accept the credential, too", async () => {
    platform().intercept({ path: /controller\/v2\/me/ }, json(403, { details: "no" }));
    const { signIn } = await identified(platform(), tokenOf(platform().secretOf(4)));
    assert.deepEqual(signIn.api.tables, platformTables.slice(0, 1));
  });

  for (const answer of [json(500, {}), json(404, {}), "reset"] as const) {
    const title = typeof answer === "string" ? "does not answer" : `answers ${String(answer.status)}`;
    for (const [index, { source }] of platformTables.entries()) {
      it(`keeps the ${source}'s table when it merely ${title}`, async () => {
        platform().intercept({ path: new RegExp(`/api/${source}/v./me/`) }, answer);
        const { me, signIn } = await identified(platform(), tokenOf(platform().secretOf(4)));
        assert.equal(me.id, index === 0 ? 2 : 3);
        assert.deepEqual(signIn.api.tables, platformTables);
      });
    }
  }

  it("says why a table failed when another refused the credential, which may be the failed one's", async () => {
    platform().intercept({ path: /controller.*me/ }, json(500, {}));
    const credential = tokenOf(platform().controller.secretOf(4));
    await assert.rejects(identified(platform(), credential), withProblem("serverFailed"));
  });

  it("says why the platform refused the credential when no table accepts it", async () => {
    await assert.rejects(identified(platform(), tokenOf("wrong")), (error: unknown) => {
      assert.ok(error instanceof AwxError, inspect(error));
      assert.equal(error.request, "GET /api/gateway/v1/me/");
      assert.deepEqual(error.problem, {
        kind: "unauthenticated",
        with: "token",
        reasons: ["The access token is invalid."],
      });
      return true;
    });
    assert.deepEqual(
      platform().requests.map(({ method }) => method),
      ["GET", "GET"],
    );
  });

  it("says that a password is not accepted", async () => {
    await assert.rejects(identified(awx(), passwordOf("alice", "wrong")), (error: unknown) => {
      assert.ok(error instanceof AwxError, inspect(error));
      assert.deepEqual(error.problem, { kind: "unauthenticated", with: "password", reasons: [] });
      return true;
    });
    await assert.rejects(identified(platform(), passwordOf("alice", "wrong")), (error: unknown) => {
      assert.ok(error instanceof AwxError && error.problem.kind === "unauthenticated", inspect(error));
      assert.deepEqual(error.problem.reasons, ["Invalid username/password."]);
      return true;
    });
  });

  for (const family of ["controller", "both"] as const) {
    it(`signs in with a name and a password of any characters (${family})`, async () => {
      const user = { username: "jörg", password: "pä:ß €😀" };
      const server = await startFakeAwx({ family, extraUsers: [user] });
      try {
        const { me } = await identified(server, passwordOf(user.username, user.password));
        assert.equal(me.username, "jörg");
      } finally {
        await server.stop();
      }
    });

    it(`says that a password is no way in where the server has switched that off (${family})`, async () => {
      const server = await startFakeAwx({ family, basicAuth: false });
      try {
        await assert.rejects(identified(server, passwordOf("alice")), withProblem("unauthenticated"));
      } finally {
        await server.stop();
      }
    });
  }
});

describe("Connections.makeToken", () => {
  const window = useConnections();
  const values = { description: "VS Code on laptop", scope: "write" };
  let awx: FakeAwx;

  afterEach(() => awx.stop());

  async function start(options: FakeAwxOptions): Promise<Server> {
    awx = await startFakeAwx(options);
    return serverAt(awx);
  }

  async function identified(server: Server, user: string) {
    const identity = await window.connections().identify(server, passwordOf(user), await window.apiOf(server));
    awx.clearRequests();
    return identity;
  }

  for (const [family, source, path] of [
    ["controller", "controller", "/api/v2/users/2/personal_tokens/"],
    ["gateway", "gateway", "/api/gateway/v1/tokens/"],
    ["both", "gateway", "/api/gateway/v1/tokens/"],
  ] as const) {
    it(`makes a token with a password, and gives what signs in with it (${family})`, async () => {
      const server = await start({ family });
      const identity = await identified(server, "alice");
      const signIn = await window.connections().makeToken(server, identity, values);
      const [id, ...others] = awx
        .tokens()
        .map((token) => token.id)
        .filter((each) => each > 8);
      assert.ok(id !== undefined && others.length === 0);
      const { description, scope, userId, applicationId } = awx.token(id) ?? {};
      assert.deepEqual(
        { description, scope, userId, applicationId },
        { ...values, userId: identity.me.id, applicationId: null },
      );
      assert.deepEqual(signIn, {
        credential: { kind: "token", secret: awx.secretOf(id), made: { source, id } },
        canWrite: true,
        api: identity.signIn.api,
      });
      const [making, ...later] = awx.requests;
      assert.deepEqual([making?.method, making?.path], ["POST", path]);
      for (const { headers } of later) assert.equal(headers.authorization, `Bearer ${awx.secretOf(id)}`);
      assert.doesNotMatch(JSON.stringify(signIn), /password/);
      if (family === "both") assert.equal(awx.controller.tokens().length, 8);

      await window.credentials().write(server, signIn);
      awx.clearRequests();
      const { clients } = await window.open(server);
      assert.deepEqual(awx.requests, []);
      for (const client of clients) assert.equal((await client.me()).username, "alice");
    });

    it(`makes none for a user who signs in elsewhere (${family})`, async () => {
      const server = await start({ family, externalUsers: ["alice"] });
      const identity = await identified(server, "alice");
      await assert.rejects(
        window.connections().makeToken(server, identity, values),
        withProblem("forbidden", `POST ${path}`),
      );
      assert.equal(awx.tokens().length, 8);
    });

    it(`gives the token also when nothing can be found out with it (${family})`, async () => {
      const server = await start({ family });
      const identity = await identified(server, "alice");
      awx.intercept({ method: "OPTIONS" }, json(500, {}));
      const { credential, canWrite } = await window.connections().makeToken(server, identity, values);
      assert.deepEqual(
        requestsTo(awx).filter((request) => /POST|DELETE/.test(request)),
        [`POST ${path}`],
      );
      assert.deepEqual(credential, { kind: "token", secret: awx.secretOf(9), made: { source, id: 9 } });
      assert.equal(canWrite, true);
    });
  }

  for (const [family, canWrite] of [
    ["controller", false],
    ["gateway", true],
  ] as const) {
    it(`says of a read-only token what it is good for (${family})`, async () => {
      const server = await start({ family });
      const identity = await identified(server, "alice");
      const signIn = await window.connections().makeToken(server, identity, { ...values, scope: "read" });
      assert.equal(signIn.canWrite, canWrite);
      assert.equal(awx.token(9)?.scope, "read");
    });
  }

  it("can be given up", async () => {
    const server = await start({});
    const identity = await identified(server, "alice");
    const rejected = window.connections().makeToken(server, identity, values, AbortSignal.abort());
    await assert.rejects(rejected, withProblem("cancelled"));
    assert.deepEqual(awx.requests, []);
  });
});

describe("Connections.newestTokens and revoke", () => {
  const awx = useFakeAwx();
  const platform = useFakeAwx({ family: "both" });
  const window = useConnections();

  for (const [family, serverOf] of [
    ["controller", awx],
    ["both", platform],
  ] as const) {
    it(`find and revoke with a password what was made with it (${family})`, async () => {
      const server = serverAt(serverOf());
      const identity = await window.connections().identify(server, passwordOf("alice"), await window.apiOf(server));
      const made = serverOf().createToken({ userId: identity.me.id, description: "lost" });
      const [newest] = await window.connections().newestTokens(server, identity);
      assert.deepEqual([newest?.id, newest?.description], [made, "lost"]);
      assert.ok(newest);
      await window.connections().revoke(server, identity.signIn, newest);
      assert.equal(serverOf().token(made), undefined);
    });
  }
});

describe("Connections.revokeMade", () => {
  const awx = useFakeAwx();
  const platform = useFakeAwx({ family: "both" });
  const window = useConnections();

  async function signInOf(server: FakeAwx, credential: Credential): Promise<SignIn> {
    const api = await window.apiOf(serverAt(server));
    server.clearRequests();
    return { credential, canWrite: true, api };
  }

  it("takes the token away that was made to sign in with, and no other", async () => {
    const identity = await window
      .connections()
      .identify(serverAt(awx()), passwordOf("alice"), await window.apiOf(serverAt(awx())));
    const values = { description: "", scope: "write" };
    const signIn = await window.connections().makeToken(serverAt(awx()), identity, values);
    const before = awx().tokens().length;
    awx().clearRequests();
    await window.connections().revokeMade(serverAt(awx()), signIn);
    assert.deepEqual(requestsTo(awx()), ["DELETE /api/v2/tokens/9/"]);
    assert.equal(awx().tokens().length, before - 1);
    assert.equal(awx().token(9), undefined);
    await assert.rejects(window.connections().revokeMade(serverAt(awx()), signIn), withProblem("unauthenticated"));
  });

  for (const source of ["gateway", "controller"] as const) {
    it(`takes it away in the ${source}'s table, and not the other one with its number`, async () => {
      const held = source === "gateway" ? platform() : platform().controller;
      const credential: Credential = { kind: "token", secret: held.secretOf(4), made: { source, id: 4 } };
      await window.connections().revokeMade(serverAt(platform()), await signInOf(platform(), credential));
      assert.equal(platform().token(4) === undefined, source === "gateway");
      assert.equal(platform().controller.token(4) === undefined, source === "controller");
      assert.equal(platform().tokens().length + platform().controller.tokens().length, 15);
    });
  }

  for (const family of ["controller", "gateway"] as const) {
    it(`takes a read-only token away with the password that made it (${family})`, async () => {
      const server = await startFakeAwx({ family });
      try {
        const at = serverAt(server);
        const identity = await window.connections().identify(at, passwordOf("alice"), await window.apiOf(at));
        const signIn = await window.connections().makeToken(at, identity, { description: "", scope: "read" });
        assert.ok(server.token(9));
        await window.connections().revokeMade(at, signIn, { by: identity.signIn.credential });
        assert.equal(server.token(9), undefined);
      } finally {
        await server.stop();
      }
    });
  }

  it("takes no other table's token with that number away when its own is not accepted any more", async () => {
    const credential: Credential = {
      kind: "token",
      secret: platform().secretOf(4),
      made: { source: "controller", id: 4 },
    };
    const api: Api = { url: platform().url, family: "gateway", tables: platformTables.slice(0, 1) };
    await window.connections().revokeMade(serverAt(platform()), { credential, canWrite: true, api });
    assert.deepEqual(platform().requests, []);
  });

  it("says that a controller lets a read-only token not take itself away", async () => {
    const credential: Credential = {
      kind: "token",
      secret: awx().secretOf(2),
      made: { source: "controller", id: 2 },
    };
    const signIn = await signInOf(awx(), credential);
    await assert.rejects(window.connections().revokeMade(serverAt(awx()), signIn), withProblem("forbidden"));
    assert.ok(awx().token(2));
  });

  for (const [title, answer, kind] of [
    ["a cut connection", "reset", "noAnswer"],
    ["a failure of the server", json(500, {}), "serverFailed"],
  ] as const) {
    for (const isGone of [true, false]) {
      it(`asks whether it is gone after ${title}, and finds that it is ${isGone ? "" : "not"}`, async () => {
        const made = { source: "controller", id: 4 } as const;
        const signIn = await signInOf(awx(), { kind: "token", secret: awx().secretOf(4), made });
        awx().intercept({ method: "DELETE" }, answer);
        if (isGone) awx().deleteToken(4);
        const revoked = window.connections().revokeMade(serverAt(awx()), signIn);
        await (isGone ? revoked : assert.rejects(revoked, withProblem(kind)));
        assert.deepEqual(requestsTo(awx()), ["DELETE /api/v2/tokens/4/", "GET /api/v2/tokens/4/"]);
      });
    }
  }

  it("takes nothing away that somebody else made", async () => {
    for (const credential of [tokenOf(awx().secretOf(4)), passwordOf("alice")]) {
      await window.connections().revokeMade(serverAt(awx()), await signInOf(awx(), credential));
      assert.deepEqual(awx().requests, []);
    }
    assert.equal(awx().tokens().length, 8);
  });
});

describe("Connections to a server with a private authority", () => {
  const window = useConnections();
  let own: Authority;
  let other: Authority;
  let awx: FakeAwx;
  let folder: string;

  before(async () => {
    own = makeAuthority("Example Root CA");
    other = makeAuthority("Another Root CA");
    awx = await startFakeAwx({ tls: own.issue() });
    folder = await mkdtemp(join(tmpdir(), "connections-"));
    await writeFile(join(folder, "own.pem"), own.cert);
    await writeFile(join(folder, "other.pem"), other.cert);
    await writeFile(join(folder, "both.pem"), other.cert + own.cert);
    await writeFile(join(folder, "none.pem"), "no certificate");
  });

  beforeEach(() => {
    awx.clearRequests();
  });

  after(async () => {
    await awx.stop();
    await rm(folder, { recursive: true });
  });

  function notTrusted(error: unknown): boolean {
    assert.ok(error instanceof AwxError && error.problem.kind === "noAnswer", inspect(error));
    assert.ok(isCertificateCode(error.problem.code), error.problem.code);
    return true;
  }

  for (const [title, values] of [
    ["its file", () => ({ caFile: join(folder, "own.pem") })],
    ["a file with others too", () => ({ caFile: join(folder, "both.pem") })],
    ["no check", () => ({ skipCertificateVerification: true })],
    ["no check, whatever its file", () => ({ skipCertificateVerification: true, caFile: join(folder, "other.pem") })],
  ] as const) {
    it(`are made with ${title}: to find it, to identify and to read`, async () => {
      const server = serverAt(awx, values());
      const api = await window.apiOf(server);
      assert.equal(api.url, awx.url);
      const { me, signIn } = await window.connections().identify(server, tokenOf(awx.secretOf(4)), api);
      assert.equal(me.username, "alice");
      await window.credentials().write(server, signIn);
      const { clients } = await window.open(server);
      assert.equal((await clients[0]?.me())?.id, 2);
    });
  }

  for (const [title, values] of [
    ["nothing but what the system trusts", () => ({})],
    ["another authority's file", () => ({ caFile: join(folder, "other.pem") })],
  ] as const) {
    it(`are refused with ${title}, before anything is sent`, async () => {
      const server = serverAt(awx, values());
      await assert.rejects(window.connections().discover(server), notTrusted);
      const api: Api = { url: awx.url, family: "controller", tables: [{ source: "controller", root: "/api/v2/" }] };
      const credential = tokenOf(awx.secretOf(4));
      await assert.rejects(window.connections().identify(server, credential, api), notTrusted);
      await window.credentials().write(server, { credential, canWrite: true, api });
      await assert.rejects((await window.open(server)).clients[0]?.me() ?? assert.fail(), notTrusted);
      assert.deepEqual(awx.requests, []);
    });
  }

  for (const [name, reason] of [
    ["missing.pem", "missing"],
    ["none.pem", "noCertificate"],
  ] as const) {
    it(`say that the file is no good (${reason}), and send nothing`, async () => {
      const server = serverAt(awx, { caFile: join(folder, name) });
      const isOfFile = (error: unknown) => error instanceof CaFileError && error.reason === reason;
      const api: Api = { url: awx.url, family: "controller", tables: [{ source: "controller", root: "/api/v2/" }] };
      const signIn = { credential: tokenOf(awx.secretOf(4)), canWrite: true, api };
      await window.credentials().write(server, signIn);
      await assert.rejects(window.connections().discover(server), isOfFile);
      await assert.rejects(window.connections().identify(server, signIn.credential, api), isOfFile);
      await assert.rejects(window.connections().open(server), isOfFile);
      await assert.rejects(trustOf(server), isOfFile);
      assert.deepEqual(awx.requests, []);
    });
  }

  it("do not send a credential without a check that was entered for a server with one", async () => {
    await window.credentials().write(serverAt(awx), { credential: tokenOf(awx.secretOf(4)), canWrite: true });
    const unchecked = serverAt(awx, { skipCertificateVerification: true });
    assert.deepEqual(await window.connections().open(unchecked), { kind: "otherTrust" });
    assert.deepEqual(awx.requests, []);
  });
});

describe("trustOf", () => {
  const server: Server = { name: "prod", url: "https://awx.test" };

  it("is the system's, or nobody's where that is wanted, whatever its file", async () => {
    assert.equal(await trustOf(server), "system");
    assert.equal(await trustOf({ ...server, skipCertificateVerification: false }), "system");
    assert.equal(await trustOf({ ...server, skipCertificateVerification: true, caFile: "/none" }), "unverified");
  });
});
