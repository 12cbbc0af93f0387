import type { User } from "./model";

/** Django REST framework's form of a time; microseconds are left out where there are none. */
export function timestamp(date: Date): string {
  return date
    .toISOString()
    .replace(".000Z", "Z")
    .replace(/\.(\d{3})Z$/, ".$1000Z");
}

/** A user as other objects name it. */
export function userSummary(user: User): Readonly<Record<string, unknown>> {
  return { id: user.id, username: user.username, first_name: user.firstName, last_name: user.lastName };
}
