import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import texts from "../../package.nls.json";
import { marketplacePage } from "../support/marketplacePage";
import { useStage } from "./stage";

const pictures = path.join(__dirname, "../../out/pictures/marketplace");

describe("a person finds the extension", () => {
  const stage = useStage("marketplace", { colorTheme: "Default Light Modern" });

  for (const tab of ["Overview", "Changelog"] as const) {
    it(`on the Marketplace, and reads its ${tab.toLowerCase()} with every picture`, async () => {
      const file = path.join(pictures, `${tab.toLowerCase()}.html`);
      writeFileSync(file, marketplacePage(tab));
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await stage.workbench.browser.newPage({ colorScheme, viewport: { width: 1160, height: 900 } });
        await page.goto(pathToFileURL(file).href);
        assert.deepEqual(await page.evaluate(unreadable), []);
        await page.screenshot({ path: path.join(pictures, `${tab.toLowerCase()}-${colorScheme}.png`), fullPage: true });
        await page.close();
      }
    });
  }

  it("in VS Code, whose page of it has no picture or link that is broken", async () => {
    const { page, workbench } = stage;
    await page.runFromPaletteAny("Show Installed Extensions", "Extensions: Show Installed Extensions");
    await workbench.page.locator(".extension-list-item", { hasText: texts.displayName }).first().click();
    const editor = workbench.page.locator(".extension-editor");
    await editor.getByText(texts.description).first().waitFor();
    const readme = workbench.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame").locator("body");
    await readme.getByRole("heading", { name: "What it does" }).waitFor();
    await page.picture("extension");
    for (const image of await readme.locator("img").all()) {
      assert.match((await image.getAttribute("src")) ?? "", /^https:/);
    }
    for (const link of await readme.locator("a").all()) {
      assert.match((await link.getAttribute("href")) ?? "", /^(https:|#)/);
    }
  });
});

/** The pictures that are not there or so small that nobody can read them, and what is cut off at the column's edge. */
const unreadable = `(() => {
  const [column] = document.getElementsByTagName("article");
  const pictures = [...document.images].filter((image) => !(image.naturalWidth > 0 && image.width >= image.naturalWidth / 2));
  const wide = [...column.querySelectorAll("table, pre")].filter((each) => each.scrollWidth > each.clientWidth);
  return [...pictures.map((image) => image.src), ...wide.map((each) => each.textContent.slice(0, 60))];
})()`;
