import assert from "node:assert/strict";
import fc from "fast-check";
import {
  authorizationOf,
  isSecretValue,
  openSignIn,
  resealed,
  sealSignIn,
  secretValueIn,
  type SignIn,
} from "../../../src/servers/credential";

const origin = "https://awx.example.com";
const token = "abcDEF0123456789abcDEF01234567";
const secretValue = fc.stringMatching(/^[\w.~+/-]{1,40}={0,2}$/);

const server = { name: "prod", url: `${origin}/awx` };
const unusable = { refused: "unusable" };
const api = {
  url: server.url,
  family: "gateway",
  tables: [
    { source: "gateway", root: "/awx/api/gateway/v1/" },
    { source: "controller", root: "/awx/api/controller/v2/" },
  ],
} as const;

const signIns: readonly (readonly [title: string, signIn: SignIn])[] = [
  ["a token", { credential: { kind: "token", secret: token }, canWrite: true }],
  [
    "a token that we made",
    { credential: { kind: "token", secret: token, made: { source: "gateway", id: 7 } }, canWrite: false, api },
  ],
  [
    "a user name and password",
    { credential: { kind: "password", user: "alicé", password: " p:ä " }, canWrite: true, api },
  ],
];
const [[, signIn]] = signIns as [(typeof signIns)[number]];

describe("a sealed sign-in", () => {
  for (const [title, each] of signIns) {
    it(`opens with ${title} for the origin that it was entered for, whatever the path`, () => {
      const sealed = sealSignIn(each, server);
      assert.deepEqual(openSignIn(sealed, server), each);
      assert.deepEqual(openSignIn(sealed, { name: "another", url: origin }), each);
    });
  }

  it("opens with any token at any address", () => {
    fc.assert(
      fc.property(secretValue, fc.webUrl(), fc.boolean(), (secret, url, canWrite) => {
        const each: SignIn = { credential: { kind: "token", secret }, canWrite };
        assert.deepEqual(openSignIn(sealSignIn(each, { name: "a", url }), { name: "a", url }), each);
      }),
    );
  });

  for (const url of ["http://awx.example.com", "https://awx.example.com:8443", "https://example.com"]) {
    it(`does not open for ${url}`, () => {
      assert.deepEqual(openSignIn(sealSignIn(signIn, server), { name: "prod", url }), unusable);
    });
  }

  const trusts = [
    ["the system", {}],
    ["a CA file", { caFile: "/etc/acme.pem" }],
    ["another CA file", { caFile: "/etc/other.pem" }],
    ["nobody", { skipCertificateVerification: true }],
  ] as const;
  for (const [before, agreed] of trusts) {
    for (const [after, trust] of trusts) {
      const isKept = before === after || after === "the system";
      it(`${isKept ? "opens" : "does not open"} for a server that is believed on the word of ${after}, after ${before}`, () => {
        const opened = openSignIn(sealSignIn(signIn, { ...server, ...agreed }), { ...server, ...trust });
        assert.deepEqual(opened, isKept ? signIn : { refused: "otherTrust" });
      });
    }
  }

  it("does not open on another word than the system's when the first release stored it", () => {
    const stored = JSON.stringify({ version: 1, origin, token });
    for (const [, trust] of trusts.slice(1)) {
      assert.deepEqual(openSignIn(stored, { ...server, ...trust }), { refused: "otherTrust" });
    }
  });

  it("opens as the first release stored it", () => {
    assert.deepEqual(openSignIn(JSON.stringify({ version: 1, origin, token }), server), {
      credential: { kind: "token", secret: token },
      canWrite: true,
    });
  });

  function version2(change: object): string {
    return JSON.stringify({ ...(JSON.parse(sealSignIn(signIn, server)) as object), ...change });
  }

  const garbage: readonly (readonly [title: string, stored: string])[] = [
    ["nothing", ""],
    ["a bare token", token],
    ["half of it", sealSignIn(signIn, server).slice(0, -5)],
    ["JSON of another kind", JSON.stringify([1, origin, token])],
    ["null", "null"],
    ["an earlier version", JSON.stringify({ version: 0, origin, token })],
    ["a later version", version2({ version: 3 })],
    ["a later version's content", JSON.stringify({ version: 2, origin, token })],
    ["one without a word on certificates", version2({ trust: undefined })],
    ["one whose credential is of no kind", version2({ signIn: { credential: { kind: "key" }, canWrite: true } })],
    ["one that does not know whether it can write", version2({ signIn: { credential: signIn.credential } })],
    ["one without tables", version2({ signIn: { ...signIn, api: { ...api, tables: [] } } })],
    [
      "one whose table is elsewhere",
      version2({ signIn: { ...signIn, api: { ...api, tables: [{ source: "gateway", root: "https://evil.test/" }] } } }),
    ],
    ["a version in words", JSON.stringify({ version: "1", origin, token })],
    ["one without a version", JSON.stringify({ origin, token })],
    ["one without an origin", JSON.stringify({ version: 1, token })],
    ["one without a token", JSON.stringify({ version: 1, origin })],
    ["one whose token is no text", JSON.stringify({ version: 1, origin, token: 1 })],
    ["one whose token is empty", JSON.stringify({ version: 1, origin, token: "" })],
    ["one whose token breaks the header", JSON.stringify({ version: 1, origin, token: "a\r\nHost: b" })],
    ["one whose token has a letter that no header takes", JSON.stringify({ version: 1, origin, token: "tökén" })],
  ];
  for (const [title, stored] of garbage) {
    it(`does not open when it is ${title}`, () => {
      assert.deepEqual(openSignIn(stored, server), unusable);
    });
  }

  const address = fc.webUrl({ authoritySettings: { withPort: true } });
  const trust = fc.constantFrom(...trusts.map(([, settings]) => settings));
  const anySignIn = fc.constantFrom(...signIns.map(([, each]) => each));
  const originOf = (url: string): string => new URL(url).origin;

  it("opens only for the origin that it was entered for, whichever version stored it, and after any change", () => {
    const entered = fc.record({ url: address, trust, signIn: anySignIn, isFirstVersion: fc.boolean() });
    const changed = fc.record({ url: fc.option(address, { nil: undefined }), trust, name: fc.string() });
    fc.assert(
      fc.property(entered, fc.array(changed, { maxLength: 4 }), (first, changes) => {
        let present = { name: "a", url: first.url, ...first.trust };
        let stored = first.isFirstVersion
          ? JSON.stringify({ version: 1, origin: originOf(first.url), token })
          : sealSignIn(first.signIn, present);
        for (const { url = present.url, name, trust: believed } of changes) {
          const next = { name, url, ...believed };
          stored = resealed(stored, present, next);
          present = next;
        }
        const opened = openSignIn(stored, present);
        if ("refused" in opened) return;
        assert.equal(originOf(present.url), originOf(first.url));
        const expected = first.isFirstVersion ? { kind: "token", secret: token } : first.signIn.credential;
        assert.deepEqual(opened.credential, expected);
      }),
      { numRuns: 500 },
    );
  });

  it("goes with a server that gets another name or is believed on another word, and opens as it was", () => {
    fc.assert(
      fc.property(anySignIn, trust, trust, fc.string(), (each, before, after, name) => {
        const [from, to] = [
          { ...server, ...before },
          { name, url: server.url, ...after },
        ];
        assert.deepEqual(openSignIn(resealed(sealSignIn(each, from), from, to), to), each);
      }),
    );
  });

  it("of a version that is yet to come stays as it is, and closed, whatever is in it", () => {
    const version = fc.oneof(fc.integer({ min: 3 }), fc.double(), fc.string(), fc.constant(null));
    fc.assert(
      fc.property(version, fc.dictionary(fc.string(), fc.jsonValue()), trust, (number, more, believed) => {
        const later = JSON.stringify({
          ...(JSON.parse(sealSignIn(signIn, server)) as object),
          ...more,
          version: number,
        });
        const to = { ...server, ...believed };
        assert.deepEqual(openSignIn(later, to), unusable);
        assert.equal(resealed(later, server, to), later);
      }),
    );
  });

  it("never opens as something that cannot be sent, whatever is stored", () => {
    const stored = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc
        .record({ version: fc.constant(1), origin: fc.constant(origin), token: fc.string({ unit: "binary" }) })
        .map((it) => JSON.stringify(it)),
    );
    fc.assert(
      fc.property(stored, (text) => {
        const opened = openSignIn(text, server);
        if ("refused" in opened) return;
        assert.match(authorizationOf(opened.credential).header, /^Bearer [\x21-\x7e]+$/);
      }),
    );
  });
});

describe("secretValueIn", () => {
  const pasted: readonly (readonly [title: string, text: string])[] = [
    ["the value alone", token],
    ["blanks and line breaks around it", ` \t${token}\r\n`],
    ["the word Bearer before it", `Bearer ${token}`],
    ["the word bearer in small letters and more blanks", ` bearer \t ${token} `],
    ["the header's name before it", `Authorization: Bearer ${token}`],
    ["the header's name without a blank", `authorization:Bearer ${token}\n`],
  ];
  for (const [title, text] of pasted) {
    it(`finds the value in ${title}`, () => {
      assert.equal(secretValueIn(text), token);
    });
  }

  it("leaves a value alone that merely begins with Bearer", () => {
    assert.equal(secretValueIn("BearerOfNews"), "BearerOfNews");
  });

  it("finds nothing in blanks", () => {
    assert.equal(secretValueIn(" \n"), "");
  });
});

describe("isSecretValue", () => {
  it("takes what a bearer token may be made of", () => {
    assert.ok(isSecretValue(token));
    assert.ok(isSecretValue("aZ0_-.~+/=="));
  });

  for (const text of [
    "",
    "a b",
    "a\n",
    "\na",
    "a\u0000b",
    "a\u007f",
    "tökén",
    "a\u00a0",
    "‘quoted’",
    'a"b',
    "a\\b",
    "=a",
    "a,b",
    "a%20b",
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(isSecretValue(text), false);
    });
  }

  it("takes only what can be sent in a header as it is", () => {
    fc.assert(
      fc.property(secretValue, (text) => {
        assert.equal(new Headers({ authorization: `Bearer ${text}` }).get("authorization"), `Bearer ${text}`);
        assert.ok(isSecretValue(text));
      }),
    );
  });
});

describe("authorizationOf", () => {
  it("sends a token as it is", () => {
    const { header, secrets } = authorizationOf({ kind: "token", secret: token });
    assert.equal(header, `Bearer ${token}`);
    assert.deepEqual(secrets, [token]);
  });

  it("sends a user name and password in UTF-8, and keeps both forms secret", () => {
    const { header, secrets } = authorizationOf({ kind: "password", user: "alicé", password: "p:ä" });
    const encoded = Buffer.from("alicé:p:ä").toString("base64");
    assert.equal(header, `Basic ${encoded}`);
    assert.ok(secrets.includes("p:ä"));
    assert.ok(secrets.some((secret) => encoded.startsWith(secret)));
  });
});
