import assert from "node:assert/strict";
import { inspect } from "node:util";
import type { SignIn } from "../../../src/servers/credential";
import { CredentialStore, type StoredSignIn } from "../../../src/servers/credentialStore";
import { SecretStorageError } from "../../../src/servers/errors";
import { until } from "../support/fakeAwx";
import { MemoryMemento, MemorySecrets, PageSecrets } from "../support/memory";

const token = "abcDEF0123456789abcDEF01234567";

function aSignIn(secret = token): SignIn {
  return { credential: { kind: "token", secret }, canWrite: true };
}

function found(secret = token, isSessionOnly = false): StoredSignIn {
  return { kind: "found", signIn: aSignIn(secret), isSessionOnly };
}

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
    await store.write(prod, aSignIn());
    assert.deepEqual(await store.read(prod), found());
    assert.deepEqual(await new CredentialStore(secrets, new MemoryMemento()).read(prod), found());
  });

  it("finds none for a server that nothing was written for", async () => {
    await store.write(prod, aSignIn());
    assert.deepEqual(await store.read(test), { kind: "none" });
  });

  it("keeps one entry per server and binds it to the server's origin", async () => {
    await store.write(prod, aSignIn());
    await store.write(test, aSignIn("another"));
    assert.deepEqual(
      [...secrets.entries].map(([key, value]) => {
        const { since, ...sealed } = JSON.parse(value) as { readonly since: unknown };
        assert.equal(typeof since, "number");
        return [key, sealed];
      }),
      [
        ["credential/prod", { version: 2, origin: "https://awx.example.com", trust: {}, signIn: aSignIn() }],
        ["credential/test", { version: 2, origin: "https://awx.test", trust: {}, signIn: aSignIn("another") }],
      ],
    );
  });

  it("replaces the credential that a server has", async () => {
    await store.write(prod, aSignIn());
    await store.write(prod, aSignIn("newer"));
    assert.deepEqual(await store.read(prod), found("newer"));
  });

  it("still finds a credential when the server's path changed", async () => {
    await store.write(prod, aSignIn());
    assert.deepEqual(await store.read({ ...prod, url: "https://awx.example.com" }), found());
  });

  for (const url of [
    "http://awx.example.com/awx",
    "https://awx.example.com:8443/awx",
    "https://evil.example.com/awx",
  ]) {
    it(`refuses to give a credential to ${url} that was entered for ${prod.url}`, async () => {
      await store.write(prod, aSignIn());
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
    await store.write(prod, aSignIn());
    secrets.behaviour = "fails";
    assert.deepEqual(await store.read(prod), { kind: "unavailable" });
    assert.deepEqual(await store.read(test), { kind: "unavailable" });
  });

  it("finds a credential again once the store works again", async () => {
    await store.write(prod, aSignIn());
    secrets.behaviour = "fails";
    await store.read(prod);
    secrets.behaviour = "works";
    assert.deepEqual(await store.read(prod), found());
  });

  it("still reads although the store never answered what it was asked before", async () => {
    await store.write(prod, aSignIn());
    secrets.behaviour = "neverAnswers";
    void store.read(prod);
    void store.delete("prod");
    secrets.behaviour = "works";
    assert.deepEqual(await store.read(prod), found());
    assert.deepEqual(await store.read(test), { kind: "none" });
  });

  it("rejects a write or a deletion that the store does not make, without the secret in the error", async () => {
    await store.write(prod, aSignIn());
    secrets.behaviour = "fails";
    await assert.rejects(store.write(prod, aSignIn("newer")), (error: unknown) => {
      assert.ok(error instanceof SecretStorageError);
      assert.doesNotMatch(inspect(error, { depth: Infinity, showHidden: true }), /newer/);
      return true;
    });
    await assert.rejects(store.delete("prod"), SecretStorageError);
    secrets.behaviour = "works";
    assert.deepEqual(await store.read(prod), found());
  });

  it("deletes a server's credential and no other", async () => {
    await store.write(prod, aSignIn());
    await store.write(test, aSignIn());
    await store.delete("prod");
    assert.deepEqual(await store.read(prod), { kind: "none" });
    assert.deepEqual(await store.read(test), found());
  });

  it("deletes the credentials of all servers that are not configured any more", async () => {
    await store.write(prod, aSignIn());
    await store.write(test, aSignIn());
    await store.write({ ...test, name: "old" }, aSignIn());
    await store.deleteOthersThan(new Set(["prod"]));
    assert.deepEqual([...secrets.entries.keys()], ["credential/prod"]);
  });

  it("deletes them in a later session too, and those whose first deletion failed", async () => {
    await store.write(prod, aSignIn());
    secrets.behaviour = "fails";
    await assert.rejects(store.deleteOthersThan(new Set()));
    secrets.behaviour = "works";
    await new CredentialStore(secrets, state).deleteOthersThan(new Set());
    assert.deepEqual([...secrets.entries.keys()], []);
  });

  it("knows of a credential whose writing was cut off, so that it can be deleted", async () => {
    secrets.behaviour = "neverAnswers";
    void store.write(prod, aSignIn());
    await new Promise(setImmediate);
    secrets.behaviour = "works";
    secrets.entries.set("credential/prod", "arrived after all");
    await store.deleteOthersThan(new Set());
    assert.deepEqual([...secrets.entries.keys()], []);
  });

  it("deletes nothing twice of what it deletes for servers that are not configured any more", async () => {
    await store.write(prod, aSignIn());
    await store.deleteOthersThan(new Set());
    const deleted: string[] = [];
    const remove = secrets.delete.bind(secrets);
    secrets.delete = (key) => {
      deleted.push(key);
      return remove(key);
    };
    await store.deleteOthersThan(new Set());
    assert.deepEqual(deleted, []);
  });

  for (const name of ["prod", "team/prod", "credential/prod", "/", "a b ü"]) {
    it(`tells by the name ${JSON.stringify(name)} that its server's credential came or went`, async () => {
      const changes: string[] = [];
      store.onDidChange((changed) => changes.push(changed));
      await store.write({ ...prod, name }, aSignIn());
      await until(() => changes.length === 1);
      assert.deepEqual(await store.read({ ...prod, name }), found());
      await store.delete(name);
      await until(() => changes.length === 2);
      assert.deepEqual(changes, [name, name]);
    });
  }

  it("tells that a credential is not there any more that the secret storage had lost before", async () => {
    await store.write(prod, aSignIn());
    secrets.entries.clear();
    const changes: string[] = [];
    store.onDidChange((changed) => changes.push(changed));
    await store.delete("prod");
    assert.deepEqual(changes, ["prod"]);
  });

  it("says nothing of secrets that are not its own, nor after it was disposed", async () => {
    const changes: string[] = [];
    store.onDidChange((changed) => changes.push(changed));
    await secrets.store("other/prod", "x");
    await secrets.store("my-credential/prod", "x");
    store.dispose();
    await store.write(prod, aSignIn());
    assert.deepEqual(changes, []);
    assert.equal(secrets.subscriptions, 0);
  });

  it("keeps no secret outside the SecretStorage", async () => {
    const since = /^\[\["prod",\d+\]\]$/;
    await store.write(prod, aSignIn());
    assert.deepEqual([...state.texts.keys()], ["serversWithCredential", "credentialsSince"]);
    assert.equal(state.texts.get("serversWithCredential"), '["prod"]');
    assert.match(state.texts.get("credentialsSince") ?? "", since);
    await store.delete("prod");
    assert.equal(state.texts.get("serversWithCredential"), "[]");
    assert.match(state.texts.get("credentialsSince") ?? "", since);
  });

  it("tells a credential that the storage forgot from one that nobody entered", async () => {
    await store.write(prod, aSignIn());
    secrets.entries.clear();
    assert.deepEqual(await store.read(prod), { kind: "lost" });
    assert.deepEqual(await new CredentialStore(secrets, state).read(prod), { kind: "lost" });
    assert.deepEqual(await new CredentialStore(secrets, state).read(test), { kind: "none" });
    await store.write(prod, aSignIn("entered-again"));
    assert.deepEqual(await store.read(prod), found("entered-again"));
  });

  it("does not take for lost what another window deleted", async () => {
    await store.write(prod, aSignIn());
    const otherState = new MemoryMemento();
    for (const [key, text] of state.texts) otherState.texts.set(key, text);
    const other = new CredentialStore(secrets, otherState);
    const changes: string[] = [];
    other.onDidChange((name) => changes.push(name));
    await store.delete("prod");
    await until(() => changes.length === 1);
    assert.deepEqual(await other.read(prod), { kind: "none" });
    assert.equal(otherState.texts.get("serversWithCredential"), "[]");
  });

  it("deletes nothing that was stored in another profile since, whose state is its own", async () => {
    await store.write(prod, aSignIn());
    await store.delete("prod");
    const [[, since] = []] = state.get<[string, number][]>("credentialsSince") ?? [];
    await until(() => Date.now() > (since ?? Infinity));
    await new CredentialStore(secrets, new MemoryMemento()).write(prod, aSignIn("of-the-other-profile"));
    await store.write(test, aSignIn());
    assert.deepEqual(await store.read(prod), found("of-the-other-profile"));
  });

  it("says that a credential changed although the storage fails by then", async () => {
    const changes: string[] = [];
    store.onDidChange((name) => changes.push(name));
    const writing = store.write(prod, aSignIn());
    await writing.then(() => (secrets.behaviour = "fails"));
    await until(() => changes.length === 1);
  });

  it("does not give a credential to a server whose certificate is no longer checked", async () => {
    await store.write(prod, aSignIn());
    const unverified = { ...prod, skipCertificateVerification: true };
    assert.deepEqual(await store.read(unverified), { kind: "otherTrust" });
    await store.write(unverified, aSignIn());
    assert.deepEqual(await store.read(unverified), found());
    assert.deepEqual(await store.read(prod), found());
  });

  it("says that nothing was stored for a server that the storage did not take anything for", async () => {
    secrets.behaviour = "fails";
    await assert.rejects(store.write(prod, aSignIn()), SecretStorageError);
    assert.deepEqual([...state.texts], [["serversWithCredential", "[]"]]);
    await store.delete("prod");
    secrets.behaviour = "works";
    assert.deepEqual(await store.read(prod), { kind: "none" });
  });

  it("does not forget what is stored when it cannot be deleted, whatever the session had", async () => {
    await store.write(prod, aSignIn());
    secrets.behaviour = "fails";
    store.keepForSession(prod, aSignIn("of-the-session"));
    await assert.rejects(store.delete("prod"), SecretStorageError);
    assert.deepEqual(await store.read(prod), found("of-the-session", true));
    secrets.behaviour = "works";
    await store.delete("prod");
    assert.deepEqual([...secrets.entries.keys()], []);
    assert.deepEqual(await store.read(prod), { kind: "none" });
  });

  it("keeps the session's when something else cannot be stored", async () => {
    store.keepForSession(prod, aSignIn());
    secrets.behaviour = "fails";
    await assert.rejects(store.write(prod, aSignIn("newer")), SecretStorageError);
    assert.deepEqual(await store.read(prod), found(token, true));
  });

  describe("with a sign-in for the session", () => {
    beforeEach(() => {
      secrets.behaviour = "fails";
      store.keepForSession(prod, aSignIn());
    });

    it("finds it although the storage fails, and no other store does", async () => {
      assert.deepEqual(await store.read(prod), found(token, true));
      assert.deepEqual(await new CredentialStore(secrets, state).read(prod), { kind: "unavailable" });
      assert.deepEqual(await store.read(test), { kind: "unavailable" });
      assert.deepEqual([...state.texts, ...secrets.entries], []);
    });

    it("binds it to the server's origin too", async () => {
      assert.deepEqual(await store.read({ ...prod, url: "https://evil.example.com" }), { kind: "unusable" });
    });

    it("says that it came, and that it went", async () => {
      const changes: string[] = [];
      store.onDidChange((name) => changes.push(name));
      store.keepForSession(prod, aSignIn("newer"));
      await store.delete("prod");
      assert.deepEqual(changes, ["prod", "prod"]);
      secrets.behaviour = "works";
      assert.deepEqual(await store.read(prod), { kind: "none" });
    });

    it("prefers what is stored later", async () => {
      secrets.behaviour = "works";
      await store.write(prod, aSignIn("newer"));
      assert.deepEqual(await store.read(prod), found("newer"));
    });
  });

  // As VS Code is in the browser: its state reaches every page, and its secrets no other one.
  describe("in two pages of a browser", () => {
    let browser: Map<string, string>;
    let here: CredentialStore;
    let there: CredentialStore;

    beforeEach(async () => {
      browser = new Map();
      await aPage().write(prod, aSignIn());
      [here, there] = [aPage(), aPage()];
      assert.deepEqual([await here.read(prod), await there.read(prod)], [found(), found()]);
    });

    function aPage(): CredentialStore {
      return new CredentialStore(new PageSecrets(browser), state);
    }

    function changesIn(page: CredentialStore): readonly string[] {
      const changes: string[] = [];
      page.onDidChange((name) => changes.push(name));
      return changes;
    }

    it("is signed out in both when it is in one, and says so once, when it looks", async () => {
      const changes = changesIn(there);
      await here.delete("prod");
      assert.deepEqual(changes, []);
      there.noticeOtherWindows();
      there.noticeOtherWindows();
      assert.deepEqual(changes, ["prod"]);
      assert.deepEqual([await here.read(prod), await there.read(prod)], [{ kind: "none" }, { kind: "none" }]);
    });

    it("says so also when it is read before anybody looked", async () => {
      const changes = changesIn(there);
      await here.delete("prod");
      assert.deepEqual(await there.read(prod), { kind: "none" });
      assert.deepEqual(changes, ["prod"]);
    });

    it("says nothing of what it did itself, nor of what others did not do", async () => {
      await here.write(test, aSignIn());
      await here.delete("prod");
      const changes = changesIn(here);
      here.noticeOtherWindows();
      assert.deepEqual(changes, []);
    });

    it("is signed out in both of what an early release stored", async () => {
      browser.set("credential/prod", JSON.stringify({ version: 1, origin: "https://awx.example.com", token }));
      state.texts.delete("credentialsSince");
      [here, there] = [aPage(), aPage()];
      assert.deepEqual([await here.read(prod), await there.read(prod)], [found(), found()]);
      await here.delete("prod");
      assert.deepEqual(await there.read(prod), { kind: "none" });
    });

    it("does not use a former credential when another was entered in one; a page that is opened later has that", async () => {
      const changes = changesIn(there);
      await here.write(prod, aSignIn("newer"));
      assert.deepEqual(await there.read(prod), { kind: "elsewhere" });
      assert.deepEqual(changes, ["prod"]);
      assert.deepEqual(await here.read(prod), found("newer"));
      assert.deepEqual(await aPage().read(prod), found("newer"));
    });

    it("tells that somebody signed in elsewhere from a credential that the storage forgot", async () => {
      await here.write(test, aSignIn());
      assert.deepEqual(await there.read(test), { kind: "elsewhere" });
      browser.clear();
      assert.deepEqual(await aPage().read(test), { kind: "lost" });
    });

    it("can be signed in to again in the page that was not told, which the other one then is", async () => {
      await here.delete("prod");
      await there.write(prod, aSignIn("newer"));
      assert.deepEqual(await there.read(prod), found("newer"));
      assert.deepEqual(await here.read(prod), { kind: "elsewhere" });
      assert.deepEqual(await aPage().read(prod), found("newer"));
    });

    it("does not let the other page store again what was deleted", async () => {
      await here.delete("prod");
      await there.write(test, aSignIn());
      assert.deepEqual([...browser.keys()], ["credential/test"]);
      await there.delete("test");
      assert.deepEqual([...browser.keys()], []);
    });

    it("does not have the other page store anything by looking or reading: it would undo what was stored here", async () => {
      await here.write(prod, aSignIn("newer"));
      await here.delete("test");
      await here.write({ ...test, name: "third" }, aSignIn());
      there.noticeOtherWindows();
      for (const server of [prod, test, { ...test, name: "third" }]) await there.read(server);
      assert.deepEqual([...browser.keys()], ["credential/prod", "credential/third"]);
      assert.deepEqual(await aPage().read(prod), found("newer"));
    });

    it("is found under the new name alone, in no page under the former one", async () => {
      const renamed = { ...prod, name: "production" };
      await here.move(prod, renamed, () => Promise.resolve());
      assert.deepEqual(await there.read(prod), { kind: "none" });
      assert.deepEqual(await there.read(renamed), { kind: "elsewhere" });
      assert.deepEqual(await aPage().read(renamed), found());
    });

    it("ends a sign-in for the session as well, which no page but its own has", async () => {
      there.keepForSession(test, aSignIn("of-the-session"));
      assert.deepEqual(await there.read(test), found("of-the-session", true));
      const kept = Date.now();
      await until(() => Date.now() > kept);
      await here.delete("test");
      assert.deepEqual(await there.read(test), { kind: "none" });
    });

    for (const name of ["__proto__", "constructor"]) {
      it(`follows for a server called ${name}`, async () => {
        const server = { ...test, name };
        await here.write(server, aSignIn());
        [here, there] = [aPage(), aPage()];
        assert.deepEqual(await there.read(server), found());
        await here.delete(name);
        assert.deepEqual(await there.read(server), { kind: "none" });
      });
    }

    it("follows also after the clock was put back", async () => {
      const ahead = Date.now() + 86_400_000;
      state.texts.set("credentialsSince", JSON.stringify([["prod", ahead]]));
      await here.write(prod, aSignIn("newer"));
      assert.deepEqual(await here.read(prod), found("newer"));
      there = aPage();
      assert.deepEqual(await there.read(prod), found("newer"));
      await here.delete("prod");
      assert.deepEqual(await there.read(prod), { kind: "none" });
    });
  });

  describe("moved along with its server", () => {
    const renamed = { ...prod, name: "production" };
    const unverified = { ...prod, skipCertificateVerification: true };
    const changeNothing = () => Promise.resolve();

    it("is found under the new name alone, and was there before the change", async () => {
      await store.write(prod, aSignIn());
      await store.move(prod, renamed, async () => {
        assert.deepEqual(await store.read(renamed), found());
        assert.deepEqual(await store.read(prod), found());
      });
      assert.deepEqual(await store.read(renamed), found());
      assert.deepEqual(await store.read(prod), { kind: "none" });
      assert.deepEqual([...secrets.entries.keys()], ["credential/production"]);
    });

    it("is found under the new name also where the state has forgotten the former one", async () => {
      await store.write(prod, aSignIn());
      const later = new CredentialStore(secrets, new MemoryMemento());
      await later.move(prod, renamed, changeNothing);
      assert.deepEqual(await later.read(renamed), found());
      assert.deepEqual([...secrets.entries.keys()], ["credential/production"]);
    });

    it("is not found under the new name when it was replaced, and the storage has the former one still", async () => {
      await store.write(prod, aSignIn());
      const [[, former]] = [...secrets.entries] as [[string, string]];
      await store.write(prod, aSignIn("newer"));
      secrets.entries.set("credential/prod", former);
      await store.move(prod, renamed, changeNothing);
      assert.equal((await store.read(renamed)).kind, "none");
    });

    it("is agreed to for a server whose certificate is no longer checked", async () => {
      await store.write(prod, aSignIn());
      await store.move(prod, unverified, changeNothing);
      assert.deepEqual(await store.read(unverified), found());
    });

    it("stays for the session alone if that is where it was", async () => {
      store.keepForSession(prod, aSignIn());
      await store.move(prod, renamed, changeNothing);
      assert.deepEqual(await store.read(renamed), found(token, true));
      assert.deepEqual(await store.read(prod), { kind: "none" });
      assert.deepEqual([...secrets.entries], []);
    });

    it("is agreed to for a server that gets a CA file, or another one", async () => {
      const first = { ...prod, caFile: "/first.pem" };
      const second = { ...prod, caFile: "/second.pem" };
      await store.write(prod, aSignIn());
      await store.move(prod, first, changeNothing);
      assert.deepEqual(await store.read(first), found());
      await store.move(first, second, changeNothing);
      assert.deepEqual(await store.read(second), found());
      assert.deepEqual(await store.read(first), { kind: "otherTrust" });
    });

    it("needs no storage to believe a server on the system's word again", async () => {
      await store.write(unverified, aSignIn());
      secrets.behaviour = "fails";
      let isChanged = false;
      await store.move(unverified, prod, () => {
        isChanged = true;
        return Promise.resolve();
      });
      assert.ok(isChanged);
      secrets.behaviour = "works";
      assert.deepEqual(await store.read(prod), found());
    });

    it("is never taken to another origin", async () => {
      await store.write(prod, aSignIn());
      const elsewhere = { ...renamed, url: "https://evil.example.com" };
      await store.move(prod, elsewhere, changeNothing);
      assert.deepEqual(await store.read(elsewhere), { kind: "unusable" });
      assert.deepEqual(await store.read({ ...elsewhere, url: prod.url }), found());
    });

    for (const [title, to] of [
      ["another name", renamed],
      ["another trust", unverified],
    ] as const) {
      it(`is as it was when the change to ${title} fails`, async () => {
        await store.write(prod, aSignIn());
        await assert.rejects(
          store.move(prod, to, () => Promise.reject(new Error("read-only settings"))),
          /read-only settings/,
        );
        assert.deepEqual([...secrets.entries.keys()], ["credential/prod"]);
        assert.deepEqual(await store.read(prod), found());
        assert.notDeepEqual(await store.read(to), found());
      });
    }

    it("keeps the server as it is when the storage does not take it", async () => {
      await store.write(prod, aSignIn());
      const get = secrets.get.bind(secrets);
      secrets.get = async (key) => {
        const stored = await get(key);
        secrets.behaviour = "fails";
        return stored;
      };
      let isChanged = false;
      const change = () => {
        isChanged = true;
        return Promise.resolve();
      };
      await assert.rejects(store.move(prod, renamed, change), SecretStorageError);
      assert.equal(isChanged, false);
    });

    it("is moved as it is when it may not be sent to the server as it was", async () => {
      await store.write({ ...prod, url: "https://former.example.com" }, aSignIn());
      await store.move(prod, renamed, changeNothing);
      assert.deepEqual(await store.read(renamed), { kind: "unusable" });
      assert.deepEqual(await store.read({ ...renamed, url: "https://former.example.com" }), found());
    });

    it("is renamed although what is left behind cannot be deleted now; a later start does", async () => {
      await store.write(prod, aSignIn());
      const remove = secrets.delete.bind(secrets);
      secrets.delete = () => Promise.reject(new Error("locked"));
      await store.move(prod, renamed, changeNothing);
      secrets.delete = remove;
      assert.deepEqual(await store.read(renamed), found());
      await new CredentialStore(secrets, state).deleteOthersThan(new Set(["production"]));
      assert.deepEqual([...secrets.entries.keys()], ["credential/production"]);
    });

    it("lets a server change that nobody is signed in to", async () => {
      let isChanged = false;
      await store.move(test, { ...test, name: "renamed" }, () => {
        isChanged = true;
        return Promise.resolve();
      });
      assert.ok(isChanged);
      assert.deepEqual([...secrets.entries], []);
    });
  });
});
