import * as v from "valibot";
import type { Memento } from "vscode";
import type { Server } from "./server";

/** What another extension may do on a server: read, or also change things. */
export type Access = "read" | "write";

/** That another extension may do something on a server, or may not. */
export interface Grant {
  readonly extensionId: string;
  readonly serverName: string;
  /** The server's address when it was said: another one is another server. */
  readonly url: string;
  /** What was allowed; what is denied is this and all that is more. */
  readonly access: Access;
  readonly answer: GrantAnswer;
}

/** Whether something was allowed, for how long, or denied, which is for as long as this window is open. */
export type GrantAnswer = "allowed" | "allowedForSession" | "denied";

const stateKey = "accessOfExtensions";

const storedGrants = v.array(
  v.object({ extensionId: v.string(), serverName: v.string(), url: v.string(), access: v.picklist(["read", "write"]) }),
);

/**
 * What the person has said that other extensions may do with their credentials. It ends with the credential that it
 * was said of, because another one may be allowed more on the server.
 */
export class AccessGrants {
  readonly #state: Memento;
  #ofSession: readonly Grant[] = [];
  readonly #forgotten = new Map<string, number>();

  /** @param state remembers what is allowed, and nothing secret */
  constructor(state: Memento) {
    this.#state = state;
  }

  /** All that holds now, as it was said. */
  get all(): readonly Grant[] {
    return [...this.#stored, ...this.#ofSession];
  }

  /** What an extension was told about doing something on a server; nothing when the person was not asked yet. */
  answer(extensionId: string, server: Server, access: Access): GrantAnswer | undefined {
    const said = this.all.filter(
      (grant) => grant.extensionId === extensionId && grant.serverName === server.name && grant.url === server.url,
    );
    const allowed = said.find((grant) => grant.answer !== "denied" && (access === "read" || grant.access === "write"));
    if (allowed) return allowed.answer;
    return said.find((grant) => grant.answer === "denied" && (access === "write" || grant.access === "read"))?.answer;
  }

  /** How often what was said of a server was forgotten: an answer to a question from before is about nothing any more. */
  timesForgotten(serverName: string): number {
    return this.#forgotten.get(serverName) ?? 0;
  }

  async add(grant: Grant): Promise<void> {
    await this.#keep([...this.all.filter((other) => !isReplaced(other, grant)), grant]);
  }

  async takeBack(grants: readonly Grant[]): Promise<void> {
    await this.#keep(this.all.filter((each) => !grants.some((grant) => isAbout(each, grant))));
  }

  /** Takes back all that was said of a server: its credential came, went or was replaced. */
  async forget(serverName: string): Promise<void> {
    this.#forgotten.set(serverName, this.timesForgotten(serverName) + 1);
    const kept = this.all.filter((grant) => grant.serverName !== serverName);
    if (kept.length < this.all.length) await this.#keep(kept);
  }

  async #keep(grants: readonly Grant[]): Promise<void> {
    this.#ofSession = grants.filter(({ answer }) => answer !== "allowed");
    const stored = grants.filter(({ answer }) => answer === "allowed");
    await this.#state.update(
      stateKey,
      stored.map(({ extensionId, serverName, url, access }) => ({ extensionId, serverName, url, access })),
    );
  }

  get #stored(): readonly Grant[] {
    const read = v.safeParse(storedGrants, this.#state.get(stateKey, []));
    return read.success ? read.output.map((grant) => ({ ...grant, answer: "allowed" })) : [];
  }
}

/** Whether two are the same but for their answer and the server's address, which cannot be two things at once. */
function isAbout(a: Grant, b: Grant): boolean {
  return a.extensionId === b.extensionId && a.serverName === b.serverName && a.access === b.access;
}

/** Whether nothing is left to say by a grant once another one holds: whoever may change things may read for as long. */
function isReplaced(former: Grant, { extensionId, serverName, access, answer }: Grant): boolean {
  if (former.extensionId !== extensionId || former.serverName !== serverName) return false;
  return former.access === access || (access === "write" && answer === "allowed");
}
