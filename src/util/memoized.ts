/** Longer texts are seldom alike, and would be held for nothing. */
const longest = 200;

/** How many results are kept at most. */
const most = 500;

/** A function of a text or number whose results are kept, for what is asked of many that are alike. */
export function memoized<T, K extends string | number = string>(compute: (key: K) => T): (key: K) => T {
  const results = new Map<K, { readonly of: T }>();
  return (key) => {
    const known = results.get(key);
    if (known) return known.of;
    const result = compute(key);
    if (typeof key === "number" || key.length <= longest) {
      if (results.size >= most) results.clear();
      results.set(key, { of: result });
    }
    return result;
  };
}
