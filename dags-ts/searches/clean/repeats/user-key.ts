// Numbers for users, so that they can be sorted and counted as such.
import { fingerprint } from "windsock/data";

const numericId = /^(?:0|[1-9]\d{0,14})$/;

/** The id as it is known to the passes: a number where it is written as one, and short enough to be exact. */
export function userIdOf(text: string): number | string {
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
export function userKey(userId: number | string, seed: number): number {
  if (typeof userId === "number") return userId;
  return firstTextKey + fingerprint(new TextEncoder().encode(userId), seed);
}
