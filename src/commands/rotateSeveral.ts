import * as vscode from "vscode";
import type { TokenKey } from "../awx/api";
import { isCancelled } from "../awx/errors";
import { commandIds } from "../contributions";
import { choose, confirm } from "../ui/confirm";
import { explain } from "../ui/explain";
import { countText } from "../ui/format";
import { pickResult, type Result } from "../ui/pickResult";
import { tokenList, tokenNames } from "../ui/tokenNames";
import { tokenInSentence, tokenLabel } from "../ui/tokenText";
import { whileWaiting } from "../ui/whileWaiting";
import { inertMessage } from "../util/visibleText";
import { inBatch } from "./batch";
import type { Parts } from "./parts";
import { revokeRemedy } from "./remedies";
import { Rotation, signInNotes } from "./rotation";
import { findSignInTokens } from "./signInToken";
import { rowOfToken, serverNamesOf, type SeveralTargets, type TokenTarget } from "./targets";

/**
 * Has new tokens take the places of several. What became of each is in a list, from which the values are had one by
 * one, and the former tokens revoked.
 */
export async function rotateSeveral(parts: Parts, { targets, leftOut }: SeveralTargets): Promise<void> {
  const guesses = await findSignInTokens(parts, targets);
  if (!guesses) return;
  const action = vscode.l10n.t("Rotate {0} Tokens", countText(targets.length));
  const lines = [
    ...tokenNames(targets.map(({ token }) => token)),
    vscode.l10n.t(
      "For each a new token with the same description, scopes and application is made. You then get their values one by one, and are asked each time whether to revoke the former token; until then both are valid.",
    ),
    ...(leftOut === 0 ? [] : [vscode.l10n.t("Not yours to rotate, and left alone: {0}.", leftOut)]),
    ...signInNotes(targets, guesses),
  ];
  const question = vscode.l10n.t("Rotate {0} tokens on {1}?", countText(targets.length), serverNamesOf(targets));
  if ((await choose(question, lines.join("\n"), action)) !== action) return;
  const known = new Map<string, Set<TokenKey>>();
  const rotations = targets.map((target) => {
    const ofServer = known.get(target.server.name) ?? new Set();
    known.set(target.server.name, ofServer);
    return new Rotation(parts, target, ofServer, guesses);
  });
  await new Rotations(parts, rotations).run();
}

/** Several tokens whose places new ones take. */
class Rotations {
  readonly #parts: Parts;
  readonly #all: readonly Rotation[];

  constructor(parts: Parts, all: readonly Rotation[]) {
    this.#parts = parts;
    this.#all = all;
  }

  async run(): Promise<void> {
    // What signs us in comes last: the others are made with it.
    const own = this.#all.filter(({ keepsSignIn }) => keepsSignIn);
    const isWhole = await this.#make(this.#all.filter((rotation) => !own.includes(rotation)));
    if (isWhole && own.length > 0) {
      await this.#make(own);
      for (const rotation of own) await rotation.takeOverSignIn();
    }
    await this.#showResults();
  }

  /** Gives whether all were begun, and not given up. */
  async #make(rotations: readonly Rotation[]): Promise<boolean> {
    if (rotations.length === 0) return true;
    const servers = serverNamesOf(rotations.map(({ target }) => target));
    const title = vscode.l10n.t("Rotating {0} tokens on {1}", countText(rotations.length), servers);
    const begun = await inBatch(title, rotations, async (rotation, signal) => {
      await rotation.begin(signal);
      return !signal.aborted;
    });
    // Afterwards: as long as others are being made, a new token may be the one of another.
    const unanswered = rotations.filter(({ state }) => state.kind === "unanswered");
    if (unanswered.length > 0) {
      await inBatch(vscode.l10n.t("Asking {0} what was made", servers), unanswered, (rotation, signal) =>
        rotation.findOut(signal),
      );
    }
    return begun.every((isBegun) => isBegun === true);
  }

  async #showResults(): Promise<void> {
    for (;;) {
      const made = this.#all.filter(({ state }) => state.kind === "made").length;
      const servers = serverNamesOf(this.#all.map(({ target }) => target));
      const chosen = await pickResult({
        title: vscode.l10n.t(
          "{0} of {1} tokens on {2} were rotated",
          countText(made),
          countText(this.#all.length),
          servers,
        ),
        placeholder: vscode.l10n.t("Choose a token to get its value or to try again, or press Escape"),
        results: this.#all.map(resultOf),
      });
      if (typeof chosen === "number") {
        const rotation = this.#all[chosen];
        if (rotation) await this.#act(rotation);
      } else if (await this.#mayLeave()) {
        break;
      }
    }
    this.#tellWhatIsLeft();
  }

  async #act(rotation: Rotation): Promise<void> {
    const { state, target } = rotation;
    switch (state.kind) {
      case "made":
        await this.#handOver(rotation);
        return;
      case "lost":
        await revokeRemedy(target.server, state.token).run();
        if (!this.#parts.tokens.token(target.server.name, state.token)) rotation.forgetLost();
        return;
      case "unanswered":
      case "unknown":
        await whileWaiting(vscode.l10n.t("Asking {0} what was made", target.server.name), (signal) =>
          rotation.findOut(signal),
        );
        return;
      case "notBegun":
      case "refused":
      case "notMade":
        await this.#make([rotation]);
        await rotation.takeOverSignIn();
    }
  }

  async #handOver(rotation: Rotation): Promise<void> {
    await rotation.handOver();
    if (!rotation.isTaken || rotation.keepsSignIn || rotation.revoked?.kind === "revoked") return;
    const choice = await rotation.askAboutFormer();
    if (choice === "keep") return;
    const { server, token } = rotation.target;
    await whileWaiting(vscode.l10n.t("Revoking {0} on {1}", tokenInSentence(token), server.name), async (signal) => {
      if (choice === "revoke" || (await this.#isSignedIn(rotation))) await rotation.revokeFormer(signal);
    });
  }

  async #isSignedIn(rotation: Rotation): Promise<boolean> {
    try {
      return await rotation.signIn();
    } catch (error) {
      // The list stays: the values of the others are in it.
      void vscode.window.showErrorMessage(inertMessage(explain(error)));
      return false;
    }
  }

  /** Asks whoever leaves values behind that nobody can have any more. */
  async #mayLeave(): Promise<boolean> {
    const left = this.#all.flatMap(({ state, isTaken }) =>
      state.kind === "made" && !isTaken ? [state.created.token] : [],
    );
    const [only, ...more] = left;
    if (!only) return true;
    return confirm(
      more.length === 0
        ? vscode.l10n.t("Leave without the value of {0}?", tokenInSentence(only))
        : vscode.l10n.t("Leave without the values of {0} tokens?", countText(left.length)),
      [
        ...(more.length === 0 ? [] : tokenNames(left)),
        vscode.l10n.t("Nobody can use what there is no value of, and no value can be shown again."),
      ].join("\n"),
      vscode.l10n.t("Leave"),
    );
  }

  /** Says which of the former tokens are still valid beside those that take their places. */
  #tellWhatIsLeft(): void {
    const still = this.#all.filter(({ state, revoked }) => state.kind === "made" && revoked?.kind !== "revoked");
    if (still.length === 0) return;
    const targets = still.map(({ target }) => target);
    const names = tokenList(targets.map(({ token }) => token));
    const message = vscode.l10n.t(
      "Still valid on {0}, beside the new tokens that take their places: {1}.",
      serverNamesOf(targets),
      names,
    );
    // Whoever has not the value of the new one still needs the former one.
    const revocable = still.filter(({ isTaken, keepsSignIn }) => isTaken && !keepsSignIn).map(({ target }) => target);
    const label =
      revocable.length === 1
        ? vscode.l10n.t("Revoke Token {0}", revocable[0]?.token.id ?? 0)
        : vscode.l10n.t("Revoke {0} Tokens", countText(revocable.length));
    // Not awaited: the message may stay for as long as the person likes.
    void vscode.window
      .showInformationMessage(inertMessage(message), ...(revocable.length === 0 ? [] : [label]))
      .then((chosen) => {
        if (chosen === label) void revoke(revocable);
      });
  }
}

/** Revokes tokens, after a question. */
async function revoke(targets: readonly TokenTarget[]): Promise<void> {
  const rows = targets.map(rowOfToken);
  await vscode.commands.executeCommand(commandIds.revokeToken, rows[0], rows);
}

/** What there is now of a token and of the one that takes its place. */
function resultOf({ state, target: { token }, isTaken, revoked }: Rotation): Result {
  const label = tokenLabel(token);
  const retry = vscode.l10n.t("Retry");
  const stillValid = vscode.l10n.t("Token {0} is still valid.", token.id);
  switch (state.kind) {
    case "made":
      return {
        label,
        state: "done",
        detail: [
          isTaken
            ? vscode.l10n.t("Token {0} takes its place; you have its value.", state.created.token.id)
            : vscode.l10n.t("Token {0} takes its place; its value is not copied yet.", state.created.token.id),
          revoked?.kind === "revoked" ? vscode.l10n.t("Token {0} is revoked.", token.id) : stillValid,
          ...(revoked?.kind === "failed" && !isCancelled(revoked.error) ? [explain(revoked.error)] : []),
        ].join(" "),
        act: vscode.l10n.t("Show Value"),
      };
    case "lost":
      return {
        label,
        state: "failed",
        detail: [
          vscode.l10n.t("Token {0} was made, but its value was lost: nobody can use it.", state.token.id),
          stillValid,
          explain(state.error),
        ].join(" "),
        act: vscode.l10n.t("Revoke Token {0}", state.token.id),
      };
    case "unanswered":
    case "unknown":
      return {
        label,
        state: "failed",
        detail: [vscode.l10n.t("It cannot be told whether a token was made."), stillValid, explain(state.error)].join(
          " ",
        ),
        act: vscode.l10n.t("Check Again"),
      };
    case "refused":
    case "notMade":
      return isCancelled(state.error)
        ? { label, state: "notDone", detail: notMade(stillValid), act: retry }
        : { label, state: "failed", detail: `${notMade(stillValid)} ${explain(state.error)}`, act: retry };
    case "notBegun":
      return { label, state: "notDone", detail: notMade(stillValid), act: retry };
  }
}

function notMade(stillValid: string): string {
  return `${vscode.l10n.t("No token was made.")} ${stillValid}`;
}
