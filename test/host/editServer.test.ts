import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { makeAuthority } from "../support/certificates";
import { configure, configured, rows, run, tokenRows } from "./support/extension";
import { replace } from "./support/replace";
import { eachSignedIn, eachWithServer, type Scene } from "./support/signedIn";
import { until } from "./support/watch";

const lab = { kind: "server", serverName: "lab" };

describe("edit server", () => {
  const scene = eachSignedIn();
  const folder = eachFolder();

  it("lists what can be changed with its value, and changes nothing on Escape", async () => {
    const { awx, person } = scene;
    const done = run("editServer", lab);
    const pick = await person.quickPick();
    assert.equal(pick.title, "Edit lab");
    assert.deepEqual(
      pick.items.map(({ label, description }) => [label, description]),
      [
        ["Name", "lab"],
        ["Address", awx.url],
        ["CA file", "none; your system's authorities are trusted"],
        ["Certificate checks", "on"],
      ],
    );
    await person.escapes();
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    assert.deepEqual(awx.requests, []);
  });

  it("keeps the person signed in under another name, one change after the other", async () => {
    const { awx, person } = scene;
    const done = run("editServer", lab);
    await person.chooses("Name");
    assert.equal((await person.inputBox()).value, "lab");
    await person.enters(" prod ");
    assert.equal((await listed(scene)).title, "Edit prod");
    assert.deepEqual(configured(), [{ name: "prod", url: awx.url }]);
    await run("refresh");
    await tokenRows(8);
    await person.chooses("Name");
    await person.enters("lab");
    assert.equal((await listed(scene)).title, "Edit lab");
    await person.escapes();
    await done;
    await run("refresh");
    await tokenRows(8);
  });

  it("goes back to the list, and keeps what was typed", async () => {
    const { awx, person } = scene;
    const done = run("editServer", lab);
    await person.chooses("Name");
    (await person.inputBox()).value = "pro";
    await person.goesBack();
    const list = await listed(scene);
    assert.deepEqual(
      list.activeItems.map(({ label }) => label),
      ["Name"],
    );
    await person.chooses("Name");
    assert.equal((await person.inputBox()).value, "pro");
    await person.escapes();
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
  });

  it("takes no name that another server has", async () => {
    const { awx, person } = scene;
    await configure({ name: "lab", url: awx.url }, { name: "prod", url: "https://other.invalid" });
    const done = run("editServer", lab);
    await person.chooses("Name");
    const box = await person.enters("prod");
    await until(() => {
      assert.match(messageOf(box), /of that name already/);
    });
    await person.escapes();
    await done;
  });

  it("says that nothing was changed when the settings cannot be written, and loses nothing", async () => {
    const { awx, person } = scene;
    let isWritable = false;
    replace(vscode.workspace, "getConfiguration", (original) => (...args) => {
      const settings = original(...args);
      return isWritable ? settings : unwritable(settings);
    });
    const done = run("editServer", lab);
    await person.chooses("Name");
    await person.enters("prod");
    assert.match((await person.sees("error")).text, /^lab was not changed\. /);
    await done;
    isWritable = true;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    await run("refresh");
    await tokenRows(8);
  });

  it("signs in again at another address, and does not send there what was for the first", async () => {
    const { awx, person } = scene;
    const other = await startFakeAwx();
    try {
      const done = run("editServer", lab);
      await person.chooses("Address");
      assert.equal((await person.inputBox()).value, awx.url);
      await person.enters(`${other.url}/#/home`);
      (await person.sees("warning")).answer("Use Without Encryption");
      assert.match((await person.sees("info")).text, /lab has another address now.*not sent there/);
      await person.chooses("Access token");
      await person.enters(other.secretOf(4));
      await done;
      assert.deepEqual(configured(), [{ name: "lab", url: other.url }]);
      await run("refresh");
      await tokenRows(2);
      for (const { headers } of other.requests) {
        assert.ok(!headers.authorization?.includes(awx.secretOf(1)));
      }
    } finally {
      await other.stop();
    }
  });

  it("takes what was agreed about the certificate of one host to no other", async () => {
    const { awx, person } = scene;
    const other = await startFakeAwx();
    try {
      await configure({ name: "lab", url: awx.url, skipCertificateVerification: true });
      const done = run("editServer", lab);
      await person.chooses("Address");
      await person.enters(other.url);
      (await person.sees("warning")).answer("Use Without Encryption");
      await person.sees("info");
      await person.quickPick();
      await person.escapes();
      await done;
      assert.deepEqual(configured(), [{ name: "lab", url: other.url }]);
    } finally {
      await other.stop();
    }
  });

  it("changes nothing of a server that was changed in the settings meanwhile", async () => {
    const { awx, person } = scene;
    await configure({ name: "lab", url: awx.url, skipCertificateVerification: true });
    const done = run("editServer", lab);
    await person.chooses("Name");
    await person.inputBox();
    await configure({ name: "lab", url: awx.url });
    await person.enters("prod");
    assert.equal(
      (await person.sees("error")).text,
      "lab was not changed. lab was changed in the settings meanwhile. Begin again.",
    );
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    await run("refresh");
    await tokenRows(8);
  });

  it("moves no credential to a server that is not there any more", async () => {
    const { awx, person } = scene;
    const done = run("editServer", lab);
    await person.chooses("Name");
    await person.inputBox();
    await configure();
    await person.enters("prod");
    assert.match((await person.sees("error")).text, /^lab was not changed\./);
    await done;
    await configure({ name: "lab", url: awx.url });
    await run("refresh");
    await tokenRows(8);
  });

  it("takes a CA file from the dialog, says what is wrong with one, and removes it", async () => {
    const { awx, person } = scene;
    const [wrong, right] = [join(folder(), "wrong.pem"), join(folder(), "right.pem")];
    await writeFile(wrong, "nothing");
    await writeFile(right, makeAuthority("Private CA").cert);
    replace(vscode.window, "showOpenDialog", () => () => Promise.resolve([vscode.Uri.file(wrong)]));
    const done = run("editServer", lab);
    await person.chooses("CA file");
    await person.chooses("Choose a CA file…");
    const box = await person.inputBox();
    assert.equal(box.value, wrong);
    assert.match(messageOf(box), /does not hold certificates in PEM form/);
    await person.enters("ca.pem");
    await until(() => {
      assert.match(messageOf(box), /full path/);
    });
    await person.enters(right);
    assert.equal((await listed(scene)).items[2]?.description, right);
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url, caFile: right }]);
    await person.chooses("CA file");
    await person.chooses("Enter the path of a CA file…");
    assert.equal((await person.inputBox()).value, right);
    await person.enters("");
    await listed(scene);
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    await person.escapes();
    await done;
  });

  it("turns certificate checks off after a question alone, and keeps the person signed in", async () => {
    const { awx, person } = scene;
    const done = run("editServer", lab);
    await person.chooses("Certificate checks");
    (await person.sees("warning")).answer(undefined);
    await listed(scene);
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    await person.chooses("Certificate checks");
    const question = await person.sees("warning");
    assert.ok(question.isModal);
    question.answer("Use Without Checking");
    await until(async () => {
      assert.match((await person.quickPick()).items[3]?.description ?? "", /^off; anyone/);
    });
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url, skipCertificateVerification: true }]);
    await run("refresh");
    await tokenRows(8);
    await person.chooses("Certificate checks");
    await until(() => {
      assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    });
    await listed(scene);
    await person.escapes();
    await done;
    await run("refresh");
    await tokenRows(8);
  });
});

describe("the order of servers", () => {
  const scene = eachWithServer();

  it("changes with Move Up and Move Down, and ends at either end", async () => {
    const names = async () => (await rows()).map(({ label }) => label);
    await configure({ name: "lab", url: scene.awx.url }, { name: "other", url: "https://other.invalid" });
    await run("moveServerDown", lab);
    assert.deepEqual(await names(), ["other", "lab"]);
    await run("moveServerDown", lab);
    assert.deepEqual(await names(), ["other", "lab"]);
    await run("moveServerUp", lab);
    assert.deepEqual(await names(), ["lab", "other"]);
  });

  it("is in the settings that Open Settings shows", async () => {
    await configure({ name: "lab", url: scene.awx.url });
    await run("openSettings");
    await until(() => {
      const { document, selection } = vscode.window.activeTextEditor ?? {};
      assert.match(document?.uri.path ?? "", /settings\.json$/);
      const place = document && selection && document.lineAt(selection.active.line).text;
      assert.match(place ?? "", /"awxTokens\.servers"/);
    });
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  });
});

describe("a certificate that is not trusted, at Add Server", () => {
  const scene = eachWithServer();
  const folder = eachFolder();
  let awx: FakeAwx;
  let caFile: string;

  beforeEach(async () => {
    const authority = makeAuthority("Private CA");
    awx = await startFakeAwx({ tls: authority.issue() });
    caFile = join(folder(), "ca.pem");
    await writeFile(caFile, authority.cert);
  });
  afterEach(() => awx.stop());

  it("leads to a step of its own, where a CA file makes it trusted", async () => {
    const { person } = scene;
    const other = join(folder(), "other.pem");
    await writeFile(other, makeAuthority("Another CA").cert);
    const done = run("addServer");
    await person.enters(`${awx.url}/#/home`);
    await person.reaches(2);
    const pick = await person.quickPick();
    assert.match(pick.placeholder ?? "", /certificate/);
    assert.equal(pick.items.length, 4);
    await person.chooses("Enter the path of a CA file…");
    const box = await person.enters(other);
    await until(() => {
      assert.match(messageOf(box), /certificate/);
    });
    await person.enters(caFile);
    const name = await person.reaches(3);
    assert.equal((name as vscode.InputBox).value, new URL(awx.url).host);
    await person.enters("lab");
    await person.reaches(4);
    await person.chooses("Access token");
    await person.enters(awx.secretOf(1));
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url, caFile }]);
    await run("refresh");
    await tokenRows(8);
  });

  it("is not checked after a question alone, and can be come back to", async () => {
    const { person } = scene;
    const done = run("addServer");
    await person.enters(awx.url);
    await person.reaches(2);
    await person.chooses("Skip certificate checks…");
    (await person.sees("warning")).answer(undefined);
    await person.reaches(2);
    await person.chooses("Skip certificate checks…");
    const question = await person.sees("warning");
    assert.match(question.detail ?? "", /pose as this server/);
    question.answer("Use Without Checking");
    await person.reaches(3);
    await person.goesBack();
    await person.reaches(2);
    assert.deepEqual(
      (await person.quickPick()).activeItems.map(({ label }) => label),
      ["Skip certificate checks…"],
    );
    await person.goesBack();
    await person.reaches(1);
    await person.enters(awx.url);
    await person.reaches(2);
    await person.chooses("Skip certificate checks…");
    (await person.sees("warning")).answer("Use Without Checking");
    await person.reaches(3);
    await person.enters("lab");
    await person.reaches(4);
    await person.escapes();
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url, skipCertificateVerification: true }]);
  });

  it("may stay as it is: the server is added, and signed in to later", async () => {
    const { person } = scene;
    const done = run("addServer");
    await person.enters(awx.url);
    await person.reaches(2);
    await person.chooses("Add the server as it is");
    await person.reaches(3);
    await person.enters("lab");
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    for (const { headers } of awx.requests) assert.ok(!("authorization" in headers));
  });
});

/** The list of what can be changed, once it is open again. */
async function listed({ person }: Scene): Promise<vscode.QuickPick<vscode.QuickPickItem>> {
  return until(async () => {
    const pick = await person.quickPick();
    assert.equal(pick.items[0]?.label, "Name");
    return pick;
  });
}

function unwritable(settings: vscode.WorkspaceConfiguration): vscode.WorkspaceConfiguration {
  return {
    get: settings.get.bind(settings),
    has: settings.has.bind(settings),
    inspect: settings.inspect.bind(settings),
    update: () => Promise.reject(new Error("settings.json has errors")),
  };
}

function messageOf(box: vscode.InputBox): string {
  const { validationMessage } = box;
  return typeof validationMessage === "string" ? validationMessage : (validationMessage?.message ?? "");
}

/** A folder that is new for each test of the suite this is called in. */
function eachFolder(): () => string {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "awx-tokens-"));
  });
  afterEach(() => rm(folder, { recursive: true }));
  return () => folder;
}
