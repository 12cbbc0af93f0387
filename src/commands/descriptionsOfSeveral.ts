import type { Parts } from "./parts";
import type { SeveralTargets } from "./targets";

export async function editDescriptionsOfSeveral(parts: Parts, several: SeveralTargets): Promise<void> {
  await Promise.resolve([parts, several]);
}
