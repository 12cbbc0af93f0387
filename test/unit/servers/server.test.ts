import assert from "node:assert/strict";
import fc from "fast-check";
import { isSameServer, parseServers } from "../../../src/servers/server";
import { parseServerUrl } from "../../../src/servers/serverUrl";

/** Something like an entry that a person writes by hand. */
const entry = fc.oneof(
  fc.anything(),
  fc.record(
    {
      name: fc.oneof(fc.constantFrom("a", " a ", "b", "", " ", "__proto__"), fc.string(), fc.anything()),
      url: fc.oneof(fc.constantFrom("https://h", "h/awx/", "", "ftp://h"), fc.string(), fc.anything()),
      caFile: fc.oneof(fc.constantFrom("/ca.pem", "ca.pem"), fc.anything()),
      skipCertificateVerification: fc.oneof(fc.boolean(), fc.anything()),
    },
    { requiredKeys: [] },
  ),
);

const nothing = { servers: [], unusable: [] };
const notAList = { servers: [], unusable: [{ index: undefined, name: undefined, problem: "notAList" }] };

/** The servers and what is no server. */
function seenIn(value: unknown) {
  const { servers, unusable } = parseServers(value);
  return { servers, unusable };
}

describe("parseServers", () => {
  it("gives the servers in the setting's order with their addresses in the one form", () => {
    const value = [
      { name: "prod", url: "https://awx.example.com/#/home" },
      { name: "test", url: "awx.test/awx/" },
    ];
    assert.deepEqual(seenIn(value), {
      servers: [
        { name: "prod", url: "https://awx.example.com" },
        { name: "test", url: "https://awx.test/awx" },
      ],
      unusable: [],
    });
  });

  it("drops the blanks around a name and the keys that it does not know", () => {
    assert.deepEqual(seenIn([{ name: " my server ", url: "https://a", colour: "red" }]), {
      servers: [{ name: "my server", url: "https://a" }],
      unusable: [],
    });
  });

  const unusableEntries: readonly (readonly [problem: string, entry: unknown])[] = [
    ["notAnObject", null],
    ["notAnObject", "https://a"],
    ["notAnObject", ["prod", "https://a"]],
    ["name", {}],
    ["url", { name: "prod" }],
    ["name", { url: "https://a" }],
    ["name", { name: "", url: "https://a" }],
    ["name", { name: "  ", url: "https://a" }],
    ["name", { name: 1, url: "https://a" }],
    ["url", { name: "prod", url: 1 }],
    ["url", { name: "prod", url: "" }],
    ["url", { name: "prod", url: "ftp://a" }],
    ["url", { name: "prod", url: "https://admin:password@a" }],
    ["caFile", { name: "prod", url: "https://a", caFile: "" }],
    ["caFile", { name: "prod", url: "https://a", caFile: "ca.pem" }],
    ["caFile", { name: "prod", url: "https://a", caFile: "./ca.pem" }],
    ["caFile", { name: "prod", url: "https://a", caFile: "~other/ca.pem" }],
    ["caFile", { name: "prod", url: "https://a", caFile: "\\\\host\\share\\ca.pem" }],
    ["caFile", { name: "prod", url: "https://a", caFile: "//host/share/ca.pem" }],
    ["caFile", { name: "prod", url: "https://a", caFile: null }],
    ["caFile", { name: "prod", url: "https://a", caFile: ["/ca.pem"] }],
    ["skipCertificateVerification", { name: "prod", url: "https://a", skipCertificateVerification: "true" }],
    ["skipCertificateVerification", { name: "prod", url: "https://a", skipCertificateVerification: 1 }],
    ["skipCertificateVerification", { name: "prod", url: "https://a", skipCertificateVerification: null }],
    ["duplicateName", { name: "first", url: "https://a" }],
    ["duplicateName", { name: " first ", url: "https://b" }],
  ];
  for (const [problem, value] of unusableEntries) {
    it(`keeps the servers around ${JSON.stringify(value)} and says that its ${problem} is wrong`, () => {
      const first = { name: "first", url: "https://first" };
      const last = { name: "last", url: "https://last" };
      assert.deepEqual(seenIn([first, value, last]), {
        servers: [first, last],
        unusable: [{ index: 1, name: parseServers([value]).names.values().next().value, problem }],
      });
    });
  }

  it("does not keep a name for an entry that cannot be used", () => {
    assert.deepEqual(
      seenIn([
        { name: "a", url: "" },
        { name: "a", url: "https://a" },
      ]),
      {
        servers: [{ name: "a", url: "https://a" }],
        unusable: [{ index: 0, name: "a", problem: "url" }],
      },
    );
  });

  it("knows every name, also of entries that cannot be used, so that their credentials are kept", () => {
    const { names, indexes } = parseServers([
      { name: "no address" },
      { name: " typing ", url: "https:/" },
      { url: "https://a" },
      { name: "prod", url: "https://a" },
      { name: "prod", url: "https://b" },
      { name: 1 },
    ]);
    assert.deepEqual([...names], ["no address", "typing", "prod"]);
    assert.deepEqual([...indexes], [["prod", 3]]);
  });

  it("tells names apart by their case", () => {
    const value = [
      { name: "prod", url: "https://a" },
      { name: "Prod", url: "https://b" },
    ];
    assert.deepEqual(seenIn(value), { servers: value, unusable: [] });
  });

  it("keeps how a server's certificate is checked", () => {
    const servers = [
      { name: "a", url: "https://a", caFile: "/etc/ssl/acme.pem" },
      { name: "b", url: "https://b", caFile: "~/acme.pem" },
      { name: "c", url: "https://c", caFile: "C:\\ca\\acme.pem" },
      { name: "d", url: "https://d", caFile: "c:/acme.pem", skipCertificateVerification: true },
    ];
    assert.deepEqual(seenIn(servers), { servers, unusable: [] });
    assert.deepEqual(seenIn([{ name: "a", url: "https://a", caFile: " /a ", skipCertificateVerification: false }]), {
      servers: [{ name: "a", url: "https://a", caFile: "/a" }],
      unusable: [],
    });
  });

  for (const value of [undefined, null]) {
    it(`finds nothing in a setting of ${String(value)}`, () => {
      assert.deepEqual(seenIn(value), { servers: [], unusable: [] });
    });
  }

  for (const value of [{}, "https://a", 1, false, { 0: { name: "a", url: "https://a" }, length: 1 }]) {
    it(`says that a setting of ${JSON.stringify(value)} is no list`, () => {
      assert.deepEqual(seenIn(value), notAList);
    });
  }

  it("makes of every entry either one server or one problem at its place, whatever the setting holds", () => {
    fc.assert(
      fc.property(fc.array(entry), (value) => {
        const { servers, unusable, names, indexes } = parseServers(value);
        assert.equal(servers.length + unusable.length, value.length);
        assert.equal(new Set(servers.map(({ name }) => name)).size, servers.length);
        const bad = new Set(unusable.map(({ index }) => index));
        const good = [...value.keys()].filter((index) => !bad.has(index));
        assert.deepEqual([...indexes.values()], good);
        assert.deepEqual(
          [...indexes.keys()],
          servers.map(({ name }) => name),
        );
        for (const { name } of servers) assert.ok(names.has(name));
        for (const { url } of servers) assert.deepEqual(parseServerUrl(url), { url });
      }),
    );
  });

  it("never fails, whatever the setting is", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        if (Array.isArray(value)) parseServers(value);
        else assert.deepEqual(seenIn(value), value === undefined || value === null ? nothing : notAList);
      }),
    );
  });
});

describe("isSameServer", () => {
  const server = { name: "a", url: "https://a", caFile: "/ca.pem", skipCertificateVerification: true };

  it("takes servers for the same that are talked to alike", () => {
    assert.ok(isSameServer(server, { ...server }));
    assert.ok(isSameServer(undefined, undefined));
  });

  for (const change of [
    { name: "b" },
    { url: "https://b" },
    { caFile: "/b.pem" },
    { skipCertificateVerification: false },
  ]) {
    it(`does not when ${JSON.stringify(change)} differs`, () => {
      assert.ok(!isSameServer(server, { ...server, ...change }));
    });
  }

  it("does not when one is not there", () => {
    assert.ok(!isSameServer(server, undefined));
    assert.ok(!isSameServer(undefined, server));
  });
});
