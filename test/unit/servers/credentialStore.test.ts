import assert from "node:assert/strict";
import { inspect } from "node:util";
import { CredentialStore } from "../../../src/servers/credentialStore";
import { SecretStorageError } from "../../../src/servers/errors";
import { MemoryMemento, MemorySecrets } from "../support/memory";

const token = "abcDEF0123456789abcDEF01234567";
const prod = { name: "prod", url: "https://awx.example.com/awx" };
const test = { name: "test", url: "https://awx.test" };

describe("CredentialStore", () => {
  let secrets: MemorySecrets;
  let state: MemoryMemento;
  let store: CredentialStore;

  beforeEach(() => {
    secrets = new MemorySecrets();
    state = new MemoryMemento();
    store = new CredentialStore(secrets, state);
  });

  it("finds what was written for a server, also in another window", async () => {
    await store.write(prod, token);
    assert.deepEqual(await store.read(prod), { kind: "found", token });
    assert.deepEqual(await new CredentialStore(secrets, new MemoryMemento()).read(prod), { kind: "found", token });
  });

  it("finds none for a server that nothing was written for", async () => {
    await store.write(prod, token);
    assert.deepEqual(await store.read(test), { kind: "none" });
  });

  it("keeps one entry per server and binds it to the server's origin", async () => {
    await store.write(prod, token);
    await store.write(test, "another");
    assert.deepEqual(
      [...secrets.entries].map(([key, value]) => [key, JSON.parse(value) as unknown]),
      [
        ["credential/prod", { version: 1, origin: "https://awx.example.com", token }],
        ["credential/test", { version: 1, origin: "https://awx.test", token: "another" }],
      ],
    );
  });

  it("replaces the credential that a server has", async () => {
    await store.write(prod, token);
    await store.write(prod, "newer");
    assert.deepEqual(await store.read(prod), { kind: "found", token: "newer" });
  });

  it("still finds a credential when the server's path changed", async () => {
    await store.write(prod, token);
    assert.deepEqual(await store.read({ ...prod, url: "https://awx.example.com" }), { kind: "found", token });
  });

  for (const url of [
    "http://awx.example.com/awx",
    "https://awx.example.com:8443/awx",
    "https://evil.example.com/awx",
  ]) {
    it(`refuses to give a credential to ${url} that was entered for ${prod.url}`, async () => {
      await store.write(prod, token);
      assert.deepEqual(await store.read({ ...prod, url }), { kind: "unusable" });
    });
  }

  for (const stored of ["", "garbage", token, '{"version":2,"origin":"https://awx.example.com","token":"x"}']) {
    it(`cannot use the stored text ${JSON.stringify(stored)}`, async () => {
      secrets.entries.set("credential/prod", stored);
      assert.deepEqual(await store.read(prod), { kind: "unusable" });
    });
  }

  it("tells a store that failed from a credential that is not there", async () => {
    await store.write(prod, token);
    secrets.behaviour = "fails";
    assert.deepEqual(await store.read(prod), { kind: "unavailable" });
    assert.deepEqual(await store.read(test), { kind: "unavailable" });
  });

  it("finds a credential again once the store works again", async () => {
    await store.write(prod, token);
    secrets.behaviour = "fails";
    await store.read(prod);
    secrets.behaviour = "works";
    assert.deepEqual(await store.read(prod), { kind: "found", token });
  });

  it("still reads although the store never answered what it was asked before", async () => {
    await store.write(prod, token);
    secrets.behaviour = "neverAnswers";
    void store.read(prod);
    void store.delete("prod");
    secrets.behaviour = "works";
    assert.deepEqual(await store.read(prod), { kind: "found", token });
    assert.deepEqual(await store.read(test), { kind: "none" });
  });

  it("rejects a write or a deletion that the store does not make, without the secret in the error", async () => {
    await store.write(prod, token);
    secrets.behaviour = "fails";
    await assert.rejects(store.write(prod, "newer"), (error: unknown) => {
      assert.ok(error instanceof SecretStorageError);
      assert.doesNotMatch(inspect(error, { depth: Infinity, showHidden: true }), /newer/);
      return true;
    });
    await assert.rejects(store.delete("prod"), SecretStorageError);
    secrets.behaviour = "works";
    assert.deepEqual(await store.read(prod), { kind: "found", token });
  });

  it("deletes a server's credential and no other", async () => {
    await store.write(prod, token);
    await store.write(test, token);
    await store.delete("prod");
    assert.deepEqual(await store.read(prod), { kind: "none" });
    assert.deepEqual(await store.read(test), { kind: "found", token });
  });

  it("deletes the credentials of all servers that are not configured any more", async () => {
    await store.write(prod, token);
    await store.write(test, token);
    await store.write({ ...test, name: "old" }, token);
    await store.deleteOthersThan(new Set(["prod"]));
    assert.deepEqual([...secrets.entries.keys()], ["credential/prod"]);
  });

  it("deletes them in a later session too, and those whose first deletion failed", async () => {
    await store.write(prod, token);
    secrets.behaviour = "fails";
    await assert.rejects(store.deleteOthersThan(new Set()));
    secrets.behaviour = "works";
    await new CredentialStore(secrets, state).deleteOthersThan(new Set());
    assert.deepEqual([...secrets.entries.keys()], []);
  });

  it("knows of a credential whose writing was cut off, so that it can be deleted", async () => {
    secrets.behaviour = "neverAnswers";
    void store.write(prod, token);
    await new Promise(setImmediate);
    secrets.behaviour = "works";
    secrets.entries.set("credential/prod", "arrived after all");
    await store.deleteOthersThan(new Set());
    assert.deepEqual([...secrets.entries.keys()], []);
  });

  it("deletes nothing twice", async () => {
    await store.write(prod, token);
    await store.delete("prod");
    const deleted: string[] = [];
    store.onDidChange((name) => deleted.push(name));
    await store.deleteOthersThan(new Set());
    assert.deepEqual(deleted, []);
  });

  for (const name of ["prod", "team/prod", "credential/prod", "/", "a b ü"]) {
    it(`tells by the name ${JSON.stringify(name)} that its server's credential came or went`, async () => {
      const changes: string[] = [];
      store.onDidChange((changed) => changes.push(changed));
      await store.write({ ...prod, name }, token);
      assert.deepEqual(changes, [name]);
      assert.deepEqual(await store.read({ ...prod, name }), { kind: "found", token });
      await store.delete(name);
      assert.deepEqual(changes, [name, name]);
    });
  }

  it("says nothing of secrets that are not its own, nor after it was disposed", async () => {
    const changes: string[] = [];
    store.onDidChange((changed) => changes.push(changed));
    await secrets.store("other/prod", "x");
    await secrets.store("my-credential/prod", "x");
    store.dispose();
    await store.write(prod, token);
    assert.deepEqual(changes, []);
    assert.equal(secrets.subscriptions, 0);
  });

  it("keeps no secret outside the SecretStorage", async () => {
    await store.write(prod, token);
    assert.deepEqual([...state.texts], [["serversWithCredential", '["prod"]']]);
    await store.delete("prod");
    assert.deepEqual([...state.texts], [["serversWithCredential", "[]"]]);
  });
});
