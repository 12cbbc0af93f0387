import type { History, Model, Token } from "../model";

/** What AWX shows instead of a secret value (awx/main/constants.py, CENSOR_VALUE). */
export const censored = "************";

/** awx/main/signals.py: an entry says what changed, and there is none for a save that changed nothing. */
export const controllerHistory: History = {
  created: allFields,
  edited: (before, after) => {
    const changes: Record<string, unknown> = {};
    for (const field of ["description", "scope"] as const) {
      if (after[field] !== before[field]) changes[field] = [before[field], after[field]];
    }
    return Object.keys(changes).length > 0 ? changes : undefined;
  },
  deleted: allFields,
};

function allFields(token: Token, model: Model): Readonly<Record<string, unknown>> {
  const application = token.applicationId === null ? undefined : model.application(token.applicationId);
  return {
    description: token.description,
    application: application?.name ?? null,
    scope: token.scope,
    id: token.id,
    token: censored,
  };
}
