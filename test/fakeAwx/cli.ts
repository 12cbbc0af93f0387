import { parseArgs } from "node:util";
import type { FakeAwxOptions } from "./server";
import { startFakeAwx } from "./server";

const usage = `usage: npm run fake-awx -- [--port P] [--family controller|gateway|both|none] [--tokens N] [--latency MS]

  --port     port to listen on (default 8052; 0 takes any free one)
  --family   controller: AWX with tokens (default); none: AWX after OAuth2 was removed
  --tokens   how many tokens there are in all (default and least 8)
  --latency  milliseconds before each answer (default 0)`;

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
  console.log(`${options.family === "none" ? "AWX without OAuth2" : "AWX 24.6.1"} at ${awx.url}`);
  console.log(
    "users: admin (superuser), alice, bob (system auditor), carol (admin of Acme); every password is password",
  );
  if (options.family !== "none") {
    const names = ["", "admin", "alice", "bob", "carol"];
    const rows = awx
      .tokens()
      .slice(0, seeded)
      .map(({ id, userId, scope, description }) => ({
        id,
        owner: names[userId],
        scope,
        description,
        secret: awx.secretOf(id),
      }));
    console.table(rows);
    if (awx.tokens().length > seeded) console.log(`and ${String(awx.tokens().length - seeded)} more`);
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void awx.stop());
  }
}

function readOptions(): FakeAwxOptions & { readonly family: "controller" | "none" } {
  const { port, family, tokens, latency } = parseArguments();
  if (family === "gateway" || family === "both") throw new UsageError(`the family ${family} is not supported yet`);
  if (family !== "controller" && family !== "none") throw new UsageError(`unknown family ${family}`);
  return {
    family,
    port: wholeNumber("port", port, 65_535),
    latencyMs: wholeNumber("latency", latency, 600_000),
    extraTokens: Math.max(0, wholeNumber("tokens", tokens, 1_000_000) - seeded),
  };
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
