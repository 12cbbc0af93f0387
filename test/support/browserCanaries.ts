import type { BrowserContext, Page } from "playwright-core";
import { hitsIn, type Hit } from "./canaries";

/** Looks in a browser's pages for secrets. */
export interface BrowserWatch {
  /** What it has found so far in what the pages wrote to the console, and sent to others than their own server. */
  readonly hits: readonly Hit[];
}

/** Watches all pages of a browser context from now on; `origin` is the server that they are of. */
export function watchBrowser(context: BrowserContext, origin: string): BrowserWatch {
  const hits: Hit[] = [];
  context.on("console", (message) => {
    hits.push(...hitsIn("the browser's console", message.text()));
  });
  context.on("request", (request) => {
    hits.push(...hitsIn("the address of a request of the page", request.url()));
    if (new URL(request.url()).origin === origin) return;
    const sent = [...Object.entries(request.headers()).flat(), request.postDataBuffer()?.toString("latin1") ?? ""];
    hits.push(...hitsIn(`a request to ${new URL(request.url()).host}`, sent.join("\n")));
  });
  return { hits };
}

/**
 * The secrets in what a page shows: its texts, attributes and what is in its boxes, but for those that hide it.
 * @param handedOver the one value that it may show
 */
export async function hitsOnPage(page: Page, handedOver?: string): Promise<Hit[]> {
  const shown = await page.evaluate<string>(shownScript);
  return hitsIn("the page", handedOver === undefined ? shown : shown.replaceAll(handedOver, ""));
}

/** The secrets in what a page shows and stores: there, VS Code keeps its state, its settings and, encrypted, secrets. */
export async function hitsInBrowser(page: Page): Promise<Hit[]> {
  const stores = await page.evaluate<Record<string, string>>(storedScript);
  return [await hitsOnPage(page), ...Object.entries(stores).map(([store, text]) => hitsIn(store, text))].flat();
}

const shownScript = `[
  document.title,
  document.documentElement.outerHTML,
  ...[...document.querySelectorAll("input:not([type=password]), textarea")].map(({ value }) => value),
].join("\\n")`;

// What is stored is read through the page: its files are compressed.
const storedScript = `(async () => {
  const asked = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const asText = (value) =>
    value instanceof ArrayBuffer || ArrayBuffer.isView(value)
      ? new TextDecoder("latin1").decode(value)
      : JSON.stringify(value, (_, each) => (ArrayBuffer.isView(each) ? new TextDecoder("latin1").decode(each) : each));
  const stores = {
    "the local storage": JSON.stringify(Object.entries(localStorage)),
    "the session storage": JSON.stringify(Object.entries(sessionStorage)),
    "the cookies": document.cookie,
  };
  for (const { name, version } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name, version));
    for (const store of database.objectStoreNames) {
      const content = database.transaction(store).objectStore(store);
      const [keys, values] = [await asked(content.getAllKeys()), await asked(content.getAll())];
      stores["the database " + name + ", " + store] = [...keys, ...values].map(asText).join("\\n");
    }
    database.close();
  }
  return stores;
})()`;
