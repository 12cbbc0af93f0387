import type { Page } from "playwright-core";

/** Has a workbench take the theme that the system asks for, at once. */
export const followsSystem: Readonly<Record<string, unknown>> = {
  "window.autoDetectColorScheme": true,
  "window.autoDetectHighContrast": true,
  "workbench.preferredDarkColorTheme": "Dark Modern",
  "workbench.preferredLightColorTheme": "Light Modern",
};

const themes = [
  { name: "dark", kind: "vs-dark", colorScheme: "dark", forcedColors: "none" },
  { name: "light", kind: "vs", colorScheme: "light", forcedColors: "none" },
  { name: "high-contrast", kind: "hc-black", colorScheme: "dark", forcedColors: "active" },
  { name: "high-contrast-light", kind: "hc-light", colorScheme: "light", forcedColors: "active" },
] as const;

/**
 * Shows a workbench that {@link followsSystem} in one theme after the other, and at last in the first again. What is
 * open stays open, and the focus where it is.
 */
export async function inEachTheme(page: Page, look: (theme: string) => Promise<unknown>): Promise<void> {
  const [first] = themes;
  // The theme is to be seen, and not what a browser makes of it for a system that forces its own colours on pages.
  await page.addStyleTag({ content: "* { forced-color-adjust: none !important; }" });
  for (const theme of themes) {
    await show(page, theme);
    await look(theme.name);
  }
  await show(page, first);
}

async function show(page: Page, { kind, colorScheme, forcedColors }: (typeof themes)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme, forcedColors });
  await page.locator(`.monaco-workbench.${kind}`).waitFor();
}
