import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { AwxError } from "../../../src/awx/errors";
import type { Exchange } from "../../../src/awx/transport";
import {
  testConnection,
  type ConnectionReport,
  type StepResult,
  type TestStep,
} from "../../../src/servers/connectionTest";
import type { Credential } from "../../../src/servers/credential";
import { CredentialStore } from "../../../src/servers/credentialStore";
import { CaFileError } from "../../../src/servers/errors";
import type { Server } from "../../../src/servers/server";
import { startFakeAwx, type FakeAwx, type FakeAwxOptions } from "../../fakeAwx/server";
import { makeAuthority } from "../../support/certificates";
import { until, useFakeAwx } from "../support/fakeAwx";
import { MemoryMemento, MemorySecrets } from "../support/memory";

describe("a connection test", () => {
  let credentials: CredentialStore;
  let steps: TestStep[];
  let logged: string[];
  let given: AbortController;

  beforeEach(() => {
    credentials = new CredentialStore(new MemorySecrets(), new MemoryMemento());
    steps = [];
    logged = [];
    given = new AbortController();
  });

  function test(server: Server): Promise<ConnectionReport> {
    return testConnection(server, {
      credentials,
      log: (name, exchange) => logged.push(`${name}: ${lineOf(exchange)}`),
      onStep: (step) => steps.push(step),
      timeoutMilliseconds: 5000,
      signal: given.signal,
    });
  }

  function signIn(server: Server, credential: Credential): Promise<void> {
    return credentials.write(server, { credential, canWrite: true });
  }

  describe("of an AWX", () => {
    const awx = useFakeAwx({ prefix: "/awx" });
    const server = () => serverAt(awx());

    it("asks step by step, and says what for", async () => {
      await signIn(server(), tokenOf(awx(), 1));
      const report = await test(server());
      assert.deepEqual(steps, ["address", "version", "credential", "user"]);
      assert.deepEqual(requestsOf(report.address), ["GET /awx/api/ 200", "GET /awx/api/v2/ 200"]);
      assert.deepEqual(requestsOf(report.version), ["GET /awx/api/v2/ping/ 200"]);
      assert.deepEqual(requestsOf(report.credential), []);
      assert.deepEqual(requestsOf(report.user), ["GET /awx/api/v2/me/ 200", "OPTIONS /awx/api/v2/tokens/ 200"]);
      assert.deepEqual(report.certificate, { kind: "notDone" });
      assert.ok(report.user.kind === "done" && report.user.milliseconds >= 0);
    });

    it("tells what was found out", async () => {
      await signIn(server(), tokenOf(awx(), 1));
      const { address, version, credential, user } = await test(server());
      const tables = [{ source: "controller", root: "/awx/api/v2/" }];
      assert.deepEqual(valueOf(address), { family: "controller", baseUrl: awx().url, tables });
      assert.equal(valueOf(version), "24.6.1");
      assert.deepEqual(valueOf(credential), { kind: "found", sends: "token", isMade: false, isSessionOnly: false });
      assert.deepEqual(valueOf(user), {
        me: { id: 1, username: "admin", role: "superuser" },
        canWrite: true,
        sources: ["controller"],
      });
    });

    it("tells a credential that is read-only", async () => {
      awx().updateToken(1, { scope: "read" });
      await signIn(server(), tokenOf(awx(), 1));
      const { user } = await test(server());
      assert.equal(valueOf(user).canWrite, false);
    });

    it("logs every request, and neither logs nor tells what is secret", async () => {
      const made = { source: "controller", id: 1 } as const;
      await signIn(server(), { kind: "token", secret: awx().secretOf(1), made });
      const report = await test(server());
      assert.equal(logged.length, awx().requests.length);
      assert.ok(
        logged.every((line) => line.startsWith("lab: ")),
        logged.join("\n"),
      );
      assert.ok(valueOf(report.credential).kind === "found");
      assert.ok(!inspect([report, logged], { depth: null }).includes(awx().secretOf(1)));
    });

    it("does without a credential what can be done without", async () => {
      const report = await test(server());
      assert.equal(valueOf(report.version), "24.6.1");
      assert.deepEqual(valueOf(report.credential), { kind: "none" });
      assert.deepEqual(report.user, { kind: "notDone" });
      for (const { headers } of awx().requests) assert.ok(!("authorization" in headers));
    });

    it("sends a password, and says so", async () => {
      credentials.keepForSession(server(), {
        credential: { kind: "password", user: "alice", password: "password" },
        canWrite: true,
      });
      const { credential, user } = await test(server());
      assert.deepEqual(valueOf(credential), { kind: "found", sends: "password", isMade: false, isSessionOnly: true });
      assert.equal(valueOf(user).me.username, "alice");
    });

    it("says that the credential is not accepted any more", async () => {
      await signIn(server(), tokenOf(awx(), 1));
      awx().deleteToken(1);
      const { user, address } = await test(server());
      assert.equal(address.kind, "done");
      assert.equal(problemOf(user).kind, "unauthenticated");
      assert.deepEqual(requestsOf(user), ["GET /awx/api/v2/me/ 401"]);
    });

    it("sends no credential to a server that is elsewhere than its address says", async () => {
      const page = { name: "lab", url: `${awx().url}/home` };
      await signIn(page, tokenOf(awx(), 1));
      const { address, user } = await test(page);
      assert.equal(valueOf(address).baseUrl, awx().url);
      assert.deepEqual(user, { kind: "notDone" });
      for (const { headers } of awx().requests) assert.ok(!("authorization" in headers));
    });

    it("goes on when the version cannot be had", async () => {
      await signIn(server(), tokenOf(awx(), 1));
      awx().intercept({ path: /ping/ }, { status: 500 });
      const { version, user } = await test(server());
      assert.equal(problemOf(version).kind, "serverFailed");
      assert.equal(user.kind, "done");
    });

    it("ends at once when it is given up", async () => {
      awx().intercept({ path: /ping/ }, "hang");
      const report = test(server());
      await until(() => awx().requests.some(({ path }) => path.endsWith("/ping/")));
      given.abort();
      await assert.rejects(report, (error: AwxError) => error.problem.kind === "cancelled");
      assert.deepEqual(steps, ["address", "version"]);
    });

    it("does nothing more where nothing answers", async () => {
      await signIn(server(), tokenOf(awx(), 1));
      await awx().stop();
      const { address, version, credential, user } = await test(server());
      assert.equal(problemOf(address).kind, "noAnswer");
      assert.deepEqual([version, user], [{ kind: "notDone" }, { kind: "notDone" }]);
      assert.equal(credential.kind, "done");
    });
  });

  describe("of other servers", () => {
    let awx: FakeAwx | undefined;
    afterEach(() => awx?.stop());

    async function started(options: FakeAwxOptions): Promise<FakeAwx> {
      awx = await startFakeAwx(options);
      return awx;
    }

    it("names the tables that accept the credential, and asks the controller for its version", async () => {
      const both = await started({ family: "both" });
      await signIn(serverAt(both), tokenOf(both, 4));
      const { address, version, user } = await test(serverAt(both));
      assert.deepEqual(
        valueOf(address).tables.map(({ source }) => source),
        ["gateway", "controller"],
      );
      assert.equal(valueOf(version), "4.6.0");
      assert.deepEqual(valueOf(user).sources[0], "gateway");
    });

    it("says that a server has no tokens any more, and stops there", async () => {
      const none = await started({ family: "none" });
      await signIn(serverAt(none), { kind: "token", secret: "kept" });
      const { address, version, user } = await test(serverAt(none));
      assert.equal(valueOf(address).family, "withoutTokens");
      assert.deepEqual([version, user], [{ kind: "notDone" }, { kind: "notDone" }]);
      for (const { headers } of none.requests) assert.ok(!("authorization" in headers));
    });

    it("shows a certificate that is not trusted, and sends no credential", async () => {
      const tls = await started({ tls: makeAuthority("Private CA").issue() });
      await signIn(serverAt(tls), tokenOf(tls, 1));
      const { address, certificate, user } = await test(serverAt(tls));
      assert.equal(problemOf(address).kind, "noAnswer");
      const { isTrusted, issuer, names, problemCode } = valueOf(certificate);
      assert.deepEqual([isTrusted, issuer, names], [false, "CN=Private CA", ["127.0.0.1", "localhost"]]);
      assert.ok(problemCode);
      assert.deepEqual(user, { kind: "notDone" });
      for (const { headers } of tls.requests) assert.ok(!("authorization" in headers));
      assert.equal(logged.length, 2);
    });

    it("trusts the authorities of the server's CA file", async () => {
      const authority = makeAuthority("Private CA");
      const tls = await started({ tls: authority.issue() });
      const folder = await mkdtemp(join(tmpdir(), "awx-tokens-"));
      try {
        const caFile = join(folder, "ca.pem");
        await writeFile(caFile, authority.cert);
        const server = serverAt(tls, { caFile });
        await signIn(server, tokenOf(tls, 1));
        const report = await test(server);
        assert.deepEqual(steps, ["address", "certificate", "version", "credential", "user"]);
        assert.equal(valueOf(report.certificate).isTrusted, true);
        assert.match(requestsOf(report.certificate).join(), /^GET \/api\/ 200$/);
        assert.equal(valueOf(report.user).me.username, "admin");
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    it("says what is wrong with a certificate that is not checked", async () => {
      const tls = await started({ tls: makeAuthority("Private CA").issue() });
      const { address, certificate } = await test(serverAt(tls, { skipCertificateVerification: true }));
      assert.equal(address.kind, "done");
      assert.equal(valueOf(certificate).isTrusted, false);
    });

    it("says that the CA file is not there", async () => {
      const { address, certificate } = await test({
        name: "lab",
        url: "https://awx.invalid",
        caFile: "/nowhere/ca.pem",
      });
      assert.ok(address.kind === "failed" && address.error instanceof CaFileError);
      assert.deepEqual(certificate, { kind: "notDone" });
    });
  });
});

function serverAt({ url }: FakeAwx, values: Partial<Server> = {}): Server {
  return { name: "lab", url, ...values };
}

function tokenOf(awx: FakeAwx, id: number): Credential {
  return { kind: "token", secret: awx.secretOf(id) };
}

function lineOf({ method, path, outcome }: Exchange): string {
  return `${method} ${path} ${String(outcome)}`;
}

function requestsOf(result: StepResult<unknown>): string[] {
  assert.ok(result.kind !== "notDone");
  return result.exchanges.map(lineOf);
}

function valueOf<T>(result: StepResult<T>): T {
  assert.ok(result.kind === "done", inspect(result));
  return result.value;
}

function problemOf(result: StepResult<unknown>): AwxError["problem"] {
  assert.ok(result.kind === "failed" && result.error instanceof AwxError, inspect(result));
  return result.error.problem;
}
