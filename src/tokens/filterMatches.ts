import type { AccessToken } from "../awx/schemas";
import { day, hour } from "../util/durations";
import { needsAttention } from "./attention";
import { expiryOf } from "./expiry";
import type { Comparison, Condition, DurationUnit, Filter, FilterState, Moment } from "./filter";
import { mayWrite, scopesOf } from "./scopes";
import { searchable, type Names, type SearchableTokens } from "./searchableTokens";
import { isOwn, type TokenList } from "./tokenList";
import { usageOf, type Usage } from "./usage";

/** What a filter is read by. */
export interface FilterContext {
  readonly now: Date;
  /** Within how many days from now a token expires soon. */
  readonly soonDays: number;
}

/**
 * The tokens of a list that a filter asks for, in the order of the list. What is not known of a token, as when a
 * controller's was used, is neither so nor not so: it is asked for by no term about it.
 */
export function matchesOf(list: TokenList, filter: Filter, context: FilterContext): readonly AccessToken[] {
  const { terms, problems } = filter;
  if (problems.length > 0) return [];
  const searched = searchable(list);
  const tests = terms.map(({ condition, isNegated }): Test => {
    const test = testOf(condition, searched, list, context);
    return isNegated ? (token, place) => test(token, place) === false : test;
  });
  return searched.tokens.filter(allOf(tests));
}

/** Whether something holds of the token at a place; `undefined` when that is not known. */
type Test = (token: AccessToken, place: number) => boolean | undefined;

/** Without a loop where there is one term, as this is run over every token for each letter that is typed. */
function allOf(tests: readonly Test[]): Test {
  const [test, ...others] = tests;
  if (!test) return () => true;
  if (others.length === 0) return test;
  const rest = allOf(others);
  return (token, place) => test(token, place) === true && rest(token, place);
}

function testOf(condition: Condition, searched: SearchableTokens, list: TokenList, context: FilterContext): Test {
  const { descriptions, owners, applications, scopes } = searched;
  switch (condition.kind) {
    case "anywhere": {
      const { text, id } = condition;
      const [ofOwner, ofApplication] = [nameTest(owners, text), nameTest(applications, text)];
      return (token, place) =>
        descriptions[place]?.includes(text) === true ||
        ofOwner(token, place) === true ||
        ofApplication(token, place) === true ||
        token.id === id;
    }
    case "description":
      return (_, place) => descriptions[place]?.includes(condition.text);
    case "owner":
      return nameTest(owners, condition.text);
    case "application":
      return nameTest(applications, condition.text);
    case "scope":
      return testOfEach(scopes, (scope) => scopesOf(scope.toLowerCase()).has(condition.word));
    case "id":
      return ({ id }) => id === condition.id;
    case "own":
      return (token) => isOwn(list, token);
    case "ownerless":
      return ({ ownerId }) => ownerId === null;
    case "state":
      return stateTest(condition.state, searched, list, context);
    case "time":
      return timeTest(condition, searched, list, context.now);
  }
}

function stateTest(state: FilterState, { scopes }: SearchableTokens, list: TokenList, context: FilterContext): Test {
  const { now, soonDays } = context;
  switch (state) {
    case "expired":
      return (token) => expiryOf(token, now, soonDays) === "expired";
    case "expiring":
      return (token) => expiryOf(token, now, soonDays) === "soon";
    case "never-used":
      return (token) => isNever(usageOf(list, token));
    case "needs-attention":
      return (token) => needsAttention(token, list, now, soonDays);
    case "personal":
      return ({ applicationId }) => applicationId === null;
    case "read-only":
      return testOfEach(scopes, (scope) => !mayWrite(scope));
  }
}

function isNever(usage: Usage): boolean | undefined {
  return usage === "notKnown" ? undefined : usage === "never";
}

/** A test of what many tokens have alike, which is made once for all of them. */
function testOfEach({ names, places }: Names, test: (name: string) => boolean): Test {
  const results = names.map(test);
  return (_, place) => results[places[place] ?? -1];
}

function nameTest(names: Names, text: string): Test {
  return testOfEach(names, (name) => name.toLowerCase().includes(text));
}

function timeTest(
  { of, comparison, to }: Extract<Condition, { readonly kind: "time" }>,
  searched: SearchableTokens,
  list: TokenList,
  now: Date,
): Test {
  const isIn = rangeTest(comparison, to, of === "expires" ? "ahead" : "ago", now);
  switch (of) {
    case "expires":
      return ({ expires }) => isIn(expires.getTime());
    case "created":
      return ({ created }) => isIn(created.getTime());
    case "modified": {
      const modified = searched.modified();
      return (_, place) => isIn(modified[place] ?? NaN);
    }
    case "used":
      return (token) => {
        const usage = usageOf(list, token);
        if (usage instanceof Date) return isIn(usage.getTime());
        return usage === "never" ? false : undefined;
      };
  }
}

/** Whether a time, in milliseconds, is where a term asks for it. */
function rangeTest(
  comparison: Comparison,
  to: Moment,
  direction: "ahead" | "ago",
  now: Date,
): (time: number) => boolean {
  if (to.kind === "day") {
    const [start, end] = [dayStart(to, 0), dayStart(to, 1)];
    switch (comparison) {
      case "<":
        return (time) => time < start;
      case "<=":
        return (time) => time < end;
      case ">":
        return (time) => time >= end;
      case ">=":
        return (time) => time >= start;
      case "":
        return (time) => time >= start && time < end;
    }
  }
  const sign = direction === "ahead" ? 1 : -1;
  const limit = sign * shifted(now, sign * to.amount, to.unit).getTime();
  switch (comparison) {
    case "<":
      return (time) => sign * time < limit;
    case "<=":
    case "":
      return (time) => sign * time <= limit;
    case ">":
      return (time) => sign * time > limit;
    case ">=":
      return (time) => sign * time >= limit;
  }
}

/** When a day begins where the person is, or one some days later. */
function dayStart({ year, month, day }: Extract<Moment, { readonly kind: "day" }>, later: number): number {
  return new Date(year, month - 1, day + later).getTime();
}

function shifted(time: Date, amount: number, unit: DurationUnit): Date {
  switch (unit) {
    case "hour":
      return new Date(time.getTime() + amount * hour);
    case "day":
      return new Date(time.getTime() + amount * day);
    case "week":
      return new Date(time.getTime() + amount * 7 * day);
    case "month":
      return monthsAfter(time, amount);
    case "year":
      return monthsAfter(time, amount * 12);
  }
}

/** The same day of another month, or its last where it has no such day. */
function monthsAfter(time: Date, months: number): Date {
  const after = new Date(time);
  after.setDate(1);
  after.setMonth(after.getMonth() + months);
  const lastDay = new Date(after.getFullYear(), after.getMonth() + 1, 0).getDate();
  after.setDate(Math.min(time.getDate(), lastDay));
  return after;
}
