import type { Answer, Caller, Reply, Service } from "./context";
import type { ApiError } from "./errors";
import type { Language } from "./messages";
import type { Format } from "./negotiation";
import type { View } from "./view";
import { allowedMethods } from "./view";

/** The error as a view would have answered it. */
export function errorReply(error: ApiError, language: Language): Reply {
  return { status: error.status, body: error.body(language), headers: error.headers };
}

/** A reply as it goes over the wire; only who is signed in learns the version. */
export function render(
  view: View,
  reply: Reply,
  format: Format,
  { product }: Service,
  caller: Caller | undefined,
): Answer {
  const headers = {
    ...reply.headers,
    Allow: allowedMethods(view).join(", "),
    "X-API-Product-Name": product.name,
    ...(caller && { "X-API-Product-Version": product.version }),
  };
  if (format === "html") {
    const status = reply.status === 204 ? 200 : reply.status;
    const body = page(`${view.name} | ${product.name}`, reply);
    return { status, headers: { ...headers, "Content-Type": "text/html; charset=utf-8" }, body };
  }
  if (reply.body === undefined) return { status: reply.status, headers, body: "" };
  return {
    status: reply.status,
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify(reply.body),
  };
}

function page(title: string, reply: Reply): string {
  const text = reply.body === undefined ? "" : JSON.stringify(reply.body, undefined, 2);
  const escaped = text.replace(/[&<>]/g, (character) => `&#${String(character.charCodeAt(0))};`);
  return `<!DOCTYPE html><html><head><title>${title}</title></head><body><pre>${escaped}</pre></body></html>`;
}
