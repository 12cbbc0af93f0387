import type { Caller } from "./auth";
import type { Language } from "./messages";
import type { Model } from "./model";
import type { JsonValue } from "./pythonJson";
import type { Query } from "./query";

/** All a view knows of the request it answers. */
export interface Context {
  readonly family: "controller" | "none";
  readonly model: Model;
  readonly method: string;
  /** Path below the prefix, with both slashes. */
  readonly path: string;
  readonly query: Query;
  readonly data: JsonValue;
  readonly caller: Caller;
  readonly language: Language;
  /** The path as the client knows it, that is with the prefix the server is mounted at. */
  readonly link: (path: string) => string;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
