import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import manifest from "../../package.json";
import texts from "../../package.nls.json";
import { htmlOf } from "./markdown";

const root = path.join(__dirname, "../..");

/** How wide the Marketplace shows a README, in a window that is wide enough for all of its page. */
const columnWidth = 760;

/**
 * The extension's page as the Marketplace makes it of the manifest and a Markdown file, once `repository` says where the
 * pictures are. Its own style is close to the Marketplace's; what matters is the width, the heads and the tables.
 */
export function marketplacePage(tab: "Overview" | "Changelog"): string {
  const { color } = manifest.galleryBanner;
  const file = tab === "Overview" ? "README.md" : "CHANGELOG.md";
  const tags = manifest.keywords.map((tag) => `<li>${tag}</li>`).join("");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<base href="${pathToFileURL(root).href}/">
<title>${texts.displayName}</title>
<style>${style}</style>
</head>
<body>
<header style="background: ${color}">
  <img src="${manifest.icon}" alt="" width="128" height="128">
  <div>
    <h1>${texts.displayName}</h1>
    <p>${manifest.publisher} · ${manifest.categories.join(", ")} · ${manifest.version} · ${manifest.pricing}</p>
    <p>${texts.description}</p>
    <b>Install</b>
  </div>
</header>
<nav>${(["Overview", "Changelog"] as const).map((each) => (each === tab ? `<b>${each}</b>` : each)).join(" ")}</nav>
<main>
  <article>${htmlOf(readFileSync(path.join(root, file), "utf8"))}</article>
  <aside>
    <h3>Categories</h3><ul>${manifest.categories.map((each) => `<li>${each}</li>`).join("")}</ul>
    <h3>Tags</h3><ul>${tags}</ul>
    <h3>More Info</h3>
    <p>Version ${manifest.version}<br>Unique identifier ${manifest.publisher}.${manifest.name}<br>${manifest.license}</p>
  </aside>
</main>
</body>
</html>`;
}

const style = `
  :root { color-scheme: light dark; --text: light-dark(#1f2328, #e6edf3); --line: light-dark(#d1d9e0, #3d444d); }
  body { margin: 0; font: 14px/1.5 "Segoe UI", "Open Sans", system-ui, sans-serif; color: var(--text);
    background: light-dark(#fff, #1e1e1e); }
  header { color: #fff; padding: 32px; display: flex; gap: 32px; }
  header h1 { margin: 0; font-weight: 600; font-size: 26px; }
  header p { margin: 4px 0; max-width: 700px; }
  header b { display: inline-block; margin-top: 8px; padding: 6px 24px; background: #107c10; }
  nav { padding: 12px 32px; border-bottom: 1px solid var(--line); word-spacing: 24px; }
  nav b { border-bottom: 2px solid currentcolor; padding-bottom: 11px; }
  main { display: flex; gap: 48px; padding: 8px 32px; }
  article { flex: none; width: ${String(columnWidth)}px; overflow-wrap: break-word; }
  article img { max-width: 100%; }
  article table { display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse; }
  article :is(th, td) { border: 1px solid var(--line); padding: 6px 13px; }
  article :is(code, pre) { font: 12px/1.45 "DejaVu Sans Mono", monospace; background: light-dark(#eff1f3, #2d333b); }
  article pre { padding: 16px; overflow: auto; }
  article a { color: light-dark(#0969da, #4493f8); }
  aside ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 6px; max-width: 220px; }
  aside li { border: 1px solid var(--line); padding: 1px 8px; }`;
