import type { Memento } from "vscode";

/**
 * What VS Code remembers for the extension, changed one change after the other. VS Code keeps it all as one value, and
 * a moment after that was stored it puts it back as it was then: what was changed meanwhile would be gone.
 */
export class OrderedMemento implements Memento {
  readonly #memento: Memento;
  /** What is still to be stored. */
  readonly #waiting = new Map<string, unknown>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  keys(): readonly string[] {
    const stored = this.#memento.keys().filter((key) => !this.#waiting.has(key));
    return [...stored, ...[...this.#waiting].flatMap(([key, value]) => (value === undefined ? [] : key))];
  }

  get<T>(key: string, defaultValue?: T): T {
    const value = this.#waiting.has(key) ? this.#waiting.get(key) : this.#memento.get(key);
    return (value ?? defaultValue) as T;
  }

  /** @throws what VS Code rejects with */
  update(key: string, value: unknown): Promise<void> {
    this.#waiting.set(key, value);
    const stored = this.#last.then(async () => {
      try {
        await this.#memento.update(key, value);
      } finally {
        if (this.#waiting.get(key) === value) this.#waiting.delete(key);
      }
    });
    this.#last = stored.catch(() => undefined);
    return stored;
  }
}
