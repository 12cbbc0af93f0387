import { execFileSync } from "node:child_process";
import { statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { dist, filesAtStart } from "../support/bundleFiles";
import { median } from "./measure";
import type { Figure } from "./results";

/** How often each file is loaded, by a process of its own each time. */
const times = 15;

/** Says how long a file takes to load, where `vscode` is another file: `node -e … FILE VSCODE`. */
const load = `
  const [, file, vscode] = process.argv;
  const { Module } = require("node:module");
  const resolve = Module._resolveFilename;
  Module._resolveFilename = (name, ...rest) => resolve(name === "vscode" ? vscode : name, ...rest);
  require(vscode);
  const start = performance.now();
  require(file);
  process.stdout.write(String(performance.now() - start));`;

/**
 * How large the bundle is that a start loads, in kilobytes, and how long loading takes it, in milliseconds beyond what
 * loading an empty file takes.
 * @param folder for files of the moment
 * @param vscode a file that stands in for the module
 */
export function measureBundle(folder: string, vscode: string): Figure[] {
  execFileSync("npm", ["run", "build"], { stdio: ["ignore", "ignore", "inherit"] });
  const bytes = [...filesAtStart()].reduce((sum, file) => sum + statSync(path.join(dist, file)).size, 0);
  const empty = path.join(folder, "empty.js");
  writeFileSync(empty, '"use strict";\n');
  const [ours, floor]: [number[], number[]] = [[], []];
  const loads = (file: string): number => Number(execFileSync(process.execPath, ["-e", load, file, vscode]));
  for (let time = 0; time < times; time++) {
    floor.push(loads(empty));
    ours.push(loads(path.join(dist, "extension.js")));
  }
  return [
    { name: "bundle", value: bytes / 1000, limit: 80 },
    { name: "codeLoad", value: median(ours) - median(floor), limit: 15 },
  ];
}
