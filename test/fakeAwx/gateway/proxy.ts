import type { Answer, Call, Caller, Service } from "../context";
import { safeMethods } from "../context";
import { dispatchController } from "../controller/dispatch";
import { mayWrite } from "../credentials";
import type { View } from "../view";
import { signIn } from "./auth";

/**
 * Runs a view of the controller behind a gateway (aap_gateway_api/proxy/control_plane.py): whom the gateway knows is
 * vouched for under the same name, and the credentials are taken out; everyone else is passed on unchanged, so that
 * the controller's own tokens work.
 */
export function behindGateway(
  gateway: Service,
  { checksScope }: { readonly checksScope: boolean },
): (view: View, call: Call) => Answer {
  return (view, call) => {
    const { caller } = signIn({ ...call, service: gateway });
    const user = caller && call.service.model.users.find(({ username }) => username === caller.user.username);
    if (checksScope && caller && isBeyondScope(caller, call.method)) {
      return refusal("Your token has insufficient scope to perform this action", call);
    }
    return dispatchController(view, user ? { ...call, vouchedFor: { user } } : call);
  };
}

function isBeyondScope(caller: Caller, method: string): boolean {
  return !safeMethods.includes(method) && !mayWrite(caller);
}

/** The proxy's own refusals are under `details`, and text for who doesn't ask for JSON by name. */
function refusal(reason: string, { headers }: Call): Answer {
  return (headers.accept ?? "").includes("application/json")
    ? { status: 403, headers: { "Content-Type": "application/json" }, body: JSON.stringify({ details: reason }) }
    : { status: 403, headers: { "Content-Type": "text/plain" }, body: reason };
}
