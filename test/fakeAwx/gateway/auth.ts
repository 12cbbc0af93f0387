import type { Call, Caller } from "../context";
import { basicCredentials, bearerSecret, decodeBasic, userOf } from "../credentials";

/** Who calls; if nobody, what is to be said about it where a login is needed, or at once. */
export type Login =
  { readonly caller: Caller } | { readonly caller?: undefined; readonly challenge: string; readonly refusal?: string };

const challenge = 'Bearer realm="api"';

/**
 * Signs the caller in: a bearer token first, then Basic. Only wrong Basic credentials are refused by themselves, a bad
 * token is as good as none (recorded: bad-token, bad-basic).
 */
export function signIn({ service: { model, takesBasic }, headers, query }: Call): Login {
  const secret = bearerSecret(headers, query);
  if (secret !== undefined) {
    const token = model.tokenBySecret(secret);
    const user = token && model.user(token.userId);
    if (!user) return { challenge: invalidToken("The access token is invalid.") };
    if (token.expires.getTime() <= Date.now()) return { challenge: invalidToken("The access token has expired.") };
    // Saved at once, whatever becomes of the request (recorded: narrow-self-patch-to-read).
    model.useToken(token);
    return { caller: { user, token } };
  }
  const basic = basicCredentials(headers);
  if (basic === undefined || !takesBasic) return { challenge };
  const credentials = decodeBasic(basic);
  if (!credentials) {
    return { challenge, refusal: "Invalid basic header. Credentials not correctly base64 encoded." };
  }
  const user = userOf(model, credentials);
  return user ? { caller: { user } } : { challenge, refusal: "Invalid username/password." };
}

function invalidToken(description: string): string {
  return `${challenge},error="invalid_token",error_description="${description}"`;
}
