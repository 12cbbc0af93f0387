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
