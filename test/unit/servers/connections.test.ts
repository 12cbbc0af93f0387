import assert from "node:assert/strict";
import type { AwxError } from "../../../src/awx/errors";
import type { Exchange } from "../../../src/awx/transport";
import { Connections } from "../../../src/servers/connections";
import { CredentialStore } from "../../../src/servers/credentialStore";
import type { Server } from "../../../src/servers/server";
import { useFakeAwx } from "../support/fakeAwx";
import { MemoryMemento, MemorySecrets } from "../support/memory";

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
    connections = new Connections(credentials, (...entry) => logged.push(entry));
    server = { name: "prod", url: awx().url };
  });

  it("open with the stored credential, without asking the server", async () => {
    await credentials.write(server, awx().secretOf(4));
    const connection = await connections.open(server);
    assert.deepEqual(awx().requests, []);
    assert.ok(connection.kind === "signedIn");
    assert.deepEqual(await connection.client.me(), { id: 2, username: "alice" });
  });

  it("log each request under the server's name, without the credential", async () => {
    await credentials.write(server, awx().secretOf(1));
    const connection = await connections.open(server);
    assert.ok(connection.kind === "signedIn");
    await connection.client.me();
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
    await credentials.write({ ...server, url: "https://elsewhere.test" }, awx().secretOf(1));
    assert.deepEqual(await connections.open(server), { kind: "unusable" });
    secrets.behaviour = "fails";
    assert.deepEqual(await connections.open(server), { kind: "unavailable" });
    assert.deepEqual(awx().requests, []);
  });

  it("find out what a server is without the credential that there is", async () => {
    await credentials.write(server, awx().secretOf(1));
    assert.deepEqual(await connections.discover(server, signal), { family: "controller", baseUrl: awx().url });
    assert.ok(awx().requests.length > 0);
    for (const { headers } of awx().requests) assert.equal(headers.authorization, undefined);
  });

  it("find out whose a credential is, and store nothing", async () => {
    assert.deepEqual(await connections.identify(server, awx().secretOf(6), signal), { id: 3, username: "bob" });
    assert.deepEqual([...secrets.entries], []);
  });

  it("say that a credential is not accepted", async () => {
    await assert.rejects(connections.identify(server, "wrong", signal), (error: AwxError) => {
      assert.deepEqual(error.problem, { kind: "unauthenticated", with: "token", reasons: [] });
      return true;
    });
  });

  it("give up at once when they are told to", async () => {
    const given = AbortSignal.abort();
    const isCancelled = (error: AwxError) => error.problem.kind === "cancelled";
    await assert.rejects(connections.identify(server, awx().secretOf(1), given), isCancelled);
    await assert.rejects(connections.discover(server, given), isCancelled);
    assert.deepEqual(awx().requests, []);
  });
});
