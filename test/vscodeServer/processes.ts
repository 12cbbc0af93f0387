import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { atExit } from "./atExit";

const tailLength = 20_000;

/** A program running with all that it starts in turn. */
export interface ProcessGroup {
  /** Resolves when the program has ended, with its exit code, or undefined when a signal ended it. */
  readonly exited: Promise<number | undefined>;
  /** The end of what it has printed on either stream. */
  readonly output: () => string;
  onOutput(listener: (output: string) => void): void;
  /** Ends the program and everything it started. */
  stop(): Promise<void>;
}

/**
 * Starts a program in a process group of its own. The whole group is killed by `stop()`, and when this process ends,
 * by a signal too.
 */
export function startGroup(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): ProcessGroup {
  const child = spawn(command, args, {
    ...options,
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    shell: process.platform === "win32",
  });
  const cancelKill = atExit(() => {
    killGroup(child);
  });

  let output = "";
  const listeners: ((output: string) => void)[] = [];
  const receive = (chunk: string) => {
    output = (output + chunk).slice(-tailLength);
    for (const listener of listeners) listener(output);
  };
  child.stdout.setEncoding("utf8").on("data", receive);
  child.stderr.setEncoding("utf8").on("data", receive);

  const exited = new Promise<number | undefined>((resolve) => {
    child.once("error", (error) => {
      receive(`${command}: ${error.message}\n`);
      cancelKill();
      resolve(undefined);
    });
    child.once("exit", (code) => {
      resolve(code ?? undefined);
    });
  });
  // Children of a program that has ended may still run, so its group stays killable until then.
  child.once("close", cancelKill);

  return {
    exited,
    output: () => output,
    onOutput: (listener) => listeners.push(listener),
    stop: async () => {
      killGroup(child);
      await exited;
      cancelKill();
    },
  };
}

/**
 * Runs a program to its end.
 *
 * @throws with the end of its output when its exit code isn't 0
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const group = startGroup(command, args, options);
  const code = await group.exited;
  if (code !== 0)
    throw new Error(`${command} ${args.join(" ")} failed (${String(code ?? "killed")}):\n${group.output()}`);
  return group.output();
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") spawnSync("taskkill", ["/pid", String(child.pid), "/T", "/F"]);
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // Nothing of the group is left.
  }
}
