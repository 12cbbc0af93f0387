const callbacks = new Set<() => void>();
let registered = false;

/**
 * Calls `callback` when this process ends, by a signal too (but SIGKILL). It must do all its work at once.
 *
 * @returns a function that cancels it
 */
export function atExit(callback: () => void): () => void {
  callbacks.add(callback);
  if (!registered) {
    registered = true;
    // What was begun last is ended first.
    process.once("exit", () => {
      [...callbacks].reverse().forEach((each) => {
        each();
      });
    });
    // Without a listener a signal ends Node before "exit" is emitted.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
  }
  return () => callbacks.delete(callback);
}
