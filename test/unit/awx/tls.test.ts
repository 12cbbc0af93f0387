import assert from "node:assert/strict";
import { createServer as createPlainServer } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import { createServer as createSocketServer, type AddressInfo, type Server } from "node:net";
import { isOutcomeUnknown, type AwxProblem } from "../../../src/awx/errors";
import { Transport } from "../../../src/awx/transport";
import type { Trust } from "../../../src/awx/trust";
import { startFakeAwx } from "../../fakeAwx/server";
import { makeAuthority, makeSelfSigned, validity, type Identity } from "../../support/certificates";
import { failureOf } from "../support/failure";

const onExchange = () => undefined;

/** What asks for `/api/`, anonymously. */
function ask(url: string, trust: Trust): Promise<unknown> {
  return new Transport({ origin: new URL(url).origin, trust, timeoutMilliseconds: 5000, onExchange }).request(
    "GET",
    "/api/",
  );
}

describe("The trust in a server's certificate", () => {
  const authority = makeAuthority("Private CA");
  const stranger = makeAuthority("Stranger");
  const intermediate = authority.issueAuthority("Intermediate CA");
  const selfSigned = makeSelfSigned();
  const chained = intermediate.issue();
  const privateCa: Trust = { authorities: authority.cert };

  const unknownCa = "UNABLE_TO_VERIFY_LEAF_SIGNATURE";
  const cases: readonly {
    readonly title: string;
    readonly identity: Identity;
    /** Codes of refusal; none where the certificate is accepted. */
    readonly bySystem: string;
    readonly byPrivateCa?: string;
  }[] = [
    { title: "of a private CA", identity: authority.issue(), bySystem: unknownCa },
    {
      title: "of a private CA, with an intermediate one sent along",
      identity: chained,
      bySystem: "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    },
    {
      title: "of a private CA, with the intermediate one left out",
      identity: { ...chained, cert: firstOf(chained.cert) },
      bySystem: unknownCa,
      byPrivateCa: unknownCa,
    },
    {
      title: "of a private CA, with the private CA itself sent along",
      identity: withChain(authority.issue(), authority.cert),
      bySystem: "SELF_SIGNED_CERT_IN_CHAIN",
    },
    { title: "of another private CA", identity: stranger.issue(), bySystem: unknownCa, byPrivateCa: unknownCa },
    {
      title: "that is self-signed",
      identity: selfSigned,
      bySystem: "DEPTH_ZERO_SELF_SIGNED_CERT",
      byPrivateCa: "DEPTH_ZERO_SELF_SIGNED_CERT",
    },
    {
      title: "that has expired",
      identity: authority.issue({ validDays: validity.expired }),
      bySystem: "CERT_HAS_EXPIRED",
      byPrivateCa: "CERT_HAS_EXPIRED",
    },
    {
      title: "that is not valid yet",
      identity: authority.issue({ validDays: validity.notYetValid }),
      bySystem: "CERT_NOT_YET_VALID",
      byPrivateCa: "CERT_NOT_YET_VALID",
    },
    {
      title: "for another host",
      identity: authority.issue({ hosts: ["other.test", "10.0.0.1"] }),
      bySystem: unknownCa,
      byPrivateCa: "ERR_TLS_CERT_ALTNAME_INVALID",
    },
  ];

  for (const { title, identity, bySystem, byPrivateCa } of cases) {
    describe(`asked about one ${title}`, () => {
      const expectations: readonly (readonly [name: string, trust: Trust, code: string | undefined])[] = [
        ["the system", "system", bySystem],
        ["the private CA", privateCa, byPrivateCa],
        ["no verification", "unverified", undefined],
      ];
      for (const [name, trust, code] of expectations) {
        it(`${name} ${code === undefined ? "accepts it" : `refuses it: ${code}`}`, async () => {
          const awx = await startFakeAwx({ tls: identity });
          try {
            if (code === undefined) {
              await ask(awx.url, trust);
              assert.equal(awx.requests.length, 1);
              return;
            }
            const error = await failureOf(ask(awx.url, trust));
            assert.ok(error.problem.kind === "noAnswer");
            assert.equal(error.problem.code, code);
            assert.equal(isOutcomeUnknown(error), false);
            assert.deepEqual(awx.requests, []);
          } finally {
            await awx.stop();
          }
        });
      }
    });
  }

  it("names what a certificate for another host is for", async () => {
    const awx = await startFakeAwx({ tls: authority.issue({ hosts: ["other.test", "10.0.0.1"] }) });
    try {
      assert.deepEqual((await failureOf(ask(awx.url, privateCa))).problem, {
        kind: "noAnswer",
        code: "ERR_TLS_CERT_ALTNAME_INVALID",
        certificateNames: ["other.test", "10.0.0.1"],
      });
    } finally {
      await awx.stop();
    }
  });

  it("is given to a self-signed certificate that is its own authority", async () => {
    const awx = await startFakeAwx({ tls: selfSigned });
    try {
      await ask(awx.url, { authorities: selfSigned.cert });
    } finally {
      await awx.stop();
    }
  });

  it("is given when one of several authorities is the right one", async () => {
    const awx = await startFakeAwx({ tls: authority.issue() });
    try {
      await ask(awx.url, { authorities: `Comment\n${stranger.cert}\n${authority.cert}` });
    } finally {
      await awx.stop();
    }
  });

  it("is given to a host name as to an address", async () => {
    const awx = await startFakeAwx({ tls: authority.issue({ hosts: ["localhost"] }), host: "localhost" });
    try {
      await ask(awx.url, privateCa);
      const byAddress = awx.url.replace("localhost", "127.0.0.1");
      const { problem } = await failureOf(ask(byAddress, privateCa));
      assert.ok(problem.kind === "noAnswer");
      assert.equal(problem.code, "ERR_TLS_CERT_ALTNAME_INVALID");
    } finally {
      await awx.stop();
    }
  });

  it("is not taken over from a connection that was made with another", async () => {
    const awx = await startFakeAwx({ tls: authority.issue() });
    try {
      for (let round = 0; round < 2; round++) {
        await ask(awx.url, "unverified");
        await failureOf(ask(awx.url, { authorities: stranger.cert }));
        await ask(awx.url, privateCa);
        await failureOf(ask(awx.url, "system"));
      }
      assert.equal(awx.requests.length, 4);
    } finally {
      await awx.stop();
    }
  });

  it("cannot be had by an environment that switches verification off", async () => {
    const awx = await startFakeAwx({ tls: stranger.issue() });
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    try {
      assert.equal((await failureOf(ask(awx.url, privateCa))).problem.kind, "noAnswer");
    } finally {
      delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
      await awx.stop();
    }
  });
});

describe("A connection that fails before HTTP", () => {
  const identity = makeSelfSigned();
  let server: Server | undefined;
  afterEach(async () => {
    await new Promise((resolve) => server?.close(resolve));
  });

  async function listening(listener: Server, scheme = "https"): Promise<string> {
    server = listener;
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    return `${scheme}://127.0.0.1:${String((listener.address() as AddressInfo).port)}`;
  }

  const withTls = (options: ServerOptions) => createTlsServer({ ...identity, ...options }, (_, answer) => answer.end());
  const speaking = (bytes: string | Uint8Array) =>
    createSocketServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => socket.end(bytes));
    });

  const cases: readonly {
    readonly title: string;
    readonly make: () => Server;
    readonly scheme?: string;
    readonly code: RegExp;
    readonly isOutcomeUnknown: boolean;
  }[] = [
    {
      title: "because the port speaks http",
      make: () => createPlainServer((_, answer) => answer.end()),
      code: /^ERR_SSL_WRONG_VERSION_NUMBER$/,
      isOutcomeUnknown: false,
    },
    {
      title: "because the port speaks neither",
      make: () => speaking("SSH-2.0-OpenSSH_9.2p1\r\n"),
      code: /^ERR_SSL_WRONG_VERSION_NUMBER$/,
      isOutcomeUnknown: false,
    },
    {
      title: "because the port speaks https and was asked in http",
      make: () => speaking(Uint8Array.of(0x15, 3, 3, 0, 2, 2, 70)),
      scheme: "http",
      code: /^HPE_INVALID_CONSTANT$/,
      isOutcomeUnknown: true,
    },
    {
      title: "because the server speaks only an old TLS",
      make: () => withTls({ minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }),
      code: /^ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION$/,
      isOutcomeUnknown: false,
    },
    {
      title: "because the server wants a client certificate, in TLS 1.3",
      make: () => withTls({ requestCert: true, minVersion: "TLSv1.3" }),
      code: /^ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED$/,
      isOutcomeUnknown: false,
    },
    {
      title: "because the server wants a client certificate, in TLS 1.2",
      make: () => withTls({ requestCert: true, maxVersion: "TLSv1.2" }),
      code: /^ERR_SSL_.*_ALERT_HANDSHAKE_FAILURE$/,
      isOutcomeUnknown: false,
    },
    {
      title: "because the connection is closed in the handshake",
      make: () => speaking(""),
      code: /^ECONNRESET$/,
      isOutcomeUnknown: true,
    },
  ];
  for (const { title, make, scheme, code, isOutcomeUnknown: isUnknown } of cases) {
    it(`says so ${title}`, async () => {
      const error = await failureOf(ask(await listening(make(), scheme), "unverified"));
      const { problem }: { problem: AwxProblem } = error;
      assert.ok(problem.kind === "noAnswer");
      assert.match(problem.code ?? "", code);
      assert.equal(isOutcomeUnknown(error), isUnknown);
    });
  }

  for (const { title, make, scheme, code } of cases.filter(({ title }) => !title.includes("client certificate"))) {
    it(`says the same to VS Code's or Node's fetch ${title}`, async () => {
      const { problem } = await failureOf(ask(await listening(make(), scheme), "system"));
      assert.ok(problem.kind === "noAnswer");
      assert.match(problem.code ?? "", code);
    });
  }
});

function firstOf(chain: string): string {
  return `${chain.split("-----END CERTIFICATE-----")[0] ?? ""}-----END CERTIFICATE-----\n`;
}

function withChain(identity: Identity, above: string): Identity {
  return { ...identity, cert: identity.cert + above };
}
