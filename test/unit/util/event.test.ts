import assert from "node:assert/strict";
import { Emitter } from "../../../src/util/event";

describe("Emitter", () => {
  it("calls every listener with the value, in the order they subscribed", () => {
    const emitter = new Emitter<string>();
    const heard: string[] = [];
    emitter.event((value) => heard.push(`first ${value}`));
    emitter.event((value) => heard.push(`second ${value}`));

    emitter.fire("a");
    emitter.fire("b");

    assert.deepEqual(heard, ["first a", "second a", "first b", "second b"]);
  });

  it("calls a function that subscribed twice twice, and once when one of the two subscriptions ends", () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const listener = (value: number) => heard.push(value);
    const subscription = emitter.event(listener);
    emitter.event(listener);

    emitter.fire(1);
    subscription.dispose();
    subscription.dispose();
    emitter.fire(2);

    assert.deepEqual(heard, [1, 1, 2]);
  });

  it("calls the other listeners although one unsubscribes or subscribes while it is called", () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    const first = emitter.event((value) => {
      first.dispose();
      heard.push(`first ${String(value)}`);
      if (value === 1) emitter.event((later) => heard.push(`new ${String(later)}`));
    });
    emitter.event((value) => heard.push(`second ${String(value)}`));

    emitter.fire(1);
    emitter.fire(2);

    assert.deepEqual(heard, ["first 1", "second 1", "second 2", "new 2"]);
  });

  it("calls nobody after it was disposed", () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    emitter.event((value) => heard.push(value));

    emitter.dispose();
    emitter.fire(1);

    assert.deepEqual(heard, []);
  });
});
