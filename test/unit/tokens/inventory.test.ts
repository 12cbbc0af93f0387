import assert from "node:assert/strict";
import fc from "fast-check";
import type { AccessToken } from "../../../src/awx/schemas";
import { csvOf, jsonOf, withoutFormula, type InventoryItem } from "../../../src/tokens/inventory";
import { aList } from "../support/aList";
import { aToken } from "../support/aToken";

const now = new Date("2026-06-01T00:00:00Z");
const soonDays = 14;
const header = [
  "server",
  "address",
  "table",
  "id",
  "description",
  "scopes",
  "owner",
  "application",
  "created",
  "modified",
  "last used",
  "expires",
  "state",
  "yours",
];

function anItem(values: Partial<AccessToken> = {}, serverName = "lab"): InventoryItem {
  return { serverName, address: "https://awx.example.com", list: aList(), token: aToken(values) };
}

/** The records of a text by RFC 4180, letter by letter. Fails where the text is not of that form. */
function parsed(csv: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < csv.length) {
    let field = "";
    if (csv[at] === '"') {
      for (at++; ; at++) {
        if (at >= csv.length) assert.fail("a quotation mark is never closed");
        if (csv[at] !== '"') field += csv.charAt(at);
        else if (csv[at + 1] === '"') field += csv.charAt(at++);
        else break;
      }
      at++;
    } else {
      while (at < csv.length && csv[at] !== "," && csv[at] !== "\r") {
        assert.ok(csv[at] !== '"' && csv[at] !== "\n", "what must be quoted is not");
        field += csv.charAt(at++);
      }
    }
    record.push(field);
    if (csv[at] === ",") {
      at++;
      continue;
    }
    assert.equal(csv.slice(at, at + 2), "\r\n", "a record does not end with CRLF");
    at += 2;
    records.push(record);
    record = [];
  }
  assert.deepEqual(record, []);
  return records;
}

/** What a spreadsheet may take for a formula: one of these, after whatever draws nothing. */
function isFormula(cell: string): boolean {
  if (/^[\t\r]/.test(cell)) return true;
  const [first = ""] = Array.from(cell).filter(
    (character) => !/[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(character),
  );
  return ["=", "+", "-", "@", "＝", "＋", "－", "＠"].includes(first);
}

/** Texts with much of what means something to a spreadsheet or to the format. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom(
        "=",
        "+",
        "-",
        "@",
        "＝",
        "＠",
        "\t",
        "\r",
        "\n",
        " ",
        "\u00a0",
        "\u200b",
        ";",
        ",",
        '"',
        "'",
        "a",
        "1",
      ),
    )
    .map((parts) => parts.join("")),
);

describe("the inventory as CSV", () => {
  it("has a header and a line for each token", () => {
    const token = {
      id: 7,
      description: "ci",
      scope: "write read",
      applicationId: 3,
      applicationName: "app",
      lastUsed: new Date("2026-05-01T00:00:00Z"),
    };
    assert.deepEqual(parsed(csvOf([anItem(token), anItem({ source: "gateway", lastUsed: null })], now, soonDays)), [
      header,
      [
        "lab",
        "https://awx.example.com",
        "controller",
        "7",
        "ci",
        "read write",
        "admin",
        "app",
        "2026-01-02T03:04:05.678Z",
        "2026-01-02T03:04:05.678Z",
        "2026-05-01T00:00:00.000Z",
        "3026-01-02T03:04:05.678Z",
        "valid",
        "yes",
      ],
      [
        "lab",
        "https://awx.example.com",
        "platform",
        "1",
        "a token",
        "read",
        "admin",
        "",
        "2026-01-02T03:04:05.678Z",
        "2026-01-02T03:04:05.678Z",
        "never",
        "3026-01-02T03:04:05.678Z",
        "valid",
        "no",
      ],
    ]);
  });

  it("leaves a last use that is not known empty", () => {
    const [, line] = parsed(csvOf([anItem()], now, soonDays));
    assert.equal(line?.[header.indexOf("last used")], "");
  });

  it("says how it stands with the expiry, by the person's days", () => {
    const states = [-1, 13, 15].map((days) => {
      const expires = new Date(now.getTime() + days * 24 * 3600 * 1000);
      return parsed(csvOf([anItem({ expires })], now, soonDays))[1]?.[header.indexOf("state")];
    });
    assert.deepEqual(states, ["expired", "expiring soon", "valid"]);
  });

  it("is read back as what was written, whatever the texts are, and nothing in it begins like a formula", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text, text, text), { maxLength: 4 }), (texts) => {
        const items = texts.map(([serverName, description, ownerName, applicationName]) =>
          anItem({ description, ownerName, applicationName }, serverName),
        );
        const records = parsed(csvOf(items, now, soonDays));
        assert.equal(records.length, items.length + 1);
        for (const [index, [server, description, owner, application]] of texts.entries()) {
          const record = records[index + 1] ?? [];
          assert.equal(record.length, header.length);
          assert.deepEqual(
            [record[0], record[4], record[6], record[7]],
            [server, description, owner, application].map(withoutFormula),
          );
          for (const cell of record) {
            assert.ok(!isFormula(cell), JSON.stringify(cell));
            for (const part of cell.split(/[;\t\r\n]/)) assert.ok(!isFormula(part), JSON.stringify(cell));
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("changes a text by nothing but apostrophes, and a harmless one not at all", () => {
    fc.assert(
      fc.property(text, (each) => {
        assert.equal(withoutFormula(each).replaceAll("'", ""), each.replaceAll("'", ""));
        assert.equal(withoutFormula(withoutFormula(each)), withoutFormula(each));
      }),
    );
    for (const each of ["", "ci-1", "a = b", "me@example.com", "1+1", "'=1", "prod; test"]) {
      assert.equal(withoutFormula(each), each);
    }
    assert.equal(withoutFormula('=HYPERLINK("x")'), '\'=HYPERLINK("x")');
    assert.equal(withoutFormula("a;=1"), "a;'=1");
  });

  it("is written in time, however long a text is and whatever is in it", () => {
    for (const part of ["\n", "\t", " ", ";", "\u200b", '"', "=", "\n "]) {
      // Whoever looked from each letter on to the end would need longer than a test may take.
      const csv = csvOf([anItem({ description: part.repeat(300_000) })], now, soonDays);
      assert.ok(csv.length > 300_000, JSON.stringify(part));
    }
  });
});

describe("the inventory as JSON", () => {
  it("has the same facts, times in ISO 8601, and when and as whom it was made", () => {
    const value: unknown = JSON.parse(jsonOf([anItem({ description: "=1\n" })], now, soonDays));
    assert.deepEqual(value, [
      {
        server: "lab",
        address: "https://awx.example.com",
        table: "controller",
        id: 1,
        description: "=1\n",
        scopes: "read",
        owner: "admin",
        application: null,
        created: "2026-01-02T03:04:05.678Z",
        modified: "2026-01-02T03:04:05.678Z",
        lastUsed: null,
        expires: "3026-01-02T03:04:05.678Z",
        state: "valid",
        yours: true,
        exportedAt: "2026-06-01T00:00:00.000Z",
        exportedBy: "admin",
      },
    ]);
  });

  it("is read back as what was written, whatever the texts are", () => {
    fc.assert(
      fc.property(text, (description) => {
        const [object] = JSON.parse(jsonOf([anItem({ description })], now, soonDays)) as [{ description: string }];
        assert.equal(object.description, description);
      }),
    );
  });
});
