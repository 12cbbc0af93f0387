import type { Caller } from "../context";
import { mayWrite } from "../credentials";
import type { Activity, Application, Model, Organization, Token, User } from "../model";
import { organizationOf, seesAll } from "../rights";

/** Who may see and change what beside the common rules: awx/main/access.py, each class named at its function. */

/** OAuth2TokenAccess.filtered_queryset */
export function canReadToken(model: Model, user: User, token: Token): boolean {
  if (seesAll(user) || token.userId === user.id) return true;
  const organization = organizationOf(model, token);
  return organization !== undefined && [...organization.adminIds, ...organization.auditorIds].includes(user.id);
}

/** OAuth2ApplicationAccess.filtered_queryset: members of its organization. */
export function canReadApplication(model: Model, user: User, application: Application): boolean {
  const organization = model.organization(application.organizationId);
  return seesAll(user) || (organization !== undefined && isMember(organization, user.id));
}

/** OAuth2ApplicationAccess.can_change and can_delete */
export function canChangeApplication(model: Model, user: User, application: Application): boolean {
  return user.isSuperuser || (model.organization(application.organizationId)?.adminIds.includes(user.id) ?? false);
}

/** OrganizationAccess: members, admins and auditors see it. */
export function canReadOrganization(user: User, organization: Organization): boolean {
  return seesAll(user) || isMember(organization, user.id) || organization.auditorIds.includes(user.id);
}

/** ActivityStreamAccess.filtered_queryset: entries of deleted tokens are left to superusers and auditors. */
export function canReadActivity(model: Model, user: User, activity: Activity): boolean {
  if (seesAll(user)) return true;
  if (activity.operation === "delete") return false;
  switch (activity.objectType) {
    case "o_auth2_access_token": {
      const token = model.token(activity.objectId);
      return token !== undefined && canReadToken(model, user, token);
    }
    case "o_auth2_application": {
      const application = model.application(activity.objectId);
      return application !== undefined && canReadApplication(model, user, application);
    }
    case "organization": {
      const organization = model.organization(activity.objectId);
      return [...(organization?.adminIds ?? []), ...(organization?.auditorIds ?? [])].includes(user.id);
    }
    case "user":
      return activity.objectId === user.id || isAdministratedMember(model, user, activity.objectId);
  }
}

/** `user_capabilities` of a user: UserAccess.can_change and can_delete, both false for a read-only token. */
export function userCapabilities(model: Model, caller: Caller, other: User): { edit: boolean; delete: boolean } {
  const isSelf = caller.user.id === other.id;
  const administers = caller.user.isSuperuser || canAdministrate(model, caller.user, other);
  const writes = mayWrite(caller);
  return { edit: writes && (isSelf || administers), delete: writes && !isSelf && administers };
}

function canAdministrate(model: Model, user: User, other: User): boolean {
  if (other.isSuperuser || other.isSystemAuditor) return false;
  const organizations = model.organizations.filter((organization) => isMember(organization, other.id));
  return organizations.length > 0 && organizations.every(({ adminIds }) => adminIds.includes(user.id));
}

function isAdministratedMember(model: Model, user: User, memberId: number): boolean {
  return model.organizations.some(
    ({ adminIds, auditorIds, memberIds }) =>
      [...adminIds, ...auditorIds].includes(user.id) && memberIds.includes(memberId),
  );
}

function isMember(organization: Organization, userId: number): boolean {
  return organization.memberIds.includes(userId) || organization.adminIds.includes(userId);
}
