import { AwxError, type AwxProblem } from "./errors";

/** An HTTP answer as far as it decides anything. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly location: string;
  readonly text: string;
}

/**
 * The JSON of a successful answer.
 * @param redact takes the credential out of a text that goes into an error: a server may quote what it was sent
 * @throws {AwxError} what the status, the content type and the body say went wrong. Decided on those alone, never on
 * words: AWX translates them (`LocaleMiddleware`).
 */
export function readAnswer(answer: Answer, request: string, redact: (text: string) => string): unknown {
  const problem = problemOf(answer, redact);
  if (problem) throw new AwxError(problem, request);
  try {
    return JSON.parse(answer.text) as unknown;
  } catch {
    throw new AwxError({ kind: "unexpectedAnswer", status: answer.status, found: "notJson" }, request);
  }
}

function problemOf(answer: Answer, redact: (text: string) => string): AwxProblem | undefined {
  const { status } = answer;
  const isJson = /^application\/([\w.-]+\+)?json\b/i.test(answer.contentType);
  if (status >= 300 && status < 400) return { kind: "redirected", location: redact(answer.location) };
  if (status >= 500) return { kind: "serverFailed", status };
  if (!isJson && (status < 300 || status === 404)) {
    // Since 24.3 an unknown URL is an HTML 404 even for JSON clients; an unknown object is a JSON one.
    const found = /^\s*</.test(answer.text) || answer.contentType.includes("html") ? "html" : "notJson";
    return { kind: "unexpectedAnswer", status, found };
  }
  if (status < 300) return undefined;
  const reasons = isJson ? reasonsIn(answer.text).map(redact) : [];
  switch (status) {
    case 400:
      return { kind: "rejected", reasons };
    case 401:
      return { kind: "unauthenticated" };
    case 403:
      return { kind: "forbidden", reasons };
    case 404:
      return { kind: "notFound" };
    default:
      return { kind: "refused", status, reasons };
  }
}

/**
 * The texts in an error body of AWX, each after its field's name: `{"scope": ["…"]}`, `{"detail": "…"}`,
 * `{"__all__": ["…"]}` or `["…"]`.
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

const namesNoField = new Set(["detail", "__all__"]);

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === "string");
}
