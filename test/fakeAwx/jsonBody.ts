import type { JsonValue } from "./pythonJson";
import { JsonParseError, parsePythonJson } from "./pythonJson";

/**
 * The JSON of a request, in the character set that its content type names.
 *
 * @throws JsonParseError with Python's words
 */
export function readJson(body: Buffer, contentType: string): JsonValue {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase();
  return parsePythonJson(decode(body, charset));
}

function decode(body: Buffer, charset: string | undefined): string {
  if (charset !== undefined && ["latin-1", "latin1", "iso-8859-1"].includes(charset)) return body.toString("latin1");
  const text = body.toString("utf8");
  if (Buffer.from(text, "utf8").equals(body)) return text;
  const position = Buffer.byteLength(text.slice(0, text.indexOf("\ufffd")), "utf8");
  const byte = (body[position] ?? 0).toString(16).padStart(2, "0");
  throw new JsonParseError(
    `'utf-8' codec can't decode byte 0x${byte} in position ${String(position)}: invalid continuation byte`,
  );
}
