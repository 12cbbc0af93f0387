/** The characters of a path and its query at most: servers take no more. */
const longestPath = 8000;

/**
 * A part of a path between slashes: as RFC 3986 has it, but without `;`, which some servers cut a part at, and without
 * what is encoded and would be a slash, a backslash, a dot, a percent sign or a control character once it is decoded.
 */
const part = /^(?:[A-Za-z0-9\-._~!$&'()*+,=:@]|%(?!2[eEfF5]|5[cC]|[01]|7[fF])[0-9A-Fa-f]{2})+$/;

const query = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?[\]|]|%[0-9A-Fa-f]{2})*$/;

/**
 * The path and query, from the origin on, of a request that another extension asks for; nothing where it would leave
 * the API of the server.
 * @param serverUrl scheme, host, port and path prefix
 * @param path begins with `/api/`, or with the server's prefix and that, as the links in a server's answers do
 * @param added what the query has besides what `path` says
 */
export function requestPath(
  serverUrl: string,
  path: string,
  added: Readonly<Record<string, string | number | boolean>> = {},
): string | undefined {
  const { origin, pathname } = new URL(serverUrl);
  const prefix = pathname.replace(/\/$/, "");
  const [, given = "", asked] = /^([^?]*)(?:\?(.*))?$/s.exec(path) ?? [];
  const whole = prefix !== "" && given.startsWith(`${prefix}/api/`) ? given : prefix + given;
  const below = whole.slice(prefix.length);
  if (!below.startsWith("/api/") || !isPlain(below) || (asked !== undefined && !query.test(asked))) return undefined;
  const search = new URLSearchParams(
    Object.entries(added).map(([key, value]): [string, string] => [key, String(value)]),
  );
  const queries = [asked, search.toString()].filter(Boolean).join("&");
  const result = queries === "" ? whole : `${whole}?${queries}`;
  if (result.length > longestPath) return undefined;
  // What is sent is what was looked at: nothing in it means anything else to a URL.
  const url = new URL(origin + result);
  return url.origin === origin && url.pathname === whole ? result : undefined;
}

/** Whether a path names what it seems to: nothing in it is empty, leads up, or becomes something else when decoded. */
function isPlain(path: string): boolean {
  const parts = path.slice(1).split("/");
  // A slash at the end is how AWX writes its paths.
  if (parts.at(-1) === "") parts.pop();
  return parts.every((each) => part.test(each) && each !== "." && each !== "..");
}
