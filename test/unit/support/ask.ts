import type { FakeAwx } from "../../fakeAwx/server";

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined where the answer is no JSON. */
  readonly body: unknown;
}

/** Sends one request to a double, with the password of the seed; who else is to call goes into the headers. */
export async function ask(
  awx: FakeAwx,
  user: string | undefined,
  method: string,
  path: string,
  body?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Asked> {
  const response = await fetch(awx.url + path, {
    method,
    redirect: "manual",
    headers: {
      ...(user !== undefined && basic(user, "password")),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type") === "application/json";
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
}

/** Signs in with a name and a password. */
export function basic(user: string, password: string, encoding: "utf8" | "latin1" = "utf8"): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`, encoding).toString("base64")}` };
}

/** Signs in with the token of a table. */
export function bearer(held: { secretOf(id: number): string }, id: number): Record<string, string> {
  return { authorization: `Bearer ${held.secretOf(id)}` };
}
