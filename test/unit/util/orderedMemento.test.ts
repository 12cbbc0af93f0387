import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Memento } from "vscode";
import { OrderedMemento } from "../../../src/util/orderedMemento";

/** Remembers as VS Code does: all as one value, which it puts back as it was when it was stored. */
class EchoingMemento implements Memento {
  #values: Readonly<Record<string, unknown>> = {};

  keys(): readonly string[] {
    return Object.keys(this.#values);
  }

  get<T>(key: string, defaultValue?: T): T {
    return (this.#values[key] ?? defaultValue) as T;
  }

  async update(key: string, value: unknown): Promise<void> {
    this.#values = { ...this.#values, [key]: value };
    await delay(5);
    if (value === "refused") throw new Error("no space left");
    const stored = this.#values;
    await delay(5);
    this.#values = stored;
  }
}

describe("OrderedMemento", () => {
  let memento: EchoingMemento;
  let ordered: OrderedMemento;

  beforeEach(() => {
    memento = new EchoingMemento();
    ordered = new OrderedMemento(memento);
  });

  it("keeps what is changed while something else is stored", async () => {
    const first = ordered.update("first", 1);
    await delay(6);
    const second = ordered.update("second", 2);
    await Promise.all([first, second]);
    assert.deepEqual([memento.get("first"), memento.get("second")], [1, 2]);
  });

  it("gives what was said last, at any time", async () => {
    const updates = [ordered.update("key", "former"), ordered.update("other", 1)];
    await delay(6);
    updates.push(ordered.update("key", "later"), ordered.update("other", undefined));
    assert.deepEqual([ordered.get("key"), ordered.get("other"), ordered.get("other", 5)], ["later", undefined, 5]);
    assert.deepEqual(ordered.keys(), ["key"]);
    await updates[0];
    assert.equal(ordered.get("key"), "later");
    await Promise.all(updates);
    assert.deepEqual([ordered.get("key"), ordered.get("other"), ordered.get("none", 5)], ["later", undefined, 5]);
  });

  it("sees what another window stored", async () => {
    await ordered.update("key", "mine");
    await memento.update("key", "theirs");
    assert.equal(ordered.get("key"), "theirs");
  });

  it("goes on after what could not be stored, and says so to whoever asked for it", async () => {
    const refused = ordered.update("key", "refused");
    const stored = ordered.update("key", "stored");
    await assert.rejects(refused, /no space left/);
    await stored;
    assert.equal(ordered.get("key"), "stored");
  });
});
