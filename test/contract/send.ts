import { request } from "node:http";
import type { Received } from "./compare";
import type { Exchange } from "./recording";

/** Sends a recorded request as it was sent, with nothing added, and with real secrets for `<token N>`. */
export async function send(
  origin: string,
  exchange: Exchange,
  secretOf: (tokenId: number) => string,
): Promise<Received> {
  const fill = (text: string): string => text.replace(/<token (\d+)>/g, (_, id: string) => secretOf(Number(id)));
  const { method, target, auth, headers } = exchange.request;
  const body = bodyOf(exchange);
  const allHeaders: Record<string, string | number> = { ...headers };
  if (auth && "basic" in auth) {
    allHeaders["authorization"] = `Basic ${basicCredentials(auth.basic)}`;
  } else if (auth) {
    allHeaders["authorization"] = fill(auth.authorization);
  }
  if (body !== undefined) allHeaders["content-length"] = Buffer.byteLength(body);
  return await new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const outgoing = request({ hostname, port, method, path: fill(target), headers: allHeaders }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.once("error", reject);
      incoming.once("end", () => {
        const single = Object.entries(incoming.headers).map(([name, value]) => [name, value?.toString()]);
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(single) as Received["headers"],
          body: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

/** An empty pair is what the recorder made of credentials it could not decode (recorded: bad-basic-malformed). */
function basicCredentials([name, password]: readonly [string, string]): string {
  return name === "" && password === "" ? "!!!" : Buffer.from(`${name}:${password}`).toString("base64");
}

/** Only descriptions were too long to be kept: the note of such a body says how long it was. */
function bodyOf({ request: { body } }: Exchange): string | undefined {
  if (body === null || typeof body === "string") return body ?? undefined;
  const count = Number(/\d+/.exec(body.note ?? "")?.[0] ?? "100000");
  return JSON.stringify({ description: body.repeat.repeat(count) });
}
