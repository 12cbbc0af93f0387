import * as v from "valibot";

/** What can be sent as a bearer token (RFC 6750 §2.1). The mask of a list cannot, and other texts break the header. */
export const secretValue = v.pipe(v.string(), v.regex(/^[\w.~+/-]+=*$/));
