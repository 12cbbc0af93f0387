/** A JSON answer for `FakeAwx.intercept`. */
export function json(status: number, body: unknown) {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
