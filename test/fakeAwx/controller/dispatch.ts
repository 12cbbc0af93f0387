import type { Answer, Call, Caller, Context, Reply } from "../context";
import { nobody, safeMethods } from "../context";
import { mayWrite } from "../credentials";
import { ApiError, detail, permissionDenied } from "../errors";
import type { Language } from "../messages";
import { languageOf, translate } from "../messages";
import type { Format } from "../negotiation";
import { negotiate } from "../negotiation";
import type { JsonValue } from "../pythonJson";
import { errorReply, render } from "../render";
import type { View } from "../view";
import { handlerFor } from "../view";
import { authenticate } from "./auth";
import { parseBody } from "./body";
import { controllerPaging } from "./paging";

/**
 * Runs a view with the checks in the order of awx/api/generics.py: a body that can't be read hides everything else,
 * then Accept, the caller's scope, the login, rights, and last the method.
 *
 * @throws HtmlError for what ends in Django's own error page
 */
export function dispatchController(view: View, call: Call): Answer {
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
  if (isCommitted && caller?.token) call.service.model.useToken(caller.token);
  return render(view, reply, format, call.service, caller);
}

interface RequestParts {
  readonly caller: Caller | undefined;
  readonly data: JsonValue;
  readonly failure?: ApiError;
}

/** The body is read while logging in, so a body that can't be read also loses the login. */
function readRequest(view: View, call: Call): RequestParts {
  if (view.access === "anonymous") return { caller: undefined, data: new Map() };
  try {
    const data = parseBody(call.body, call.headers["content-type"]);
    return { caller: authenticate(call), data };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { caller: undefined, data: new Map(), failure: error };
  }
}

function run(view: View, call: Call, caller: Caller | undefined, data: JsonValue, language: Language): Reply {
  const { service, method, path, query, link } = call;
  if (caller && !safeMethods.includes(method) && !mayWrite(caller)) throw permissionDenied();
  if (!caller && !view.access) throw notAuthenticated();
  const handler = handlerFor(view, method, ["application/json"]);
  const context: Context = {
    service,
    model: service.model,
    method,
    path,
    query,
    data,
    caller: caller ?? nobody,
    language,
    link,
    paging: controllerPaging,
  };
  if (!view.access && !context.caller.user.isSuperuser && handler) view.authorize?.(context);
  if (!handler) throw detail(405, 'Method "{method}" not allowed.', { method });
  return handler(context);
}

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
