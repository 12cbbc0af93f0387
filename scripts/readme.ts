const relativeLink = String.raw`\[[^\]]*\]\((?!https:|#)[^)]*\)`;
const picture = new RegExp(`^!${relativeLink}\n\n?`, "gm");
/** A sentence or a line that begins with a link says where to read on, and nothing else. */
const furtherReading = new RegExp(String.raw`(^| )(?<=^|[.:] )${relativeLink}(${relativeLink}|[^\n.[])*\.?`, "gm");
const anyLink = new RegExp(relativeLink.replace(String.raw`[^\]]*`, String.raw`([^\]]*)`), "g");

/** A Markdown text that can be read where the files it names are not: without their pictures, and without links. */
export function withoutRelativeLinks(markdown: string): string {
  return `${markdown.replaceAll(picture, "").replaceAll(furtherReading, "").replaceAll(anyLink, "$1").trimEnd()}\n`;
}
