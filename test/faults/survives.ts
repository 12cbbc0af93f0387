import assert from "node:assert/strict";
import * as vscode from "vscode";
import { run, startExtension } from "../host/support/extension";
import { until } from "../host/support/watch";
import { assertNoHits, hitsIn, hitsInValue } from "../support/canaries";
import type { Act, Told, Telling } from "./acts";
import type { FaultCase } from "./faults";
import type { NotedRequest } from "./faultyLayer";
import { drawnBelow, lab, setTimeoutSetting, showsWhatIsThere, type Stage } from "./stage";

/** How much the process may grow while a body arrives that is not to be kept, in bytes. */
const mostGrowth = 300 * 1024 * 1024;

/** Tokens as they were. */
type Former = readonly { readonly id: number; readonly description: string; readonly scope: string }[];

/** Makes a case of each fault in each act. */
export function cases(stage: () => Stage, acts: readonly Act[], faults: readonly FaultCase[]): void {
  for (const act of acts) {
    for (const fault of faults) {
      it(`${act.name}: ${fault.name}`, () => survives(stage(), act, fault));
    }
  }
}

/**
 * Does something while something goes wrong. What is asserted: the person is told one true thing; nothing was sent that
 * should not have been, or too often; the tree is right again once the person did the obvious thing; no secret is to be
 * seen anywhere; nothing was thrown that nobody caught; and the memory did not fill.
 */
export async function survives(stage: Stage, act: Act, fault: FaultCase): Promise<void> {
  const { awx, layer } = stage;
  const mishaps = watchMishaps();
  const growth = fault.isBig ? watchMemory() : undefined;
  const descriptions = awx.tokens().map(({ id, description, scope }) => ({ id, description, scope }));
  try {
    await act.prepare?.(stage);
    if (fault.isSlow) await setTimeoutSetting(1);
    layer.requests.length = 0;
    awx.clearRequests();
    const told = await act.act(stage, async () => {
      await fault.begin(stage, act.match);
    });
    await checkTold(told, act.tells(fault));
    checkRequests(layer.requests, act, fault);
    growth?.check();
    await act.shows?.(stage);
    stage.isNameKnown = true;
    await layer.calm();
    await fault.end?.(stage);
    if (fault.isSlow) await setTimeoutSetting(undefined);
    await act.recover(stage, told, fault);
    assert.equal(stage.trapped, 0, "something was sent to another server");
    await checkSecrets(stage, told);
    await mishaps.check();
    await restore(stage, descriptions);
  } catch (error) {
    // What one case leaves behind must not be the next one's, and what it failed with is to be told all the same.
    await mend(stage, descriptions).catch(() => undefined);
    throw error;
  } finally {
    mishaps.stop();
    growth?.stop();
  }
}

async function mend(stage: Stage, descriptions: Former): Promise<void> {
  stage.isNameKnown = true;
  await stage.layer.calm();
  await setTimeoutSetting(undefined);
  await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
  await stage.signIn();
  await restore(stage, descriptions);
  await run("refresh", lab);
  await showsWhatIsThere(stage.awx);
}

/** Asserts that the person was told one thing, and that one. */
export async function checkTold({ rows, messages, box, report, file }: Told, telling: Telling): Promise<void> {
  const texts = messages.map(({ severity, text }) => `${severity}: ${text}`);
  if (telling.in !== "save" && file) assert.deepEqual(file, { failure: undefined, marks: [], isUnsaved: false });
  switch (telling.in) {
    case "nothing":
      assert.deepEqual([...rows, ...texts], []);
      break;
    case "row":
      assert.equal(rows.length, 1, `rows: ${rows.join(" | ")}`);
      assert.match(rows[0] ?? "", telling.text);
      assert.equal(texts.length, telling.alsoMessage ? 1 : 0, texts.join("\n"));
      if (telling.alsoMessage) assert.match(messages[0]?.text ?? "", telling.alsoMessage);
      break;
    case "save": {
      const { failure, marks = [], isUnsaved } = file ?? {};
      assert.match(failure ?? "", telling.text);
      assert.ok(isUnsaved, "what was typed counts as saved");
      assert.equal(marks.length > 0, telling.mark !== undefined, `marks: ${marks.join(" | ")}`);
      for (const mark of marks) assert.match(mark, telling.mark ?? /^$/);
      assert.equal(texts.length, telling.alsoMessage ? 1 : 0, texts.join("\n"));
      if (telling.alsoMessage) assert.match(messages[0]?.text ?? "", telling.alsoMessage);
      break;
    }
    case "box":
      assert.deepEqual(texts, []);
      assert.match(box ?? "", telling.text);
      break;
    case "report":
      assert.deepEqual(texts, []);
      await until(() => {
        assert.match(report?.() ?? "", telling.text);
      });
      break;
    default:
      assert.equal(texts.length, 1, `messages: ${texts.join("\n")}`);
      assert.match(messages[0]?.text ?? "", telling.text);
      assert.equal(messages[0]?.severity, telling.in);
  }
}

function checkRequests(requests: readonly NotedRequest[], act: Act, fault: FaultCase): void {
  const counts = new Map<string, number>();
  for (const { method, path, headers } of requests) {
    const request = `${method} ${path} ${headers.has("authorization") ? "signed in" : "anonymous"}`;
    counts.set(request, (counts.get(request) ?? 0) + 1);
  }
  const isSafe = (request: string): boolean => /^(GET|OPTIONS) /.test(request);
  const writes = [...counts].filter(([request]) => !isSafe(request));
  const most = act.writesAtMost ?? 1;
  assert.ok(
    writes.length <= most && writes.every(([, count]) => count === 1),
    `written more than ${String(most)} times: ${JSON.stringify(writes)}`,
  );
  const mostReads = fault.attempts * (act.readsAtMost ?? 1);
  for (const [request, count] of counts) {
    if (isSafe(request))
      assert.ok(count <= Math.max(mostReads, 1), `${request}: ${String(count)} times, not ${String(mostReads)}`);
  }
  if (fault.isOutage || !isSafe(`${act.match.method ?? "GET"} `)) return;
  const hit = requests.filter(({ path, method }) => {
    const { method: wanted = method, path: pattern = /./ } = act.match;
    return method === wanted && pattern.test(path);
  });
  assert.ok(hit.length > 0, "nothing went wrong");
  assert.equal(hit.length % fault.attempts, 0, `sent ${String(hit.length)} times`);
}

/** Looks for secrets in all that can be seen. */
async function checkSecrets(stage: Stage, told: Told): Promise<void> {
  const { log } = await startExtension();
  const { messages, boxes } = stage.person;
  const drawn = await drawnBelow();
  assertNoHits([
    ...hitsIn("the log", log.join("\n")),
    ...hitsInValue("the messages", messages),
    ...hitsInValue(
      "the tree",
      drawn.map(({ label, description, tooltip, spoken }) => [label, description, tooltip, spoken]),
    ),
    ...hitsInValue("the boxes", boxes.map(textsOf)),
    ...hitsInValue("what was told", [told.rows, told.box, told.report?.(), told.file]),
  ]);
}

function textsOf(box: vscode.QuickInput): string[] {
  const { prompt, placeholder, validationMessage, items } = box as Partial<vscode.InputBox & vscode.QuickPick<never>>;
  const validation = typeof validationMessage === "object" ? validationMessage.message : (validationMessage ?? "");
  const listed = (items ?? []) as readonly vscode.QuickPickItem[];
  return [
    box.title ?? "",
    prompt ?? "",
    placeholder ?? "",
    validation,
    ...listed.flatMap(({ label, description, detail }) => [label, description ?? "", detail ?? ""]),
  ];
}

interface Watch {
  readonly stop: () => void;
}

/** Notes what is thrown that nobody catches. */
export function watchMishaps(): Watch & { readonly check: () => Promise<void> } {
  const mishaps: unknown[] = [];
  const note = (error: unknown): void => {
    mishaps.push(error);
  };
  process.on("unhandledRejection", note);
  process.on("uncaughtExceptionMonitor", note);
  return {
    check: async () => {
      // A rejection is unhandled once the microtasks have run.
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(mishaps, []);
    },
    stop: () => {
      process.off("unhandledRejection", note);
      process.off("uncaughtExceptionMonitor", note);
    },
  };
}

function watchMemory(): Watch & { readonly check: () => void } {
  const before = process.memoryUsage.rss();
  let most = before;
  const look = (): void => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 20);
  return {
    check: () => {
      look();
      const growth = most - before;
      assert.ok(growth < mostGrowth, `the process grew by ${String(Math.round(growth / 1024 / 1024))} MiB`);
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** Makes the tokens of a server what they were. */
async function restore({ awx }: Stage, former: Former): Promise<void> {
  const changed = former.filter(({ id, description, scope }) => {
    const token = awx.token(id);
    return token && (token.description !== description || token.scope !== scope);
  });
  const made = awx.tokens().filter(({ id }) => !former.some((token) => token.id === id));
  for (const { id, description, scope } of changed) awx.updateToken(id, { description, scope });
  for (const { id } of made) awx.deleteToken(id);
  if (changed.length + made.length === 0) return;
  await run("refresh", lab);
  await showsWhatIsThere(awx);
}
