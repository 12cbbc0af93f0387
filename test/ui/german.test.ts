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
    await workbench.page.getByRole("menuitem", { name: titled("command.editScopes") }).waitFor();
    await page.picture("menu");
    await page.press("Escape");
    await page.chooseOnRow("alice personal", titled("command.editScopes"));
    await page.box.getByText(t("See everything that the token's owner may see")).waitFor();
    assert.equal(await page.line.getAttribute("placeholder"), t("Choose what the token may do"));
    await page.picture("scopes");
    await page.press("Escape");
    await page.box.waitFor({ state: "hidden" });
    await page.chooseOnRow("alice personal", titled("command.revokeToken"));
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
