import type { Answer, Call, Context, Reply } from "../context";
import { nobody } from "../context";
import { ApiError, detail } from "../errors";
import type { Format } from "../negotiation";
import { negotiate } from "../negotiation";
import type { JsonValue } from "../pythonJson";
import { errorReply, render } from "../render";
import type { View } from "../view";
import { handlerFor } from "../view";
import type { Login } from "./auth";
import { signIn } from "./auth";
import { parseBody, parses } from "./body";
import { gatewayPaging } from "./paging";

/** It has no LocaleMiddleware (recorded: accept-language-fr). */
const language = "en";

/**
 * Runs a view with the checks in the order of Django REST framework's `APIView.initial`: Accept, the login, rights,
 * and last the method. The body is read on the way, because oauthlib wants to see it.
 *
 * @throws HtmlError for what ends in Django's own error page
 */
export function dispatchGateway(view: View, call: Call): Answer {
  const { login, body, failure } = readRequest(call);
  let format: Format = "json";
  let reply: Reply;
  try {
    format = negotiate(call.headers.accept, call.query);
    if (failure) throw failure;
    if (!login.caller && login.refusal !== undefined) throw unauthorized(login.refusal, login.challenge);
    reply = run(view, call, login, body);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    reply = errorReply(error, language);
  }
  return render(view, reply, format, call.service, login.caller);
}

interface RequestParts {
  readonly login: Login;
  readonly body: ReturnType<typeof parseBody>;
  readonly failure?: ApiError;
}

function readRequest(call: Call): RequestParts {
  try {
    const body = parseBody(call.body, call.headers["content-type"]);
    return { login: signIn(call), body };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { login: { challenge: "" }, body: { data: null }, failure: error };
  }
}

function run(view: View, call: Call, login: Login, body: RequestParts["body"]): Reply {
  const { service, method, path, query, link } = call;
  const context: Context = {
    service,
    model: service.model,
    method,
    path,
    query,
    get data(): JsonValue {
      if ("unsupported" in body) throw body.unsupported;
      return body.data;
    },
    caller: login.caller ?? nobody,
    language,
    link,
    paging: gatewayPaging,
  };
  if (!view.access) authorize(view, context, login);
  const handler = handlerFor(view, method, parses);
  if (!handler) throw detail(405, 'Method "{method}" not allowed.', { method });
  return handler(context);
}

/** The permission classes look at the request before they ask whether anyone is signed in. */
function authorize(view: View, context: Context, login: Login): void {
  try {
    view.authorize?.(context);
  } catch (error) {
    if (login.caller || !(error instanceof ApiError) || error.status !== 403) throw error;
  }
  if (!login.caller) throw unauthorized("Authentication credentials were not provided.", login.challenge);
}

function unauthorized(text: string, challenge: string): ApiError {
  return new ApiError(401, () => ({ detail: text }), { "WWW-Authenticate": challenge });
}
