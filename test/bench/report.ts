import { cpus } from "node:os";
import type { AwxCliTimes } from "./awxCli";
import { holds, type Figure, type Growth } from "./results";

/** All that a run found out. */
export interface Report {
  readonly machine: { readonly processor: string; readonly cores: number; readonly node: string };
  readonly rows: readonly Figure[];
  readonly growth: readonly Growth[];
  /** Where the `awx` command was there to be timed. */
  readonly awx?: AwxCliTimes | undefined;
}

export function thisMachine(): Report["machine"] {
  const processors = cpus();
  return { processor: processors[0]?.model ?? "unknown", cores: processors.length, node: process.version };
}

const meanings: Readonly<Record<string, string>> = {
  open: "open 10,000 tokens ÷ the same GETs by a bare fetch loop",
  firstRows: "first rows ÷ a bare GET of the first page",
  openPages: "pages asked for to open 10,000 tokens",
  openOthers: "other requests to open them",
  refreshRequests: "requests of a refresh that finds nothing changed",
  editGets: "GETs of an edit",
  editPatches: "PATCHes of an edit",
  editRequests: "requests of an edit",
  refresh: "refresh of 10,000 tokens, unchanged ÷ of 100",
  model: "validate, model and tree items of 10,000 ÷ JSON.parse",
  heap: "heap held for 10,000 tokens, MB",
  keystroke: "filter keystroke over 10,000 ÷ a bare filter with includes",
  keystrokeBlock: "longest keystroke, arranged, ms",
  editorLook: "look at the text of 1,000 tokens in an editor, ms",
  bundle: "what a start loads, kB",
  codeLoad: "code load beyond an empty bundle, ms",
  block: "longest block of the event loop, ms",
};

/** A report for a person to read; what grows is a table in Markdown. */
export function textOf({ machine, rows, growth, awx }: Report): string {
  const { processor, cores, node } = machine;
  return [
    `${processor}, ${String(cores)} cores, Node.js ${node}`,
    "",
    ...rows.map(lineOf),
    "",
    ...(growth.length === 0 ? [] : [...tableOf(growth), "", ofCli(awx, growth)]),
  ].join("\n");
}

function ofCli(awx: AwxCliTimes | undefined, growth: readonly Growth[]): string {
  const ours = growth.find(({ tokens }) => tokens === awx?.tokens);
  if (!awx || !ours) return "awx: not on the PATH";
  return [
    `awx tokens list --all: ${round(awx.list)} ms; ours, of as many tokens: ${round(ours.open)} ms`,
    `awx tokens modify: ${round(awx.edit)} ms; ours: ${round(ours.edit)} ms`,
  ].join("\n");
}

function lineOf(figure: Figure): string {
  const { name, value, limit, isExact = false } = figure;
  const wanted = `${isExact ? "=" : "≤"} ${String(limit)}`;
  const said = Number.isInteger(value) ? String(value) : value.toFixed(2);
  return `${holds(figure) ? "ok  " : "MISS"} ${said.padStart(8)} ${wanted.padEnd(7)} ${meanings[name] ?? name}`;
}

function tableOf(growth: readonly Growth[]): string[] {
  return [
    "| tokens | all rows, ms | bare requests, ms | first rows, ms | refresh, ms | edit, ms | filter keystroke, ms | heap, MB |",
    "| -----: | -----------: | ----------------: | -------------: | ----------: | -------: | -------------------: | -------: |",
    ...growth.map(
      ({ tokens, open, bareGets, firstRows, refresh, edit, keystroke, heap }) =>
        `| ${[...[tokens, open, bareGets, firstRows, refresh, edit].map(round), ...[keystroke, heap].map((value) => value.toFixed(1))].join(" | ")} |`,
    ),
  ];
}

function round(value: number): string {
  return Math.round(value).toLocaleString("en");
}
