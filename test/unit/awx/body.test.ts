import assert from "node:assert/strict";
import { readBody } from "../../../src/awx/body";

function streamOf(chunks: readonly Uint8Array[], onCancel: () => void = () => undefined): ReadableStream<Uint8Array> {
  const left = [...chunks];
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = left.shift();
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    },
    cancel: onCancel,
  });
}

describe("readBody", () => {
  it("gives the text of all chunks, also when one ends within a character", async () => {
    const bytes = Buffer.from("Łódź");
    const body = streamOf([bytes.subarray(0, 1), bytes.subarray(1, 4), bytes.subarray(4)]);
    assert.deepEqual(await readBody(body, bytes.length), { text: "Łódź", isWhole: true, isText: true });
  });

  it("gives no text for no body", async () => {
    assert.deepEqual(await readBody(undefined, 10), { text: "", isWhole: true, isText: true });
  });

  it("stops at the chunk that is too much, gives the request up, and keeps the beginning", async () => {
    let isCancelled = false;
    const body = streamOf([Buffer.from("ab"), Buffer.from("cd"), Buffer.from("e"), Buffer.from("f")], () => {
      isCancelled = true;
    });
    assert.deepEqual(await readBody(body, 4), { text: "ab", isWhole: false, isText: true });
    assert.ok(isCancelled);
  });

  it("tells that bytes are no text", async () => {
    const { isText } = await readBody(streamOf([Buffer.from([0x22, 0xe9, 0x22])]), 10);
    assert.equal(isText, false);
  });

  it("fails with what the stream fails with", async () => {
    const failing = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.error(new Error("cut"));
      },
    });
    await assert.rejects(readBody(failing, 10), /^Error: cut$/);
  });
});
