import { keyOf, type TokenKey } from "../awx/api";
import type { AwxClient } from "../awx/awxClient";
import { isCancelled } from "../awx/errors";
import type { AccessToken } from "../awx/schemas";
import { groupBy } from "../util/groupBy";

/** How many questions are asked at once. */
const atOnce = 4;

/**
 * Those of others' tokens that the server says the user may change. What it says depends on the application of a token
 * and not on whose it is (`awx/main/access.py:794-833`; django-ansible-base `oauth2_provider/views/permissions.py:88-96`),
 * so it is asked once for each application. Personal tokens are a superuser's alone to change: a controller is not asked
 * about them, and a gateway once, whose yes is for all.
 * @throws {AwxError} `cancelled` alone: what cannot be found out is not changeable
 */
export async function changeableTokens(
  clients: readonly AwxClient[],
  others: readonly AccessToken[],
  signal: AbortSignal,
): Promise<ReadonlySet<TokenKey>> {
  const changeable = new Set<TokenKey>();
  for (const client of clients) {
    const ofTable = others.filter(({ source }) => source === client.source);
    const alike = groupBy(ofTable, ({ applicationId }) => applicationId);
    const allow = (tokens: Iterable<AccessToken>): void => {
      for (const token of tokens) changeable.add(keyOf(token));
    };
    const personal = alike.get(null);
    if (personal && client.source === "gateway" && (await mayChange(client, personal, signal))) {
      for (const tokens of alike.values()) allow(tokens);
      continue;
    }
    const ofApplications = [...alike].filter(([applicationId]) => applicationId !== null).map(([, tokens]) => tokens);
    while (ofApplications.length > 0) {
      const asked = ofApplications.splice(0, atOnce);
      const answers = await Promise.all(asked.map((tokens) => mayChange(client, tokens, signal)));
      for (const [index, tokens] of asked.entries()) if (answers[index]) allow(tokens);
    }
  }
  return changeable;
}

async function mayChange(client: AwxClient, alike: readonly AccessToken[], signal: AbortSignal): Promise<boolean> {
  const [token] = alike;
  if (!token) return false;
  try {
    return await client.mayChange(token.id, signal);
  } catch (error) {
    if (isCancelled(error)) throw error;
    return false;
  }
}
