/**
 * Brings docs/pictures/ up to date with what `npm run test:ui` left in out/pictures/, as far as that is there. Look at
 * them before you commit them.
 *
 * usage: tsx scripts/pictures.ts
 */
import { copyFileSync, existsSync, readdirSync } from "node:fs";
import path from "node:path";

const root = path.join(__dirname, "..");

/** Each picture of the pages, with the stage that it is from and its name there. */
const sources: Readonly<Record<string, readonly [stage: string, name: string]>> = {
  "changed-meanwhile": ["dark", "changed-meanwhile"],
  created: ["createAndRotate", "created"],
  "edit-in-editor": ["tokens-file-dark", "preview"],
  "edit-refused": ["tokens-file-dark", "refused"],
  filter: ["finding", "filter"],
  grouped: ["finding", "grouped"],
  history: ["history", "details"],
  "main-job": ["dark", "main-job"],
  marks: ["marks", "marks"],
  "mixed-scopes": ["several", "mixed-scopes"],
  platform: ["platform-newest", "platform"],
  preview: ["several", "preview"],
  results: ["several", "results"],
  review: ["review", "review"],
  "token-as-json": ["token-file-dark", "suggestions"],
};

for (const [picture, [stage, name]] of Object.entries(sources)) {
  const folder = path.join(root, "out/pictures", stage);
  const isIt = (file: string): boolean => file.replace(/^\d+-/, "") === `${name}.png`;
  const file = existsSync(folder) ? readdirSync(folder).find(isIt) : undefined;
  if (file === undefined) console.log(`${picture}.png: there is no ${stage}/${name}`);
  else copyFileSync(path.join(folder, file), path.join(root, "docs/pictures", `${picture}.png`));
}
