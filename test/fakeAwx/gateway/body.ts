import type { ApiError } from "../errors";
import { detail } from "../errors";
import { readJson } from "../jsonBody";
import type { JsonObject, JsonValue } from "../pythonJson";
import { JsonParseError } from "../pythonJson";
import { Query } from "../query";

/** What Django REST framework reads by default, as OPTIONS lists it. */
export const parses = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"];

/**
 * The request's data. A content type that nothing reads is an error only for a view that asks for the data, so it is
 * returned and not thrown (recorded: patch-no-content-type, anon-patch-text-plain).
 *
 * @throws ApiError 400 for JSON that is none, before anyone asks who calls
 */
export function parseBody(body: Buffer, contentType = ""): { readonly data: JsonValue } | { unsupported: ApiError } {
  if (body.length === 0) return { data: new Map() };
  switch (contentType.split(";")[0]?.trim().toLowerCase()) {
    case "application/json":
      return { data: parse(body, contentType) };
    case "application/x-www-form-urlencoded":
      return { data: lastValues(new Query(body.toString("utf8"))) };
    case "multipart/form-data":
      return { data: formParts(body, contentType) };
    default:
      return { unsupported: detail(415, 'Unsupported media type "{type}" in request.', { type: contentType }) };
  }
}

function parse(body: Buffer, contentType: string): JsonValue {
  try {
    return readJson(body, contentType);
  } catch (error) {
    if (!(error instanceof JsonParseError)) throw error;
    throw detail(400, `JSON parse error - ${error.message}`);
  }
}

function lastValues(form: Query): JsonObject {
  return new Map([...form.lists()].map(([name, values]) => [name, values.at(-1) ?? ""]));
}

/** The text fields of a form in parts; files are left out, as no view has a field for them. */
function formParts(body: Buffer, contentType: string): JsonObject {
  const boundary = /;\s*boundary="?([^";]+)/i.exec(contentType)?.[1];
  if (boundary === undefined) throw detail(400, "Multipart form parse error - Invalid boundary in multipart: None");
  const fields = new Map<string, JsonValue>();
  for (const part of `\r\n${body.toString("utf8")}`.split(`\r\n--${boundary}`).slice(1)) {
    const [head = "", ...rest] = part.split("\r\n\r\n");
    const name = /^content-disposition:[^\r\n]*;\s*name="([^"]*)"/im.exec(head)?.[1];
    if (name !== undefined && !/;\s*filename=/i.test(head)) fields.set(name, rest.join("\r\n\r\n"));
  }
  return fields;
}
