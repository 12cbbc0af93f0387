import { isCancelled } from "../awx/errors";
import { isUsageKnown } from "../tokens/tokenList";
import type { TokenStore } from "../tokens/tokenStore";
import type { Disposable } from "../util/event";
import type { Arrangements } from "./arrangements";

/** Has it found out which tokens were never used, for as long as the view shows that and a list does not say so. */
export function usageWhereShown(
  serverNames: () => readonly string[],
  store: TokenStore,
  arrangements: Arrangements,
): Disposable {
  /** The lists of which it could not be found out. */
  const failed = new WeakSet<Date>();
  const ensure = async (name: string): Promise<void> => {
    const state = store.state(name);
    if (state.kind !== "loaded" || isUsageKnown(state.list) || failed.has(state.list.readAt)) return;
    if (!(await isShown(arrangements, name))) return;
    // It is shown as not known then, and asked of the next list again.
    await store.ensureUsage(name).catch((error: unknown) => {
      if (!isCancelled(error)) failed.add(state.list.readAt);
    });
  };
  const ensureAll = (): void => {
    for (const name of serverNames()) void ensure(name);
  };
  const subscriptions = [store.onDidChange(ensureAll), arrangements.onDidChange(ensureAll)];
  return {
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

async function isShown(arrangements: Arrangements, serverName: string): Promise<boolean> {
  const filter = arrangements.filterOf(serverName);
  if (arrangements.grouping === "usage") return true;
  if (filter === "") return false;
  const { parseFilter } = await import("../tokens/filter");
  return parseFilter(filter).needsUsage;
}
