import * as vscode from "vscode";
import { keyOf, type TokenKey } from "../awx/api";
import type { CreatedToken } from "../awx/awxClient";
import type { AccessToken } from "../awx/schemas";
import type { Server } from "../servers/server";
import { differencesOf, type Difference } from "../tokens/edits";
import { rotationObstacle, unlikeAsked, type RotationObstacle } from "../tokens/newTokens";
import { orderedScope } from "../tokens/scopes";
import { choose } from "../ui/confirm";
import { differenceLines } from "../ui/editText";
import { explain } from "../ui/explain";
import { CommandFailure, Reason } from "../ui/failure";
import { handOver } from "../ui/handOver";
import { tokenInSentence } from "../ui/tokenText";
import {
  findNewToken,
  sendNewToken,
  tokenRequest,
  type FoundToken,
  type MadeToken,
  type TokenRequest,
} from "./makeToken";
import type { Parts } from "./parts";
import { correctView, isNoMore, isNotFound, readAgain } from "./recheck";
import { revokeReplaced, type Revoked } from "./revokeToken";
import type { SignInTokens } from "./signInToken";
import { signInWith, useHere } from "./signInWith";
import { readTokens, type TokenTarget } from "./targets";

/** How far a new token has come to take the place of one. */
export type RotationState = { readonly kind: "notBegun" } | MadeToken | FoundToken;

/** What is to become of a token whose place a new one has taken. */
export type FormerChoice = "revoke" | "signInAndRevoke" | "keep";

/**
 * A token whose place a new one takes, step by step: at each, both are known. The value of the new one is held until it
 * is handed over.
 */
export class Rotation {
  readonly #parts: Parts;
  #target: TokenTarget;
  /** The tokens of the server that were there before, or that came of other rotations. */
  readonly #known: Set<TokenKey>;
  readonly #guesses: SignInTokens;
  #request: TokenRequest | undefined;
  #state: RotationState = { kind: "notBegun" };
  #revoked: Revoked | undefined;
  #isTaken = false;
  #isUsed = false;
  /** Why the new token does not sign in, though it was to. */
  #signInFailure: unknown;

  constructor(parts: Parts, target: TokenTarget, known: Set<TokenKey>, guesses: SignInTokens) {
    this.#parts = parts;
    this.#target = target;
    this.#known = known;
    this.#guesses = guesses;
  }

  /** The former token, as it was read last. */
  get target(): TokenTarget {
    return this.#target;
  }

  get state(): RotationState {
    return this.#state;
  }

  /** The person has the value of the new token, or signs in with it. */
  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** What became of the former token, if it was to be revoked. */
  get revoked(): Revoked | undefined {
    return this.#revoked;
  }

  /** The former token is what signs us in, whatever else is so. */
  get keepsSignIn(): boolean {
    return this.#guess?.isCertain === true && !this.#isUsed;
  }

  /** The former token is what signs us in, or may be. */
  get isSignIn(): boolean {
    return this.#guess !== undefined;
  }

  get #guess() {
    const guess = this.#guesses.get(this.target.server);
    return guess?.key === keyOf(this.target.token) ? guess : undefined;
  }

  /**
   * Reads the token again, and gives what somebody changed about it since it was shown.
   * @throws {CommandFailure | AwxError | CaFileError | Reason}
   */
  async look(signal: AbortSignal): Promise<readonly Difference[]> {
    const { server, token } = this.target;
    let present: AccessToken;
    try {
      present = await readAgain(this.#parts, this.target, signal);
    } catch (error) {
      correctView(this.#parts, this.target, error);
      throw isNotFound(error) ? isNoMore(this.target) : error;
    }
    const list = await readTokens(this.#parts, server);
    const obstacle = rotationObstacle(list, present);
    if (obstacle) throw notRotatable(this.target, obstacle);
    for (const listed of this.#known.size === 0 ? list.tokens.all() : []) this.#known.add(keyOf(listed));
    const { description, applicationId } = present;
    const values = { description, scope: orderedScope(present.scope), applicationId };
    this.#request = { ...tokenRequest(server, list, token.source, values), known: this.#known };
    this.#target = { server, token: present };
    return differencesOf(token, present);
  }

  /** Has the new token made, once what it is to be was looked at. */
  async make(signal: AbortSignal): Promise<void> {
    if (!this.#request) throw new TypeError("a token is made as the former one was just read");
    this.#state = await sendNewToken(this.#parts, this.#request, signal);
  }

  /** The same for one of several, of which none can be asked about alone. */
  async begin(signal: AbortSignal): Promise<void> {
    try {
      const differences = await this.look(signal);
      if (differences.length === 0) {
        await this.make(signal);
      } else {
        const what = vscode.l10n.t("It was changed meanwhile: {0}.", differenceLines(differences).join("; "));
        this.#state = { kind: "refused", error: new Reason(what) };
      }
    } catch (error) {
      this.#state = { kind: "refused", error };
    }
  }

  /** Asks the server what became of the new token when there was no answer. */
  async findOut(signal: AbortSignal): Promise<void> {
    if (!this.#request || !("error" in this.#state)) return;
    this.#state = await findNewToken(this.#parts, this.#request, this.#state.error, signal);
  }

  /** Has the new token sign in where the former one is certain to. */
  async takeOverSignIn(): Promise<void> {
    if (this.#state.kind === "made" && this.keepsSignIn) await this.#signInWith(this.#state.created);
  }

  /** Hands over the value of the new token. */
  async handOver(): Promise<void> {
    if (this.#state.kind !== "made" || !this.#request) return;
    const { created } = this.#state;
    const { server, token } = this.target;
    const use = this.#isUsed ? undefined : useHere(this.#parts, server, created);
    const unlike = differenceLines(unlikeAsked(created.token, this.#request.values, token.applicationName));
    const isTaken = await handOver({
      what: vscode.l10n.t(
        "Token {0} takes the place of {1} on {2}",
        created.token.id,
        tokenInSentence(token),
        server.name,
      ),
      notes: [
        ...(unlike.length === 0 ? [] : [vscode.l10n.t("It is not what you asked for: {0}.", unlike.join("; "))]),
        ...(this.#isUsed ? [vscode.l10n.t("It is what you are signed in with now.")] : []),
        ...(this.#signInFailure === undefined || this.#isUsed ? [] : [explain(this.#signInFailure)]),
      ],
      secret: created.secret,
      refreshSecret: created.refreshSecret,
      isTaken: this.#isTaken,
      ...(use && {
        use: async () => {
          const isUsed = this.isSignIn ? await signInWith(this.#parts, server, created) : await use();
          this.#isUsed ||= isUsed;
          return isUsed;
        },
      }),
    });
    this.#isTaken ||= isTaken;
  }

  /** Asks whether to revoke the former token, and what has to come first. */
  async askAboutFormer(): Promise<FormerChoice> {
    if (this.#state.kind !== "made") return "keep";
    const { server, token } = this.target;
    const { id } = this.#state.created.token;
    const mayBeSignIn = this.isSignIn && !this.#isUsed;
    const signInAndRevoke = vscode.l10n.t("Sign In with the New One and Revoke");
    const revoke = vscode.l10n.t("Revoke Token");
    const lines = [
      vscode.l10n.t(
        "Token {0} takes its place. Whatever still uses the former one stops working at once, and it cannot be brought back.",
        id,
      ),
      ...(mayBeSignIn
        ? [vscode.l10n.t("It may be what you are signed in to {0} with: you would be signed out.", server.name)]
        : []),
    ];
    const actions = mayBeSignIn ? [signInAndRevoke, revoke] : [revoke];
    const question = vscode.l10n.t("Revoke {0} on {1} now?", tokenInSentence(token), server.name);
    switch (await choose(question, lines.join("\n"), ...actions)) {
      case signInAndRevoke:
        return "signInAndRevoke";
      case revoke:
        return "revoke";
      default:
        return "keep";
    }
  }

  /** Takes note that a new token whose value was lost is there no more. */
  forgetLost(): void {
    if (this.#state.kind === "lost") this.#state = { kind: "notMade", error: this.#state.error };
  }

  /**
   * Signs in with the new token, and gives whether it does.
   * @throws {CommandFailure}
   */
  async signIn(): Promise<boolean> {
    if (this.#state.kind !== "made") return false;
    this.#isUsed ||= await signInWith(this.#parts, this.target.server, this.#state.created);
    return this.#isUsed;
  }

  /** Revokes the former token. */
  async revokeFormer(signal: AbortSignal): Promise<Revoked> {
    this.#revoked = await revokeReplaced(this.#parts, this.target, signal);
    return this.#revoked;
  }

  async #signInWith(created: CreatedToken): Promise<void> {
    try {
      this.#isUsed = await signInWith(this.#parts, this.target.server, created);
      this.#isTaken ||= this.#isUsed;
      this.#signInFailure = undefined;
    } catch (error) {
      this.#signInFailure = error;
    }
  }
}

/** Why the person cannot have a new token take the place of one. */
export function notRotatable({ server, token }: TokenTarget, obstacle: RotationObstacle): CommandFailure {
  const name = tokenInSentence(token);
  switch (obstacle) {
    case "others":
      return new CommandFailure(
        vscode.l10n.t(
          "{0} on {1} is another user's: a new token would be yours, and not take its place",
          name,
          server.name,
        ),
      );
    case "application":
      return new CommandFailure(
        vscode.l10n.t(
          "{0} on {1} is for an application: only an administrator of the platform makes tokens for those",
          name,
          server.name,
        ),
      );
  }
}

/** What signs a person in, and what becomes of that when it is rotated, as lines of a question. */
export function signInNotes(targets: readonly TokenTarget[], guesses: SignInTokens): string[] {
  return targets.flatMap(({ server, token }) => {
    const guess = guesses.get(server);
    if (guess?.key !== keyOf(token)) return [];
    return noteOf(server, tokenInSentence(token), guess.isCertain);
  });
}

function noteOf(server: Server, name: string, isCertain: boolean): string {
  return isCertain
    ? vscode.l10n.t(
        "{0} is what you are signed in to {1} with: the new one takes its place there too.",
        name,
        server.name,
      )
    : vscode.l10n.t(
        "{0} may be what you are signed in to {1} with: before it is revoked you can sign in with the new one.",
        name,
        server.name,
      );
}
