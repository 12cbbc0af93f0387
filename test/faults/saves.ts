import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activeDocument, marksOf, replaceIn } from "../host/support/editor";
import { run, startExtension } from "../host/support/extension";
import { rowOf, rowsOf } from "../host/support/rows";
import { until } from "../host/support/watch";
import { isGone, isUnauthenticated, told, type Act, type Telling, type Told } from "./acts";
import type { FaultCase } from "./faults";
import { lab, showsWhatIsThere, type Stage } from "./stage";

/** What is edited in a token's file, and what the question about it is answered with. */
const single = { id: 2, name: "“admin read only” \\(token 2\\) on lab", answer: "Widen to Write" };

/** What is edited in the file of several, by its labels in the preview. */
const several = [
  { id: 2, label: "admin read only" },
  { id: 7, label: "one hour" },
] as const;

export const saveToken: Act = {
  name: "save a token's file",
  match: { method: "PUT" },
  // Before the question, and when no answer comes.
  readsAtMost: 2,
  prepare: openToken,
  act: async (stage, begin) => {
    return saving(stage, async () => {
      const question = await stage.message(0);
      await begin();
      question.answer(single.answer);
    });
  },
  tells: (fault) => {
    if (fault.ofWrite === "made") return { in: "nothing" };
    const became =
      fault.ofWrite === "refused"
        ? " was not saved\\."
        : fault.isOutage
          ? ": It cannot be told whether it was saved\\."
          : ": Not saved\\.";
    return failed(fault, `${single.name}${became} ${fault.why}`, { isMarked: true });
  },
  recover: saveTokenAgain,
};

export const lookBeforeSave: Act = {
  ...saveToken,
  name: "look at a token before its file is saved",
  match: { method: "GET", path: /\/tokens\/2\/$/ },
  readsAtMost: 1,
  act: async (stage, begin) => {
    await begin();
    return saving(stage);
  },
  tells: (fault) => failed(fault, `${isGone(fault) ? "Token 2 on lab" : single.name} was not saved\\. ${fault.why}`),
};

export const saveTokens: Act = {
  name: "save a file of several tokens",
  match: { method: "PATCH", path: /\/tokens\/7\/$/ },
  readsAtMost: 2,
  writesAtMost: 2,
  prepare: openTokens,
  act: async (stage, begin) => {
    return saving(stage, async () => {
      await reviewed(stage, 2);
      await begin();
      await confirms(stage);
    });
  },
  tells: (fault) => {
    if (fault.ofWrite === "made") return { in: "info", text: /^Changed 2 tokens on lab\.$/ };
    const became =
      fault.ofWrite === "refused"
        ? ""
        : fault.isOutage
          ? "It cannot be told whether it was saved\\. "
          : "Not saved\\. ";
    const saved = fault.isOutage ? "0" : "1";
    return failed(fault, `${saved} of 2 tokens on lab were changed\\. ${became}${fault.why}`, { isMarked: true });
  },
  recover: saveTokensAgain,
};

export const readBeforeSave: Act = {
  ...saveTokens,
  name: "read tokens again before their file is saved",
  match: { method: "GET", path: /\/tokens\/\?id__in=/ },
  readsAtMost: 1,
  act: async (stage, begin) => {
    await begin();
    return saving(stage);
  },
  tells: (fault) => failed(fault, `Nothing was sent to lab\\. ${fault.why}`),
};

async function openToken(): Promise<void> {
  await run("openAsJson", rowOf(single.id));
  const document = await activeDocument(`/${String(single.id)}.json`);
  await replaceIn(document, "admin read only", "edited");
  await replaceIn(document, '"read"', '"read", "write"');
}

async function openTokens(): Promise<void> {
  const rows = rowsOf(several.map(({ id }) => id));
  await run("editInEditor", rows[0], rows);
  const document = await activeDocument(".jsonc");
  for (const { id, label } of several) await replaceIn(document, label, `edited ${String(id)}`);
}

/**
 * Saves the file that is being edited.
 * @param answers what the person does meanwhile
 */
async function saving(stage: Stage, answers: () => Promise<void> = () => Promise.resolve()): Promise<Told> {
  const { failedSaves } = await startExtension();
  const document = edited();
  const typed = document.getText();
  const before = failedSaves.length;
  const done = run("saveFile");
  await answers();
  await done;
  assert.equal(document.getText(), typed, "what was typed is lost");
  const failures = failedSaves.slice(before);
  assert.ok(failures.length <= 1, failures.join("\n"));
  const { messages, ...rest } = await told(stage);
  return {
    ...rest,
    messages: messages.filter(({ isModal }) => !isModal),
    file: {
      failure: failures[0],
      marks: marksOf(document).map(({ message }) => message),
      isUnsaved: document.isDirty,
    },
  };
}

function edited(): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  assert.ok(document, "no file is open");
  return document;
}

function failed(fault: FaultCase, text: string, { isMarked = false } = {}): Telling {
  return {
    in: "save",
    text: new RegExp(`^${text}`),
    ...(isMarked && { mark: new RegExp(fault.why) }),
    ...(isUnauthenticated(fault) && {
      alsoMessage: new RegExp(`^You are no longer signed in to lab\\. ${fault.why}`),
    }),
  };
}

async function saveTokenAgain(stage: Stage, { file }: Told, fault: FaultCase): Promise<void> {
  await makeUsable(stage, fault);
  if (file?.isUnsaved) {
    stage.person.agreesTo(single.answer);
    await run("saveFile");
  }
  await isSaved(stage);
  const { description, scope } = stage.awx.token(single.id) ?? {};
  assert.deepEqual([description, scope], ["edited", "read write"]);
}

async function saveTokensAgain(stage: Stage, { file }: Told, fault: FaultCase): Promise<void> {
  await makeUsable(stage, fault);
  if (file?.isUnsaved) {
    const left = several.filter(({ id }) => stage.awx.token(id)?.description !== `edited ${String(id)}`);
    const done = run("saveFile");
    await reviewed(stage, left.length);
    await confirms(stage);
    await done;
  }
  await isSaved(stage);
  for (const { id } of several) assert.equal(stage.awx.token(id)?.description, `edited ${String(id)}`);
}

/** Does what has to be done before saving again can help. */
async function makeUsable(stage: Stage, fault: FaultCase): Promise<void> {
  if (isUnauthenticated(fault)) await stage.signIn();
  // A row that has gone, though its token has not, can only be asked for.
  if (isGone(fault)) await run("refresh", lab);
}

async function isSaved({ awx }: Stage): Promise<void> {
  const document = edited();
  await until(() => {
    assert.ok(!document.isDirty, "it is still unsaved");
    assert.deepEqual(marksOf(document), []);
  });
  await showsWhatIsThere(awx);
}

/** Waits for the preview of changes of so many tokens. */
async function reviewed({ person }: Stage, count: number): Promise<void> {
  await until(async () => {
    const { title, items } = await person.quickPick();
    assert.match(title ?? "", /^Change .+ on lab$/);
    assert.equal(items.length, count);
  });
}

async function confirms({ person }: Stage): Promise<void> {
  await person.ticks(...several.map(({ label }) => label));
}
