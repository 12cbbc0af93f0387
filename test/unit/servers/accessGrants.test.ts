import assert from "node:assert/strict";
import { AccessGrants, type Access, type Grant, type GrantAnswer } from "../../../src/servers/accessGrants";
import { MemoryMemento } from "../support/memory";

const server = { name: "lab", url: "https://awx.example/awx" };

function grant(access: Access, answer: GrantAnswer, extensionId = "a.b", { name, url } = server): Grant {
  return { extensionId, serverName: name, url, access, answer };
}

describe("what other extensions were allowed", () => {
  it("is kept for the next start, but for what was said for the session", async () => {
    const state = new MemoryMemento();
    const grants = new AccessGrants(state);
    await grants.add(grant("read", "allowed"));
    await grants.add(grant("write", "allowedForSession"));
    await grants.add(grant("read", "denied", "c.d"));
    assert.equal(grants.answer("a.b", server, "write"), "allowedForSession");
    assert.equal(grants.answer("c.d", server, "read"), "denied");
    const next = new AccessGrants(state);
    assert.deepEqual(next.all, [grant("read", "allowed")]);
    assert.equal(next.answer("a.b", server, "write"), undefined);
    assert.equal(next.answer("c.d", server, "read"), undefined);
  });

  it("is of one extension, one server and one address", async () => {
    const grants = new AccessGrants(new MemoryMemento());
    await grants.add(grant("read", "allowed"));
    assert.equal(grants.answer("a.b", server, "read"), "allowed");
    assert.equal(grants.answer("a.c", server, "read"), undefined);
    assert.equal(grants.answer("a.b", { ...server, name: "prod" }, "read"), undefined);
    assert.equal(grants.answer("a.b", { ...server, url: "https://awx.example/other" }, "read"), undefined);
  });

  it("holds reading for less than changes: who may change may read, who may not read may not change", async () => {
    const grants = new AccessGrants(new MemoryMemento());
    await grants.add(grant("write", "allowed"));
    assert.equal(grants.answer("a.b", server, "read"), "allowed");
    await grants.add(grant("write", "denied", "c.d"));
    assert.equal(grants.answer("c.d", server, "read"), undefined);
    await grants.add(grant("read", "denied", "e.f"));
    assert.equal(grants.answer("e.f", server, "write"), "denied");
  });

  it("is said once: what is said later takes the place of what it says more than", async () => {
    const grants = new AccessGrants(new MemoryMemento());
    await grants.add(grant("read", "denied"));
    await grants.add(grant("read", "allowed"));
    assert.deepEqual(grants.all, [grant("read", "allowed")]);
    await grants.add(grant("write", "allowed"));
    assert.deepEqual(grants.all, [grant("write", "allowed")]);
  });

  it("is taken back one by one, or all of a server", async () => {
    const state = new MemoryMemento();
    const grants = new AccessGrants(state);
    const other = grant("read", "allowed", "a.b", { name: "prod", url: "https://prod.example" });
    for (const each of [grant("read", "allowed"), grant("write", "denied"), other]) await grants.add(each);
    await grants.takeBack([grant("write", "denied")]);
    assert.deepEqual(grants.all, [grant("read", "allowed"), other]);
    await grants.forget("lab");
    assert.deepEqual(new AccessGrants(state).all, [other]);
  });

  it("is nothing where what is kept is not ours", () => {
    const state = new MemoryMemento();
    void state.update("accessOfExtensions", [
      { extensionId: "a.b", serverName: "lab", url: server.url, access: "all" },
    ]);
    assert.deepEqual(new AccessGrants(state).all, []);
  });
});
