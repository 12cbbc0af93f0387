/** Text whose `str.split()` and `str.strip()` Python and JavaScript see differently. */
const whitespace = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const ends = new RegExp(`^[${whitespace}]+|[${whitespace}]+$`, "g");
const gaps = new RegExp(`[${whitespace}]+`);

/** Python's `str.strip()`. */
export function strip(text: string): string {
  return text.replace(ends, "");
}

/** Python's `str.split()`. */
export function splitWords(text: string): string[] {
  return strip(text)
    .split(gaps)
    .filter((word) => word !== "");
}

/** Python's `int(text)`, or undefined where that raises a ValueError. */
export function parseInteger(text: string): number | undefined {
  const digits = strip(text);
  return /^[+-]?\d+(_\d+)*$/.test(digits) ? Number(digits.replaceAll("_", "")) : undefined;
}

/** Python's `repr` of a float. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const exponential = /^(-?)(\d)(?:\.(\d+))?e([+-])(\d+)$/.exec(value.toExponential());
  const exponent = exponential ? Number(`${exponential[4] ?? ""}${exponential[5] ?? ""}`) : 0;
  if (exponential && value !== 0 && (exponent < -4 || exponent >= 16)) {
    const [, minus = "", first = "", rest = "", sign = "", power = ""] = exponential;
    return `${minus}${first}${rest === "" ? "" : `.${rest}`}e${sign}${power.padStart(2, "0")}`;
  }
  const plain = Object.is(value, -0) ? "-0" : String(value);
  return plain.includes(".") ? plain : `${plain}.0`;
}
