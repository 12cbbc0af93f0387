import { detail } from "./errors";
import { isJsonObject, JsonParseError, parsePythonJson } from "./pythonJson";
import type { JsonValue } from "./pythonJson";

/**
 * The request's data; no body at all is an empty object, and so is a blank one (awx/api/parsers.py).
 *
 * @throws ApiError 415 if it is not called JSON, 400 if it isn't, both before anyone asks who calls
 */
export function parseBody(body: Buffer, contentType: string | undefined): JsonValue {
  if (body.length === 0) return new Map();
  const mediaType = (contentType ?? "").split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") {
    throw detail(
      415,
      "You did not use correct Content-Type in your HTTP request. If you are using our REST API, the Content-Type must be application/json",
    );
  }
  const charset = /;\s*charset="?([^";\s]+)/i.exec(contentType ?? "")?.[1]?.toLowerCase();
  const data = readJson(decode(body, charset));
  if (data !== null && !isJsonObject(data)) throw detail(400, "JSON parse error - not a JSON object");
  return data;
}

function readJson(text: string): JsonValue {
  try {
    return parsePythonJson(text);
  } catch (error) {
    if (!(error instanceof JsonParseError)) throw error;
    throw parseError(error.message);
  }
}

function decode(body: Buffer, charset: string | undefined): string {
  if (charset !== undefined && ["latin-1", "latin1", "iso-8859-1"].includes(charset)) return body.toString("latin1");
  const text = body.toString("utf8");
  if (Buffer.from(text, "utf8").equals(body)) return text;
  const position = Buffer.byteLength(text.slice(0, text.indexOf("\ufffd")), "utf8");
  const byte = (body[position] ?? 0).toString(16).padStart(2, "0");
  throw parseError(
    `'utf-8' codec can't decode byte 0x${byte} in position ${String(position)}: invalid continuation byte`,
  );
}

/** The French server says this in English, too: the message is put together before it is looked up. */
function parseError(problem: string): ReturnType<typeof detail> {
  return detail(400, `JSON parse error - ${problem}\nPossible cause: trailing comma.`);
}
