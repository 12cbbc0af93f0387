import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { headOf, reset, type Fault, type RawAnswer, type RequestMatch } from "./faultyLayer";
import type { Stage } from "./stage";

/** Something that goes wrong between the extension and its server, and what is true of it then. */
export interface FaultCase {
  readonly name: string;
  /** Lets it begin, for the requests that match where it is about requests. */
  readonly begin: (stage: Stage, match: RequestMatch) => void | Promise<void>;
  /** Ends what is not the layer's to end, before the person does something about it. */
  readonly end?: (stage: Stage) => void | Promise<void>;
  /** Why, as the person is to be told; a regular expression. */
  readonly why: string;
  /** The same where nobody has been asked to sign in, if it is another reason there. */
  readonly whyAtDoor?: string;
  /**
   * What becomes of a request that changes something: the server surely does not do it, has not done it although that
   * cannot be seen, or has.
   */
  readonly ofWrite: "refused" | "lost" | "made";
  /** How often a request that changes nothing is sent. */
  readonly attempts: 1 | 3;
  /** Nothing gets through any more, whatever it asks for. */
  readonly isOutage?: boolean;
  /** It takes as long as a request may take. */
  readonly isSlow?: boolean;
  /** It sends so much that it could fill the memory. */
  readonly isBig?: boolean;
}

const cut = "The connection was cut before an answer came\\.";
const late = "The server did not answer in time\\. The setting “awxTokens\\.requestTimeout” gives it 1 s\\.";
const notJson = "The answer is not from AWX's API\\.";
export const otherShape = "The answer is not what AWX gives here\\.";
const tooLarge = "The answer is far larger than any of AWX's, and was given up\\.";
const noHttp = "What answers at that port does not speak HTTP\\.";

const sentElsewhere = "The server sent us to another address";

const json = "application/json";
const megabyte = 1024 * 1024;

const html = "text/html; charset=utf-8";

/** Between the computer and the server. */
export const connectionFaults: readonly FaultCase[] = [
  {
    name: "the connection is refused",
    begin: ({ layer }) => layer.refuseConnections(),
    why: "Nothing answers at that address and port \\(connection refused\\)\\.",
    ofWrite: "refused",
    attempts: 1,
    isOutage: true,
  },
  {
    name: "the host name is not found",
    begin: async (stage) => {
      stage.isNameKnown = false;
      // A connection that is open needs no name.
      await stage.layer.calm();
    },
    why: "The host name was not found\\.",
    ofWrite: "refused",
    attempts: 1,
    isOutage: true,
  },
  {
    name: "connections are reset before a request",
    begin: ({ layer }) => {
      layer.resetConnections();
    },
    why: cut,
    ofWrite: "lost",
    attempts: 3,
    isOutage: true,
  },
  onRequest("the connection is reset within a request", cut, "lost", 3, ({ socket }) => {
    reset(socket);
  }),
  onRequest("the connection is reset after a request", cut, "lost", 3, async ({ body, socket }) => {
    await body();
    reset(socket);
  }),
  onRequest("the connection is reset when the server has done it", cut, "made", 3, async ({ forward, socket }) => {
    await forward();
    reset(socket);
  }),
  onRequest("the connection is closed without an answer", cut, "lost", 3, async ({ body, socket }) => {
    await body();
    socket.end();
  }),
  onRequest("half a header comes", cut, "made", 3, async ({ forward, socket }) => {
    const { status, headers } = await forward();
    const head = headOf(status, headers);
    socket.end(head.slice(0, head.length / 2));
  }),
  onRequest("half a JSON body comes and then the end", cut, "made", 3, async ({ forward, socket }) => {
    socket.end(halfOf(await forward()));
  }),
  onRequest("half a JSON body comes and then a reset", cut, "made", 3, async ({ forward, socket }) => {
    socket.write(halfOf(await forward()), () => {
      reset(socket);
    });
  }),
  onRequest("a JSON body without a length ends early", notJson, "made", 1, async ({ forward, socket }) => {
    const { status, headers, body } = await forward();
    socket.write(headOf(status, [...headers, ["Connection", "close"]]));
    socket.end(body.subarray(0, body.length / 2));
  }),
  slow("no byte comes", "lost", async ({ body }) => {
    await body();
  }),
  slow("the bytes of the header come too slowly", "made", async ({ forward, socket }) => {
    const { status, headers } = await forward();
    await drip(socket, headOf(status, headers));
  }),
  slow("the bytes of the body come too slowly", "made", async ({ forward, socket }) => {
    const { status, headers, body } = await forward();
    socket.write(headOf(status, [...headers, ["Content-Length", String(body.length)]]));
    await drip(socket, body.toString("latin1"));
  }),
  slow("a body never ends", "made", async ({ forward, socket }) => {
    const { status, headers, body } = await forward();
    socket.write(headOf(status, [...headers, ["Transfer-Encoding", "chunked"]]));
    socket.write(chunk(body));
  }),
  onRequest("another protocol answers", noHttp, "lost", 1, async ({ body, socket }) => {
    await body();
    socket.end("SSH-2.0-OpenSSH_9.6\r\n");
  }),
  onRequest("the chunks of a body are garbled", noHttp, "made", 1, async ({ forward, socket }) => {
    const { status, headers } = await forward();
    socket.write(headOf(status, [...headers, ["Transfer-Encoding", "chunked"]]));
    socket.end("zz\r\n{}\r\n");
  }),
];

/** Answers of the server, or of what stands in front of it, that say no. */
export const statusFaults: readonly FaultCase[] = [
  refusal(401, "The server does not accept the access token"),
  refusal(403, "The server does not allow it: No, 403\\."),
  refusal(404, "The server says that it does not exist, or no longer does\\."),
  ...[405, 409, 413, 415].map((status) =>
    refusal(status, `The server refused with status ${String(status)}: No, ${String(status)}\\.`),
  ),
  {
    ...answering("413 of a proxy", "refused", 1, 413, html, "<title>413 Request Entity Too Large</title>"),
    why: "The server refused with status 413: 413 Request Entity Too Large\\.",
    whyAtDoor: "Something refused the request with status 413",
  },
  {
    ...answering("403 of a firewall", "refused", 1, 403, html, "<title>Blocked</title>"),
    why: "The server does not allow it: Blocked\\.",
    whyAtDoor: "Something refused the request with status 403",
  },
  busy("429", 429, "refused", 3, {}, "Try again later\\."),
  busy("429 with Retry-After 1", 429, "refused", 3, { "Retry-After": "1" }, "It asks to try again in 1 second\\."),
  busy("429 with Retry-After 3600", 429, "refused", 1, { "Retry-After": "3600" }, "It asks to try again in 1 hour\\."),
  busy(
    "429 with a date",
    429,
    "refused",
    1,
    { "Retry-After": inAnHour() },
    "It asks to try again in (1 hour|\\d+ minutes)\\.",
  ),
  {
    ...answering("500", "lost", 1, 500, html, "<title>Server Error</title>"),
    why: "The server failed with status 500\\.",
  },
  ...[502, 503, 504].map((status) => busy(String(status), status, "lost", 3, {}, "Try again later\\.")),
  busy("503 with Retry-After 1", 503, "lost", 3, { "Retry-After": "1" }, "It asks to try again in 1 second\\."),
  busy("503 with Retry-After 3600", 503, "lost", 1, { "Retry-After": "3600" }, "It asks to try again in 1 hour\\."),
  onRequest(
    "504 when the server has done it",
    "The server takes no requests for now \\(status 504\\)",
    "made",
    3,
    async ({ forward, answer }) => {
      await forward();
      answer(textAnswer(504, html, "<title>Gateway Time-out</title>"));
    },
  ),
];

/** Answers that are none of AWX's. */
export const bodyFaults: readonly FaultCase[] = [
  {
    ...answering("a login page with 200", "lost", 1, 200, html, "<!doctype html><title>Sign in</title>"),
    why: "The answer is a web page titled “Sign in”, not AWX's API\\.",
  },
  {
    ...answering("a page without a title", "lost", 1, 200, html, "<p>Welcome"),
    why: "The answer is a web page, not AWX's API\\.",
  },
  {
    ...answering("a page with 404", "refused", 1, 404, html, "<title>Not Found</title>"),
    why: "The answer is a web page titled “Not Found”, not AWX's API\\.",
  },
  { ...answering("nothing with 200", "lost", 1, 200, "", ""), why: notJson },
  { ...answering("nothing with 200, called JSON", "lost", 1, 200, json, ""), why: notJson },
  { ...answering("no content", "lost", 1, 204, json, ""), why: otherShape },
  ...["{}", "[]", "null", '"no"', "42", '{"results":{"id":1}}', '{"detail":"ok"}'].map((body) => ({
    ...answering(`${body} with 200`, "lost", 1, 200, json, body),
    why: otherShape,
  })),
  onRequest("half a JSON body of the right length", notJson, "made", 1, async ({ forward, answer }) => {
    const { body, ...rest } = await forward();
    answer({ ...rest, body: body.subarray(0, body.length / 2) });
  }),
  onRequest("a body that is not UTF-8", notJson, "made", 1, async ({ forward, answer }) => {
    const { body, ...rest } = await forward();
    const text = body.toString("latin1").replace(/"(description|current_version|username|me)":\s*"/, "$&\xff\xfe\xc3(");
    answer({ ...rest, body: Buffer.from(text, "latin1") });
  }),
  onRequest(
    "a body that is not compressed as it says",
    "No answer came \\(Z_DATA_ERROR\\)\\.",
    "made",
    1,
    async ({ forward, answer }) => {
      const { headers, ...rest } = await forward();
      answer({ ...rest, headers: [...headers, ["Content-Encoding", "gzip"]] });
    },
  ),
  {
    ...onRequest("a body of 100 MB", tooLarge, "lost", 1, async ({ body, socket }) => {
      await body();
      socket.write(
        headOf(200, [
          ["Content-Type", json],
          ["Content-Length", String(100 * megabyte)],
        ]),
      );
      await pour(socket, Buffer.alloc(megabyte, " "), 100);
    }),
    isBig: true,
  },
  {
    ...onRequest("a bomb of a gigabyte", tooLarge, "lost", 1, async ({ body, socket }) => {
      await body();
      // A compressed file may be several, one after the other (RFC 1952 §2.2).
      const piece = gzipSync(Buffer.alloc(16 * megabyte, " "));
      const headers = [
        ["Content-Type", json],
        ["Content-Encoding", "gzip"],
        ["Content-Length", String(64 * piece.length)],
      ] as const;
      socket.write(headOf(200, headers));
      await pour(socket, piece, 64);
    }),
    isBig: true,
  },
  {
    ...onRequest("a refusal of 100 MB", "The server does not allow it\\.", "refused", 1, async ({ body, socket }) => {
      await body();
      socket.write(
        headOf(403, [
          ["Content-Type", json],
          ["Content-Length", String(100 * megabyte)],
        ]),
      );
      await pour(socket, Buffer.alloc(megabyte, " "), 100);
    }),
    whyAtDoor: "Something refused the request with status 403",
    isBig: true,
  },
];

/** Ways to another place, where no credential must go. */
export const redirectFaults: readonly FaultCase[] = [
  ...[301, 302, 303, 307, 308].map((status) =>
    redirect(`${String(status)} to another host`, status, ({ trapUrl }) => `${trapUrl}/login`, sentElsewhere),
  ),
  redirect("301 to https", 301, ({ url }) => url.replace("http:", "https:"), "The server is to be reached by https"),
  redirect("302 to a login page", 302, () => "/sso/login/?next=/api/", sentElsewhere),
  redirect("302 to nowhere", 302, () => "http://[", sentElsewhere),
  redirect("302 to an upgrade", 302, () => "/migrations_notran/", "The server is being upgraded\\."),
];

/** Answers that hold what they were asked with. */
export const echoFaults: readonly FaultCase[] = [
  echo("a refusal that quotes the request", "refused", "The server refused with status 418: .*\\*{8}", (sent) =>
    textAnswer(418, json, JSON.stringify({ detail: `Not with ${sent}` })),
  ),
  echo("a page that quotes the request", "lost", "The answer is a web page titled “Hello .*\\*{8}", (sent) =>
    textAnswer(200, html, `<title>Hello ${sent}</title>`),
  ),
  echo("a redirect that quotes the request", "refused", `${sentElsewhere} .*\\*{8}`, (sent) =>
    textAnswer(302, html, "", [["Location", `/login?with=${encodeURIComponent(sent)}`]]),
  ),
  echo(
    "a challenge that quotes the request",
    "refused",
    "The server does not accept the access token: .*\\*{8}",
    (sent) => textAnswer(401, json, "{}", [["WWW-Authenticate", `Bearer error_description="Not ${sent}"`]]),
  ),
];

/** An answer with a text for a body. */
export function textAnswer(status: number, type: string, body: string, headers: RawAnswer["headers"] = []): RawAnswer {
  const contentType = type === "" ? [] : [["Content-Type", type] as const];
  return { status, headers: [...contentType, ...headers], body: Buffer.from(body) };
}

/** An answer of the server's whose JSON is another. */
export function rewriting(
  name: string,
  why: string,
  ofWrite: FaultCase["ofWrite"],
  rewrite: (json: never, stage: Stage) => unknown,
): FaultCase {
  return {
    name,
    why,
    ofWrite,
    attempts: 1,
    begin: (stage, match) => {
      stage.layer.inject(match, async ({ forward, answer }) => {
        const { body, ...rest } = await forward();
        const json = JSON.parse(body.toString("utf8")) as never;
        answer({ ...rest, body: Buffer.from(JSON.stringify(rewrite(json, stage) ?? json)) });
      });
    },
  };
}

export function onRequest(
  name: string,
  why: string,
  ofWrite: FaultCase["ofWrite"],
  attempts: FaultCase["attempts"],
  fault: Fault,
): FaultCase {
  return {
    name,
    why,
    ofWrite,
    attempts,
    begin: ({ layer }, match) => {
      layer.inject(match, fault);
    },
  };
}

function answering(
  name: string,
  ofWrite: FaultCase["ofWrite"],
  attempts: FaultCase["attempts"],
  status: number,
  type: string,
  body: string,
  headers: RawAnswer["headers"] = [],
): Omit<FaultCase, "why"> {
  return onRequest(name, "", ofWrite, attempts, async (exchange) => {
    await exchange.body();
    exchange.answer(textAnswer(status, type, body, headers));
  });
}

function refusal(status: number, why: string): FaultCase {
  const body = JSON.stringify({ detail: `No, ${String(status)}.` });
  return {
    ...answering(String(status), "refused", 1, status, json, body),
    why,
    whyAtDoor: `Something refused the request with status ${String(status)} before anybody was asked to sign in`,
  };
}

function busy(
  name: string,
  status: number,
  ofWrite: FaultCase["ofWrite"],
  attempts: FaultCase["attempts"],
  headers: Readonly<Record<string, string>>,
  when: string,
): FaultCase {
  return {
    ...answering(name, ofWrite, attempts, status, json, '{"detail":"Busy."}', Object.entries(headers)),
    why: `The server takes no requests for now \\(status ${String(status)}\\)\\. ${when}`,
  };
}

function redirect(name: string, status: number, to: (stage: Stage) => string, why: string): FaultCase {
  return {
    name,
    why,
    ofWrite: "refused",
    attempts: 1,
    begin: (stage, match) => {
      stage.layer.inject(match, async (exchange) => {
        await exchange.body();
        exchange.answer(textAnswer(status, html, "", [["Location", to(stage)]]));
      });
    },
  };
}

function echo(
  name: string,
  ofWrite: FaultCase["ofWrite"],
  why: string,
  answerTo: (sent: string) => RawAnswer,
): FaultCase {
  return onRequest(name, why, ofWrite, 1, async ({ request, body, answer }) => {
    await body();
    answer(answerTo(request.headers.get("authorization") ?? ""));
  });
}

function slow(name: string, ofWrite: FaultCase["ofWrite"], fault: Fault): FaultCase {
  return { ...onRequest(name, late, ofWrite, 1, fault), isSlow: true };
}

function halfOf({ status, headers, body }: RawAnswer): Buffer {
  const head = headOf(status, [...headers, ["Content-Length", String(body.length)]]);
  return Buffer.concat([Buffer.from(head), body.subarray(0, body.length / 2)]);
}

function chunk(body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from("\r\n")]);
}

async function drip(socket: Socket, text: string): Promise<void> {
  for (const byte of text) {
    if (socket.destroyed) return;
    socket.write(byte, "latin1");
    await delay(100);
  }
}

/** Sends a piece again and again, as fast as it is taken and for as long as somebody takes it. */
async function pour(socket: Socket, piece: Buffer, times: number): Promise<void> {
  for (let count = 0; count < times && !socket.destroyed; count++) {
    // Told also of a socket that is closed before it could.
    await new Promise<void>((resolve) => {
      socket.write(piece, () => {
        resolve();
      });
    });
  }
}

function inAnHour(): string {
  return new Date(Date.now() + 3_600_000).toUTCString();
}
