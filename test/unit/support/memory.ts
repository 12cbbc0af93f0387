import type { Memento, SecretStorage, SecretStorageChangeEvent } from "vscode";
import { Emitter, type Event } from "../../../src/util/event";

/** A SecretStorage that keeps its entries in memory, and can be told to fail or never to answer. */
export class MemorySecrets implements SecretStorage {
  readonly entries = new Map<string, string>();
  readonly #changed = new Emitter<SecretStorageChangeEvent>();
  behaviour: "works" | "fails" | "neverAnswers" = "works";

  subscriptions = 0;

  readonly onDidChange: Event<SecretStorageChangeEvent> = (listener) => {
    const subscription = this.#changed.event(listener);
    this.subscriptions++;
    return {
      dispose: () => {
        subscription.dispose();
        this.subscriptions--;
      },
    };
  };

  async get(key: string): Promise<string | undefined> {
    await this.#behave();
    return this.entries.get(key);
  }

  async store(key: string, value: string): Promise<void> {
    await this.#behave(value);
    this.entries.set(key, value);
    this.#changed.fire({ key });
  }

  async delete(key: string): Promise<void> {
    await this.#behave();
    if (this.entries.delete(key)) this.#changed.fire({ key });
  }

  #behave(quoted = ""): Promise<void> {
    switch (this.behaviour) {
      case "works":
        return Promise.resolve();
      case "fails":
        return Promise.reject(new Error(`Cannot reach the keyring ${quoted}`));
      case "neverAnswers":
        return new Promise(() => undefined);
    }
  }
}

/**
 * A SecretStorage as each page of a browser has it: it reads all secrets once, tells of its own changes alone, and with
 * each one stores all that it has.
 */
export class PageSecrets implements SecretStorage {
  readonly #browser: Map<string, string>;
  readonly #entries: Map<string, string>;
  readonly #changed = new Emitter<SecretStorageChangeEvent>();

  readonly onDidChange: Event<SecretStorageChangeEvent> = this.#changed.event;

  /** @param browser what is stored there, for all its pages */
  constructor(browser: Map<string, string>) {
    this.#browser = browser;
    this.#entries = new Map(browser);
  }

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#entries.get(key));
  }

  store(key: string, value: string): Promise<void> {
    this.#entries.set(key, value);
    return this.#save(key);
  }

  delete(key: string): Promise<void> {
    this.#entries.delete(key);
    return this.#save(key);
  }

  #save(key: string): Promise<void> {
    this.#browser.clear();
    for (const [each, value] of this.#entries) this.#browser.set(each, value);
    this.#changed.fire({ key });
    return Promise.resolve();
  }
}

/** A Memento that keeps its values in memory, as the text that VS Code writes to its disk. */
export class MemoryMemento implements Memento {
  readonly texts = new Map<string, string>();

  keys(): readonly string[] {
    return [...this.texts.keys()];
  }

  get: Memento["get"] = <T>(key: string, defaultValue?: T) => {
    const text = this.texts.get(key);
    return text === undefined ? defaultValue : (JSON.parse(text) as T);
  };

  update(key: string, value: unknown): Promise<void> {
    this.texts.set(key, JSON.stringify(value));
    return Promise.resolve();
  }
}
