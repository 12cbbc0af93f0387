import { readFile } from "node:fs/promises";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Exchange {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly target: string;
    readonly auth: null | { readonly basic: readonly [string, string] } | { readonly authorization: string };
    readonly headers: Readonly<Record<string, string>>;
    /** A text, nothing, or a description of a long text (`repeat`). */
    readonly body: null | string | { readonly repeat: string; readonly note?: string };
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Json;
    /** The answer was an HTML page, whose text was not kept. */
    readonly html?: boolean;
    /** Of each result only the id was kept. */
    readonly idsOnly?: boolean;
  };
}

export type Family = "controller" | "gateway";

/**
 * Reads a recording.
 *
 * @throws Error that names the file, if it can't be read or is not a recording
 */
export async function readRecording(file: string): Promise<readonly Exchange[]> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  if (!Array.isArray(content)) throw new Error(`${file}: not a list of exchanges`);
  const broken = content.findIndex((each) => !isExchange(each));
  if (broken >= 0) throw new Error(`${file}: element ${String(broken)} is not an exchange`);
  return content as readonly Exchange[];
}

/** Which kind of server was recorded, by the paths it was asked for. */
export function familyOf(exchanges: readonly Exchange[]): Family {
  return exchanges.some(({ request }) => request.target.startsWith("/api/gateway/")) ? "gateway" : "controller";
}

function isExchange(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { name, request, response } = value as Partial<Exchange>;
  return (
    typeof name === "string" &&
    typeof request?.method === "string" &&
    typeof request.target === "string" &&
    typeof response?.status === "number" &&
    typeof response.headers === "object"
  );
}
