import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import manifest from "../../package.json";
import texts from "../../package.nls.json";
import {
  autoRefreshSetting,
  commandIds,
  contextKeys,
  expiringSoonSetting,
  serversSetting,
  timeoutSetting,
  tokenSchemaScheme,
  tokenScheme,
  tokensViewId,
  viewContainerId,
} from "../../src/contributions";
import { vscodeVersionOf } from "../vscodeServer/install";

const { contributes } = manifest;
const ids = Object.values(commandIds).sort();

describe("package.json against contributions.ts", () => {
  it("contributes exactly the commands that are registered", () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), ids);
  });

  it("contributes exactly the view container, the view and the settings that the code names", () => {
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map(({ id }) => id),
      [viewContainerId],
    );
    assert.deepEqual(Object.keys(contributes.views), [viewContainerId]);
    assert.deepEqual(
      contributes.views[viewContainerId].map(({ id }) => id),
      [tokensViewId],
    );
    const settings = contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
    const known = [serversSetting, timeoutSetting, expiringSoonSetting, autoRefreshSetting];
    assert.deepEqual(
      settings,
      known.map(({ id }) => id),
    );
    for (const { id, section, key } of known) assert.equal(id, `${section}.${key}`);
  });

  it("completes each step of the walkthrough by a deed, and offers one command for it", () => {
    const [walkthrough, ...others] = contributes.walkthroughs;
    assert.ok(walkthrough && others.length === 0);
    assert.deepEqual(
      walkthrough.steps.flatMap(({ completionEvents }) => completionEvents),
      Object.values(contextKeys).map((key) => `onContext:${key}`),
    );
    const linksOf = (text: string): string[] => [...text.matchAll(/\(command:([^)?]+)/g)].map(([, id = ""]) => id);
    assert.deepEqual(
      walkthrough.steps.map(({ id }) => linksOf(texts[`walkthrough.${id}` as keyof typeof texts])),
      [commandIds.addServer, commandIds.signIn, commandIds.editDescription, commandIds.reviewTokens].map((id) => [id]),
    );
    const opened = encodeURIComponent(JSON.stringify([`${manifest.publisher}.${manifest.name}#${walkthrough.id}`]));
    assert.ok(texts["welcome.noServer"].includes(`(command:workbench.action.openWalkthrough?${opened})`));
  });

  it("draws the walkthrough in the colours of the theme alone", () => {
    for (const { media } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      const svg = readFileSync(path.join(__dirname, "../..", media.svg), "utf8");
      // The page that shows it takes no styles but its own.
      assert.doesNotMatch(svg, /style/, media.svg);
      const colours = [...svg.matchAll(/ (?:fill|stroke)="([^"]+)"/g)].map(([, colour = ""]) => colour);
      assert.ok(colours.length > 0);
      for (const colour of colours) assert.match(colour, /^(none|transparent|var\(--vscode-.+\))$/, media.svg);
    }
  });

  it("says what may stand in the files of tokens", () => {
    const schemas = contributes.jsonValidation.map(({ fileMatch, url }) => ({ fileMatch, url }));
    assert.deepEqual(schemas, [
      { fileMatch: `/${tokenScheme}:/**/*.json`, url: `${tokenSchemaScheme}://schemas/token` },
      { fileMatch: `/${tokenScheme}:/**/*.jsonc`, url: `${tokenSchemaScheme}://schemas/tokens` },
    ]);
    assert.ok(contributes.keybindings.some(({ when }) => when.endsWith(`resourceScheme == ${tokenScheme}`)));
  });

  it("names no command in a menu or a keybinding that is not contributed", () => {
    const inMenus = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
    const bound = contributes.keybindings.flatMap(({ command, args }) =>
      args?.commands ? args.commands.flatMap((each) => (typeof each === "string" ? [] : [each.command])) : [command],
    );
    for (const id of [...inMenus, ...bound]) assert.ok((ids as string[]).includes(id), id);
  });

  it("hides no command from the palette", () => {
    assert.ok(!("commandPalette" in contributes.menus));
  });

  it("puts every command in the category and gives inline ones an icon", () => {
    for (const command of contributes.commands) assert.equal(command.category, "%category%");
    assert.equal(texts.category, "AWX Tokens");
    const inline = Object.values(contributes.menus)
      .flat()
      .filter(({ group }) => /^(inline|navigation)@/.test(group));
    for (const { command } of inline) {
      const contributed = contributes.commands.find((candidate) => candidate.command === command);
      assert.ok(contributed && "icon" in contributed, command);
    }
  });

  it("offers both edits inline on a token's row, and at most three actions there", () => {
    const onToken = contributes.menus["view/item/context"].filter(
      ({ when, group }) => when.includes("token\\b") && group.startsWith("inline"),
    );
    assert.deepEqual(
      onToken.map(({ command }) => command),
      [commandIds.editDescription, commandIds.editScopes],
    );
  });

  it("has in the context menu of a row whatever the row has a button for, so that a key gets there", () => {
    const entries = contributes.menus["view/item/context"];
    const buttons = entries.filter(({ group }) => group.startsWith("inline"));
    const matches = ({ when }: (typeof entries)[number], row: string): boolean =>
      Array.from(when.matchAll(/viewItem =~ \/(.+?)\/(?= |$)/g), ([, flags = ""]) => flags).every((flags) =>
        new RegExp(flags).test(row),
      );
    const rows = ["editable;own;token;write", "server;signedIn", "reading;server;signedIn", "server;signedOut"];
    for (const row of [...rows, "signedOut;status", "failed;status", "filter", "unusable"]) {
      const offered = (among: typeof entries) =>
        among.filter((entry) => matches(entry, row)).map(({ command }) => command);
      assert.ok(offered(buttons).length > 0, row);
      const inMenu = offered(entries.filter((entry) => !buttons.includes(entry)));
      assert.deepEqual(
        offered(buttons).filter((command) => !inMenu.includes(command)),
        [],
        row,
      );
    }
  });

  it("takes no key from anything but its own rows and files", () => {
    for (const { when, key } of contributes.keybindings) {
      const isOnRow = when.startsWith(`focusedView == ${tokensViewId} && listFocus && !inputFocus && `);
      assert.ok(isOnRow || when === `editorTextFocus && resourceScheme == ${tokenScheme}`, `${key}: ${when}`);
    }
  });

  it("lets no workspace choose a server: every setting is the application's", () => {
    for (const { properties } of contributes.configuration) {
      for (const [id, setting] of Object.entries(properties)) assert.equal(setting.scope, "application", id);
    }
  });

  it("is not activated before it is needed, and works in untrusted and virtual workspaces", () => {
    // The others follow from what is contributed.
    assert.deepEqual(manifest.activationEvents, [`onFileSystem:${tokenScheme}`]);
    assert.deepEqual(manifest.capabilities, { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true });
    assert.deepEqual(manifest.extensionKind, ["ui", "workspace"]);
  });

  it("is built against the types of the oldest VS Code that it runs in, and tested in that", async () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies["@types/vscode"]}`);
    assert.equal(manifest.engines.vscode, `^${await vscodeVersionOf("floor")}`);
  });

  it("ships three runtime dependencies", () => {
    assert.deepEqual(Object.keys(manifest.dependencies), ["jsonc-parser", "ofetch", "valibot"]);
  });
});
