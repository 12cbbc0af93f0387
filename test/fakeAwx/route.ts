import type { View } from "./view";

/** A URL of an API. */
export interface Route {
  readonly path: RegExp;
  readonly view: (id: string) => View;
}

/** A path in which `{id}` is a number and `{key}` any name, as the routers of Django and its REST framework have it. */
export function route(path: string, view: (id: string) => View): Route {
  return { path: new RegExp(`^${path.replace("{id}", "([0-9]+)").replace("{key}", "([^/.]+)")}$`), view };
}

/** The view of a path, or undefined where there is no such URL. */
export function findView(routes: readonly Route[], path: string): View | undefined {
  for (const { path: pattern, view } of routes) {
    const match = pattern.exec(path);
    if (match) return view(match[1] ?? "");
  }
  return undefined;
}
