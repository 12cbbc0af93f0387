import type { IncomingHttpHeaders } from "node:http";
import type { Answer, Call, Service } from "./context";
import { HtmlError } from "./errors";
import { Query } from "./query";
import type { Route } from "./route";
import { findView } from "./route";
import type { View } from "./view";

/** An API as it is mounted on the host. */
export interface Api {
  /** Stands for `/api/` in all paths and links. */
  readonly base: string;
  readonly service: Service;
  readonly routes: readonly Route[];
  /** @throws HtmlError for what ends in Django's own error page */
  readonly dispatch: (view: View, call: Call) => Answer;
  /** How Django's own error pages are labelled. */
  readonly pageType: string;
}

export interface HttpRequest {
  readonly method: string;
  /** The path with its query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const root = "/api/";

/** Answers a request to a host that has these APIs below a prefix; the last one answers for all other paths, too. */
export function answer(apis: readonly Api[], prefix: string, { method, target, headers, body }: HttpRequest): Answer {
  const queryStart = target.indexOf("?");
  const fullPath = queryStart < 0 ? target : target.slice(0, queryStart);
  const search = queryStart < 0 ? "" : target.slice(queryStart);
  const path = fullPath.slice(prefix.length);
  const api = apis.find(({ base }) => `${path}/`.startsWith(base)) ?? apis.at(-1);
  if (!api) throw new RangeError("a host without any API");
  if (!fullPath.startsWith(`${prefix}/`)) return errorPage(api, 404, "Not Found");

  const { base, service, routes } = api;
  const own = (each: string): string => (each.startsWith(base) ? root + each.slice(base.length) : each);
  const link = (each: string): string => prefix + base + each.slice(root.length);
  const view = findView(routes, own(path));
  if (!view) {
    return findView(routes, own(`${path}/`)) ? movedTo(`${fullPath}/${search}`) : errorPage(api, 404, "Not Found");
  }
  try {
    return api.dispatch(view, {
      service,
      method,
      path: own(path),
      query: new Query(search.slice(1)),
      headers,
      body,
      link,
    });
  } catch (error) {
    if (!(error instanceof HtmlError)) throw error;
    return errorPage(api, error.status, error.message);
  }
}

function errorPage({ pageType }: Api, status: number, reason: string): Answer {
  const title = status === 404 ? "Not Found" : "Server Error (500)";
  const body = `<!doctype html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1><!-- ${reason} --></body></html>`;
  return { status, headers: { "Content-Type": pageType }, body };
}

/** Django's APPEND_SLASH, for every method (recorded: tokens-no-slash, token-no-slash-patch). */
function movedTo(location: string): Answer {
  return { status: 301, headers: { "Content-Type": "text/html; charset=utf-8", Location: location }, body: "" };
}
