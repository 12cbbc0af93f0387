import * as vscode from "vscode";
import type { TokenSource } from "../awx/api";
import { AwxError } from "../awx/errors";
import type { Application } from "../awx/schemas";
import type { Server } from "../servers/server";
import { mayMakeForApplications } from "../tokens/newTokens";
import type { TokenList } from "../tokens/tokenList";
import { explain } from "../ui/explain";
import { CommandFailure } from "../ui/failure";
import { pickOne } from "../ui/pickOne";
import { pickScopes } from "../ui/pickScopes";
import type { Step, StepAnswer, StepPosition } from "../ui/steps";
import { askText } from "../ui/textInput";
import { tableName } from "../ui/tokenText";
import { inertText } from "../util/visibleText";
import type { Parts } from "./parts";
import { correctServer, tableClient } from "./recheck";
import { signInAgainRemedy } from "./remedies";

/** What the steps of a creation have gathered so far; going back loses none of it. */
export interface NewTokenDraft {
  readonly source: TokenSource;
  /** None for a personal token. */
  readonly application: Application | undefined;
  readonly description: string;
  readonly scope: string;
}

/** The questions about a token that is to be made, the last of which shows all answers. */
export class NewTokenSteps {
  readonly #parts: Parts;
  readonly #server: Server;
  readonly #list: TokenList;
  /** The tables that accept the credential. */
  readonly #sources: readonly TokenSource[];
  /** The applications of each table, once they were read. */
  readonly #applications = new Map<TokenSource, readonly Application[]>();

  constructor(parts: Parts, server: Server, list: TokenList) {
    this.#parts = parts;
    this.#server = server;
    this.#list = list;
    this.#sources = list.sources.filter((source) => list.users.has(source));
  }

  /** A draft before the first question, with the narrowest scope. */
  get empty(): NewTokenDraft {
    const [source] = this.#sources;
    if (!source) throw new TypeError("a list that was read has a table");
    return { source, application: undefined, description: "", scope: "read" };
  }

  get all(): readonly Step<NewTokenDraft>[] {
    return [
      ...(this.#sources.length > 1 ? [this.#askTable] : []),
      this.#askPurpose,
      this.#askDescription,
      this.#askScopes,
      this.#review,
    ];
  }

  get #title(): string {
    return vscode.l10n.t("Create a token on {0}", this.#server.name);
  }

  readonly #askTable: Step<NewTokenDraft> = async (draft, step) => {
    const placeholder = vscode.l10n.t("Which tokens is it to be one of?");
    const answer = await pickOne({
      title: this.#title,
      waiting: placeholder,
      items: () =>
        Promise.resolve(
          this.#sources.map((source) => ({
            source,
            label: tableName(source),
            detail:
              source === "gateway"
                ? vscode.l10n.t("For the platform and the controller behind it")
                : vscode.l10n.t("For the controller alone; deprecated, and gone in platform 2.7"),
          })),
        ),
      placeholder: () => placeholder,
      active: ({ source }) => source === draft.source,
      step,
    });
    if (answer.kind !== "accepted") return unchanged(answer.kind, draft);
    const { source } = answer.item;
    // An application of one table is none of the other's.
    const application = source === draft.source ? draft.application : undefined;
    return { kind: "accepted", draft: { ...draft, source, application } };
  };

  readonly #askPurpose: Step<NewTokenDraft> = async (draft, step) => {
    let why: string | undefined;
    const answer = await pickOne({
      title: this.#title,
      waiting: vscode.l10n.t("Reading the applications of {0}…", this.#server.name),
      items: async (signal) => {
        const found = await this.#findApplications(draft.source, signal);
        ({ why } = found);
        return purposes(found.applications);
      },
      placeholder: () => why ?? vscode.l10n.t("What is the token for?"),
      active: ({ application }) => application?.id === draft.application?.id,
      step,
    });
    if (answer.kind !== "accepted") return unchanged(answer.kind, draft);
    return { kind: "accepted", draft: { ...draft, application: answer.item.application } };
  };

  readonly #askDescription: Step<NewTokenDraft> = async (draft, step) => {
    const answer = await askText({
      title: this.#title,
      prompt: vscode.l10n.t("What the token is for, or who has it"),
      placeholder: vscode.l10n.t("Description"),
      value: draft.description,
      step,
    });
    return answer.kind === "cancelled"
      ? answer
      : { kind: answer.kind, draft: { ...draft, description: answer.text.trim() } };
  };

  readonly #askScopes: Step<NewTokenDraft> = async (draft, step) => {
    const answer = await pickScopes(this.#title, draft.scope, step);
    return answer.kind === "cancelled" ? answer : { kind: answer.kind, draft: { ...draft, scope: answer.scope } };
  };

  readonly #review: Step<NewTokenDraft> = async (draft, step) => {
    const placeholder = vscode.l10n.t("Create it, or choose what to change");
    const answer = await pickOne<ReviewItem>({
      title: this.#title,
      waiting: placeholder,
      items: () => Promise.resolve(this.#reviewItems(draft, step)),
      placeholder: () => placeholder,
      active: ({ kind, to }) => kind === undefined && to === undefined,
      step,
    });
    if (answer.kind !== "accepted") return unchanged(answer.kind, draft);
    const { to } = answer.item;
    return to === undefined ? { kind: "accepted", draft } : { kind: "back", draft, to };
  };

  #reviewItems(draft: NewTokenDraft, { number }: StepPosition): ReviewItem[] {
    const { source, application, description, scope } = draft;
    const table = { label: vscode.l10n.t("Table"), description: tableName(source) };
    const facts = [
      ...(this.#sources.length > 1 ? [table] : []),
      {
        label: vscode.l10n.t({ message: "For", comment: ["What a token is for"] }),
        description: application ? inertText(application.name, 100) : personalToken(),
      },
      {
        label: vscode.l10n.t("Description"),
        description: description === "" ? vscode.l10n.t("No description") : inertText(description, 100),
      },
      { label: vscode.l10n.t("Scopes"), description: scope },
    ];
    return [
      {
        label: vscode.l10n.t("Create Token"),
        detail: vscode.l10n.t("Its value is then shown once"),
        iconPath: new vscode.ThemeIcon("add"),
        to: undefined,
      },
      { label: "", kind: vscode.QuickPickItemKind.Separator, to: undefined },
      ...facts.map((fact, index) => ({
        ...fact,
        iconPath: new vscode.ThemeIcon("edit"),
        to: number - facts.length + index,
      })),
    ];
  }

  /** The applications of a table, or why there are none to choose from. */
  async #findApplications(
    source: TokenSource,
    signal: AbortSignal,
  ): Promise<{ readonly applications: readonly Application[]; readonly why?: string }> {
    const known = this.#applications.get(source);
    if (known) return { applications: known };
    const user = this.#list.users.get(source);
    const forbidden = vscode.l10n.t("Only an administrator of the platform makes tokens for its applications");
    if (!user || !mayMakeForApplications(source, user)) return { applications: [], why: forbidden };
    try {
      const client = await tableClient(this.#parts, this.#server, source, signal);
      const applications = (await client.applications(signal)).toSorted(byName);
      this.#applications.set(source, applications);
      return { applications };
    } catch (error) {
      correctServer(this.#parts, this.#server, error);
      if (!(error instanceof AwxError)) throw error;
      if (error.problem.kind === "unauthenticated") {
        const what = vscode.l10n.t("No token was created on {0}", this.#server.name);
        throw new CommandFailure(what, error, signInAgainRemedy(this.#server));
      }
      // A personal token can be made all the same.
      return {
        applications: [],
        why:
          error.problem.kind === "forbidden"
            ? vscode.l10n.t("The server lets you see no applications, so only a personal token can be made")
            : vscode.l10n.t(
                "The applications could not be read, so only a personal token is offered. {0}",
                explain(error),
              ),
      };
    }
  }
}

interface ReviewItem extends vscode.QuickPickItem {
  /** The number of the step that asks for it; none for what creates the token. */
  readonly to: number | undefined;
}

interface PurposeItem extends vscode.QuickPickItem {
  readonly application: Application | undefined;
}

function purposes(applications: readonly Application[]): PurposeItem[] {
  const personal = {
    label: personalToken(),
    detail: vscode.l10n.t("For your own scripts and tools"),
    iconPath: new vscode.ThemeIcon("account"),
    application: undefined,
  };
  if (applications.length === 0) return [personal];
  const heading = {
    label: vscode.l10n.t("Applications"),
    kind: vscode.QuickPickItemKind.Separator,
    application: undefined,
  };
  return [personal, heading, ...applications.map(itemOf)];
}

function itemOf(application: Application): PurposeItem {
  const { name, organizationName, description } = application;
  return {
    label: inertText(name),
    ...(organizationName !== undefined && { description: inertText(organizationName) }),
    ...(description !== "" && { detail: inertText(description) }),
    iconPath: new vscode.ThemeIcon("extensions"),
    application,
  };
}

function personalToken(): string {
  return vscode.l10n.t("Personal token");
}

function byName(a: Application, b: Application): number {
  return a.name.localeCompare(b.name, vscode.env.language, { numeric: true });
}

function unchanged(kind: "back" | "cancelled", draft: NewTokenDraft): StepAnswer<NewTokenDraft> {
  return kind === "back" ? { kind, draft } : { kind };
}
