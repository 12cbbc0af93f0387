import { startFakeAwx } from "../fakeAwx/server";

/** Of the seed, which every double has. */
const seeded = 8;

/** Starts a double for each number of tokens that it is called with, and tells its parent where they are. */
async function serve(): Promise<void> {
  const servers = process.argv.slice(2).map(async (count) => {
    const awx = await startFakeAwx({ extraTokens: Number(count) - seeded, latencyMs: 20 });
    return { url: awx.url, secret: awx.secretOf(1) };
  });
  process.send?.(await Promise.all(servers));
  // Whoever is gone measures nothing any more.
  process.once("disconnect", () => process.exit());
}

void serve();
