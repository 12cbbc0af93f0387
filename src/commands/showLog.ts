import type { Parts } from "./parts";

/** Shows the output channel that has every request. */
export function showLog({ log }: Parts): Promise<void> {
  log.show();
  return Promise.resolve();
}
