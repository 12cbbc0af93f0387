import { readFileSync } from "node:fs";
import path from "node:path";

/** Where `npm run build` puts the bundle. */
export const dist = path.join(__dirname, "../../dist");

// What esbuild makes of an `import()` is the only `require` inside a `then`.
const anyRequire = /require\("\.\/([^"]+)"\)/g;
const requireAtOnce = /(?<!then\(\(\)=>(?:[\w$]+\()?)require\("\.\/([^"]+)"\)/g;

/** The bundle's files that a start loads. */
export function filesAtStart(): ReadonlySet<string> {
  return loadedBy("extension.js", requireAtOnce);
}

/** All that may ever be loaded. */
export function allFiles(): ReadonlySet<string> {
  return loadedBy("extension.js", anyRequire);
}

function loadedBy(entry: string, pattern: RegExp): ReadonlySet<string> {
  const files = new Set([entry]);
  for (const file of files) {
    for (const [, name] of readFileSync(path.join(dist, file), "utf8").matchAll(pattern)) files.add(String(name));
  }
  return files;
}
