import type { Model } from "../test/fakeAwx/model";
import { tell, type ToldToken } from "./demoStory";

/** Who is there beside the users of every test double: admin, alice, bob and carol. */
export const colleagues = ["dana", "erik", "farid", "greta"].map((username) => ({ username, password: "password" }));

/** The descriptions of the tokens that the demo is signed in with. */
export const ownTokens = { awx: "VS Code on the operations laptop", platform: "VS Code on Alice's laptop" };

/** An AWX that several teams have used for two years. */
export function fillAwx(model: Model): void {
  tell(model, applications, [...people, ...stories, ...services]);
}

/** A platform that a team moves to: its own tokens, and those of the controller behind it. */
export function fillPlatform(model: Model, table: "gateway" | "controller"): void {
  tell(model, applications, table === "gateway" ? platformTokens : controllerTokens);
}

const applications = [
  { name: "CI", description: "Pipelines of all teams", grantType: "password" },
  { name: "Service desk", description: "Changes and assets", grantType: "password" },
  { name: "Self-service portal", description: "Job templates for everybody", grantType: "authorization-code" },
  { name: "Reporting", description: "Dashboards and the compliance report", grantType: "password" },
] as const;

/** What people made for themselves, and forgot about. */
const people: readonly ToldToken[] = [
  { owner: "admin", description: ownTokens.awx, scope: "write", made: 90, used: 0, expires: 275 },
  { owner: "admin", description: "Ops laptop", scope: "write", made: 610, used: 92 },
  { owner: "admin", description: "ops laptop", scope: "read write", made: 200, used: 95, expires: 165 },
  { owner: "admin", description: "", scope: "write", made: 505, used: 420 },
  { owner: "admin", description: "Emergency access, sealed envelope", scope: "write", made: 705 },
  { owner: "admin", description: "Upgrade to 24.6", scope: "write", made: 300, used: 297, expires: -270 },
  { owner: "admin", description: "Move to the new data centre", scope: "write", made: 356, used: 12, expires: 9 },
  { owner: "admin", description: "test", scope: "write", made: 12, expires: 18 },
  { owner: "admin", description: "test", scope: "write", made: 11.9, used: 11.9, expires: 18 },
  { owner: "admin", description: "Test", scope: "read", made: 11.8, expires: 18 },
  { owner: "alice", description: "Personal laptop", scope: "write", made: 150, used: 1, expires: 215 },
  { owner: "alice", description: "personal laptop", scope: "write", made: 520, used: 155, expires: 6 },
  { owner: "alice", description: "", scope: "read", made: 33, expires: 332 },
  { owner: "bob", description: "Quarterly audit export", scope: "read", made: 420, used: 31, expires: -5 },
  { owner: "bob", description: "Access review", scope: "read", made: 75, used: 3, expires: 290 },
  { owner: "carol", description: "Onboarding of new teams", scope: "write", made: 260, used: 40, expires: 105 },
  {
    owner: "carol",
    description: "Portal, signed in on a phone",
    scope: "read",
    application: "Self-service portal",
    made: 5,
    used: 2,
    expires: 25,
  },
  { owner: "dana", description: "Home office", scope: "write", made: 330, used: 4, expires: 35 },
  { owner: "dana", description: "", scope: "write", application: "CI", made: 610, used: 610 },
  { owner: "erik", description: "Do not delete, ask Erik", scope: "write", made: 712, used: 0.2 },
  { owner: "erik", description: "cron on the old bastion host", scope: "write", made: 690, used: 340 },
  { owner: "farid", description: "tmp", scope: "write", made: 66, used: 66 },
  {
    owner: "farid",
    description: "Demo for the service desk",
    scope: "read",
    application: "Service desk",
    made: 100,
    used: 99,
    expires: -70,
  },
  { owner: "greta", description: "Workshop with 12 participants", scope: "write", made: 48, used: 47, expires: -41 },
  { owner: "greta", description: "Notebook for capacity planning", scope: "read", made: 21, used: 1, expires: 344 },
];

/** What was changed again and again, by whom. */
const stories: readonly ToldToken[] = [
  {
    owner: "dana",
    description: "deploy",
    scope: "write",
    application: "CI",
    made: 690,
    used: 0.3,
    expires: 410,
    edits: [
      { ago: 520, by: "dana", description: "Nightly deploy" },
      { ago: 300.4, by: "admin", scope: "read" },
      { ago: 300, by: "dana", scope: "write" },
      { ago: 120, by: "carol", description: "Nightly deploy to production (team Dana)" },
      { ago: 3, by: "admin", description: "Nightly deploy to production (team Dana, OPS-1142)" },
    ],
  },
  {
    owner: "greta",
    description: "terraform",
    scope: "write",
    made: 400,
    used: 0.1,
    expires: 11,
    edits: [
      { ago: 260, by: "greta", description: "Terraform, cloud inventory" },
      { ago: 95, by: "greta", scope: "read write" },
      { ago: 30, by: "admin", description: "Terraform, cloud inventory, rotate before it expires" },
    ],
  },
  {
    owner: "farid",
    description: "ServiceNow",
    scope: "write",
    application: "Service desk",
    made: 480,
    used: 1,
    edits: [
      { ago: 470, by: "farid", description: "ServiceNow incidents" },
      { ago: 200, by: "admin", scope: "read" },
    ],
  },
  { owner: "erik", description: "Backup of job templates", scope: "write", made: 640, used: 401, revoked: 400 },
  { owner: "erik", description: "Log shipping", scope: "read", made: 365, used: 31, expires: 0.1, revoked: 30 },
  { owner: "erik", description: "Log shipping", scope: "read", made: 30, used: 0.1, expires: 335 },
];

/** What a service was made a token for at each place; whose, with which scopes and for which application. */
const kinds: readonly Pick<ToldToken, "description" | "owner" | "scope" | "application">[] = [
  { description: "Backup of job templates", owner: "erik", scope: "read" },
  { description: "Monitoring of failed jobs", owner: "erik", scope: "read" },
  { description: "CI deploy", owner: "dana", scope: "write", application: "CI" },
  { description: "CI inventory check", owner: "dana", scope: "read", application: "CI" },
  { description: "Terraform inventory sync", owner: "greta", scope: "read write" },
  { description: "DNS records", owner: "greta", scope: "write" },
  { description: "ServiceNow change gate", owner: "farid", scope: "write", application: "Service desk" },
  { description: "ServiceNow asset import", owner: "farid", scope: "read", application: "Service desk" },
  { description: "Patch window scheduler", owner: "alice", scope: "write" },
  { description: "Compliance report", owner: "alice", scope: "read", application: "Reporting" },
  { description: "Certificate renewal", owner: "carol", scope: "write" },
  { description: "Self-service portal", owner: "admin", scope: "write", application: "Self-service portal" },
];

const places = ["production", "staging", "test", "Brno", "Boston", "Osaka", "DMZ", "lab"];

/** How long the tokens of services are good for, in days; some as AWX makes them. */
const lifetimes = [365, 730, undefined, 400, 180, 730, 365, undefined, 90];

const services = kinds.flatMap((kind, row) => places.map((place, column) => serviceToken(kind, place, row, column)));

/** Spread over the two years, and always the same. */
function serviceToken(kind: (typeof kinds)[number], place: string, row: number, column: number): ToldToken {
  const first = 15 + ((row * 173 + column * 89) % 700);
  const lifetime = lifetimes[(row * 5 + column * 2) % lifetimes.length];
  // Where nobody forgot to, it was made anew whenever it expired.
  const isForgotten = (row + column * 3) % 7 === 0;
  const made = lifetime === undefined || isForgotten ? first : first % lifetime;
  const expires = lifetime === undefined ? undefined : lifetime - made;
  const isUsed = (row * 3 + column * 5) % 11 !== 0;
  const lastUse = expires !== undefined && expires < 0 ? 1 - expires : column % 4 === 3 ? made / 3 : column / 8;
  return {
    ...kind,
    description: `${kind.description}, ${place}`,
    made,
    ...(isUsed && { used: Math.min(lastUse, made) }),
    ...(expires !== undefined && { expires }),
  };
}

const platformTokens: readonly ToldToken[] = [
  { owner: "alice", description: ownTokens.platform, scope: "write", made: 40, used: 0, expires: 325 },
  { owner: "alice", description: "Pilot, patch window scheduler", scope: "write", made: 120, used: 0.5, expires: 8 },
  {
    owner: "alice",
    description: "Pilot, compliance report",
    scope: "read",
    application: "Reporting",
    made: 118,
    used: 6,
    expires: 247,
  },
  { owner: "alice", description: "pilot", scope: "write", made: 150 },
  { owner: "alice", description: "", scope: "read write", made: 149, used: 149 },
  { owner: "alice", description: "Workshop", scope: "write", made: 60, used: 59, expires: -30 },
  {
    owner: "alice",
    description: "hub sync",
    scope: "write",
    made: 100,
    used: 1,
    expires: 265,
    edits: [
      { ago: 80, by: "alice", description: "Collections from the private hub" },
      { ago: 20, by: "admin", scope: "read" },
    ],
  },
  { owner: "admin", description: "Installer", scope: "write", made: 160, used: 159 },
  {
    owner: "admin",
    description: "Configuration as code",
    scope: "write",
    application: "CI",
    made: 130,
    used: 0.2,
    expires: 235,
  },
  { owner: "admin", description: "Health checks of the gateway", scope: "read", made: 128, used: 0.01, expires: 600 },
  { owner: "carol", description: "Migration from AWX", scope: "write", made: 90, used: 2, expires: 5 },
  {
    owner: "carol",
    description: "Portal",
    scope: "read",
    application: "Self-service portal",
    made: 30,
    used: 3,
    expires: 60,
  },
  { owner: "erik", description: "Backup of the platform", scope: "read", made: 110, used: 0.4, expires: 255 },
  { owner: "erik", description: "Monitoring of the platform", scope: "read", made: 109, used: 0.01, expires: 256 },
  {
    owner: "greta",
    description: "Terraform, platform resources",
    scope: "read write",
    made: 45,
    used: 0.3,
    expires: 320,
  },
  { owner: "dana", description: "Pipelines, pilot", scope: "write", application: "CI", made: 70, expires: 295 },
];

const controllerTokens: readonly ToldToken[] = [
  { owner: "alice", description: "Pilot, inventory import", scope: "write", made: 115, used: 30 },
  { owner: "alice", description: "Old playbook runner", scope: "write", made: 140, used: 100, expires: -12 },
  {
    owner: "carol",
    description: "Job templates from AWX",
    scope: "write",
    application: "CI",
    made: 88,
    used: 60,
    expires: 277,
  },
  { owner: "erik", description: "Log shipping, controller", scope: "read", made: 105, used: 0.1, expires: 260 },
];
