import type { Api } from "./api";
import type { Service } from "./context";
import { dispatchController } from "./controller/dispatch";
import { controllerRoutes } from "./controller/router";
import { addExtraTokens } from "./extraTokens";
import { dispatchGateway } from "./gateway/dispatch";
import { behindGateway } from "./gateway/proxy";
import { gatewayRoutes } from "./gateway/router";
import type { Model } from "./model";
import type { SeedOptions } from "./seed";
import { controllerModel, gatewayModel } from "./seed";

/**
 * "controller" is AWX up to 24.6.1, "none" an AWX after OAuth2 was taken out, "gateway" AAP 2.7, whose tokens are the
 * gateway's alone, and "both" AAP 2.5 and 2.6, where the controller behind the gateway has tokens of its own.
 */
export type Family = "controller" | "gateway" | "both" | "none";

export interface FamilyOptions extends SeedOptions {
  /** Tokens to make beside the eight of the seed, in each table. */
  readonly extraTokens?: number;
  /** Makes a table what it is to be, before anybody looks: the gateway's, or the controller's. */
  readonly fill?: (model: Model, table: "gateway" | "controller") => void;
  /** Whether HTTP Basic is switched on; it is by default. */
  readonly basicAuth?: boolean;
  /** Whether the controller is there that a gateway names; it is by default, and was not where one was recorded. */
  readonly controllerRuns?: boolean;
}

/** The APIs of a host, and the databases with tokens behind them. */
export interface Host {
  readonly apis: readonly Api[];
  /** What the host's own token URL is about: the gateway's table, or the controller's where that is all there is. */
  readonly platform: Model;
  readonly controller?: Model;
}

/** What a host of this family has, freshly seeded. */
export function hostOf(family: Family, options: FamilyOptions): Host {
  const takesBasic = options.basicAuth ?? true;
  const filled = (model: Model, table: "gateway" | "controller"): Model => {
    addExtraTokens(model, options.extraTokens ?? 0);
    options.fill?.(model, table);
    return model;
  };
  const controller = filled(controllerModel(options), "controller");
  if (family === "controller" || family === "none") {
    const hasTokens = family === "controller";
    const product = { name: "AWX", version: "24.6.1" };
    const service = { model: controller, product, takesBasic, hasTokens, hasOAuthRoot: hasTokens };
    const api = { ...controllerApi(service), base: "/api/", dispatch: dispatchController };
    return { apis: [api], platform: controller, ...(hasTokens && { controller }) };
  }

  const platform = filled(gatewayModel(options), "gateway");
  const hasTokens = family === "both";
  // Only the gateway's 2.5 was recorded; the other versions are such as these products have.
  const gateway: Service = {
    model: platform,
    product: { name: "AAP gateway", version: hasTokens ? "2.5.20241022" : "2.7.20260701" },
    takesBasic,
    hasTokens: true,
    hasOAuthRoot: true,
  };
  const behind: Service = {
    model: controller,
    product: { name: "Red Hat Ansible Automation Platform", version: hasTokens ? "4.6.0" : "4.8.0" },
    takesBasic,
    hasTokens,
    hasOAuthRoot: false,
  };
  const proxied: Api = {
    ...controllerApi(behind),
    base: "/api/controller/",
    // Later gateways also look at the scope of the token before they pass a request on.
    dispatch: behindGateway(gateway, { checksScope: !hasTokens }),
  };
  return {
    apis: [
      ...((options.controllerRuns ?? true) ? [proxied] : []),
      {
        base: "/api/",
        service: gateway,
        routes: gatewayRoutes,
        dispatch: dispatchGateway,
        pageType: "text/html; charset=utf-8",
      },
    ],
    platform,
    ...(hasTokens && { controller }),
  };
}

function controllerApi(service: Service): Pick<Api, "service" | "routes" | "pageType"> {
  // Its pages have no charset (recorded: unknown-url, filter-order-by-empty).
  return { service, routes: controllerRoutes(service), pageType: "text/html" };
}
