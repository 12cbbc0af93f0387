import type { Model, Organization, Token, User } from "./model";

/** Superusers and auditors read everything. */
export function seesAll(user: User): boolean {
  return user.isSuperuser || user.isSystemAuditor;
}

/** Superusers, owners, and admins of the organization of the token's application change a token. */
export function canChangeToken(model: Model, user: User, token: Token): boolean {
  if (user.isSuperuser || token.userId === user.id) return true;
  return organizationOf(model, token)?.adminIds.includes(user.id) ?? false;
}

/** Superusers are seen by all, organization admins see everyone, members each other. */
export function canReadUser(model: Model, user: User, other: User): boolean {
  if (seesAll(user) || other.id === user.id || other.isSuperuser) return true;
  return model.organizations.some(
    (organization) =>
      [...organization.adminIds, ...organization.auditorIds].includes(user.id) ||
      (organization.memberIds.includes(user.id) && organization.memberIds.includes(other.id)),
  );
}

/** The organization of the application that a token was made for. */
export function organizationOf(model: Model, token: Token): Organization | undefined {
  const application = token.applicationId === null ? undefined : model.application(token.applicationId);
  return application && model.organization(application.organizationId);
}
