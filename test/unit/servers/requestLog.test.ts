import assert from "node:assert/strict";
import type { LogOutputChannel } from "vscode";
import type { Exchange } from "../../../src/awx/transport";
import { logExchange } from "../../../src/servers/requestLog";

/** What an exchange is logged as: the level and the line. */
function logged(exchange: Exchange, serverName = "prod"): (readonly [level: string, line: string])[] {
  const lines: (readonly [string, string])[] = [];
  const levels = ["trace", "debug", "info", "warn", "error"];
  const log = Object.fromEntries(levels.map((level) => [level, (line: string) => lines.push([level, line])]));
  logExchange(log as unknown as LogOutputChannel, serverName, exchange);
  return lines;
}

describe("logExchange", () => {
  const exchange = { method: "GET", path: "/api/v2/tokens/?page=2", milliseconds: 21 };
  const levels: readonly (readonly [level: string, outcome: Exchange["outcome"]])[] = [
    ["info", 200],
    ["info", 302],
    ["info", 399],
    ["warn", 400],
    ["warn", 401],
    ["warn", 500],
    ["warn", "ECONNREFUSED"],
    ["warn", "timedOut"],
    ["warn", "cancelled"],
  ];
  for (const [level, outcome] of levels) {
    it(`writes one line of level ${level} for ${String(outcome)}, with server, method, path, outcome and time`, () => {
      assert.deepEqual(logged({ ...exchange, outcome }), [
        [level, `prod: GET /api/v2/tokens/?page=2 ${String(outcome)} 21 ms`],
      ]);
    });
  }

  it("names the extension that asked, where another one did", () => {
    assert.deepEqual(logged({ ...exchange, outcome: 200, by: "redhat.ansible" }), [
      ["info", "prod: GET /api/v2/tokens/?page=2 200 21 ms, for redhat.ansible"],
    ]);
  });

  it("writes one line whatever a server is called, since its name may have come by a sync", () => {
    const [line] = logged({ ...exchange, outcome: 200 }, "prod\nprod: DELETE\u202e");
    assert.deepEqual(line, ["info", "prod⏎prod: DELETE⟨U+202E⟩: GET /api/v2/tokens/?page=2 200 21 ms"]);
  });

  it("writes nothing else of what it is given", () => {
    const more = { ...exchange, outcome: 401, headers: { authorization: "Bearer s3cret" }, body: "s3cret" };
    assert.doesNotMatch(JSON.stringify(logged(more)), /s3cret|Bearer/);
  });
});
