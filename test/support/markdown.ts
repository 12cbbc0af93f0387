import MarkdownIt from "markdown-it";

/** A Markdown text as a web page shows it, with headings that can be linked to. */
export function htmlOf(markdown: string): string {
  return new MarkdownIt({ html: true })
    .render(markdown)
    .replaceAll(
      /<(h\d)>(.*?)<\/\1>/g,
      (_, tag: string, text: string) => `<${tag} id="${anchorOf(text)}">${text}</${tag}>`,
    );
}

/** The name that GitHub gives to a heading. */
function anchorOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>|&\w+;/g, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
}

/** Where the links and pictures of a page lead to. */
export function targetsIn(html: string): string[] {
  return [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, target]) => String(target));
}

/** The tables in a page, each as the cells of its rows, the heading first. */
export function tablesIn(text: string): string[][][] {
  return Array.from(text.matchAll(/(?:^\|.*\|\n)+/gm), ([table]) =>
    table
      .trimEnd()
      .split("\n")
      .filter((_, index) => index !== 1)
      .map((row) =>
        row
          .slice(1, -1)
          .split(/(?<!\\)\|/)
          .map((cell) => cell.trim()),
      ),
  );
}
