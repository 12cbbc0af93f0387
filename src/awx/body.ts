import { isUtf8 } from "node:buffer";

/** The text of an answer's body, as far as it was read. */
export interface BodyText {
  readonly text: string;
  /** Not when the body is longer than it may be; then the text is its beginning, and the rest is not read. */
  readonly isWhole: boolean;
  /** Not when there are bytes in it that are no text, for which `text` has U+FFFD. */
  readonly isText: boolean;
}

/**
 * Reads a body up to a length, so that no answer can fill the memory, however well it was compressed.
 * @param most bytes, once decompressed
 * @throws what the stream fails with, and the reason of the signal that was sent with its request
 */
export async function readBody(body: ReadableStream<Uint8Array> | undefined, most: number): Promise<BodyText> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (body) {
    // Leaving the loop early cancels the stream, and with it the request.
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      // A title stands at the beginning; the rest would be copied twice to be thrown away.
      if (length + chunk.length > most) return textOf(chunks.slice(0, 1), false);
      chunks.push(chunk);
      length += chunk.length;
    }
  }
  return textOf(chunks, true);
}

function textOf(chunks: readonly Uint8Array[], isWhole: boolean): BodyText {
  const bytes = Buffer.concat(chunks);
  return { text: bytes.toString("utf8"), isWhole, isText: isUtf8(bytes) };
}
