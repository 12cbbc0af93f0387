import type { Parts } from "./parts";

/** Stops reading tokens: of the server whose row it was called on, or of all. What was known before stays. */
export function stopReading({ servers, tokens }: Parts, argument: unknown): Promise<void> {
  const isOne = typeof argument === "object" && argument !== null && "serverName" in argument;
  for (const { name } of servers.servers) if (!isOne || name === argument.serverName) tokens.stop(name);
  return Promise.resolve();
}
