import { parseArgs } from "node:util";
import type { Family } from "./families";
import type { HeldTokens } from "./heldTokens";
import type { FakeAwxOptions } from "./server";
import { startFakeAwx } from "./server";

const usage = `usage: npm run fake-awx -- [--port P] [--family controller|gateway|both|none] [--tokens N] [--latency MS]

  --port     port to listen on (default 8052; 0 takes any free one)
  --family   controller: AWX with tokens (default)
             gateway: AAP 2.7, whose tokens are the gateway's alone
             both: AAP 2.5 and 2.6, whose controller has tokens of its own beside the gateway's
             none: AWX after OAuth2 was removed
  --tokens   how many tokens there are in all, in each table (default and least 8)
  --latency  milliseconds before each answer (default 0)`;

const titles: Readonly<Record<Family, string>> = {
  controller: "AWX 24.6.1",
  gateway: "AAP 2.7",
  both: "AAP 2.5",
  none: "AWX without OAuth2",
};

const seeded = 8;

class UsageError extends Error {}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof UsageError) console.error(`\n${usage}`);
  process.exit(error instanceof UsageError ? 2 : 1);
});

async function main(): Promise<void> {
  const options = readOptions();
  const awx = await startFakeAwx(options);
  console.log(`${titles[options.family]} at ${awx.url}`);
  console.log(
    "users: admin (superuser), alice, bob (system auditor), carol (admin of Acme); every password is password",
  );
  const users = ["admin", "alice", "bob", "carol"];
  if (options.family === "gateway" || options.family === "both") {
    show("tokens of the gateway", awx, ["_system", ...users]);
  }
  if (options.family === "controller" || options.family === "both") {
    show("tokens of the controller", awx.controller, users);
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void awx.stop());
  }
}

function show(title: string, held: HeldTokens, users: readonly string[]): void {
  const rows = held
    .tokens()
    .slice(0, seeded)
    .map(({ id, userId, scope, description }) => ({
      id,
      owner: users[userId - 1],
      scope,
      description,
      secret: held.secretOf(id),
    }));
  console.log(`${title}:`);
  console.table(rows);
  if (held.tokens().length > seeded) console.log(`and ${String(held.tokens().length - seeded)} more`);
}

function readOptions(): FakeAwxOptions & { readonly family: Family } {
  const { port, family, tokens, latency } = parseArguments();
  if (!isFamily(family)) throw new UsageError(`unknown family ${family}`);
  return {
    family,
    port: wholeNumber("port", port, 65_535),
    latencyMs: wholeNumber("latency", latency, 600_000),
    extraTokens: Math.max(0, wholeNumber("tokens", tokens, 1_000_000) - seeded),
  };
}

function isFamily(name: string): name is Family {
  return Object.hasOwn(titles, name);
}

function parseArguments(): Readonly<Record<"port" | "family" | "tokens" | "latency", string>> {
  try {
    return parseArgs({
      options: {
        port: { type: "string", default: "8052" },
        family: { type: "string", default: "controller" },
        tokens: { type: "string", default: String(seeded) },
        latency: { type: "string", default: "0" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, text: string, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= most)) throw new UsageError(`--${name} must be a whole number up to ${String(most)}, not "${text}"`);
  return number;
}
