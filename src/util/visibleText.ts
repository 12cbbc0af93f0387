// Everything a terminal, a label or a reader's eye could be fooled by: controls (C0, C1, DEL), line and paragraph
// separators, and format characters, which hold every bidi control, zero-width character and tag, and the Hangul
// fillers and the blank Braille cell, which draw nothing though they count as letters or symbols.
const deceptive =
  /(?<harmless>(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\ufe0f?)\u200d(?=\p{Extended_Pictographic})|(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]|(?<=[0-9#*])\ufe0f(?=\u20e3))|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu;

const plain = /^[ -~]*$/;

/**
 * Text from a server, made safe to draw on one line: control, bidi and zero-width characters become visible (`⏎` for a
 * line break, `⇥` for a tab, `⟨U+202E⟩` for the rest) and what is longer than `maxLength` characters ends in `…`.
 */
export function visibleText(text: string, maxLength = 200): string {
  // What nearly every text is, and ten thousand rows have several each.
  if (text.length <= maxLength && plain.test(text)) return text;
  // Cut before the costly part: a description may be megabytes long.
  const head = text.length > maxLength * 2 ? text.slice(0, maxLength * 2) : text;
  const shown = head
    .replaceAll("\r\n", "\n")
    .replaceAll(deceptive, (character, harmless: string | undefined) => harmless ?? symbolOf(character));
  const characters = Array.from(shown);
  return characters.length > maxLength || head.length < text.length
    ? `${characters
        .slice(0, maxLength - 1)
        .join("")
        .replace(/\u200d$/, "")}…`
    : shown;
}

function symbolOf(character: string): string {
  if (character === "\n" || character === "\r" || character === "\u2028" || character === "\u2029") return "⏎";
  if (character === "\t") return "⇥";
  const code = character.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/**
 * The same for a place that draws `$(name)` as an icon or `[text](command:…)` as a link, as quick picks and
 * notifications do: the sequences are broken up by a zero-width space, so that they are read and not obeyed.
 */
export function inertText(text: string, maxLength?: number): string {
  return inertMessage(visibleText(text, maxLength));
}

/** A whole message of ours for such a place: a server's name in it is the person's own, but may have come by a sync. */
export function inertMessage(message: string): string {
  return message.replaceAll("$(", "$\u200b(").replaceAll("](", "]\u200b(");
}

/** A text in quotes as JSON, where what {@link visibleText} makes visible stands as an escape, and so in plain sight. */
export function jsonText(text: string): string {
  return JSON.stringify(text).replaceAll(deceptive, (characters, harmless: string | undefined) =>
    harmless === undefined ? escaped(characters) : characters,
  );
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");
}
