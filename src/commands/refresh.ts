import type { Parts } from "./parts";

/** Reads the tokens again: of the server whose row it was called on, or of all. What fails is shown in the view. */
export async function refresh(parts: Parts, argument: unknown): Promise<void> {
  const names = parts.servers.servers.map(({ name }) => name);
  const isOne = typeof argument === "object" && argument !== null && "serverName" in argument;
  await parts.view.show();
  await Promise.all(
    names.filter((name) => !isOne || name === argument.serverName).map((name) => parts.tokens.load(name)),
  );
}
