import type { AccessToken } from "../awx/schemas";
import type { EditedField } from "./edits";

/** One token's share of an edit. */
export interface EditedToken {
  /** As it was before. */
  readonly token: AccessToken;
  readonly from: string;
  readonly to: string;
  readonly isUndone: boolean;
}

/** An edit that was made in this window, of one token or of several at once. */
export interface RecentEdit {
  readonly serverName: string;
  /** The server's address then: another server may have the name by now. */
  readonly serverUrl: string;
  /** Who was signed in. */
  readonly userName: string | undefined;
  readonly at: Date;
  readonly field: EditedField;
  readonly tokens: readonly EditedToken[];
}

/** As many as a person looks through. */
const most = 100;

/** The edits that were made since the window was opened, the newest first. */
export class RecentEdits {
  #edits: readonly RecentEdit[] = [];

  get all(): readonly RecentEdit[] {
    return this.#edits;
  }

  /** The newest edit of which something can still be undone. */
  get last(): RecentEdit | undefined {
    return this.#edits.find(canBeUndone);
  }

  add(edit: RecentEdit): void {
    if (edit.tokens.length > 0) this.#edits = [edit, ...this.#edits].slice(0, most);
  }

  /** Notes that a server is called otherwise now. */
  renameServer(from: string, to: string): void {
    this.#edits = this.#edits.map((edit) => (edit.serverName === from ? { ...edit, serverName: to } : edit));
  }

  /** Notes that what an edit did to some tokens was put back. */
  markUndone(edit: RecentEdit, undone: ReadonlySet<EditedToken>): void {
    this.#edits = this.#edits.map((each) =>
      each === edit
        ? { ...edit, tokens: edit.tokens.map((token) => (undone.has(token) ? { ...token, isUndone: true } : token)) }
        : each,
    );
  }
}

export function canBeUndone({ tokens }: RecentEdit): boolean {
  return tokens.some(({ isUndone }) => !isUndone);
}
