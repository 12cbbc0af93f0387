import { readFileSync, writeFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import type { BrowserContext, Page } from "playwright-core";

/** One thing that is shown for a while. */
export interface Step {
  /** The file of a picture of the window. */
  readonly picture: string;
  /** What happens there, in a few words. */
  readonly caption: string;
}

/** What is shown of each window: where the view, the boxes and the questions are. Readable on a page of half its width. */
const shown = { width: 960, height: 540 };
const captionHeight = 44;

/** How long each step is shown, in milliseconds. */
const stepTime = 2500;

/** Puts steps together as one picture that moves (an animated PNG), each with its number and caption below it. */
export async function writeMovingPicture(context: BrowserContext, file: string, steps: readonly Step[]): Promise<void> {
  const page = await context.newPage();
  await page.setViewportSize({ width: shown.width, height: shown.height + captionHeight });
  const frames: Buffer[] = [];
  for (const [index, { picture, caption }] of steps.entries()) {
    const source = `data:image/png;base64,${readFileSync(picture, "base64")}`;
    await page.setContent(`
      <style>
        body { margin: 0; background: #181818; color: #e6e6e6; font: 19px/${String(captionHeight)}px sans-serif; }
        div { height: ${String(shown.height)}px; background: url("${source}") no-repeat; }
        p { margin: 0 16px; } b { color: #4daafc; margin-right: 12px; }
      </style>
      <div></div><p><b>${String(index + 1)}/${String(steps.length)}</b>${caption}</p>
      <img hidden src="${source}">`);
    await page.locator("img").evaluate((image: { decode(): Promise<void> }) => image.decode());
    frames.push(await page.screenshot());
  }
  await page.close();
  writeFileSync(file, animatedPng(frames));
}

/** How many steps a browser finds in such a picture. */
export async function framesIn(page: Page, file: string): Promise<number> {
  const script = `(async () => {
    const decoder = new ImageDecoder({ type: "image/png", data: Uint8Array.from(atob(BASE64), (letter) => letter.charCodeAt(0)) });
    await decoder.tracks.ready;
    return decoder.tracks.selectedTrack.frameCount;
  })()`;
  return page.evaluate<number>(script.replaceAll("BASE64", JSON.stringify(readFileSync(file, "base64"))));
}

/** PNG files of the same size and kind as one that shows them one after another, again and again. */
function animatedPng(files: readonly Buffer[]): Buffer {
  const [first] = files;
  if (!first) throw new Error("nothing to show");
  let sequence = 0;
  const frames = files.flatMap((file, index) => {
    const data = Buffer.concat(chunksOf(file).flatMap(({ type, data }) => (type === "IDAT" ? [data] : [])));
    // Width, height, no offset, time in thousandths of a second; the last two bytes have it drawn over the one before.
    const control = numbers(sequence++, shown.width, shown.height + captionHeight, 0, 0, (stepTime << 16) | 1000);
    return [
      chunk("fcTL", Buffer.concat([control, Buffer.from([0, 0])])),
      index === 0 ? chunk("IDAT", data) : chunk("fdAT", Buffer.concat([numbers(sequence++), data])),
    ];
  });
  const header = chunksOf(first).find(({ type }) => type === "IHDR")?.data ?? Buffer.alloc(0);
  return Buffer.concat([
    first.subarray(0, 8),
    chunk("IHDR", header),
    chunk("acTL", numbers(files.length, 0)),
    ...frames,
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunksOf(file: Buffer): { readonly type: string; readonly data: Buffer }[] {
  const chunks: { readonly type: string; readonly data: Buffer }[] = [];
  for (let offset = 8; offset < file.length;) {
    const length = file.readUInt32BE(offset);
    const [start, end] = [offset + 8, offset + 8 + length];
    chunks.push({ type: file.toString("latin1", offset + 4, start), data: file.subarray(start, end) });
    offset = end + 4;
  }
  return chunks;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  return Buffer.concat([numbers(data.length), named, numbers(crc32(named))]);
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4);
  return bytes;
}
