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
  const ensure = async (name: string): Promise<void> => {
    const state = store.state(name);
    if (state.kind !== "loaded" || isUsageKnown(state.list)) return;
    if (await isShown(arrangements, name)) await store.ensureUsage(name);
  };
  const ensureAll = (): void => {
    // Where it cannot be found out, it is shown as not known, and the next read asks again.
    for (const name of serverNames()) ensure(name).catch(() => undefined);
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
