import type { Language } from "./messages";
import { translate } from "./messages";
import type { User } from "./model";

/** An answer in the API's own error form; `body` is made late because it is in the caller's language. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: (language: Language) => unknown,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`HTTP ${String(status)}`);
  }
}

/** Django's own error page, which is HTML even for a client that asked for JSON. */
export class HtmlError extends Error {
  constructor(
    readonly status: 404 | 500,
    reason: string,
  ) {
    super(reason);
  }
}

/** `{"detail": …}`, the form of most errors. */
export function detail(status: number, text: string, values: Readonly<Record<string, string>> = {}): ApiError {
  return new ApiError(status, (language) => ({ detail: translate(language, text, values) }));
}

/** 403 for everything the caller may not do. */
export function permissionDenied(): ApiError {
  return detail(403, "You do not have permission to perform this action.");
}

/** 404 for an id that does not exist; text of Django REST framework 3.15. */
export function noSuchObject(model: string): ApiError {
  return detail(404, "No {model} matches the given query.", { model });
}

/** 403 for a new token of a user who signs in elsewhere, by default settings (`ALLOW_OAUTH2_FOR_EXTERNAL_USERS`). */
export function refuseExternalUser({ externalAccount }: User): void {
  if (externalAccount === null) return;
  const text =
    "(access_denied) OAuth2 Tokens cannot be created by users associated with an external authentication provider ({name})";
  throw detail(403, text, { name: externalAccount });
}
