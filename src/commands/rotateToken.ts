import * as vscode from "vscode";
import type { TokenKey } from "../awx/api";
import { isCancelled } from "../awx/errors";
import { rotationObstacle } from "../tokens/newTokens";
import { listOf } from "../tokens/tokenStore";
import { choose } from "../ui/confirm";
import { differenceLines } from "../ui/editText";
import { CommandFailure, type Remedy } from "../ui/failure";
import { tokenInSentence } from "../ui/tokenText";
import { whileWaiting } from "../ui/whileWaiting";
import { inertMessage } from "../util/visibleText";
import type { Parts } from "./parts";
import { revokeRemedy } from "./remedies";
import { rotateSeveral } from "./rotateSeveral";
import { notRotatable, Rotation, signInNotes } from "./rotation";
import { findSignInTokens } from "./signInToken";
import { severalRows, targetsToEdit, tokenToEdit, type SeveralTargets, type TokenTarget } from "./targets";

/** Has new tokens take the place of one, or of those that are selected, and hands over their values. */
export async function rotateToken(parts: Parts, argument: unknown, selected?: unknown): Promise<void> {
  const rows = severalRows(parts, argument, selected);
  if (rows) {
    await rotateTokens(parts, targetsToEdit(parts, rows));
    return;
  }
  const title = vscode.l10n.t("Rotate which token?");
  const target = await tokenToEdit(parts, argument, title, (list, token) => !rotationObstacle(list, token));
  if (target) await rotateTokens(parts, { targets: [target], leftOut: 0 });
}

/**
 * The same for tokens that the person may change; those that cannot be rotated are left out.
 * @throws {CommandFailure} when there is none that can
 */
export async function rotateTokens(parts: Parts, { targets, leftOut }: SeveralTargets): Promise<void> {
  const fit = targets.filter((target) => !obstacleOf(parts, target));
  const [first, ...more] = fit;
  if (!first) {
    const [unfit] = targets;
    const obstacle = unfit && obstacleOf(parts, unfit);
    if (unfit && obstacle) throw notRotatable(unfit, obstacle);
    return;
  }
  const rest = leftOut + targets.length - fit.length;
  if (more.length === 0) await rotateOne(parts, first, rest);
  else await rotateSeveral(parts, { targets: fit, leftOut: rest });
}

function obstacleOf(parts: Parts, { server, token }: TokenTarget) {
  const list = listOf(parts.tokens.state(server.name));
  return list ? rotationObstacle(list, token) : "others";
}

async function rotateOne(parts: Parts, target: TokenTarget, leftOut: number): Promise<void> {
  const guesses = await findSignInTokens(parts, [target]);
  if (!guesses) return;
  const { server, token } = target;
  const action = vscode.l10n.t("Rotate Token");
  const lines = [
    vscode.l10n.t(
      "A new token with the same description, scopes and application is made, and its value is shown to you once. Then you are asked whether to revoke this one; until then both are valid.",
    ),
    ...(leftOut === 0 ? [] : [vscode.l10n.t("Not yours to rotate, and left alone: {0}.", leftOut)]),
    ...signInNotes([target], guesses),
  ];
  const question = vscode.l10n.t("Rotate {0} on {1}?", tokenInSentence(token), server.name);
  if ((await choose(question, lines.join("\n"), action)) !== action) return;
  await new SingleRotation(parts, new Rotation(parts, target, new Set<TokenKey>(), guesses)).run();
}

/** Takes a person through the rotation of one token; whoever stops half-way is told which tokens there are. */
class SingleRotation {
  readonly #parts: Parts;
  readonly #rotation: Rotation;

  constructor(parts: Parts, rotation: Rotation) {
    this.#parts = parts;
    this.#rotation = rotation;
  }

  /** @throws {CommandFailure} */
  async run(): Promise<void> {
    const rotation = this.#rotation;
    try {
      const differences = await this.#waiting((signal) => rotation.look(signal));
      if (differences.length > 0 && !(await this.#isWantedAllTheSame(differenceLines(differences)))) return;
    } catch (error) {
      if (isCancelled(error)) return;
      throw error instanceof CommandFailure ? error : this.#notRotated(error);
    }
    await this.#waiting((signal) => rotation.make(signal));
    if (rotation.state.kind === "unanswered") await this.#findOut();
    await this.#goOn();
  }

  async #findOut(): Promise<void> {
    await this.#waiting((signal) => this.#rotation.findOut(signal));
  }

  /** @throws {CommandFailure} unless there is a new token, and the person has its value */
  async #goOn(): Promise<void> {
    const { state, target } = this.#rotation;
    const { server, token } = target;
    const name = tokenInSentence(token);
    switch (state.kind) {
      case "made":
        await this.#rotation.takeOverSignIn();
        await this.#rotation.handOver();
        this.#parts.view.revealToken(server.name, state.created.token);
        await this.#seeToFormer(state.created.token.id);
        return;
      case "notMade":
        if (isCancelled(state.error)) return;
        throw this.#notRotated(state.error);
      case "refused":
        throw this.#notRotated(state.error);
      case "lost": {
        const what = vscode.l10n.t(
          "{0} was made on {1} to take the place of token {2}, but its value was lost with the answer: nobody can use it. The former one is still valid",
          tokenInSentence(state.token),
          server.name,
          token.id,
        );
        throw new CommandFailure(what, state.error, revokeRemedy(server, state.token));
      }
      case "unknown": {
        const what = vscode.l10n.t(
          "It cannot be told whether a token was made on {0} to take the place of {1}, and asking failed as well. The former one is still valid",
          server.name,
          name,
        );
        throw new CommandFailure(what, state.failure, {
          label: vscode.l10n.t("Check Again"),
          run: async () => {
            await this.#findOut();
            await this.#goOn();
          },
        });
      }
      case "notBegun":
      case "unanswered":
        throw new TypeError("what became of it is found out first");
    }
  }

  async #seeToFormer(newId: number): Promise<void> {
    const { server, token } = this.#rotation.target;
    if (!this.#rotation.isTaken) {
      const message = vscode.l10n.t(
        "{0} and token {1}, which was to take its place, are both valid on {2}. Nobody has the value of token {1}.",
        tokenInSentence(token),
        newId,
        server.name,
      );
      offer(message, revokeRemedy(server, { source: token.source, id: newId }, revokeLabel(newId)));
      return;
    }
    if (this.#rotation.keepsSignIn) {
      const message = vscode.l10n.t(
        "You are still signed in to {0} with {1}, so it was not revoked. Token {2}, which was to take its place, is valid as well.",
        server.name,
        tokenInSentence(token),
        newId,
      );
      offer(message, revokeRemedy(server, token, revokeLabel(token.id)));
      return;
    }
    const choice = await this.#rotation.askAboutFormer();
    if (choice === "keep" || (choice === "signInAndRevoke" && !(await this.#signIn(newId)))) {
      this.#tellBothValid(newId);
      return;
    }
    await this.#revoke(newId);
  }

  async #signIn(newId: number): Promise<boolean> {
    try {
      return await this.#rotation.signIn();
    } catch (error) {
      throw new CommandFailure(this.#bothValid(newId), error, {
        label: vscode.l10n.t("Try Again"),
        run: () => this.#seeToFormer(newId),
      });
    }
  }

  async #revoke(newId: number): Promise<void> {
    const { server, token } = this.#rotation.target;
    const name = tokenInSentence(token);
    const revoked = await whileWaiting(vscode.l10n.t("Revoking {0} on {1}", name, server.name), (signal) =>
      this.#rotation.revokeFormer(signal),
    );
    if (revoked.kind === "revoked") {
      const message = vscode.l10n.t("{0} on {1} was revoked. Token {2} has its place.", name, server.name, newId);
      void vscode.window.showInformationMessage(inertMessage(message));
      return;
    }
    if (isCancelled(revoked.error)) {
      this.#tellBothValid(newId);
      return;
    }
    const what = vscode.l10n.t(
      "{0} on {1} was not revoked: it may still be valid, beside token {2}, which takes its place",
      name,
      server.name,
      newId,
    );
    throw new CommandFailure(what, revoked.error, {
      label: vscode.l10n.t("Try Again"),
      run: () => this.#revoke(newId),
    });
  }

  #tellBothValid(newId: number): void {
    const { server, token } = this.#rotation.target;
    offer(vscode.l10n.t("{0}.", this.#bothValid(newId)), revokeRemedy(server, token, revokeLabel(token.id)));
  }

  #bothValid(newId: number): string {
    const { server, token } = this.#rotation.target;
    return vscode.l10n.t(
      "{0} and token {1}, which takes its place, are both valid on {2}",
      tokenInSentence(token),
      newId,
      server.name,
    );
  }

  /** Shows what somebody else changed, and asks whether to go on with that. */
  async #isWantedAllTheSame(lines: readonly string[]): Promise<boolean> {
    const { server, token } = this.#rotation.target;
    const action = vscode.l10n.t("Rotate It As It Is Now");
    const question = vscode.l10n.t("{0} on {1} was changed meanwhile", tokenInSentence(token), server.name);
    return (await choose(question, lines.join("\n"), action)) === action;
  }

  #notRotated(error: unknown): CommandFailure {
    const { target } = this.#rotation;
    const what = vscode.l10n.t(
      "{0} on {1} was not rotated: no token was made",
      tokenInSentence(target.token),
      target.server.name,
    );
    return new CommandFailure(what, error, {
      label: vscode.l10n.t("Try Again"),
      run: () => rotateOne(this.#parts, target, 0),
    });
  }

  #waiting<T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { server, token } = this.#rotation.target;
    return whileWaiting(vscode.l10n.t("Rotating {0} on {1}", tokenInSentence(token), server.name), act);
  }
}

function revokeLabel(id: number): string {
  return vscode.l10n.t("Revoke Token {0}", id);
}

/** Says something, and offers one thing to do about it, which asks first. */
export function offer(message: string, { label, run }: Remedy): void {
  // Not awaited: the message may stay for as long as the person likes.
  void vscode.window.showInformationMessage(inertMessage(message), label).then((chosen) => {
    if (chosen === label) void run();
  });
}
