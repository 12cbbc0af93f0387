import type * as vscode from "vscode";
import type { Span } from "../tokens/tokenJson";
import type { TokensChange } from "../tokens/tokenStore";

/** Something to say about a part of a file's text. */
export interface Mark extends Span {
  readonly message: string;
  /** It would be wrong in other texts of JSON too, so that VS Code's own support says it while one types. */
  readonly isOfAnyJson: boolean;
}

/** A file of ours that is open in this window. */
export interface OpenFile {
  /** Another server has got the name of its own since it was read, so that nothing of it is true there. */
  readonly isOfFormerServer: boolean;
  /** @throws {FileFailure} */
  stat(): Promise<vscode.FileStat>;
  /** @throws {FileFailure} */
  read(): Promise<string>;
  /**
   * Asks what has to be asked before a text is saved, so that saving it then asks no more.
   * @throws whatever saving it would fail with
   */
  ask(text: string): Promise<"save" | "givenUp">;
  /** Has the next save ask again. */
  forgetAnswer(): void;
  /**
   * Has the server's tokens be what a text says.
   * @throws {FileFailure} also when the person gives it up; what was typed stays unsaved then
   */
  write(text: string): Promise<void>;
  /** What is wrong with a text, or was with what it says when that was sent. */
  marks(text: string): readonly Mark[];
  /** Has the next question for its state asked of the server, because it is about to be saved. */
  expectSave(): void;
  /** Takes note that something is known anew of tokens; says what that makes of the file. */
  notice(change: TokensChange): "changed" | "deleted" | undefined;
}
