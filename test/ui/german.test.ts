import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { useStage } from "./stage";

const root = path.join(__dirname, "../..");
const texts = read("l10n/bundle.l10n.de.json");
const titles = read("package.nls.de.json");

describe("a person whose VS Code is in German", () => {
  const stage = useStage("german", { language: "de", signedInTo: "Produktion" });

  it("sees the view, its menu, a box and a question in it, in a narrow side bar", async () => {
    const { page, workbench } = stage;
    await page.openView(titled("viewContainer"), titled("view.tokens"));
    await page.row(t("Server {0}", "Produktion")).waitFor();
    await page.row("alice personal").waitFor();
    await page.picture("view");
    await page.widenSideBar(200);
    await page.row("alice personal").click({ button: "right" });
    const item = (name: string) => workbench.page.getByRole("menuitem", { name: titled(`command.${name}`) });
    await item("editDescription").waitFor();
    await page.picture("menu");
    await item("editScopes").click();
    await page.box.getByText(t("Choose what the token may do")).waitFor();
    await page.picture("scopes");
    await page.press("Escape");
    await page.box.waitFor({ state: "hidden" });
    await page.row("alice personal").click({ button: "right" });
    await item("revokeToken").click();
    await page.dialog.getByText(/alice personal/).waitFor();
    await page.picture("question");
    assert.ok(await page.dialog.getByRole("button", { name: t("Revoke Token") }).isVisible());
    await page.press("Escape");
    assert.ok(stage.awx.token(4));
  });
});

function read(file: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(path.join(root, file), "utf8")) as Readonly<Record<string, string>>;
}

/** A text of the extension in German. */
function t(text: string, ...values: readonly string[]): string {
  const translated = texts[text];
  assert.ok(translated, `“${text}” is not translated`);
  return translated.replaceAll(/\{(\d+)\}/g, (_, index: string) => values[Number(index)] ?? "");
}

function titled(key: string): string {
  return titles[key] ?? assert.fail(`${key} is not translated`);
}
