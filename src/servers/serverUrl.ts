export type ServerUrl =
  { readonly url: string } | { readonly problem: "empty" | "notAnAddress" | "otherScheme" | "holdsCredential" };

// From `/api` on, an address names something in the API. Only what AWX has below it is cut, so that a prefix that merely
// begins with "api" is kept.
const apiPath = /\/api(\/(v\d+|o|login|logout|gateway|controller)(\/.*)?)?\/?$/;

/**
 * A server's address, from what a person types or pastes: `https` is supplied, the path prefix kept; a trailing slash,
 * what the API has below `/api`, and the `#/…` page and query of the web UI are dropped.
 */
export function parseServerUrl(text: string): ServerUrl {
  const typed = text.trim();
  if (typed === "") return { problem: "empty" };
  // One slash too few would make the scheme the host.
  const address = /^([a-z][a-z0-9+.-]*:\/\/|https?:\/)/i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(address)) return { problem: "notAnAddress" };
  const { protocol, hostname, origin, pathname, username, password } = new URL(address);
  if (protocol !== "https:" && protocol !== "http:") return { problem: "otherScheme" };
  if (hostname === "") return { problem: "notAnAddress" };
  if (username !== "" || password !== "") return { problem: "holdsCredential" };
  let path = pathname.replaceAll(/\/{2,}/g, "/");
  // Until nothing is left to cut, so that the address kept in the settings is read as itself.
  for (let before = ""; before !== path;) {
    before = path;
    path = path
      .replace(/\/index\.html$/, "/")
      .replace(apiPath, "")
      .replace(/\/$/, "");
  }
  return { url: origin + path };
}

/** Whether what is sent to this address, the credential too, can be read on the way. */
export function isUnencrypted(url: string): boolean {
  return url.startsWith("http://");
}
