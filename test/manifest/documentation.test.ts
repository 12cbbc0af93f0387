import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import bundle from "../../l10n/bundle.l10n.json";
import manifest from "../../package.json";
import texts from "../../package.nls.json";
import { textsOf } from "../../scripts/texts";
import { failureTexts } from "../support/failureTexts";
import { tablesIn } from "../support/markdown";

const root = path.join(__dirname, "../..");
const pages = ["README.md", ...readdirSync(path.join(root, "docs"), { encoding: "utf8" }).map((file) => `docs/${file}`)]
  .filter((file) => file.endsWith(".md"))
  .map((file) => ({ file, text: readFileSync(path.join(root, file), "utf8") }));

const messages = Object.values(textsOf(bundle));
const { contributes } = manifest;
const titles = contributes.commands.map(({ title }) => textOf(title));
const settings = contributes.configuration.flatMap(({ properties }) => Object.entries(properties));

/** VS Code's own buttons, commands and menus that the pages name. */
const names = [
  "AWX Tokens",
  "Settings Sync",
  "File > Save",
  "Save As",
  "Show Local",
  "Revert File",
  "Welcome: Open Walkthrough",
  "Focus on Access Tokens View",
  "Notifications: Focus Notification Toast",
  "Preferences: Open Keyboard Shortcuts",
];

describe("docs/commands.md against package.json", () => {
  const tables = tablesIn(readFileSync(path.join(root, "docs/commands.md"), "utf8"));

  it("has every command once, by its title, and no other", () => {
    assert.deepEqual(
      rowsOf("command")
        .map(([title]) => title)
        .sort(),
      [...titles].sort(),
    );
  });

  it("has every setting, with what it is to begin with and may be", () => {
    assert.deepEqual(
      rowsOf("setting").map((cells) => cells.slice(0, 4)),
      settings.map(([id, setting]) => [
        `\`${id}\``,
        `\`${JSON.stringify(setting.default)}\``,
        "minimum" in setting ? String(setting.minimum) : "",
        "maximum" in setting ? String(setting.maximum) : "",
      ]),
    );
  });

  it("has every key", () => {
    const bound = contributes.keybindings.map((binding) => {
      const { key, mac = key } = binding as { readonly key: string; readonly mac?: string };
      return [key, mac, boundTitle(binding)].join(" ");
    });
    const documented = rowsOf("key").map(([key = "", mac = "", command = ""]) =>
      [key, mac]
        .map((cell) => cell.replaceAll("`", "").toLowerCase())
        .concat(command.replace(/,.*/, ""))
        .join(" "),
    );
    assert.deepEqual(documented.sort(), [...new Set(bound)].sort());
  });

  function rowsOf(heading: string): string[][] {
    return tables.filter(([head]) => head?.[0] === heading).flatMap(([, ...rows]) => rows);
  }
});

describe("docs/troubleshooting.md against src/", () => {
  const quoted = tablesIn(readFileSync(path.join(root, "docs/troubleshooting.md"), "utf8"))
    .filter(([head]) => head?.[0] === "message")
    .flatMap(([, ...rows]) => rows.map(([message = ""]) => message));

  it("quotes messages that there are, and each once", () => {
    const known = new Set(messages.map(asQuoted));
    for (const message of quoted) assert.ok(known.has(message), message);
    assert.deepEqual([...new Set(quoted)], quoted);
  });

  it("has every reason that is given for a failure, and every failure that is named", () => {
    // One to which a server may add its own reasons stands there with those alone.
    const there = new Set(quoted.flatMap((text) => [text, text.replace(/: …\./, ".")]));
    const missing = failureTexts()
      .map(asQuoted)
      .filter((text) => !there.has(text));
    assert.deepEqual(missing, []);
  });
});

describe("the pages for people", () => {
  it("name no setting that there is not", () => {
    const known = settings.map(([id]) => id);
    for (const { file, text } of pages) {
      for (const [id] of text.matchAll(/(?<=[`"“])awxTokens\.\w+/g)) assert.ok(known.includes(id), `${file}: ${id}`);
    }
  });

  it("name no command or button that there is not", () => {
    const known = new Set([...titles, ...messages, ...names]);
    for (const { file, text } of pages) {
      for (const [, name = ""] of text.matchAll(/\*\*([^*\n]+)\*\*/g)) {
        if (isInTitleCase(name)) assert.ok(known.has(name), `${file}: ${name}`);
      }
    }
  });
});

/** A message as it is quoted: dots stand for what differs. */
function asQuoted(message: string): string {
  return message.replaceAll(/\{\d\}/g, "…");
}

function textOf(placeholder: string): string {
  return texts[placeholder.replaceAll("%", "") as keyof typeof texts];
}

function boundTitle({ command, args }: (typeof contributes.keybindings)[number]): string {
  const inner = args?.commands?.flatMap((each) => (typeof each === "string" ? [] : [each.command])) ?? [command];
  return textOf(contributes.commands.find((each) => inner.includes(each.command))?.title ?? "");
}

/** Whether a text is several words in title case, as commands and buttons are. */
function isInTitleCase(text: string): boolean {
  const words = text.split(" ").filter((word) => !/^(a|and|as|by|in|into|of|on|or|that|the|to|with)$/.test(word));
  return words.length > 1 && words.every((word) => /^[A-Z>]/.test(word));
}
