import { randomSecret, type Application, type Model, type Token } from "../test/fakeAwx/model";

const day = 24 * 60 * 60 * 1000;

/** A token of the demo and what became of it. All times are in days, so that the demo is as old as it is whenever it runs. */
export interface ToldToken {
  readonly owner: string;
  readonly description: string;
  readonly scope: string;
  /** The name of the application that it is for. */
  readonly application?: string;
  /** How long ago it was made. */
  readonly made: number;
  /** How long ago it was used last; never by default. */
  readonly used?: number;
  /** In how many days it expires, negative for one that has; by default as AWX makes them, in a thousand years. */
  readonly expires?: number;
  /** Who changed what of it, and how long ago. */
  readonly edits?: readonly ToldEdit[];
  /** How long ago its owner revoked it. */
  readonly revoked?: number;
}

export interface ToldEdit {
  readonly ago: number;
  readonly by: string;
  readonly description?: string;
  readonly scope?: string;
}

/** Takes out what a server has, but its users, and has it live through what is told. */
export function tell(
  model: Model,
  applications: readonly Pick<Application, "name" | "description" | "grantType">[],
  tokens: readonly ToldToken[],
): void {
  for (const token of model.tokens()) model.deleteToken(token, token.userId);
  model.activities.length = 0;
  model.applications.splice(
    0,
    Infinity,
    ...applications.map((application, index): Application => ({
      ...application,
      id: index + 1,
      clientId: randomSecret(40),
      clientType: "confidential",
      redirectUris: application.grantType === "password" ? "" : "https://portal.example.com/callback",
      organizationId: 1,
      created: ago(740),
    })),
  );
  const events = tokens.flatMap((token) => eventsOf(model, token));
  for (const { when, happen } of events.sort((a, b) => a.when.getTime() - b.when.getTime())) model.at(when, happen);
}

interface ToldEvent {
  readonly when: Date;
  readonly happen: () => void;
}

function eventsOf(model: Model, told: ToldToken): ToldEvent[] {
  const owner = userOf(model, told.owner);
  let token: Token | undefined;
  const there = (): Token => {
    if (!token) throw new RangeError(`“${told.description}” is changed before it is made`);
    return token;
  };
  return [
    {
      when: ago(told.made),
      happen: () => {
        const { description, scope, application, expires, used } = told;
        const applicationId = application === undefined ? null : applicationOf(model, application);
        const values = { userId: owner, applicationId, description, scope };
        token = model.createToken(values, owner, expires === undefined ? {} : { expires: ago(-expires) });
        if (used !== undefined) token.lastUsed = ago(used);
      },
    },
    ...(told.edits ?? []).map(({ ago: days, by, ...values }) => ({
      when: ago(days),
      happen: () => {
        model.updateToken(there(), values, userOf(model, by));
      },
    })),
    ...(told.revoked === undefined
      ? []
      : [
          {
            when: ago(told.revoked),
            happen: () => {
              model.deleteToken(there(), owner);
            },
          },
        ]),
  ];
}

function ago(days: number): Date {
  return new Date(Date.now() - days * day);
}

function userOf(model: Model, name: string): number {
  const user = model.users.find(({ username }) => username === name);
  if (!user) throw new RangeError(`there is no user ${name}`);
  return user.id;
}

function applicationOf(model: Model, name: string): number {
  const application = model.applications.find((each) => each.name === name);
  if (!application) throw new RangeError(`there is no application ${name}`);
  return application.id;
}
