import { randomUUID } from "node:crypto";
import { controllerHistory } from "./controller/history";
import { gatewayHistory } from "./gateway/history";
import type { Application, Organization, User } from "./model";
import { Model, randomSecret } from "./model";

const hour = 3_600_000;

/** What a server has beside, or other than, the recorded ones. */
export interface SeedOptions {
  /** Users who sign in elsewhere, by name. */
  readonly externalUsers?: readonly string[];
  /** The password of the seed's users; "password", the default, is the recorded servers'. */
  readonly password?: string;
  /** Who audits the seed's one organization, by name; nobody does by default. */
  readonly organizationAuditors?: readonly string[];
  /** Users after those of the seed; they are members of nothing. */
  readonly extraUsers?: readonly { readonly username: string; readonly password: string }[];
}

/** How the two recorded servers differ. */
interface Installation {
  /** Users before admin. */
  readonly systemUsers: readonly string[];
  readonly externalAccount: string;
  /** Ids of users in the resource registry, where a recording has them. */
  readonly resourceIds: Readonly<Record<string, string>>;
  /** Who got in with the user name and password of an application that way, and so logged in. */
  readonly loggedIn: readonly string[];
}

/** The database AWX was recorded with. */
export function controllerModel(options: SeedOptions): Model {
  return seeded(new Model(controllerHistory), options, {
    systemUsers: [],
    externalAccount: "ldap",
    resourceIds: { admin: "09bb42a1-71b5-48fd-b530-d0884470cc1a" },
    loggedIn: [],
  });
}

/** The database the gateway was recorded with: the same, but that a user called _system comes first. */
export function gatewayModel(options: SeedOptions): Model {
  return seeded(new Model(gatewayHistory), options, {
    systemUsers: ["_system"],
    externalAccount: "Company LDAP",
    resourceIds: {
      admin: "1c29d808-fb49-4cee-94c7-6bdc7cf8d2f1",
      alice: "a21d820b-95a7-4b63-adcd-2022e823cda5",
      bob: "854a5d2f-4c83-4eca-b536-ba60b9093100",
    },
    loggedIn: ["alice"],
  });
}

/** Users, organization, applications and the eight tokens the recorded servers started with. */
function seeded(model: Model, options: SeedOptions, installation: Installation): Model {
  const users = seededUsers(model.now(), options, installation);
  const [, admin, alice, bob, carol] = [0, 1, 2, 3, 4].map((place) => place + installation.systemUsers.length);
  if (!admin || !alice || !bob || !carol) throw new RangeError("the seed has lost its users");
  for (const user of users) {
    model.users.push(user);
    model.record("create", "user", user.id, admin, {
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
    memberIds: [alice],
    adminIds: [carol],
    auditorIds: users.filter(({ username }) => options.organizationAuditors?.includes(username)).map(({ id }) => id),
  };
  model.organizations.push(organization);
  model.record("create", "organization", organization.id, admin, { name: organization.name, id: organization.id });
  for (const application of applications(() => model.now())) {
    model.applications.push(application);
    model.record("create", "o_auth2_application", application.id, admin, {
      name: application.name,
      id: application.id,
    });
  }

  const token = (userId: number, applicationId: number | null, scope: string, description: string, expires?: Date) =>
    model.createToken({ userId, applicationId, scope, description }, userId, expires ? { expires } : {});
  token(admin, null, "write", "admin laptop");
  token(admin, null, "read", "admin read only");
  token(admin, 1, "write", "admin app token");
  token(alice, null, "write", "alice personal");
  // Made by the server itself, when alice signed in to the application, and edited by her.
  const values = { userId: alice, applicationId: 1, scope: "read", description: "alice app token" };
  model.createToken(values, installation.systemUsers.length > 0 ? 1 : alice).modifiedBy = alice;
  token(bob, null, "write", "bob auditor");
  token(admin, null, "read write", "one hour", new Date(Date.now() + hour));
  token(admin, null, "write", "expired", new Date(Date.now() - hour));
  return model;
}

const names: Readonly<Record<string, readonly [first: string, last: string]>> = {
  alice: ["Alice", "Adams"],
  bob: ["Bob", "Brown"],
  carol: ["Carol", "Clark"],
};

function seededUsers(created: Date, options: SeedOptions, installation: Installation): User[] {
  const { systemUsers, externalAccount, resourceIds, loggedIn } = installation;
  const { password = "password" } = options;
  const seed = ["admin", ...Object.keys(names)].map((username) => ({ username, password }));
  const system = systemUsers.map((username) => ({ username, password: randomSecret() }));
  return [...system, ...seed, ...(options.extraUsers ?? [])].map(({ username, password }, index) => {
    const [firstName = "", lastName = ""] = names[username] ?? [];
    const isFirst = index <= systemUsers.length;
    return {
      id: index + 1,
      username,
      password,
      firstName,
      lastName,
      email: `${username}@example.com`,
      isSuperuser: username === "admin",
      isSystemAuditor: username === "bob",
      externalAccount: options.externalUsers?.includes(username) ? externalAccount : null,
      resourceId: resourceIds[username] ?? randomUUID(),
      created,
      createdBy: isFirst ? 1 : systemUsers.length + 1,
      lastLogin: loggedIn.includes(username) ? created : null,
    };
  });
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
