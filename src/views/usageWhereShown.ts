import { parseFilter } from "../tokens/filter";
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
  const ensure = (): void => {
    for (const name of serverNames()) {
      const state = store.state(name);
      if (state.kind !== "loaded" || isUsageKnown(state.list) || !isShown(arrangements, name)) continue;
      // Then it is not known: tokens are shown as such, and the next read asks again.
      store.ensureUsage(name).catch(() => undefined);
    }
  };
  const subscriptions = [store.onDidChange(ensure), arrangements.onDidChange(ensure)];
  return {
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

function isShown(arrangements: Arrangements, serverName: string): boolean {
  return arrangements.grouping === "usage" || parseFilter(arrangements.filterOf(serverName)).needsUsage;
}
