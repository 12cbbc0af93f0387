const undo: (() => void)[] = [];

/** Replaces a function of VS Code's API until {@link restoreAll}: to see what the extension asks of a person. */
export function replace<T extends object, K extends keyof T>(owner: T, name: K, make: (original: T[K]) => T[K]): void {
  const original = owner[name];
  owner[name] = make(original);
  undo.push(() => {
    owner[name] = original;
  });
}

/** Takes back every {@link replace}. */
export function restoreAll(): void {
  while (undo.length > 0) undo.pop()?.();
}
