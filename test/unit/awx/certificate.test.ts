import assert from "node:assert/strict";
import { readCertificate } from "../../../src/awx/certificate";
import { startFakeAwx, type FakeAwx } from "../../fakeAwx/server";
import { makeAuthority, makeSelfSigned, validity, type Identity } from "../../support/certificates";
import { failureOf } from "../support/failure";
import { until } from "../support/fakeAwx";

describe("readCertificate", () => {
  const authority = makeAuthority("Private CA");
  const privateCa = { authorities: authority.cert };
  const { signal } = new AbortController();
  let awx: FakeAwx | undefined;
  afterEach(() => awx?.stop());

  async function serving(tls: Identity): Promise<FakeAwx> {
    awx = await startFakeAwx({ tls });
    return awx;
  }

  it("says who a server is, who vouches for it, for which names and how long", async () => {
    const { url, requests } = await serving(authority.issue({ hosts: ["awx.test", "127.0.0.1"] }));
    const certificate = await readCertificate(url, privateCa, signal);
    assert.ok(certificate);
    const { validFrom, validTo, ...rest } = certificate;
    assert.deepEqual(rest, {
      subject: "CN=awx.test",
      issuer: "CN=Private CA",
      names: ["awx.test", "127.0.0.1"],
      protocol: "TLSv1.3",
      status: 200,
      isTrusted: true,
    });
    const days = (validTo.getTime() - validFrom.getTime()) / 86_400_000;
    assert.equal(Math.round(days), 31);
    assert.deepEqual(
      requests.map(({ method, path, headers }) => [method, path, headers.authorization]),
      [["GET", "/api/", undefined]],
    );
  });

  const untrusted: readonly (readonly [title: string, identity: Identity, problemCode: string])[] = [
    ["of an unknown authority", makeAuthority("Stranger").issue(), "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    ["that is self-signed", makeSelfSigned(), "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ["that has expired", authority.issue({ validDays: validity.expired }), "CERT_HAS_EXPIRED"],
    ["for another host", authority.issue({ hosts: ["other.test"] }), "ERR_TLS_CERT_ALTNAME_INVALID"],
  ];
  for (const [title, identity, problemCode] of untrusted) {
    it(`shows one ${title} and says what is wrong with it`, async () => {
      const { url } = await serving(identity);
      const certificate = await readCertificate(url, privateCa, signal);
      assert.deepEqual([certificate?.isTrusted, certificate?.problemCode], [false, problemCode]);
    });
  }

  for (const trust of ["system", "unverified"] as const) {
    it(`judges by the system's authorities for the trust ${trust}`, async () => {
      const { url } = await serving(authority.issue());
      const certificate = await readCertificate(url, trust, signal);
      assert.deepEqual(
        [certificate?.issuer, certificate?.isTrusted, certificate?.problemCode],
        ["CN=Private CA", false, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
      );
    });
  }

  it("judges anew each time", async () => {
    const { url } = await serving(authority.issue());
    for (const [trust, isTrusted] of [
      ["unverified", false],
      [privateCa, true],
      ["unverified", false],
    ] as const) {
      assert.equal((await readCertificate(url, trust, signal))?.isTrusted, isTrusted);
    }
  });

  it("has nothing to show of a server that is reached by http", async () => {
    awx = await startFakeAwx();
    assert.equal(await readCertificate(awx.url, "system", signal), undefined);
    assert.deepEqual(awx.requests, []);
  });

  it("says why there is no answer", async () => {
    const { url, stop } = await startFakeAwx({ tls: authority.issue() }).then((server) => ({
      url: server.url,
      stop: () => server.stop(),
    }));
    await stop();
    const error = await failureOf(readCertificate(url, "system", signal));
    assert.deepEqual(error.problem, { kind: "noAnswer", code: "ECONNREFUSED" });
    assert.equal(error.request, "GET /api/");
  });

  it("can be given up, before and on the way", async () => {
    const server = await serving(authority.issue());
    const before = await failureOf(readCertificate(server.url, "system", AbortSignal.abort()));
    assert.equal(before.problem.kind, "cancelled");
    assert.deepEqual(server.requests, []);

    server.intercept({}, "hang");
    const abort = new AbortController();
    const failure = failureOf(readCertificate(server.url, "system", abort.signal));
    await until(() => server.requests.length === 1);
    abort.abort();
    assert.equal((await failure).problem.kind, "cancelled");
  });
});
