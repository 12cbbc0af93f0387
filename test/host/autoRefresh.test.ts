import assert from "node:assert/strict";
import * as vscode from "vscode";
import { autoRefreshSetting } from "../../src/contributions";
import { TokenStore, type TokensState } from "../../src/tokens/tokenStore";
import { autoRefresh } from "../../src/views/autoRefresh";
import { HandClock } from "../support/handClock";
import { clientOf, readerWith } from "../unit/support/fakeAwx";
import { run, startExtension } from "./support/extension";
import { replace } from "./support/replace";
import { sent } from "./support/requests";
import { eachSignedIn } from "./support/signedIn";
import { until } from "./support/watch";

const minute = 60_000;

/** Puts a value into the settings by hand, and waits until it is there. */
async function setMinutes(minutes: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration(autoRefreshSetting.section)
    .update(autoRefreshSetting.key, minutes, vscode.ConfigurationTarget.Global);
}

/** Puts another view in the place of the tokens'. */
async function hideView(): Promise<void> {
  const { view } = await startExtension();
  await vscode.commands.executeCommand("workbench.view.explorer");
  await until(() => {
    assert.equal(view.visible, false);
  });
}

async function showView(): Promise<void> {
  const { view } = await startExtension();
  await vscode.commands.executeCommand("awxTokens.tokens.focus");
  await until(() => {
    assert.equal(view.visible, true);
  });
}

describe("reading the tokens again by themselves", () => {
  const scene = eachSignedIn();
  let clock: HandClock;
  let store: TokenStore;
  let states: TokensState["kind"][];
  let isFocused: boolean;
  let focusChanged: vscode.EventEmitter<vscode.WindowState>;
  let refreshing: vscode.Disposable;

  beforeEach(async () => {
    clock = new HandClock();
    isFocused = true;
    focusChanged = new vscode.EventEmitter();
    store = new TokenStore(() => Promise.resolve(readerWith(clientOf(scene.awx))));
    // The window alone is a stand-in: nothing in it can take its focus away.
    const window = {
      get state() {
        return { focused: isFocused, active: true };
      },
      onDidChangeWindowState: focusChanged.event,
    };
    const { view } = await startExtension();
    await showView();
    refreshing = autoRefresh(() => ["lab"], store, { tree: view, window }, clock);
    await store.load("lab");
    states = [];
    store.onDidChange(({ serverName }) => states.push(store.state(serverName).kind));
    scene.awx.clearRequests();
  });
  afterEach(async () => {
    refreshing.dispose();
    assert.deepEqual(clock.delays, []);
    store.dispose();
    await setMinutes(undefined);
    await showView();
  });

  async function turnOn(minutes: number): Promise<void> {
    await setMinutes(minutes);
    await until(() => {
      assert.deepEqual(clock.delays, [minutes * minute]);
    });
  }

  function focus(focused: boolean): void {
    isFocused = focused;
    focusChanged.fire({ focused, active: true });
  }

  /** Waits until a read has ended and the next is scheduled, and gives in how many minutes that is. */
  async function nextWait(): Promise<number> {
    return until(() => {
      const [delay] = clock.delays;
      assert.ok(delay !== undefined, "nothing is scheduled");
      return delay / minute;
    });
  }

  it("is off at first, and has no timer", () => {
    assert.deepEqual(clock.delays, []);
    clock.pass(1000 * minute);
    focus(true);
    assert.deepEqual(sent(scene.awx), []);
  });

  it("begins with the window where the setting is on already", async () => {
    await setMinutes(5);
    const ownClock = new HandClock();
    const { view } = await startExtension();
    const begun = autoRefresh(() => ["lab"], store, { tree: view, window: vscode.window }, ownClock);
    await until(() => {
      assert.deepEqual(ownClock.delays, [5 * minute]);
    });
    begun.dispose();
    assert.deepEqual(ownClock.delays, []);
  });

  for (const minutes of [0, -1, "5", null]) {
    it(`is off where the setting is ${JSON.stringify(minutes)}`, async () => {
      await turnOn(5);
      await setMinutes(minutes);
      await until(() => {
        assert.deepEqual(clock.delays, []);
      });
    });
  }

  for (const [minutes, used] of [
    [0.01, 1],
    [2.5, 2.5],
    [1e9, 1440],
  ] as const) {
    it(`is every ${String(used)} minutes where the setting is ${String(minutes)}`, async () => {
      await setMinutes(minutes);
      await until(() => {
        assert.deepEqual(clock.delays, [used * minute]);
      });
    });
  }

  it("asks for what has changed alone, and shows nothing but that", async () => {
    await turnOn(5);
    clock.pass(5 * minute - 1);
    assert.deepEqual(sent(scene.awx), []);
    clock.pass(1);
    assert.equal(await nextWait(), 5);
    assert.ok(scene.awx.requests.length <= 3, JSON.stringify(sent(scene.awx)));
    assert.deepEqual(states, ["loaded"]);
    scene.awx.updateToken(2, { description: "by somebody else" });
    clock.pass(5 * minute);
    await nextWait();
    assert.equal(store.token("lab", { source: "controller", id: 2 })?.description, "by somebody else");
    assert.deepEqual(states, ["loaded", "loaded"]);
  });

  it("stops while the view is hidden, and is made up for when it is shown again", async () => {
    await turnOn(5);
    await hideView();
    await until(() => {
      assert.deepEqual(clock.delays, []);
    });
    clock.pass(20 * minute);
    assert.deepEqual(sent(scene.awx), []);
    await showView();
    assert.equal(await nextWait(), 5);
    assert.ok(scene.awx.requests.length > 0);
  });

  it("stops while the window has no focus, and is made up for when it has", async () => {
    await turnOn(5);
    focus(false);
    assert.deepEqual(clock.delays, []);
    clock.pass(2 * minute);
    focus(true);
    assert.deepEqual(clock.delays, [3 * minute]);
    focus(false);
    clock.pass(3 * minute);
    assert.deepEqual(sent(scene.awx), []);
    focus(true);
    assert.equal(await nextWait(), 5);
    assert.ok(scene.awx.requests.length > 0);
  });

  it("waits longer each time while the server fails, and no longer once it answers", async () => {
    await turnOn(5);
    const recover = scene.awx.intercept({}, "reset");
    for (const wait of [10, 20, 40, 60, 60]) {
      clock.pass((await nextWait()) * minute);
      assert.equal(await nextWait(), wait);
    }
    recover();
    clock.pass(60 * minute);
    assert.equal(await nextWait(), 5);
    assert.deepEqual(new Set(states), new Set(["failed", "loaded"]));
  });

  it("begins anew when the person refreshes", async () => {
    await turnOn(5);
    const recover = scene.awx.intercept({}, "reset");
    clock.pass(5 * minute);
    assert.equal(await nextWait(), 10);
    await store.load("lab");
    assert.equal(await nextWait(), 5);
    recover();
  });

  it("leaves a server alone that refuses what we signed in with", async () => {
    await turnOn(5);
    scene.awx.deleteToken(1);
    clock.pass(5 * minute);
    await until(() => {
      assert.equal(store.state("lab").kind, "failed");
    });
    assert.deepEqual(clock.delays, []);
  });
});

describe("the view's own reading by itself", () => {
  eachSignedIn();
  afterEach(() => setMinutes(undefined));

  it("is scheduled by the setting while the view is shown, and not otherwise", async () => {
    await showView();
    const timers = watchTimers();
    await setMinutes(7);
    await until(() => {
      const [delay, ...more] = timers();
      assert.ok(delay !== undefined && delay > 6 * minute && delay <= 7 * minute, String(delay));
      assert.deepEqual(more, []);
    });
    await hideView();
    await until(() => {
      assert.deepEqual(timers(), []);
    });
    await showView();
    await run("refresh");
    await until(() => {
      assert.equal(timers().length, 1);
    });
    await setMinutes(0);
    await until(() => {
      assert.deepEqual(timers(), []);
    });
  });

  /** Notes who sets a timer for some minutes, and gives what of that is still to come. */
  function watchTimers(): () => number[] {
    const pending = new Map<unknown, number>();
    replace(globalThis, "setTimeout", (original) => {
      return ((callback: () => void, delay?: number, ...rest: []) => {
        const timer = original(callback, delay, ...rest);
        if (delay !== undefined && delay > 6 * minute && delay <= 7 * minute) pending.set(timer, delay);
        return timer;
      }) as typeof setTimeout;
    });
    replace(globalThis, "clearTimeout", (original) => (timer) => {
      pending.delete(timer);
      original(timer);
    });
    return () => [...pending.values()];
  }
});
