import type { Call, Caller } from "../context";
import { basicCredentials, bearerSecret, decodeBasic, userOf } from "../credentials";

/**
 * Who calls, or undefined for every kind of failed login alike: AWX swallows the reason (awx/api/generics.py,
 * initialize_request; recorded: bad-token, expired-token, bad-basic).
 */
export function authenticate({ service, headers, query, vouchedFor }: Call): Caller | undefined {
  if (vouchedFor) return vouchedFor;
  const { model, takesBasic } = service;
  const basic = basicCredentials(headers);
  if (basic !== undefined) {
    const credentials = takesBasic ? decodeBasic(basic) : undefined;
    const user = credentials && userOf(model, credentials);
    return user && { user };
  }
  const secret = bearerSecret(headers, query);
  const token = secret === undefined ? undefined : model.tokenBySecret(secret);
  const user = token && model.user(token.userId);
  return user && token.expires.getTime() > Date.now() ? { user, token } : undefined;
}
