/** What `vscode.Disposable` is to its users, so that code below the views needs no `vscode`. */
export interface Disposable {
  dispose(): void;
}

/** Subscribes to something that happens; shaped so that it can stand where a `vscode.Event` is asked for. */
export type Event<T> = (listener: (value: T) => unknown) => Disposable;

/** The source of an {@link Event}. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => unknown>();

  readonly event: Event<T> = (listener) => {
    // A wrapper, so that the same function subscribed twice is two subscriptions.
    const entry = (value: T): unknown => listener(value);
    this.#listeners.add(entry);
    return { dispose: () => this.#listeners.delete(entry) };
  };

  /** Calls every listener in the order they subscribed. */
  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
