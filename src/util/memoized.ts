/** Longer texts are seldom alike, and would be held for nothing. */
const longest = 200;

/** How many results are kept at most. */
const most = 500;

/** A function of a text whose results are kept, for texts of which many are alike. */
export function memoized<T>(compute: (text: string) => T): (text: string) => T {
  const results = new Map<string, { readonly of: T }>();
  return (text) => {
    const known = results.get(text);
    if (known) return known.of;
    const result = compute(text);
    if (text.length <= longest) {
      if (results.size >= most) results.clear();
      results.set(text, { of: result });
    }
    return result;
  };
}
