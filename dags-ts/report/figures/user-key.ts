// Numbers for users, so that the report can sort and count them as such.
import { fingerprint } from "windsock/data";
import { numericId } from "../../searches/numeric-id.ts";

/** A number where it is written as one; otherwise the text of the id. */
export type UserId = number | string;

export function userIdOf(text: string): UserId {
  return numericId.test(text) ? Number(text) : text;
}

/** Keys from here on are fingerprints of texts. */
export const firstTextKey = 2 ** 52;

/**
 * A whole number below 2^53, the same one whenever the user comes. Two users who are written as numbers never
 * share one; two others do by chance, once in 2^52.
 *
 * @param seed another one gives texts other numbers
 */
export function userKey(userId: UserId, seed: number): number {
  if (typeof userId === "number") return userId;
  return firstTextKey + fingerprint(new TextEncoder().encode(userId), seed);
}
