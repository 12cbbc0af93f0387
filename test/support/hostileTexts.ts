/** A text that a server may hold to fool a person, or to make VS Code do something. */
export interface HostileText {
  readonly title: string;
  readonly text: string;
}

/** What some place of VS Code draws or obeys instead of showing it. Each is short enough to be shown whole anywhere. */
export const markupTexts: readonly HostileText[] = [
  { title: "an icon", text: "a $(trash) b" },
  { title: "an icon that moves", text: "a $(sync~spin) b" },
  { title: "an icon with a backslash before it", text: "a \\$(trash) b" },
  { title: "a link to a command", text: "[x](command:workbench.action.closeSidebar)" },
  { title: "a link to a command with arguments", text: "[x](command:a?%5B%22b%22%5D 'title')" },
  { title: "a link to a page", text: "[x](https://evil.example)" },
  { title: "a link to a file", text: "[x](file:///etc/passwd)" },
  { title: "a link in VS Code itself", text: "[x](vscode://a.b/c)" },
  { title: "a link in angle brackets", text: "<https://evil.example>" },
  { title: "a link by reference", text: "[x][y] [y]: https://evil.example" },
  { title: "a bare address", text: "https://evil.example/a_b_c" },
  { title: "a bare address without a scheme", text: "see www.evil.example now" },
  { title: "a bare address of mail", text: "write to a@evil.example" },
  { title: "the bare address of a command", text: "command:workbench.action.quit" },
  { title: "the bare address of a file", text: "file:///etc/passwd" },
  { title: "the bare address of an extension", text: "vscode://a.b/c" },
  { title: "a picture", text: "![x](https://evil.example/x.png)" },
  { title: "a picture in HTML", text: "<img src=x onerror=alert(1)>" },
  { title: "a link in HTML", text: '<a href="command:a">x</a>' },
  { title: "a script", text: "<script>alert(1)</script>" },
  { title: "bold text", text: "**bold** __bold__ *it* _it_" },
  { title: "struck text", text: "~~gone~~" },
  { title: "code", text: "`code` ``more``" },
  { title: "a fence", text: "~~~ ``` code" },
  { title: "a table", text: "|a|b| |-|-| |c|d|" },
  { title: "a heading", text: "# heading" },
  { title: "a list", text: "- item" },
  { title: "a quotation", text: "> quoted" },
  { title: "an alert", text: "> [!WARNING] a" },
  { title: "a rule", text: "---" },
  { title: "an entity", text: "a &amp; b &lt; c &copy;" },
  { title: "an entity that reverses what follows", text: "txt.&#x202e;gnp &#8238;" },
  { title: "an entity that draws nothing", text: "ad&ZeroWidthSpace;min &shy;" },
  { title: "a backslash at the end", text: "a \\" },
  { title: "a place for an argument", text: "{0} {1} {2} {name}" },
  { title: "a format", text: "%s %d %o %c %" },
  { title: "a mnemonic", text: "&File && _Edit" },
  { title: "a variable", text: "${env:HOME} ${input:x}" },
  { title: "quotation marks", text: `" ' “ ” <>` },
];

/** What an eye, a terminal or a line of text is fooled by. */
export const invisibleTexts: readonly HostileText[] = [
  { title: "a right-to-left override", text: "txt.\u202egnp" },
  { title: "isolates", text: "a\u2066b\u2067c\u2068d\u2069e" },
  { title: "marks of direction", text: "a\u200eb\u200fc\u061cd" },
  { title: "zero-width characters", text: "ad\u200bm\u200ci\u2060n\ufeff" },
  { title: "a joiner between letters", text: "ad\u200dmin" },
  { title: "NUL", text: "a\u0000b" },
  { title: "a terminal's colours", text: "\u001b[31mred\u001b[0m" },
  { title: "a terminal's title and link", text: "\u001b]0;title\u0007\u001b]8;;https://evil.example\u001b\\x" },
  { title: "C1 controls", text: "a\u009b31mb\u0085c" },
  { title: "bells and backspaces", text: "\u0007root\b\b\b\buser" },
  { title: "line breaks", text: "a\nRights: read and write\r\nb\rc" },
  { title: "separators of lines and paragraphs", text: "a\u2028b\u2029c" },
  { title: "tabs and other blanks", text: "a\tb\u00a0c\u3000d\u000be\u000cf" },
  { title: "half a pair of surrogates", text: "a\ud83db\udc00c" },
  { title: "tag characters", text: "a\u{e0041}\u{e0042}\u{e007f}" },
  { title: "selectors of variants", text: "a\ufe0fb\u{e0100}" },
  { title: "letters that draw nothing", text: "\u115f\u3164\u2800\uffa0" },
  { title: "a soft hyphen", text: "ad\u00admin" },
];

/** What is strange, and must be shown as it is. */
export const harmlessTexts: readonly HostileText[] = [
  { title: "emoji of several", text: "👩‍💻 👩🏽‍🚀 🏳️‍🌈 ❤️ 1️⃣" },
  { title: "many scripts", text: "Łódź 東京 עברית العربية हिन्दी" },
  { title: "marks that combine", text: "e\u0301 Z\u0351\u036b\u0343" },
];

/** Texts of a length that nothing was made for. */
export const longTexts: readonly HostileText[] = [
  { title: "a hundred thousand letters", text: "x".repeat(100_000) },
  { title: "a hundred thousand overrides", text: "\u202e".repeat(100_000) },
  { title: "an icon at each place where a text may be cut", text: "$(a)](".repeat(2000) },
];

export const hostileTexts: readonly HostileText[] = [...markupTexts, ...invisibleTexts, ...harmlessTexts, ...longTexts];

// What Unicode itself says draws nothing, reorders or breaks the line, and two blanks that it counts as letters or symbols.
const deceptive = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** What of a text an eye is fooled by, but for what emoji need: a joiner between two, a selector after one. */
export function deceptiveIn(text: string): readonly string[] {
  return (
    text
      .replaceAll(/(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})/gu, "")
      .replaceAll(/(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]|(?<=[0-9#*])\ufe0f(?=\u20e3)/gu, "")
      .match(deceptive) ?? []
  );
}
