import { format } from "node:util";

/** What a host says of itself in every run: modules that npm did not compile, a marketplace that is out of reach. */
const noise = [
  /Could not locate the bindings file/,
  /Cannot find module '\.\/build\/Release\/watchdog'/,
  /open-vsx\.org/,
  /Error while getting the latest version for the extension/,
  /\[Service Worker\] registration/,
  /^(Resolving|Resolved) connection token/,
  /^Creating a socket/,
  /^Updating additional builtin extensions cache/,
  /^ChatSessionStore: /,
  /^\[(reconnection-grace-time|AgentHost:remote|AccountPolicyGate)\]/,
];

/** Prints an entry of the workbench's log, which is also where its extension host's console goes. */
export function printHostLog(type: string, args: readonly unknown[]): void {
  const text = format(...args);
  if (noise.some((pattern) => pattern.test(text))) return;
  if (type === "error" || type === "warn") console.error(text);
  else console.log(text);
}
