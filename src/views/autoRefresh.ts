import * as vscode from "vscode";
import { autoRefreshSetting } from "../contributions";
import type { Clock, RefreshableStore, RefreshSchedule } from "../tokens/refreshSchedule";

/** In minutes. */
const [shortest, longest] = [1, 1440];

const systemClock: Clock = {
  now: () => Date.now(),
  schedule: (run, delay) => {
    const timer = setTimeout(run, delay);
    return {
      dispose: () => {
        clearTimeout(timer);
      },
    };
  },
};

/** What tells whether the person looks at the tokens. */
interface Sight {
  readonly tree: Pick<vscode.TreeView<unknown>, "visible" | "onDidChangeVisibility">;
  readonly window: Pick<typeof vscode.window, "state" | "onDidChangeWindowState">;
}

/** Reads the lists again by themselves as often as the setting says, while the person looks at them. */
export function autoRefresh(
  serverNames: () => readonly string[],
  store: RefreshableStore,
  { tree, window }: Sight,
  clock: Clock = systemClock,
): vscode.Disposable {
  let minutes = autoRefreshMinutes();
  let schedule: RefreshSchedule | undefined;
  let isDisposed = false;
  const need = {
    serverNames,
    interval: () => (minutes > 0 && tree.visible && window.state.focused ? minutes * 60_000 : undefined),
  };
  const load = async (): Promise<void> => {
    // Loaded when it is turned on, because few do.
    const loaded = await import("../tokens/refreshSchedule");
    if (isDisposed) return;
    schedule ??= new loaded.RefreshSchedule(store, need, clock);
    schedule.plan();
  };
  const plan = (): void => {
    if (schedule) schedule.plan();
    else if (minutes > 0) void load();
  };
  plan();
  return vscode.Disposable.from(
    tree.onDidChangeVisibility(plan),
    window.onDidChangeWindowState(plan),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(autoRefreshSetting.id)) return;
      minutes = autoRefreshMinutes();
      plan();
    }),
    {
      dispose: () => {
        isDisposed = true;
        schedule?.dispose();
      },
    },
  );
}

/** The person's setting; 0 when it says never, or is no number. */
function autoRefreshMinutes(): number {
  const { section, key } = autoRefreshSetting;
  const minutes = vscode.workspace.getConfiguration(section).inspect(key)?.globalValue;
  if (typeof minutes !== "number" || !(minutes > 0)) return 0;
  return Math.min(longest, Math.max(shortest, minutes));
}
