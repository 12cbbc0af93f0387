import assert from "node:assert/strict";
import fc from "fast-check";
import { parseServers } from "../../../src/servers/server";
import { parseServerUrl } from "../../../src/servers/serverUrl";

/** Something like an entry that a person writes by hand. */
const entry = fc.oneof(
  fc.anything(),
  fc.record(
    {
      name: fc.oneof(fc.constantFrom("a", " a ", "b", "", " ", "__proto__"), fc.string(), fc.anything()),
      url: fc.oneof(fc.constantFrom("https://h", "h/awx/", "", "ftp://h"), fc.string(), fc.anything()),
    },
    { requiredKeys: [] },
  ),
);

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
    ["shape", null],
    ["shape", "https://a"],
    ["shape", ["prod", "https://a"]],
    ["shape", {}],
    ["shape", { name: "prod" }],
    ["shape", { url: "https://a" }],
    ["shape", { name: "", url: "https://a" }],
    ["shape", { name: "  ", url: "https://a" }],
    ["shape", { name: 1, url: "https://a" }],
    ["shape", { name: "prod", url: 1 }],
    ["url", { name: "prod", url: "" }],
    ["url", { name: "prod", url: "ftp://a" }],
    ["url", { name: "prod", url: "https://admin:password@a" }],
    ["duplicateName", { name: "first", url: "https://a" }],
    ["duplicateName", { name: " first ", url: "https://b" }],
  ];
  for (const [problem, value] of unusableEntries) {
    it(`keeps the servers around ${JSON.stringify(value)} and says that its ${problem} is wrong`, () => {
      const first = { name: "first", url: "https://first" };
      const last = { name: "last", url: "https://last" };
      assert.deepEqual(seenIn([first, value, last]), {
        servers: [first, last],
        unusable: [{ index: 1, problem }],
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
        unusable: [{ index: 0, problem: "url" }],
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

  for (const value of [undefined, null, {}, "https://a", 1, { 0: { name: "a", url: "https://a" }, length: 1 }]) {
    it(`finds no server in a setting of ${JSON.stringify(value)}`, () => {
      assert.deepEqual(seenIn(value), { servers: [], unusable: [] });
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
        if (!Array.isArray(value)) assert.deepEqual(seenIn(value), { servers: [], unusable: [] });
        else parseServers(value);
      }),
    );
  });
});
