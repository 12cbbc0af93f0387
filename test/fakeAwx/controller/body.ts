import { detail } from "../errors";
import { readJson } from "../jsonBody";
import type { JsonValue } from "../pythonJson";
import { isJsonObject, JsonParseError } from "../pythonJson";

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
  const data = parse(body, contentType ?? "");
  if (data !== null && !isJsonObject(data)) throw detail(400, "JSON parse error - not a JSON object");
  return data;
}

/** The French server says this in English, too: the message is put together before it is looked up. */
function parse(body: Buffer, contentType: string): JsonValue {
  try {
    return readJson(body, contentType);
  } catch (error) {
    if (!(error instanceof JsonParseError)) throw error;
    throw detail(400, `JSON parse error - ${error.message}\nPossible cause: trailing comma.`);
  }
}
