/** A JSON answer for `FakeAwx.intercept`. */
export function json(status: number, body: unknown) {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** A token as AWX lists it, of which a test names what it is about. */
export function tokenJson(id: number, values: object = {}) {
  return {
    id,
    description: "",
    scope: "read",
    user: 1,
    application: null,
    created: "2026-01-01T00:00:00Z",
    modified: "2026-01-01T00:00:00Z",
    expires: "3025-01-01T00:00:00Z",
    summary_fields: {},
    ...values,
  };
}

/** The same with a text of a server's in every place that has one. */
export function tokenJsonWith(id: number, text: string) {
  return tokenJson(id, {
    description: text,
    user: 2,
    application: 1,
    summary_fields: { user: { username: text }, application: { name: text } },
  });
}
