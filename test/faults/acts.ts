import assert from "node:assert/strict";
import { hostname } from "node:os";
import * as vscode from "vscode";
import { configure, rows, run } from "../host/support/extension";
import { settled, type ShownMessage } from "../host/support/person";
import { rowOf } from "../host/support/rows";
import { until } from "../host/support/watch";
import type { FaultCase } from "./faults";
import type { RequestMatch } from "./faultyLayer";
import { dana, lab, showsWhatIsThere, statusRows, type Stage } from "./stage";

/** What a person is told, by where they are told it. */
export interface Told {
  /** Rows of the tree that say that something is wrong, with all that they say. */
  readonly rows: readonly string[];
  readonly messages: readonly ShownMessage[];
  /** What the box says that is open. */
  readonly box: string | undefined;
  /** The report that is open, as it is by now: what it says comes a moment after it is shown. */
  readonly report: (() => string) | undefined;
  /** The file of tokens that was saved, where one was. */
  readonly file?: SavedFile;
}

/** What became of a file when it was saved. */
export interface SavedFile {
  /** Why it was not, as VS Code shows it. */
  readonly failure: string | undefined;
  /** What the editor says is wrong with it. */
  readonly marks: readonly string[];
  readonly isUnsaved: boolean;
}

/** The one thing that is to be told; nothing where all is well. */
export type Telling =
  | { readonly in: "row"; readonly text: RegExp; readonly alsoMessage?: RegExp }
  | { readonly in: "error" | "info" | "warning"; readonly text: RegExp }
  | { readonly in: "box" | "report"; readonly text: RegExp }
  /** A save that failed; with why at what was refused, when it came to sending that. */
  | { readonly in: "save"; readonly text: RegExp; readonly mark?: RegExp; readonly alsoMessage?: RegExp }
  | { readonly in: "nothing" };

/** Something that a person does and that talks to the server. */
export interface Act {
  readonly name: string;
  /** The requests that go wrong. */
  readonly match: RequestMatch;
  /** What has to be there before. */
  readonly prepare?: (stage: Stage) => Promise<void>;
  /**
   * Does it, up to where the person has been told what came of it.
   * @param begin lets the fault begin
   */
  readonly act: (stage: Stage, begin: () => Promise<void>) => Promise<Told>;
  readonly tells: (fault: FaultCase) => Telling;
  /** What the tree must show before that. */
  readonly shows?: (stage: Stage) => Promise<void>;
  /** Does what the person was told to, now that nothing is wrong any more, and waits until the tree is right. */
  readonly recover: (stage: Stage, told: Told, fault: FaultCase) => Promise<void>;
  /** How many requests it sends that change something; one by default, and never the same one twice. */
  readonly writesAtMost?: number;
  /** How often the same may be asked of the server, not counting that a request is sent again. */
  readonly readsAtMost?: number;
}

const tokenName = `VS Code on ${hostname()}`;
const tokensPath = /\/tokens\/\?/;

/** Tokens of the seed that are edited, with scopes that are narrowed: widening asks. */
const described = { id: 2, name: "“admin read only” (token 2)" };
const scoped = { id: 4, name: "“alice personal” (token 4)" };

export const openList: Act = {
  name: "open the list",
  match: { path: tokensPath },
  // Where the tokens are is found out anew when they are not where they were.
  readsAtMost: 3,
  act: async (stage, begin) => {
    await configure();
    await until(async () => {
      assert.deepEqual(await rows(), []);
    });
    await begin();
    await configure(stage.server);
    return told(stage, { rows: await shownStatuses() });
  },
  tells: inRow,
  recover: refreshed,
};

/** The whole list, with who we are. */
export const refreshList: Act = {
  name: "read all again",
  match: { path: tokensPath },
  // Where the tokens are is found out anew when they are not where they were.
  readsAtMost: 3,
  act: async (stage, begin) => {
    await begin();
    await run("readAll", lab);
    return told(stage, { rows: await shownStatuses() });
  },
  tells: inRow,
  recover: refreshed,
};

/** What changed of the list alone. */
export const refreshChanges: Act = {
  ...refreshList,
  name: "refresh",
  match: { path: /modified__gte/ },
  act: async (stage, begin) => {
    await begin();
    await run("refresh", lab);
    return told(stage, { rows: await shownStatuses() });
  },
};

export const countTokens: Act = { ...refreshChanges, name: "refresh, counting", match: { path: /page_size=1(?!\d)/ } };

export const askWhoWeAre: Act = {
  ...refreshList,
  name: "read all again, asking who we are",
  match: { path: /\/me\/$/ },
};

export const lookAtToken: Act = {
  name: "look at a token before editing it",
  match: { method: "GET", path: /\/tokens\/2\/$/ },
  act: async (stage, begin) => {
    await begin();
    return editDescription(stage);
  },
  tells: (fault) =>
    isGone(fault)
      ? gone(described.name)
      : error(`The description of ${described.name} on lab was not changed\\. ${fault.why}`),
  recover: editAgain,
};

export const changeDescription: Act = {
  name: "edit a description",
  match: { method: "PATCH" },
  readsAtMost: 2,
  act: (stage, begin) => editDescription(stage, begin),
  tells: (fault) => ofEdit(fault, `The description of ${described.name} on lab was`, described.name),
  recover: editAgain,
};

export const changeScopes: Act = {
  name: "edit scopes",
  match: { method: "PATCH" },
  readsAtMost: 2,
  act: async (stage, begin) => {
    const done = run("editScopes", rowOf(scoped.id));
    await stage.person.quickPick();
    await hasLookedAt(stage, scoped.id);
    await begin();
    await stage.person.ticks("read");
    await done;
    return told(stage);
  },
  tells: (fault) => ofEdit(fault, `The scopes of ${scoped.name} on lab were`, scoped.name),
  recover: editAgain,
};

export const changeDescriptions: Act = {
  name: "edit descriptions of several tokens",
  match: { method: "PATCH" },
  readsAtMost: 2,
  writesAtMost: 2,
  act: async (stage, begin) => {
    editing.set(stage, run("editDescription", rowOf(2), [rowOf(2), rowOf(7)]));
    await stage.person.chooses("Give all the same");
    await stage.person.enters("edited");
    await previewed(stage, 2);
    await begin();
    await stage.person.ticks("admin read only", "one hour");
    const list = await Promise.race([editing.get(stage)?.then(() => undefined), listed(stage)]);
    return told(stage, { box: list });
  },
  tells: (fault) => {
    if (fault.ofWrite === "made") return { in: "info", text: /^The description of 2 tokens on lab was changed\.$/ };
    const became =
      fault.ofWrite === "refused"
        ? ""
        : fault.isOutage
          ? "It cannot be told whether it was saved\\. "
          : "Not saved\\. ";
    const line = `admin read only: ${became}${fault.why}`;
    return { in: "box", text: new RegExp(`^0 of 2 tokens on lab were changed\n.*${line}`, "s") };
  },
  recover: async (stage, { box }, fault) => {
    if (box !== undefined) {
      const all = "Retry the 2 that are left";
      await stage.person.chooses(all);
      await previewed(stage, 2);
      await stage.person.ticks("admin read only", "one hour");
      await editing.get(stage);
    }
    // Rows that have gone, though their tokens have not, do not come back by themselves.
    if (isGone(fault)) await run("refresh", lab);
    await showsWhatIsThere(stage.awx);
    assert.deepEqual([stage.awx.token(2)?.description, stage.awx.token(7)?.description], ["edited", "edited"]);
  },
};

export const revoke: Act = {
  name: "revoke a token",
  match: { method: "DELETE" },
  // Read before the question, and once more when no answer comes.
  readsAtMost: 2,
  prepare: async (stage) => {
    revoked.set(stage, stage.awx.createToken({ userId: 1, description: "to revoke" }));
    await refreshed(stage);
  },
  act: async (stage, begin) => {
    const done = run("revokeToken", rowOf(revoked.get(stage) ?? 0));
    const question = await stage.message(0);
    await begin();
    question.answer("Revoke Token");
    await done;
    const { messages, ...rest } = await told(stage);
    return { ...rest, messages: messages.filter(({ isModal }) => !isModal) };
  },
  tells: (fault) =>
    fault.ofWrite === "made" || isGone(fault)
      ? { in: "info", text: /^“to revoke” \(token \d+\) on lab was revoked\.$/ }
      : { in: "error", text: new RegExp(`^“to revoke” \\(token \\d+\\) on lab was not revoked\\. ${fault.why}`) },
  recover: async (stage, { messages: [message] }, fault) => {
    if (isUnauthenticated(fault)) await stage.signIn();
    else if (message?.severity === "error") {
      message.answer(message.buttons[0]);
      await until(() => {
        assert.equal(stage.awx.token(revoked.get(stage) ?? 0), undefined);
      });
    }
    await refreshed(stage);
  },
};

export const create: Act = {
  name: "create a token",
  match: { method: "POST" },
  readsAtMost: 2,
  act: async (stage, begin) => {
    const { person } = stage;
    const done = run("createToken", lab);
    await person.chooses("Personal token");
    await person.reaches(2);
    await person.enters("to create");
    await person.reaches(3);
    await person.ticks("read");
    await person.reaches(4);
    await begin();
    await person.chooses("Create Token");
    await done;
    return told(stage);
  },
  tells: (fault) => {
    if (fault.ofWrite === "made") {
      return error(
        `“to create” \\(token \\d+\\) was created on lab, but its value was lost with the answer: nobody can use it\\. ${fault.why}`,
      );
    }
    return fault.isOutage && fault.ofWrite !== "refused"
      ? error(`It cannot be told whether a token was created on lab, and asking failed as well\\. ${fault.why}`)
      : error(`No token was created on lab\\. ${fault.why}`);
  },
  recover: async (stage, { messages }, fault) => {
    const { person } = stage;
    for (let index = messages.length - 1; index >= 0;) {
      const message = await stage.message(index);
      const [button] = message.buttons;
      const count = person.messages.length;
      message.answer(button);
      index = -1;
      if (button === "Check Again") index = count;
      else if (button === "Revoke Token") {
        (await stage.message(count)).answer("Revoke Token");
        await until(() => {
          assert.ok(!stage.awx.tokens().some(({ description }) => description === "to create"));
        });
      } else {
        if (button === "Sign In Again") {
          await person.chooses("Access token");
          await person.enters(stage.awx.secretOf(1));
        }
        const review = await person.reaches(4);
        assert.ok("items" in review && review.items.some(({ description }) => description === "to create"), "kept");
        await person.escapes();
      }
    }
    assert.ok(!stage.awx.tokens().some(({ description }) => description === "to create"), fault.name);
    await showsWhatIsThere(stage.awx);
  },
};

export const findServer: Act = {
  name: "sign in, finding the server",
  match: { method: "GET", path: /\/api\/$/ },
  act: async (stage, begin) => {
    await begin();
    await run("signIn", lab);
    return told(stage);
  },
  tells: (fault) => error(`You cannot sign in to lab\\. ${fault.whyAtDoor ?? fault.why}`),
  recover: async (stage) => {
    await stage.signIn();
    await showsWhatIsThere(stage.awx);
  },
};

export const checkToken: Act = {
  name: "sign in with a token",
  match: { method: "GET", path: /\/me\/$/ },
  act: async (stage, begin) => {
    signingIn.set(stage, run("signIn", lab));
    await stage.person.chooses("Access token");
    await begin();
    const box = await stage.person.enters(stage.awx.secretOf(1));
    return told(stage, { box: await refusalIn(box) });
  },
  tells: (fault) => ({ in: "box", text: new RegExp(`^${fault.why}`) }),
  recover: async (stage) => {
    await stage.person.enters(stage.awx.secretOf(1));
    await signingIn.get(stage);
    await showsWhatIsThere(stage.awx);
  },
};

export const checkPassword: Act = {
  name: "sign in with a password",
  match: { method: "GET", path: /\/me\/$/ },
  act: async (stage, begin) => {
    signingIn.set(stage, run("signIn", lab));
    await toPassword(stage);
    await begin();
    const box = await stage.person.enters(dana.password);
    return told(stage, { box: await refusalIn(box) });
  },
  tells: (fault) => ({
    in: "box",
    text: new RegExp(`^${fault.why.replace("access token", "user name and password")}`),
  }),
  recover: async (stage) => {
    await stage.person.enters(dana.password);
    await madeToken(stage);
    await signingIn.get(stage);
    await showsOwnTokens(stage);
    await asAdministrator(stage);
  },
};

export const makeToken: Act = {
  name: "have a token made",
  match: { method: "POST" },
  act: async (stage, begin) => {
    const done = run("signIn", lab);
    await toPassword(stage);
    await stage.person.enters(dana.password);
    await stage.person.reaches(4);
    await begin();
    await stage.person.ticks("write");
    await done;
    return told(stage);
  },
  tells: (fault) => {
    const why = fault.why.replace("access token", "user name and password");
    if (fault.ofWrite === "made") {
      return error(
        `You are not signed in to lab\\. “${tokenName}” \\(token \\d+\\), which was made there .*, may be the one that was to sign you in: nobody has its value\\. ${why}`,
      );
    }
    return fault.isOutage && fault.ofWrite !== "refused"
      ? error(
          `You are not signed in to lab\\. It cannot be told whether a token “${tokenName}” was made there, and asking for it failed as well\\. ${why}`,
        )
      : error(`You are not signed in to lab: no access token was made\\. ${why}`);
  },
  recover: async (stage, { messages }) => {
    const { person } = stage;
    const count = messages.length;
    let message = messages.at(-1);
    message?.answer(message.buttons[0]);
    if (message?.buttons[0] === "Check Again") {
      message = await stage.message(count);
      message.answer(message.buttons[0]);
    }
    if (message?.buttons[0] === "Revoke Token") {
      const before = person.messages.length;
      await until(() => {
        assert.ok(madeBy(stage).length === 0 || person.messages.length > before);
      });
      // The connection that was kept may have been closed with the fault, which a DELETE is not sent again for.
      if (madeBy(stage).length > 0) (await stage.message(before)).answer("Try Again");
      await until(() => {
        assert.deepEqual(madeBy(stage), []);
      });
      signingIn.set(stage, run("signIn", lab));
    }
    await person.chooses("User name and password");
    await person.reaches(2);
    await person.enters(dana.username);
    await person.reaches(3);
    await person.enters(dana.password);
    await madeToken(stage);
    await showsOwnTokens(stage);
    await asAdministrator(stage);
  },
};

export const addServer: Act = {
  name: "add a server",
  match: { method: "GET", path: /\/api\/$/ },
  act: async (stage, begin) => {
    signingIn.set(stage, run("addServer"));
    await stage.person.inputBox();
    await begin();
    const box = await stage.person.enters(stage.url);
    return told(stage, { box: await refusalIn(box) });
  },
  tells: (fault) => ({ in: "box", text: new RegExp(`^${fault.whyAtDoor ?? fault.why}`) }),
  recover: async (stage, { box }) => {
    const { person, awx } = stage;
    await person.enters(stage.url);
    await person.reaches(2);
    const isTakenAsItIs = box?.includes("Press Enter again") ?? false;
    const named = person.enters("added");
    if (isTakenAsItIs) {
      await named;
      await signingIn.get(stage);
      signingIn.set(stage, run("signIn", { kind: "server", serverName: "added" }));
    } else {
      await named;
    }
    await person.chooses("Access token");
    await person.enters(awx.secretOf(1));
    await signingIn.get(stage);
    await showsWhatIsThere(awx, "added");
    await stage.signOut("added", "Sign Out");
    await configure(stage.server);
    await showsWhatIsThere(awx);
  },
};

export const tryConnection: Act = {
  name: "test the connection",
  match: { method: "GET", path: /\/api\/$/ },
  act: async (stage, begin) => {
    await begin();
    await run("testConnection", lab);
    return told(stage, { report });
  },
  tells: (fault) => ({ in: "report", text: new RegExp(fault.whyAtDoor ?? fault.why) }),
  recover: async (stage) => {
    await run("testConnection", lab);
    await until(() => {
      assert.match(report(), /everything works/);
    });
    await showsWhatIsThere(stage.awx);
  },
};

export const trySignIn: Act = {
  ...tryConnection,
  name: "test the connection, signing in",
  match: { method: "GET", path: /\/me\/$/ },
  tells: (fault) => ({ in: "report", text: new RegExp(fault.why) }),
};

export const signOut: Act = {
  name: "sign out and revoke",
  match: { method: "DELETE" },
  prepare: async (stage) => {
    const done = run("signIn", lab);
    await toPassword(stage);
    await stage.person.enters(dana.password);
    await madeToken(stage);
    await done;
  },
  act: async (stage, begin) => {
    await begin();
    await stage.signOut("lab", "Sign Out and Revoke");
    return told(stage);
  },
  tells: (fault) =>
    fault.ofWrite === "made" ? { in: "nothing" } : error(`You are still signed in to lab\\. ${fault.why}`),
  recover: async (stage, _told, fault) => {
    if (fault.ofWrite !== "made") await stage.signOut("lab", "Sign Out and Revoke");
    assert.deepEqual(madeBy(stage), [], "the token is still there");
    await until(async () => {
      assert.match((await statusRows())[0]?.label ?? "", /^Sign in to see/);
    });
    await asAdministrator(stage);
  },
};

/** The edit that waits for what the person does next. */
const editing = new WeakMap<Stage, Promise<void>>();

/** The token that is there to be revoked. */
const revoked = new WeakMap<Stage, number>();

/** Waits for the preview of an edit of so many tokens. */
async function previewed({ person }: Stage, count: number): Promise<void> {
  await until(async () => {
    const pick = await person.quickPick();
    assert.equal(pick.title, `Change the description of ${String(count)} tokens on lab`);
  });
}

/** Waits for the list of what became of several, and gives it line by line. */
async function listed({ person }: Stage): Promise<string> {
  return until(async () => {
    const { title = "", items } = await person.quickPick();
    assert.match(title, /were changed$/);
    return [title, ...items.map(({ label, detail }) => `${label}: ${detail ?? ""}`)].join("\n");
  });
}

/** The command that waits for what the person does next. */
const signingIn = new WeakMap<Stage, Promise<void>>();

/** What a person has been told by now. */
export async function told(stage: Stage, more: Partial<Told> = {}): Promise<Told> {
  // What is said of a refused credential comes a moment later.
  await settled();
  const { messages } = stage.person;
  return { rows: [], messages: [...messages], box: undefined, report: undefined, ...more };
}

async function shownStatuses(): Promise<string[]> {
  return (await statusRows()).map(({ tooltip }) => tooltip);
}

function inRow(fault: FaultCase): Telling {
  return isUnauthenticated(fault)
    ? {
        in: "row",
        text: new RegExp(`^Sign in again\\n(Out of date, read .+?\\. )?${fault.why}`),
        alsoMessage: new RegExp(`^You are no longer signed in to lab\\. ${fault.why}`),
      }
    : { in: "row", text: new RegExp(`^(Out of date, read .+\\n)?${fault.why}`) };
}

async function refreshed(stage: Stage): Promise<void> {
  await run("refresh", lab);
  await showsWhatIsThere(stage.awx);
}

/** Opens the box for a description, has the fault begin once the token was looked at, and accepts another text. */
async function editDescription(stage: Stage, begin?: () => Promise<void>): Promise<Told> {
  const done = run("editDescription", rowOf(described.id));
  await stage.person.inputBox();
  if (begin) {
    await hasLookedAt(stage, described.id);
    await begin();
  }
  await stage.person.enters("edited");
  await done;
  return told(stage);
}

/** Waits until the token was read for the box that is open. */
async function hasLookedAt({ awx }: Stage, id: number): Promise<void> {
  await until(() => {
    const looks = awx.requests.filter(
      ({ method, path }) => method === "GET" && path.endsWith(`/tokens/${String(id)}/`),
    );
    assert.ok(
      looks.some(({ status }) => status !== undefined),
      "the token was not looked at",
    );
  });
  await settled();
}

function ofEdit(fault: FaultCase, what: string, name: string): Telling {
  if (isGone(fault)) return gone(name);
  if (fault.ofWrite === "refused") return error(`${what} not changed\\. ${fault.why}`);
  if (fault.isOutage) {
    const uncertain = what.replace(/^T/, "t").replace(/ (was|were)$/, " $1 saved");
    return error(`It cannot be told whether ${uncertain}, and asking for it failed as well\\. ${fault.why}`);
  }
  return fault.ofWrite === "lost"
    ? error(`${what} not saved: the server still has the former ones?\\. ${fault.why}`)
    : { in: "info", text: new RegExp(`^${literal(what)} saved, although the answer did not come\\.$`) };
}

function gone(name: string): Telling {
  return error(`${name} does not exist on lab any more, or is no longer yours to see\\.$`);
}

function error(text: string): Telling {
  return { in: "error", text: new RegExp(`^${text.replaceAll(/ \(token (\d)\)/g, " \\(token $1\\)")}`) };
}

function literal(text: string): string {
  return text.replaceAll(/[()]/g, "\\$&");
}

/** Whether it says that a token is gone. */
export function isGone({ why }: FaultCase): boolean {
  return why.includes("does not exist");
}

/** Whether it says that the credential is no longer good. */
export function isUnauthenticated({ why }: FaultCase): boolean {
  return why.includes("does not accept the");
}

/** Presses the button of the last message until the edit is made, or there is none to press. */
async function editAgain(stage: Stage, { messages }: Told, fault: FaultCase): Promise<void> {
  const { person, awx } = stage;
  for (let index = messages.length - 1; index >= 0;) {
    const message = await stage.message(index);
    const [button] = message.buttons;
    const count = person.messages.length;
    message.answer(button);
    index = -1;
    if (button === "Check Again") {
      await stage.message(count);
      index = count;
    } else if (button === "Edit Again" || button === "Sign In Again") {
      if (button === "Sign In Again") {
        await person.chooses("Access token");
        await person.enters(awx.secretOf(1));
        await until(() => {
          assert.match(person.boxes.at(-1)?.title ?? "", / of .* on lab$/);
        });
      }
      await acceptAsItIs(stage);
    }
  }
  // A row that has gone, though its token has not, can only be asked for.
  if (isGone(fault)) await run("refresh", lab);
  await showsWhatIsThere(awx);
  if (messages[0]?.buttons.length && !messages[0].buttons.includes("Show Log")) {
    assert.ok(
      awx.token(described.id)?.description === "edited" || awx.token(scoped.id)?.scope === "read",
      "not edited",
    );
  }
}

/** Presses Enter in the box that opens with what the person had chosen, and waits for the edit. */
async function acceptAsItIs({ person, awx }: Stage): Promise<void> {
  await until(() => {
    assert.match(person.boxes.at(-1)?.title ?? "", / of .* on lab$/);
  });
  const box = person.boxes.at(-1);
  const writes = (): number => awx.requests.filter(({ method, status }) => method === "PATCH" && status === 200).length;
  const before = writes();
  if (box && "password" in box) {
    assert.equal((await person.inputBox()).value, "edited");
    await person.enters("edited");
  } else {
    const pick = await person.quickPick();
    assert.deepEqual(
      pick.selectedItems.map(({ label }) => label),
      ["read"],
    );
    await person.ticks("read");
  }
  await until(() => {
    assert.ok(writes() > before, "nothing was changed");
  });
}

async function refusalIn(box: vscode.InputBox): Promise<string> {
  return until(() => {
    const message = box.validationMessage;
    const text = typeof message === "object" ? message.message : (message ?? "");
    assert.ok(text !== "" && !box.busy, "the box says nothing");
    return text;
  });
}

function report(): string {
  const { document } = vscode.window.activeTextEditor ?? {};
  return document?.uri.scheme === "awx-tokens" ? document.getText() : "";
}

async function toPassword({ person }: Stage): Promise<void> {
  await person.chooses("User name and password");
  await person.reaches(2);
  await person.enters(dana.username);
  await person.reaches(3);
}

async function madeToken({ person }: Stage): Promise<void> {
  await person.reaches(4);
  await person.ticks("write");
}

/** The tokens that were made with the password. */
function madeBy({ awx }: Stage): number[] {
  return awx.tokens().flatMap(({ id, description }) => (description === tokenName ? [id] : []));
}

/** Waits until the user of the password sees the tokens that were made with it. */
async function showsOwnTokens(stage: Stage): Promise<void> {
  const made = await until(() => {
    const [first] = madeBy(stage);
    assert.ok(first !== undefined, "no token was made");
    return first;
  });
  await showsWhatIsThere(stage.awx, "lab", stage.awx.token(made)?.userId);
}

/** Signs in as it was before. */
async function asAdministrator(stage: Stage): Promise<void> {
  for (const id of madeBy(stage)) stage.awx.deleteToken(id);
  await stage.signIn();
  await showsWhatIsThere(stage.awx);
}
