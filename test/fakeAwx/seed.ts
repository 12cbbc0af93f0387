import { randomUUID } from "node:crypto";
import type { Application, Organization, User } from "./model";
import { Model, randomSecret } from "./model";

const hour = 3_600_000;

/** Users, organization, applications and the eight tokens the recorded server started with. */
export function seededModel(): Model {
  const model = new Model();
  for (const user of users(model.now())) {
    model.users.push(user);
    model.record("create", "user", user.id, 1, {
      username: user.username,
      is_superuser: user.isSuperuser,
      id: user.id,
    });
  }
  const organization: Organization = {
    id: 1,
    name: "Acme",
    description: "test org",
    created: model.now(),
    memberIds: [2],
    adminIds: [4],
    auditorIds: [],
  };
  model.organizations.push(organization);
  model.record("create", "organization", organization.id, 1, { name: organization.name, id: organization.id });
  for (const application of applications(() => model.now())) {
    model.applications.push(application);
    model.record("create", "o_auth2_application", application.id, 1, { name: application.name, id: application.id });
  }

  const token = (userId: number, applicationId: number | null, scope: string, description: string, expires?: Date) =>
    model.createToken({ userId, applicationId, scope, description }, userId, expires ? { expires } : {});
  token(1, null, "write", "admin laptop");
  token(1, null, "read", "admin read only");
  token(1, 1, "write", "admin app token");
  token(2, null, "write", "alice personal");
  token(2, 1, "read", "alice app token");
  token(3, null, "write", "bob auditor");
  token(1, null, "read write", "one hour", new Date(Date.now() + hour));
  token(1, null, "write", "expired", new Date(Date.now() - hour));
  return model;
}

function users(created: Date): User[] {
  const user = (id: number, username: string, firstName = "", lastName = ""): User => ({
    id,
    username,
    password: "password",
    firstName,
    lastName,
    email: `${username}@example.com`,
    isSuperuser: username === "admin",
    isSystemAuditor: username === "bob",
    resourceId: username === "admin" ? "09bb42a1-71b5-48fd-b530-d0884470cc1a" : randomUUID(),
    created,
  });
  return [
    user(1, "admin"),
    user(2, "alice", "Alice", "Adams"),
    user(3, "bob", "Bob", "Brown"),
    user(4, "carol", "Carol", "Clark"),
  ];
}

function applications(now: () => Date): Application[] {
  const common = { clientType: "confidential", organizationId: 1 } as const;
  return [
    {
      ...common,
      id: 1,
      name: "vscode",
      description: "code grant app",
      clientId: randomSecret(40),
      grantType: "authorization-code",
      redirectUris: "http://127.0.0.1:9/cb",
      created: now(),
    },
    {
      ...common,
      id: 2,
      name: "ci",
      description: "password grant app",
      clientId: randomSecret(40),
      grantType: "password",
      redirectUris: "",
      created: now(),
    },
  ];
}
