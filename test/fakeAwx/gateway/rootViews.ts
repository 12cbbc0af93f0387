import { timestamp } from "../serializing";
import type { View } from "../view";
import { gatewayLink } from "./serializers";

/** `/api/`: the services behind the gateway, and the gateway itself. */
export const apiRoot: View = {
  name: "API Root",
  access: "anyone",
  GET: ({ link }) => ({
    status: 200,
    body: {
      description: "REST API",
      apis: { gateway: link("/api/gateway/"), controller: link("/api/controller/") },
    },
  }),
};

/** `/api/gateway/` */
export const gatewayRoot: View = {
  name: "Gateway Root",
  access: "anyone",
  GET: (context) => ({
    status: 200,
    body: {
      current_version: gatewayLink(context, ""),
      available_versions: { v1: gatewayLink(context, "") },
    },
  }),
};

const resources = (
  "activitystream applications authenticator_plugins authenticators me organizations teams tokens " +
  "trigger_definition ui_auth users"
).split(" ");

/** `/api/gateway/v1/`: the resources of the recorded installation, most of which the double does not have. */
export const versionRoot: View = {
  name: "V1 Root",
  access: "anyone",
  GET: (context) => ({
    status: 200,
    body: Object.fromEntries(resources.map((name) => [name, gatewayLink(context, `${name}/`)])),
  }),
};

/** `/api/gateway/v1/ping/`, which says no version. */
export const ping: View = {
  name: "Ping",
  access: "anyone",
  GET: () => ({
    status: 200,
    body: { pong: timestamp(new Date()).slice(0, -1), status: "good", db_connected: true, proxy_connected: true },
  }),
};
