import type { IncomingHttpHeaders } from "node:http";
import type { Caller } from "./auth";
import { authenticate, mayWrite } from "./auth";
import { parseBody } from "./body";
import type { Context, Reply } from "./context";
import { ApiError, detail, permissionDenied } from "./errors";
import type { Language } from "./messages";
import { languageOf, translate } from "./messages";
import type { Model } from "./model";
import type { Format } from "./negotiation";
import { negotiate } from "./negotiation";
import type { JsonValue } from "./pythonJson";
import type { Query } from "./query";
import type { View } from "./view";
import { allowedMethods, handlerFor } from "./view";

interface Call {
  readonly family: Context["family"];
  readonly model: Model;
  readonly method: string;
  readonly path: string;
  readonly query: Query;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly link: (path: string) => string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The version the double says it is. */
export const productVersion = "24.6.1";

const safeMethods = ["GET", "HEAD", "OPTIONS"];

/**
 * Runs a view with the checks in the order of awx/api/generics.py: a body that can't be read hides everything else,
 * then Accept, the caller's scope, the login, rights, and last the method.
 *
 * @throws HtmlError for what ends in Django's own error page
 */
export function dispatch(view: View, call: Call): Answer {
  const language = languageOf(call.headers["accept-language"]);
  const { caller, data, failure } = readRequest(view, call);
  let format: Format = "json";
  let reply: Reply;
  let isCommitted = true;
  try {
    format = negotiate(call.headers.accept, call.query);
    reply = run(view, call, caller, data, language);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    reply = errorReply(error, language);
    isCommitted = false;
  }
  if (failure && reply.status >= 400) reply = errorReply(failure, language);
  // Saved when the transaction of the request commits, which it doesn't after an error.
  if (isCommitted && caller?.token) call.model.useToken(caller.token);
  return render(view, reply, format, caller);
}

interface RequestParts {
  readonly caller: Caller | undefined;
  readonly data: JsonValue;
  readonly failure?: ApiError;
}

/** The body is read while logging in, so a body that can't be read also loses the login. */
function readRequest(view: View, { model, headers, query, body }: Call): RequestParts {
  if (view.access === "anonymous") return { caller: undefined, data: new Map() };
  try {
    const data = parseBody(body, headers["content-type"]);
    return { caller: authenticate(model, headers, query), data };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { caller: undefined, data: new Map(), failure: error };
  }
}

function run(view: View, call: Call, caller: Caller | undefined, data: JsonValue, language: Language): Reply {
  const { family, model, method, path, query, link } = call;
  if (caller && !safeMethods.includes(method) && !mayWrite(caller)) throw permissionDenied();
  if (!caller && !view.access) throw notAuthenticated();
  const handler = handlerFor(view, method);
  // Views that need no login read nothing of the caller, so theirs may be a stand-in.
  const context: Context = {
    family,
    model,
    method,
    path,
    query,
    data,
    caller: caller ?? nobody,
    language,
    link,
  };
  if (!view.access && !context.caller.user.isSuperuser && handler) view.authorize?.(context);
  if (!handler) throw detail(405, 'Method "{method}" not allowed.', { method });
  return handler(context);
}

const nobody: Caller = {
  user: {
    id: 0,
    username: "",
    password: "",
    firstName: "",
    lastName: "",
    email: "",
    isSuperuser: false,
    isSystemAuditor: false,
    resourceId: "",
    created: new Date(0),
  },
};

/** One text for every failed login; recorded: me-anon, bad-token, accept-language-fr-401. */
function notAuthenticated(): ApiError {
  return new ApiError(
    401,
    (language) => ({
      detail:
        translate(language, "Authentication credentials were not provided.") +
        translate(language, " To establish a login session, visit") +
        " /api/login/.",
    }),
    { "WWW-Authenticate": "Bearer realm=api authorization_url=/api/o/authorize/" },
  );
}

function errorReply(error: ApiError, language: Language): Reply {
  return { status: error.status, body: error.body(language), headers: error.headers };
}

function render(view: View, reply: Reply, format: Format, caller: Caller | undefined): Answer {
  const headers = {
    ...reply.headers,
    Allow: allowedMethods(view).join(", "),
    "X-API-Product-Name": "AWX",
    ...(caller && { "X-API-Product-Version": productVersion }),
  };
  if (format === "html") {
    const status = reply.status === 204 ? 200 : reply.status;
    return { status, headers: { ...headers, "Content-Type": "text/html; charset=utf-8" }, body: page(view, reply) };
  }
  if (reply.body === undefined) return { status: reply.status, headers, body: "" };
  return {
    status: reply.status,
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify(reply.body),
  };
}

function page(view: View, reply: Reply): string {
  const text = reply.body === undefined ? "" : JSON.stringify(reply.body, undefined, 2);
  const escaped = text.replace(/[&<>]/g, (character) => `&#${String(character.charCodeAt(0))};`);
  return `<!DOCTYPE html><html><head><title>${view.name} | AWX</title></head><body><pre>${escaped}</pre></body></html>`;
}
