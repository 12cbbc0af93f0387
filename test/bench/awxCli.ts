import { execFileSync } from "node:child_process";
import { timed } from "./measure";
import type { BenchServer } from "./person";

/** How long the `awx` command takes for a list of all tokens and for an edit of one, in milliseconds. */
export interface AwxCliTimes {
  /** Of a server with so many tokens. */
  readonly tokens: number;
  readonly list: number;
  readonly edit: number;
}

/** Times awxkit's `awx`; nothing where it is not on the PATH. */
export async function timeAwxCli(tokens: number, { url, secret }: BenchServer): Promise<AwxCliTimes | undefined> {
  const env = { ...process.env, CONTROLLER_HOST: url, CONTROLLER_OAUTH_TOKEN: secret, TOWER_HOST: url };
  const run = (...args: readonly string[]): Buffer => execFileSync("awx", args, { env, maxBuffer: 1e9 });
  try {
    run("--version");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  return {
    tokens,
    list: await timed(() => run("tokens", "list", "--all")),
    edit: await timed(() => run("tokens", "modify", "2", "--description", "described by the awx command")),
  };
}
