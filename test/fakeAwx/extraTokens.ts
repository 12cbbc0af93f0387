import type { Model, TokenValues } from "./model";
import { tokenLifetimeSeconds } from "./model";

const hour = 3_600_000;
const day = 24 * hour;

const purposes = [
  "nightly inventory sync",
  "Jenkins deploy",
  "GitLab CI",
  "Terraform provider",
  "Grafana dashboard",
  "backup job templates",
  "laptop",
  "monitoring probe",
  "ServiceNow integration",
  "release pipeline",
  "Ansible collection tests",
  "migration script",
];
const places = ["production", "staging", "test", "Brno", "eu-west-1", "us-east-2", "DMZ", "lab"];
const scopes = ["read", "write", "read write", "write read"];
const lifetimes = [
  tokenLifetimeSeconds * 1000,
  tokenLifetimeSeconds * 1000,
  tokenLifetimeSeconds * 1000,
  400 * day,
  90 * day,
  30 * day,
];

/**
 * Fills the server with tokens such as a real one has: of all owners and scopes, made over the last two years, some
 * about to expire and some expired. The same number makes the same tokens, but for their secret values.
 */
export function addExtraTokens(model: Model, count: number): void {
  const random = generator(count);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const owners = model.users.filter(({ username }) => !username.startsWith("_"));
  const now = Date.now();
  const ages = Array.from({ length: count }, () => random() * 730 * day).sort((a, b) => b - a);
  for (const [index, age] of ages.entries()) {
    const values: TokenValues = {
      userId: pick(owners).id,
      applicationId: random() < 0.3 ? pick(model.applications).id : null,
      description: random() < 0.08 ? "" : `${pick(purposes)} ${pick(places)} ${String(index + 1)}`,
      scope: pick(scopes),
    };
    const created = new Date(now - age);
    const token = model.createToken(values, values.userId, {
      created,
      expires: new Date(created.getTime() + pick(lifetimes) + random() * hour),
    });
    if (random() < 0.7) token.lastUsed = new Date(now - age * random());
  }
}

/** Mulberry32: small, seeded, good enough for a demonstration. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
