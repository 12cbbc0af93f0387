import type { Activity } from "../model";

interface ContentType {
  /** Django's number for the model, which is that of the recorded installation. */
  readonly id: number;
  readonly model: string;
  /** The name of its list below `/api/gateway/v1/`. */
  readonly path: string;
}

/** The kinds of objects that have a history. */
export const contentTypes: Readonly<Record<Activity["objectType"], ContentType>> = {
  organization: { id: 18, model: "organization", path: "organizations" },
  user: { id: 17, model: "user", path: "users" },
  o_auth2_application: { id: 30, model: "oauth2application", path: "applications" },
  o_auth2_access_token: { id: 33, model: "oauth2accesstoken", path: "tokens" },
};
