import type { Context, Reply } from "./context";

type Handler = (context: Context) => Reply;

/** One endpoint: what it answers to each method, and who may ask at all. */
export interface View {
  readonly name: string;
  /** What OPTIONS adds to the description every view has. */
  readonly metadata?: (context: Context) => Readonly<Record<string, unknown>>;
  /** Open to anyone, credentials are looked at but not needed; `ping` does not even look. */
  readonly access?: "anyone" | "anonymous";
  /**
   * Checks before the method is run: on AWX for everyone but superusers (awx/api/permissions.py,
   * ModelAccessPermission), at the gateway for everyone (the permission classes of a view).
   *
   * @throws ApiError
   */
  readonly authorize?: (context: Context) => void;
  readonly GET: Handler;
  readonly POST?: Handler;
  readonly PUT?: Handler;
  readonly PATCH?: Handler;
  readonly DELETE?: Handler;
}

const changing = ["POST", "PUT", "PATCH", "DELETE"] as const;

export function allowedMethods(view: View): readonly string[] {
  return ["GET", ...changing.filter((method) => view[method]), "HEAD", "OPTIONS"];
}

/** What the view does on this method, if anything: HEAD is a GET, OPTIONS describes the view and what it can read. */
export function handlerFor(view: View, method: string, parses: readonly string[]): Handler | undefined {
  if (method === "GET" || method === "HEAD") return view.GET;
  if (method === "OPTIONS") return (context) => ({ status: 200, body: describe(view, context, parses) });
  const name = changing.find((each) => each === method);
  return name && view[name];
}

function describe(view: View, context: Context, parses: readonly string[]): Readonly<Record<string, unknown>> {
  return {
    name: view.name,
    description: "",
    renders: ["application/json", "text/html"],
    parses,
    ...view.metadata?.(context),
  };
}
