import { keyOf } from "../awx/api";
import type { AccessToken } from "../awx/schemas";
import { isOwn, mayChangeAll, type TokenList } from "./tokenList";

/** What one may do with a token, and why not. */
export interface TokenRights {
  readonly change: "yes" | "readOnlyCredential" | "notYours" | "notKnown";
  readonly rotate: "yes" | "readOnlyCredential" | "notOwn" | "superusersOnly";
  /** Whether it is what signs us in; not known of a token that was pasted. */
  readonly signsIn: "yes" | "no" | "notKnown";
}

/** Whether a list says if a token may be changed, so that the server need not be asked. */
export function saysWhatMayChange(list: TokenList, token: AccessToken): boolean {
  if (!list.canWrite || isOwn(list, token) || mayChangeAll(list, token.source)) return true;
  // Of others' tokens it is asked last, once they are all there.
  return list.isComplete && !list.unread.has(token.source);
}

/**
 * What one may do with a token, as its list says it.
 * @param mayChange what the server says where the list does not; nothing when it could not be asked
 */
export function rightsOf(list: TokenList, token: AccessToken, mayChange?: boolean): TokenRights {
  return { change: changeOf(list, token, mayChange), rotate: rotateOf(list, token), signsIn: signsInOf(list, token) };
}

function changeOf(list: TokenList, token: AccessToken, mayChange: boolean | undefined): TokenRights["change"] {
  if (!list.canWrite) return "readOnlyCredential";
  if (isOwn(list, token) || mayChangeAll(list, token.source)) return "yes";
  if (!saysWhatMayChange(list, token) && mayChange === undefined) return "notKnown";
  return (mayChange ?? list.changeable.has(keyOf(token))) ? "yes" : "notYours";
}

/** What is made is the caller's own; a platform lets nobody but superusers make one for an application. */
function rotateOf(list: TokenList, token: AccessToken): TokenRights["rotate"] {
  if (!isOwn(list, token)) return "notOwn";
  if (!list.canWrite) return "readOnlyCredential";
  const isRefused = token.source === "gateway" && token.applicationId !== null && !mayChangeAll(list, token.source);
  return isRefused ? "superusersOnly" : "yes";
}

function signsInOf(list: TokenList, token: AccessToken): TokenRights["signsIn"] {
  if (list.signInToken !== undefined) return list.signInToken === keyOf(token) ? "yes" : "no";
  return isOwn(list, token) ? "notKnown" : "no";
}
