import { detail } from "./errors";
import type { Query } from "./query";

export type Format = "json" | "html";

const renderers = [
  { format: "json", name: "json", type: "application", subtype: "json" },
  { format: "html", name: "api", type: "text", subtype: "html" },
] as const;

/**
 * JSON, or HTML for a browser. `q` weights are not looked at: the more specific range wins, and among equals JSON
 * (rest_framework/negotiation.py, select_renderer; recorded: token-accept-html, anon-accept-browser).
 *
 * @throws ApiError 406 if neither fits, 404 for an unknown `?format=`
 */
export function negotiate(accept: string | undefined, query: Query): Format {
  const name = query.get("format") ?? "";
  const available = renderers.filter((renderer) => name === "" || renderer.name === name);
  if (available.length === 0) throw detail(404, "Not found.");
  const ranges = (accept ?? "*/*").split(",").map(parseRange);
  for (const precedence of [3, 2, 1, 0]) {
    for (const { format, type, subtype } of available) {
      const fits = ranges.some(
        (range) =>
          range.precedence === precedence && ["*", type].includes(range.type) && ["*", subtype].includes(range.subtype),
      );
      if (fits) return format;
    }
  }
  throw detail(406, "Could not satisfy the request Accept header.");
}

interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  readonly precedence: number;
}

function parseRange(text: string): MediaRange {
  const [range = "", ...parameters] = text.trim().toLowerCase().split(";");
  const [type = "", subtype = ""] = range.trim().split("/");
  const isPlain = parameters.every((parameter) => parameter.trim().startsWith("q="));
  const precedence = type === "*" ? 0 : subtype === "*" ? 1 : isPlain ? 2 : 3;
  return { type, subtype, precedence };
}
