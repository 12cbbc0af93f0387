import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer as createPlainServer } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import { createServer as createSocketServer, type AddressInfo, type Server } from "node:net";
import * as vscode from "vscode";
import { bearer } from "../../src/awx/authorization";
import { readCertificate } from "../../src/awx/certificate";
import { AwxError } from "../../src/awx/errors";
import { Transport } from "../../src/awx/transport";
import type { Trust } from "../../src/awx/trust";
import { explain } from "../../src/ui/explain";
import { startFakeAwx, type FakeAwx, type FakeAwxOptions } from "../fakeAwx/server";
import {
  authorityFrom,
  makeAuthority,
  makeSelfSigned,
  validity,
  type Authority,
  type Identity,
} from "../support/certificates";
import { startForwardProxy, type ForwardProxy, type ForwardProxyOptions } from "../support/forwardProxy";

/** Only where the tests can add to what the system trusts, which is in a host from npm. */
const systemCa = process.env["AWX_TOKENS_HOST_SYSTEM_CA"];

const host = "awx.test";
const hosts = [host, "127.0.0.1"];
const privateCa = makeAuthority("Private CA");
const stranger = makeAuthority("Stranger");

/** A trust, whom it trusts, and what carries its requests. */
interface Way {
  readonly name: string;
  readonly trust: Trust;
  readonly authority: Authority;
  /** A server's certificate of that authority. */
  readonly identity: Identity;
  /** How a proxy sees a request in http: VS Code's `fetch` has a tunnel made even for that. */
  readonly plainRequest: string;
}

function wayOf(name: string, trust: Trust, authority: Authority): Way {
  const plainRequest = trust === "system" ? `CONNECT ${host}:80` : `GET http://${host}/api/`;
  return { name, trust, authority, identity: authority.issue({ hosts }), plainRequest };
}

const verified: Way[] = [wayOf("node:https with a CA file", { authorities: privateCa.cert }, privateCa)];
if (systemCa !== undefined) {
  const authority = authorityFrom({
    cert: readFileSync(systemCa, "utf8"),
    key: readFileSync(`${systemCa}.key`, "utf8"),
  });
  verified.push(wayOf("fetch with the system's certificates", "system", authority));
}
const ways: readonly Way[] = [...verified, wayOf("node:https without verification", "unverified", stranger)];

/** What is to be stopped after the test that runs. */
const running: { stop(): Promise<unknown> }[] = [];

async function serving(options: FakeAwxOptions): Promise<FakeAwx> {
  const awx = await startFakeAwx(options);
  running.push(awx);
  return awx;
}

async function proxying(options: ForwardProxyOptions, credentials = ""): Promise<ForwardProxy> {
  const proxy = await startForwardProxy(options);
  running.push(proxy);
  await set("proxy", proxy.url.replace("//", `//${credentials}`));
  return proxy;
}

async function listening(server: Server): Promise<string> {
  running.push({ stop: () => new Promise((resolve) => server.close(resolve)) });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const changed = new Set<string>();

/** Changes a setting of VS Code's for the test that runs. */
async function set(key: string, value: unknown): Promise<void> {
  changed.add(key);
  await vscode.workspace.getConfiguration("http").update(key, value, vscode.ConfigurationTarget.Global);
}

/** What asks for `/api/`, with a token that no proxy is to see. */
function ask(origin: string, trust: Trust): Promise<unknown> {
  const options = { origin, trust, authorization: bearer("s3cret"), timeoutMilliseconds: 5000 };
  return new Transport({ ...options, onExchange: () => undefined }).request("GET", "/api/");
}

async function failureOf(request: Promise<unknown>): Promise<AwxError> {
  const error: unknown = await request.then(
    () => assert.fail("the request was answered"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof AwxError, String(error));
  return error;
}

function placeOf({ url }: FakeAwx): string {
  return new URL(url).host;
}

describe("the network", () => {
  afterEach(async () => {
    for (const key of changed) await set(key, undefined);
    changed.clear();
    while (running.length > 0) await running.pop()?.stop();
  });

  describe("certificates", () => {
    const settings: readonly (readonly [title: string, key?: string, value?: unknown])[] = [
      ["VS Code's default settings"],
      ["http.proxySupport off", "proxySupport", "off"],
      ["http.proxySupport on", "proxySupport", "on"],
      ["http.proxyStrictSSL off", "proxyStrictSSL", false],
    ];
    for (const [title, key, value] of settings) {
      describe(`under ${title}`, () => {
        beforeEach(async () => {
          if (key !== undefined) await set(key, value);
        });

        for (const { name, trust, identity } of ways) {
          it(`are accepted by ${name}`, async () => {
            const awx = await serving({ tls: identity });
            await ask(awx.url, trust);
            assert.equal(awx.requests[0]?.headers.authorization, "Bearer s3cret");
          });
        }

        for (const trust of ["system", { authorities: privateCa.cert }] as const) {
          it(`of an unknown authority are refused by ${trust === "system" ? "fetch" : "node:https with a CA file"}`, async () => {
            const awx = await serving({ tls: stranger.issue({ hosts }) });
            const { problem } = await failureOf(ask(awx.url, trust));
            assert.deepEqual(problem, { kind: "noAnswer", code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
            assert.deepEqual(awx.requests, []);
          });
        }
      });
    }

    for (const { name, identity } of verified) {
      it(`accepted by ${name} are refused by a CA file with another authority`, async () => {
        const awx = await serving({ tls: identity });
        const { problem } = await failureOf(ask(awx.url, { authorities: stranger.cert }));
        assert.deepEqual(problem, { kind: "noAnswer", code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
      });
    }

    it("are not taken on a connection that was made with another trust", async () => {
      const awx = await serving({ tls: privateCa.issue({ hosts }) });
      for (let round = 0; round < 2; round++) {
        await ask(awx.url, "unverified");
        await failureOf(ask(awx.url, { authorities: stranger.cert }));
        await ask(awx.url, { authorities: privateCa.cert });
        await failureOf(ask(awx.url, "system"));
      }
      assert.equal(awx.requests.length, 4);
    });

    for (const { name, trust, identity } of ways) {
      it(`are shown before they are relied on: ${name}`, async () => {
        const awx = await serving({ tls: identity });
        const certificate = await readCertificate(awx.url, trust, AbortSignal.timeout(5000));
        assert.deepEqual(certificate?.names, hosts);
        assert.equal(certificate.isTrusted, trust !== "unverified");
        assert.equal(awx.requests[0]?.headers.authorization, undefined);
      });
    }
  });

  describe("failures say what is wrong and what to do", () => {
    const certificates: readonly (readonly [title: string, make: (by: Authority) => Identity, says: RegExp])[] = [
      ["an unknown authority", () => stranger.issue({ hosts }), /not signed by an authority that is trusted.*CA file/],
      ["a self-signed certificate", () => makeSelfSigned({ hosts }), /self-signed.*CA file/],
      ["an expired one", (by) => by.issue({ hosts, validDays: validity.expired }), /has expired.*renew it/],
      ["one of the future", (by) => by.issue({ hosts, validDays: validity.notYetValid }), /not valid yet.*clock/],
      [
        "one for another host",
        (by) => by.issue({ hosts: ["a.test", "b.test"] }),
        /another host name \(a\.test, b\.test\)/,
      ],
    ];
    const speaking = (bytes: string | Uint8Array) =>
      createSocketServer((socket) => {
        socket.on("error", () => undefined);
        socket.once("data", () => socket.end(bytes));
      });
    const withTls = (options: ServerOptions) => createTlsServer(options, (_, answer) => answer.end());
    const oldTls: ServerOptions = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" };
    const cases: readonly {
      readonly title: string;
      readonly make: (identity: Identity) => Server;
      readonly scheme?: string;
      readonly says: RegExp;
      /** Where `fetch` learns less. */
      readonly fetchSays?: RegExp;
    }[] = [
      { title: "a port that speaks http", make: () => createPlainServer(), says: /does not speak https.*http:\/\// },
      {
        title: "a port that speaks https",
        make: () => speaking(Uint8Array.of(0x15, 3, 3, 0, 2, 2, 70)),
        scheme: "http",
        says: /does not speak HTTP.*https:\/\//,
      },
      { title: "a port that hangs up", make: () => speaking(""), says: /was cut.*http or https/ },
      {
        title: "an old TLS",
        make: (identity) => withTls({ ...identity, ...oldTls }),
        says: /versions of TLS that are no longer safe/,
      },
      {
        title: "a client certificate that is wanted, in TLS 1.3",
        make: (identity) => withTls({ ...identity, requestCert: true, minVersion: "TLSv1.3" }),
        says: /wants a client certificate, which this extension does not support/,
        fetchSays: /was cut/,
      },
      {
        title: "a client certificate that is wanted, in TLS 1.2",
        make: (identity) => withTls({ ...identity, requestCert: true, maxVersion: "TLSv1.2" }),
        says: /client certificate, which this extension does not support/,
      },
    ];
    for (const { name, trust, authority, identity } of verified) {
      describe(`with ${name}`, () => {
        for (const [title, make, says] of certificates) {
          it(`about ${title}`, async () => {
            const awx = await serving({ tls: make(authority) });
            assert.match(explain(await failureOf(ask(awx.url, trust))), says);
            assert.deepEqual(awx.requests, []);
          });
        }

        for (const { title, make, scheme = "https", says, fetchSays = says } of cases) {
          it(`about ${title}`, async () => {
            const origin = `${scheme}://${await listening(make(identity))}`;
            assert.match(explain(await failureOf(ask(origin, trust))), trust === "system" ? fetchSays : says);
          });
        }
      });
    }
  });

  describe("a forward proxy", () => {
    for (const { name, trust, authority, identity, plainRequest } of ways) {
      describe(`with ${name}`, () => {
        it("tunnels https", async () => {
          const awx = await serving({ tls: identity });
          const proxy = await proxying({ hosts: { [host]: placeOf(awx) } });
          await ask(`https://${host}`, trust);
          await ask(`https://${host}:8443`, trust);
          assert.deepEqual(proxy.passed, [`CONNECT ${host}:443`, `CONNECT ${host}:8443`]);
          assert.deepEqual(
            awx.requests.map(({ headers }) => [headers.host, headers.authorization]),
            [
              [host, "Bearer s3cret"],
              [`${host}:8443`, "Bearer s3cret"],
            ],
          );
        });

        it("carries http", async () => {
          const awx = await serving({});
          const proxy = await proxying({ hosts: { [host]: placeOf(awx) } });
          await ask(`http://${host}`, trust);
          assert.deepEqual(proxy.passed, [plainRequest]);
          assert.equal(awx.requests[0]?.headers.host, host);
        });

        it("lets a certificate be looked at", async () => {
          const awx = await serving({ tls: identity });
          const proxy = await proxying({ hosts: { [host]: placeOf(awx) } });
          const certificate = await readCertificate(`https://${host}`, trust, AbortSignal.timeout(5000));
          assert.equal(certificate?.isTrusted, trust !== "unverified");
          assert.deepEqual(proxy.passed, [`CONNECT ${host}:443`]);
        });

        it("changes nothing about a certificate for another host", async () => {
          const awx = await serving({ tls: authority.issue({ hosts: ["other.test"] }) });
          await proxying({ hosts: { [host]: placeOf(awx) } });
          const answer = ask(`https://${host}`, trust);
          if (trust === "unverified") {
            await answer;
            assert.equal(awx.requests.length, 1);
          } else {
            const { problem } = await failureOf(answer);
            assert.ok(problem.kind === "noAnswer");
            assert.equal(problem.code, "ERR_TLS_CERT_ALTNAME_INVALID");
            assert.deepEqual(awx.requests, []);
          }
        });

        it("takes the user and password of http.proxy", async () => {
          const awx = await serving({ tls: identity });
          const proxy = await proxying({ hosts: { [host]: placeOf(awx) }, credentials: "me:pass" }, "me:pass@");
          await ask(`https://${host}`, trust);
          assert.deepEqual(proxy.passed, [`CONNECT ${host}:443`]);
          assert.equal(awx.requests[0]?.headers["proxy-authorization"], undefined);
        });

        for (const [what, credentials] of [
          ["no user", ""],
          ["a wrong password", "me:wrong@"],
        ] as const) {
          it(`says so when it is given ${what}, in https and http`, async () => {
            const awx = await serving({ tls: identity });
            const proxy = await proxying({ hosts: { [host]: placeOf(awx) }, credentials: "me:pass" }, credentials);
            for (const scheme of ["https", "http"]) {
              const error = await failureOf(ask(`${scheme}://${host}`, trust));
              assert.deepEqual(error.problem, { kind: "proxyRefused", status: 407 });
              assert.match(explain(error), /^The proxy wants a user name and password.*http\.proxy/);
            }
            assert.deepEqual(proxy.passed, []);
            assert.deepEqual(awx.requests, []);
          });
        }

        it("says so when it does not connect to a server, and not that the server refused", async () => {
          const proxy = await proxying({ hosts: { [host]: "127.0.0.1:1" }, refuseConnect: 403 });
          const error = await failureOf(ask(`https://${host}`, trust));
          assert.deepEqual(error.problem, { kind: "proxyRefused", status: 403 });
          assert.match(explain(error), /^The proxy did not connect us to the server \(status 403\)/);
          assert.deepEqual(proxy.refused, [`CONNECT ${host}:443`]);
        });

        it("says so when it cannot be reached", async () => {
          await proxying({});
          await running.pop()?.stop();
          for (const scheme of ["https", "http"]) {
            const error = await failureOf(ask(`${scheme}://${host}`, trust));
            assert.deepEqual(error.problem, { kind: "proxyRefused", status: undefined });
            assert.match(explain(error), /^The proxy cannot be reached.*http\.proxy/);
          }
        });

        it("is left out for this computer itself, and where http.noProxy says so", async () => {
          const awx = await serving({ tls: identity });
          const proxy = await proxying({ hosts: { [host]: placeOf(awx) } });
          await ask(awx.url, trust);
          await set("noProxy", [host]);
          const { problem } = await failureOf(ask(`https://${host}`, trust));
          assert.match(problem.kind === "noAnswer" ? (problem.code ?? "") : problem.kind, /^(ENOTFOUND|EAI_AGAIN)$/);
          assert.deepEqual([...proxy.passed, ...proxy.refused], []);
        });
      });
    }
  });
});
