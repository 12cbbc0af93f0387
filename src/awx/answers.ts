import type { AuthorizationKind } from "./authorization";
import type { BodyText } from "./body";
import { AwxError, type AwxProblem, type RedirectTarget } from "./errors";

/** An HTTP answer as far as it decides anything. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly location: string;
  /** `WWW-Authenticate`. */
  readonly challenge: string;
  /** Seconds that the server asks to wait. */
  readonly retryAfter: number | undefined;
  readonly body: BodyText;
}

/** What was asked, as far as it decides what an answer means. */
export interface Asked {
  /** For the log. */
  readonly request: string;
  readonly url: URL;
  readonly with: AuthorizationKind;
  /** Takes the credential out of a text that goes into an error: a server may quote what it was sent. */
  readonly redact: (text: string) => string;
}

/** As much of a page's title as says where one is. */
const longestTitle = 80;

/**
 * The JSON of a successful answer, `undefined` for one that has no body.
 * @throws {AwxError} what the status, the content type and the body say went wrong. Decided on those alone, never on
 * words: AWX translates them (`LocaleMiddleware`).
 */
export function readAnswer(answer: Answer, asked: Asked): unknown {
  const problem = problemOf(answer, asked);
  if (problem) throw new AwxError(problem, asked.request);
  const { status, body } = answer;
  if (isEmpty(answer)) return undefined;
  if (!body.isWhole) throw new AwxError({ kind: "unexpectedAnswer", status, found: "tooLarge" }, asked.request);
  try {
    // What stands in for bytes that are no text would be taken for the server's own.
    if (!body.isText) throw new SyntaxError();
    return JSON.parse(body.text) as unknown;
  } catch {
    throw new AwxError({ kind: "unexpectedAnswer", status, found: "notJson" }, asked.request);
  }
}

function problemOf(answer: Answer, asked: Asked): AwxProblem | undefined {
  const { status } = answer;
  const later = answer.retryAfter === undefined ? {} : { retryAfter: answer.retryAfter };
  const isJson = /^application\/([\w.-]+\+)?json\b/i.test(answer.contentType);
  if (status >= 300 && status < 400) {
    return { kind: "redirected", location: asked.redact(answer.location), to: targetOf(answer.location, asked.url) };
  }
  if (status >= 500) return { kind: "serverFailed", status, ...later };
  if (isEmpty(answer)) return undefined;
  const title = isJson ? undefined : titleOf(answer, asked.redact);
  if (!isJson && (status < 300 || status === 404)) {
    // Since 24.3 an unknown URL is an HTML 404 even for JSON clients; an unknown object is a JSON one.
    const found = isHtml(answer) ? "html" : "notJson";
    return { kind: "unexpectedAnswer", status, found, ...(title !== undefined && { title }) };
  }
  if (status < 300) return undefined;
  const reasons = isJson ? reasonsIn(answer.body.text).map(asked.redact) : title === undefined ? [] : [title];
  switch (status) {
    case 400:
      return { kind: "rejected", reasons };
    case 401:
      return { kind: "unauthenticated", with: asked.with, reasons: refusalOf(answer.challenge, reasons, asked) };
    case 403:
      return { kind: "forbidden", reasons };
    case 404:
      return { kind: "notFound" };
    case 407:
      return { kind: "proxyRefused", status };
    default:
      return { kind: "refused", status, reasons, ...later };
  }
}

/** 204, or 202 without a body: what is accepted and done later, as a job is cancelled (`awx/api/generics.py`). */
function isEmpty({ status, body }: Answer): boolean {
  return status === 204 || (status === 202 && body.isWhole && body.text === "");
}

function targetOf(location: string, asked: URL): RedirectTarget {
  const to = URL.canParse(location, asked.href) ? new URL(location, asked) : undefined;
  // `MigrationRanCheckMiddleware` sends every request there while an upgrade is under way (`awx/main/middleware.py`).
  if (to?.pathname.includes("migrations_notran")) return "upgrade";
  if (to?.protocol === "https:" && asked.protocol === "http:" && to.hostname === asked.hostname) return "https";
  return "elsewhere";
}

/**
 * Why a credential was refused. A gateway says it in the challenge (`error_description`, RFC 6750 §3) or the body; an
 * AWX answers every refusal with the same sentence about its login page (`awx/api/generics.py:153-190`).
 */
function refusalOf(challenge: string, reasons: readonly string[], asked: Asked): readonly string[] {
  const description = /\berror_description="((?:[^"\\]|\\.)*)"/.exec(challenge)?.[1];
  if (description) return [asked.redact(description.replace(/\\(.)/g, "$1"))];
  return reasons.filter((reason) => !reason.includes("/api/login/"));
}

function isHtml(answer: Answer): boolean {
  return /^\s*</.test(answer.body.text) || answer.contentType.includes("html");
}

function titleOf(answer: Answer, redact: (text: string) => string): string | undefined {
  if (!isHtml(answer)) return undefined;
  const raw = /<title[^<>]*>([^<]*)/i.exec(answer.body.text)?.[1] ?? "";
  const title = raw.replace(/&(amp|lt|gt|quot|apos|#0*39|#x0*27);/gi, (_, name: string) => entity(name));
  const words = Array.from(redact(title).replace(/\s+/g, " ").trim());
  return words.slice(0, longestTitle).join("") || undefined;
}

function entity(name: string): string {
  return { amp: "&", lt: "<", gt: ">", quot: '"' }[name.toLowerCase()] ?? "'";
}

/**
 * The texts in an error body, each after its field's name: `{"scope": ["…"]}`, `{"detail": "…"}`, `{"__all__": ["…"]}`
 * or `["…"]`; a gateway has `details` and `non_field_errors` too.
 */
function reasonsIn(text: string): string[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return [];
  }
  if (Array.isArray(body)) return textsOf(body);
  if (typeof body !== "object" || body === null) return [];
  return Object.entries(body).flatMap(([field, value]) =>
    textsOf(value).map((reason) => (namesNoField.has(field) ? reason : `${field}: ${reason}`)),
  );
}

const namesNoField = new Set(["detail", "details", "__all__", "non_field_errors"]);

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === "string");
}
