import { accessSync, constants, existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { cachedFolder } from "./cache";
import { installLocked, lockFileDigest } from "./npmPackages";
import { runProgram } from "./processes";

/** How to launch a Chromium, as Playwright's launch options. */
export interface Chromium {
  readonly executablePath: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

const systemNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const macApplications = ["Google Chrome", "Chromium"].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

/** Root can't have Chromium's sandbox, and without these it keeps asking the network for things. */
const quietArgs = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The Chromium of CHROMIUM_EXECUTABLE, else the system's, else one installed from npm on first use.
 *
 * @throws when there is none, and npm has none for this platform
 */
export async function findChromium(): Promise<Chromium> {
  const executablePath = process.env["CHROMIUM_EXECUTABLE"] ?? systemChromium();
  if (executablePath !== undefined) return { executablePath, args: quietArgs, env: environment({}) };
  return npmChromium();
}

function systemChromium(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = systemNames.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...macApplications].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function npmChromium(): Promise<Chromium> {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error("No Chromium found: install Chrome or Chromium, or name one in CHROMIUM_EXECUTABLE.");

  const packageFolder = join(__dirname, "chromium");
  const folder = await cachedFolder("chromium", await lockFileDigest(packageFolder), async (target) => {
    console.log("Installing Chromium (npm) …");
    await installLocked(packageFolder, target);
    await unpack(target);
  });

  const unpacked = unpackedIn(folder);
  return {
    executablePath: join(unpacked, "chromium"),
    args: [...quietArgs, "--no-zygote", "--font-render-hinting=none"],
    env: environment({
      LD_LIBRARY_PATH: [join(unpacked, "al2023/lib"), process.env["LD_LIBRARY_PATH"]].filter(Boolean).join(":"),
      FONTCONFIG_FILE: await fontsFile(folder),
    }),
  };
}

function unpackedIn(folder: string): string {
  return join(folder, "unpacked");
}

/** The package unpacks itself into the temporary folder, with the libraries it needs if it believes to be on Lambda. */
async function unpack(folder: string): Promise<void> {
  const unpacked = unpackedIn(folder);
  await mkdir(unpacked);
  const entry = pathToFileURL(join(folder, "node_modules/@sparticuz/chromium/build/index.js")).href;
  const script = `import chromium from ${JSON.stringify(entry)}; await chromium.executablePath();`;
  await runProgram(process.execPath, ["--input-type=module", "--eval", script], {
    env: { ...process.env, TMPDIR: unpacked, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" },
  });
  if (!existsSync(join(unpacked, "chromium"))) throw new Error("@sparticuz/chromium did not unpack itself");
  await rm(join(folder, "node_modules/@sparticuz"), { recursive: true });
}

/** A machine without Chromium may have no fonts either, and the package's one has no fixed width and few symbols. */
async function fontsFile(folder: string): Promise<string> {
  const file = join(folder, "fonts.conf");
  const content = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(unpackedIn(folder), "fonts/fonts")}</dir>
  <dir>${join(folder, "node_modules/dejavu-fonts-ttf/ttf")}</dir>
  <cachedir>${join(folder, "fonts-cache")}</cachedir>
  ${preferredFont("sans-serif", "Open Sans", "DejaVu Sans")}
  ${preferredFont("system-ui", "Open Sans", "DejaVu Sans")}
  ${preferredFont("monospace", "DejaVu Sans Mono")}
  ${preferredFont("serif", "DejaVu Serif")}
</fontconfig>
`;
  const existing = await readFile(file, "utf8").catch(() => undefined);
  if (existing !== content) await writeFile(file, content);
  return file;
}

function preferredFont(family: string, ...fonts: string[]): string {
  const families = fonts.map((font) => `<family>${font}</family>`).join("");
  return `<alias binding="strong"><family>${family}</family><prefer>${families}</prefer></alias>`;
}

function environment(changes: Readonly<Record<string, string>>): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(inherited), ...changes };
}
